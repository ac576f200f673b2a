"""What the browser sees of documents: lines of the lists, one that is opened, lines of the register."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import day_month, full_date, moment
from ejournal.services.base.marked import as_html
from ejournal.services.documents.reading import Line, Opened, OwnLine
from ejournal.services.documents.register import Counts, LineState
from ejournal.services.documents.register import Line as RegisterLine
from ejournal.services.files.keeping import Stored, shown
from ejournal.ui.kit import Choice
from ejournal.ui.words.documents import HOW, STATES, TONES, how_words, kind_words


@dataclass(frozen=True)
class LineRow:
    """A document in a list."""

    href: str
    title: str
    note: str
    badge: str = ""
    tone: str = "soft"
    waits: bool = False


@dataclass(frozen=True)
class ForRow:
    """For whom the reader is asked, and what they have said."""

    id: str
    name: str
    waits: bool
    said: str


@dataclass(frozen=True)
class VersionRow:
    """A version that was published."""

    href: str
    title: str
    note: str
    current: bool


@dataclass(frozen=True)
class TextRow:
    """A version as it is read; html is harmless."""

    number: int = 0
    line: str = ""
    until: str = ""
    html: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)
    withdrawn: str = ""
    earlier: str = ""
    whole_hash: str = ""


@dataclass(frozen=True)
class CountsRow:
    """How far a document is, in words."""

    done: int = 0
    asked: int = 0
    words: str = ""
    late: str = ""


@dataclass(frozen=True)
class RegisterRow:
    """A line of the register."""

    id: str
    name: str
    note: str
    said: str
    state: str
    tone: str
    may_enter: bool


@dataclass(frozen=True)
class AttachedRow:
    """A file that is attached to a draft."""

    key: str
    name: str


def own_rows(found: Sequence[Line], actor: Actor, locale: str) -> list[LineRow]:
    """What the reader is asked to know."""
    return [_own(one, actor, locale) for one in found]


def _own(one: Line, actor: Actor, locale: str) -> LineRow:
    if one.withdrawn:
        badge, tone = gettext(locale, "withdrawn"), "soft"
    elif not one.waiting:
        badge, tone = gettext(locale, "has acknowledged"), "green"
    elif one.late:
        badge, tone = gettext(locale, "past the last day"), "red"
    else:
        badge, tone = gettext(locale, "to acknowledge"), "amber"
    until = until_words(one, actor, locale) if one.waiting else ""
    return LineRow(
        f"/documents/read?id={one.id}", one.title, joined(_about(one, actor, locale), until), badge, tone,
        waits=one.waiting > 0,
    )  # fmt: skip


def school_rows(found: Sequence[Line], actor: Actor, locale: str) -> list[LineRow]:
    """What the school asks, and how far each is."""
    return [_school(one, actor, locale) for one in found]


def _school(one: Line, actor: Actor, locale: str) -> LineRow:
    done = one.asked - one.waiting
    if one.withdrawn:
        badge, tone = gettext(locale, "withdrawn"), "soft"
    elif one.late:
        badge, tone = ngettext(locale, "{n} is late", "{n} are late", one.late), "red"
    elif one.waiting:
        badge, tone = gettext(locale, "{done} of {all}", done=done, all=one.asked), "amber"
    else:
        badge, tone = gettext(locale, "all have acknowledged"), "green"
    note = joined(_about(one, actor, locale), until_words(one, actor, locale) if not one.withdrawn else "")
    return LineRow(f"/documents/read?id={one.id}", one.title, note, badge, tone)


def draft_rows(found: Sequence[Line], locale: str) -> list[LineRow]:
    """The drafts."""
    return [
        LineRow(
            f"/documents/write?id={one.id}",
            one.title or gettext(locale, "Without a title"),
            joined(
                kind_words(one.kind, one.number, locale),
                gettext(locale, "version {n}", n=one.version) if one.version > 1 else "",
            ),
            gettext(locale, "draft"),
        )
        for one in found
    ]


def _about(one: Line, actor: Actor, locale: str) -> str:
    published = ""
    if one.published_at is not None:
        published = full_date(locale, clock.local(one.published_at, actor.time_zone).date())
    version = gettext(locale, "version {n}", n=one.version) if one.version > 1 else ""
    return joined(kind_words(one.kind, one.number, locale), published, version)


def until_words(one: Any, actor: Actor, locale: str) -> str:
    """«ознакомиться до 27 ноября»; empty without a last day."""
    if one.until is None:
        return ""
    same = one.until.year == actor.today.year
    day = day_month(locale, one.until) if same else full_date(locale, one.until)
    return gettext(locale, "acknowledge by {day}", day=day)


def joined(*parts: str) -> str:
    """What is there, with dots between."""
    return " · ".join(part for part in parts if part)


def text_row(one: Opened, actor: Actor, locale: str) -> TextRow:
    """The version in words."""
    document, version = one.document, one.version
    published = version.published_at
    day = full_date(locale, clock.local(published, actor.time_zone).date()) if published else ""
    withdrawn = ""
    if document.withdrawn_at is not None:
        on = full_date(locale, clock.local(document.withdrawn_at, actor.time_zone).date())
        withdrawn = gettext(locale, "Withdrawn on {day}: {reason}", day=on, reason=document.reason)
    earlier = (
        ""
        if one.is_current
        else gettext(locale, "This is version {n}: another one is in force now.", n=version.version)
    )
    return TextRow(
        number=version.version,
        line=joined(
            kind_words(document.kind, document.number, locale),
            gettext(locale, "version {n} of {day}", n=version.version, day=day),
        ),
        until=until_words(document, actor, locale) if one.is_current and not withdrawn else "",
        html=as_html(version.words) if version.words else "",
        files=[shown(file) for file in one.files],
        withdrawn=withdrawn,
        earlier=earlier,
        whole_hash=version.text_hash,
    )


def for_rows(found: Sequence[OwnLine], actor: Actor, locale: str) -> list[ForRow]:
    """For whom the reader is asked."""
    return [
        ForRow(
            str(one.for_id), one.name or gettext(locale, "for myself"), one.waits, _said(one, actor, locale)
        )
        for one in found
    ]


def _said(one: OwnLine, actor: Actor, locale: str) -> str:
    if one.at is None or one.how is None:
        return ""
    if one.paper_day is not None:
        return gettext(locale, "on paper of {day}", day=full_date(locale, one.paper_day))
    at = moment(locale, clock.local(one.at, actor.time_zone))
    return joined(gettext(locale, HOW[one.how]), at, gettext(locale, "version {n}", n=one.version))


def version_rows(one: Opened, actor: Actor, locale: str) -> list[VersionRow]:
    """All versions that were published, where there are several."""
    if len(one.versions) < 2:
        return []
    return [
        VersionRow(
            f"/documents/read?id={each.document_id}&version={each.version}",
            gettext(locale, "Version {n}", n=each.version),
            joined(
                full_date(locale, clock.local(each.published_at, actor.time_zone).date())
                if each.published_at
                else "",
                gettext(locale, "asked everybody anew") if each.asks_again and each.version > 1 else "",
            ),
            each.version == one.version.version,
        )
        for each in one.versions
    ]


def counts_row(one: Counts, locale: str) -> CountsRow:
    """How far it is."""
    return CountsRow(
        one.done,
        one.asked,
        gettext(locale, "{done} of {all} signatures", done=one.done, all=one.asked),
        ngettext(locale, "{n} is late", "{n} are late", one.late) if one.late else "",
    )


def register_rows(
    found: Sequence[RegisterLine], actor: Actor, locale: str, *, enters: bool, all_documents: bool
) -> list[RegisterRow]:
    """The lines in words: a child first, then who stands for it."""
    return [
        RegisterRow(
            str(one.id),
            joined(one.about or one.name, one.class_title),
            joined(one.name if one.about else "", one.document if all_documents else ""),
            _said_of(one, actor, locale),
            gettext(locale, STATES[one.state]),
            TONES[one.state],
            enters and one.state in (LineState.WAITING, LineState.LATE),
        )
        for one in found
    ]


def _said_of(one: RegisterLine, actor: Actor, locale: str) -> str:
    if not one.version:
        return gettext(locale, "has seen it") if one.seen_at else ""
    return joined(how_words(one, actor, locale), gettext(locale, "version {n}", n=one.version))


def class_choices(found: Sequence[tuple[int, str]], locale: str) -> list[Choice]:
    """The classes, all that one may see first."""
    every = Choice("", gettext(locale, "All classes"))
    return [every, *(Choice(str(number), title) for number, title in found)]


def state_choices(locale: str) -> list[Choice]:
    """The states, all of them first."""
    every = Choice("", gettext(locale, "Whatever was said"))
    return [every, *(Choice(one.value, gettext(locale, words)) for one, words in STATES.items())]


def attached_rows(found: Sequence[Stored]) -> list[AttachedRow]:
    """What is attached to a draft."""
    return [AttachedRow(one.key, one.name) for one in found]
