"""What the browser sees of reported messages."""

from dataclasses import dataclass, field
from datetime import datetime

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.i18n.dates import moment
from ejournal.models import ChatVerdict
from ejournal.services.chat.moderating import Near, Report


@dataclass(frozen=True)
class FileRow:
    """A file of a message, and its small picture."""

    name: str
    href: str
    preview: str


@dataclass(frozen=True)
class NearRow:
    """A message: the reported one, or one before or after it."""

    head: str
    words: str
    reported: bool
    files: list[FileRow] = field(default_factory=list)


@dataclass(frozen=True)
class ReportRow:
    """A report with the message between its neighbours, and what was decided."""

    id: int = 0
    room: str = ""
    author: str = ""
    asked: str = ""
    reason: str = ""
    near: list[NearRow] = field(default_factory=list)
    decided: str = ""
    note: str = ""


def report_rows(found: list[Report], actor: Actor, locale: str) -> list[ReportRow]:
    """A row a report."""
    return [
        ReportRow(
            one.id,
            one.room.text(locale),
            one.author,
            gettext(
                locale, "{name} asks to look, {moment}", name=one.reporter, moment=_at(one.at, actor, locale)
            ),
            one.reason,
            [_near(near, actor, locale) for near in one.near],
            _decided(one, actor, locale),
            one.note,
        )
        for one in found
    ]


def _near(one: Near, actor: Actor, locale: str) -> NearRow:
    head = f"{one.author}, {_at(one.sent_at, actor, locale)}"
    gone = gettext(locale, "no more seen in the room")
    files = [FileRow(file.name, file.address, file.preview) for file in one.files]
    return NearRow(f"{head} · {gone}" if one.gone else head, one.words, one.reported, files)


def _decided(one: Report, actor: Actor, locale: str) -> str:
    if one.verdict is ChatVerdict.OPEN or one.decided_at is None:
        return ""
    done = [gettext(locale, "Left without consequences")] if one.verdict is ChatVerdict.NOTHING else []
    done += [gettext(locale, "The author is warned")] if one.verdict is ChatVerdict.WARNED else []
    done += [gettext(locale, "The message is hidden")] if one.hides else []
    if one.muted_until is not None:
        until = _at(one.muted_until, actor, locale)
        done.append(gettext(locale, "{name} may only read until {moment}", name=one.author, moment=until))
    by = f"{one.decider}, {_at(one.decided_at, actor, locale)}"
    return " · ".join([*done, by])


def _at(at: datetime, actor: Actor, locale: str) -> str:
    return moment(locale, clock.local(at, actor.time_zone))
