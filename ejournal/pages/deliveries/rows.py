"""What the browser sees of the queue of notices: figures, what is stuck, the trial letter."""

from dataclasses import dataclass, field
from datetime import datetime

from ejournal import clock
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import moment
from ejournal.models import Fate
from ejournal.services.delivery.queue import Queue, Stuck
from ejournal.services.delivery.spending import Spent
from ejournal.ui.words.messages.sms import spent_words
from ejournal.ui.words.notice_kinds import CHANNELS

TONES = {Fate.WAITING: "amber", Fate.FAILED: "red", Fate.BOUNCED: "red"}


@dataclass(frozen=True)
class FigureRow:
    """A figure with what it counts."""

    value: str
    words: str


@dataclass(frozen=True)
class StuckRow:
    """A delivery that was not taken: by which channel and to whom, what it said, what happens next."""

    id: str
    channel: str
    name: str
    error: str
    state: str
    tone: str


@dataclass(frozen=True)
class ChannelRow:
    """A channel: its figures, what became of the last trial; fault: what does not work there, if anything."""

    key: str
    title: str
    trial: str
    fault: str
    figures: list[FigureRow] = field(default_factory=list)


def figure_rows(found: Queue, zone: str, now: datetime, locale: str) -> list[FigureRow]:
    """What waits now, and the last seven days."""
    waits = gettext(locale, "nothing waits past its time")
    if found.oldest is not None:
        waits = gettext(locale, "the oldest has waited for {time}", time=_pause(found.oldest, now, locale))
    last = gettext(locale, "none yet")
    if found.last_sent is not None:
        last = moment(locale, clock.local(found.last_sent, zone))
    return [
        FigureRow(str(found.waiting), gettext(locale, "wait for their hour or a letter")),
        FigureRow(str(found.due), waits),
        FigureRow(
            str(found.fates.get(Fate.SENT, 0)),
            gettext(locale, "delivered in 7 days, the last: {when}", when=last),
        ),
        FigureRow(str(found.fates.get(Fate.FAILED, 0)), gettext(locale, "could not be delivered in 7 days")),
        FigureRow(
            str(found.fates.get(Fate.BOUNCED, 0)),
            gettext(locale, "went to an address that is not there, in 7 days"),
        ),
        FigureRow(
            str(found.fates.get(Fate.DROPPED, 0)),
            gettext(locale, "taken back, read, hidden or switched off before they went, in 7 days"),
        ),
    ]


def sms_rows(usual: Spent, urgent: Spent, locale: str) -> list[FigureRow]:
    """The parts of today."""
    return [
        FigureRow(str(usual.used), spent_words(usual, locale, urgent=False)),
        FigureRow(str(urgent.used), spent_words(urgent, locale, urgent=True)),
    ]


def _pause(since: datetime, now: datetime, locale: str) -> str:
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 120:
        return ngettext(locale, "{n} minute", "{n} minutes", minutes)
    return ngettext(locale, "{n} hour", "{n} hours", minutes // 60)


def stuck_row(one: Stuck, zone: str, locale: str) -> StuckRow:
    """The delivery in words."""
    when = moment(locale, clock.local(one.at, zone))
    state = {
        Fate.WAITING: gettext(locale, "tried {n} times, again on {when}", n=one.tries, when=when),
        Fate.FAILED: gettext(locale, "given up on {when}", when=when),
        Fate.BOUNCED: gettext(locale, "no such address, {when}", when=when),
    }[one.fate]
    channel = gettext(locale, CHANNELS[one.channel])
    return StuckRow(str(one.id), channel, one.name, gettext(locale, one.error), state, TONES[one.fate])
