"""What the browser sees of messages: lines of the lists, one that is opened, what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import moment
from ejournal.models import Channel, Fate, MassMessage, MessageAsks, MessageState
from ejournal.services.files.keeping import Stored, shown
from ejournal.services.messages.reading import Got, Opened, Written
from ejournal.services.messages.standing import Counts, PersonLine, told_of
from ejournal.ui.words.messages import ASKED, STATES
from ejournal.ui.words.messages.ways import standing_words, way_words
from ejournal.ui.words.notice_kinds import CHANNELS


@dataclass
class LineRow:
    """A message in a list."""

    href: str
    title: str
    note: str
    badge: str = ""
    tone: str = "soft"
    is_new: bool = False
    urgent: bool = False


@dataclass
class OptionRow:
    """What may be answered; of a result how many chose it, and how much that is of all."""

    value: str
    label: str
    chosen: bool = False
    count: str = ""
    share: int = 0


@dataclass
class GotRow:
    """A message as one of those who got it reads it."""

    title: str = ""
    line: str = ""
    words: str = ""
    urgent: bool = False
    withdrawn: bool = False
    confirms: bool = False
    is_open: bool = False
    asked: str = ""
    options: list[OptionRow] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class CountRow:
    """A figure of what became of a message, and the list behind it."""

    value: str
    label: str
    href: str
    current: bool


@dataclass
class ClassRow:
    """A class with its figures."""

    title: str
    people: str
    seen: str
    answered: str
    missed: str


@dataclass
class ChannelRow:
    """A channel, and to how many people it went with what end."""

    title: str
    sent: str
    waiting: str
    failed: str


@dataclass
class WaysRow:
    """The channels by which it went; or that it is too long ago to know of them."""

    channels: list[ChannelRow] = field(default_factory=list)
    are_forgotten: bool = False


@dataclass
class TextRow:
    """What its author wrote and attached."""

    words: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class PersonRow:
    """One of those who got it."""

    name: str
    note: str
    state: str
    tone: str


def local(at: datetime, actor: Actor, locale: str) -> str:
    """«20 ноября, 14:05»."""
    return moment(locale, clock.local(at, actor.time_zone))


def got_rows(found: Sequence[Got], now: datetime, actor: Actor, locale: str) -> list[LineRow]:
    """What one has got."""
    return [_got_row(one, now, actor, locale) for one in found]


def _got_row(one: Got, now: datetime, actor: Actor, locale: str) -> LineRow:
    row = LineRow(
        f"/messages/read?id={one.id}", one.title, f"{local(one.at, actor, locale)} · {one.author}",
        is_new=not one.seen, urgent=one.urgent,
    )  # fmt: skip
    is_over = one.until is not None and one.until <= now
    if one.state is MessageState.WITHDRAWN:
        row.badge = gettext(locale, STATES[one.state])
    elif one.answer is not None:
        row.badge, row.tone = one.answer or gettext(locale, "Confirmed"), "green"
    elif one.asks is not MessageAsks.NOTHING and not is_over:
        row.badge, row.tone = gettext(locale, "Waits for your answer"), "amber"
    return row


def written_rows(found: Sequence[Written], actor: Actor, locale: str) -> list[LineRow]:
    """What one has written."""
    return [_written_row(one, actor, locale) for one in found]


def _written_row(one: Written, actor: Actor, locale: str) -> LineRow:
    if one.state is MessageState.DRAFT:
        title = one.title or gettext(locale, "Without a heading")
        draft = gettext(locale, STATES[one.state])
        return LineRow("/messages/new", title, local(one.at, actor, locale), draft, "amber")
    parts = [local(one.at, actor, locale)]
    if one.people:
        parts.append(gettext(locale, "{n} of {all} have seen it", n=one.seen, all=one.people))
        if one.asks is not MessageAsks.NOTHING:
            parts.append(gettext(locale, "{n} have answered", n=one.answered))
    plain = one.state is MessageState.SENT
    badge = "" if plain else gettext(locale, STATES[one.state])
    tone = "accent" if one.state is MessageState.WAITING else "soft"
    return LineRow(
        f"/messages/read?id={one.id}", one.title, " · ".join(parts), badge, tone, urgent=one.urgent
    )


def got_row(found: Opened, actor: Actor, locale: str) -> GotRow:
    """One that is opened."""
    got = found.got
    confirms = got.asks is MessageAsks.CONFIRM
    options = [
        OptionRow(str(place), label, found.answered == place) for place, label in enumerate(found.options)
    ]
    if confirms:
        options = [OptionRow("0", gettext(locale, "I confirm"), found.answered is not None)]
    return GotRow(
        title=got.title,
        line=f"{got.author} · {local(got.at, actor, locale)}",
        words=found.words,
        urgent=got.urgent,
        withdrawn=got.state is MessageState.WITHDRAWN,
        confirms=confirms,
        is_open=found.is_open,
        asked=_asked(found, actor, locale),
        options=options if got.asks is not MessageAsks.NOTHING else [],
        files=[shown(one) for one in found.files],
    )


def _asked(found: Opened, actor: Actor, locale: str) -> str:
    """What is still to be done with it, or was; empty where nothing is asked."""
    got = found.got
    if got.asks is MessageAsks.NOTHING or got.state is MessageState.WITHDRAWN:
        return ""
    until = "" if got.until is None else local(got.until, actor, locale)
    if not found.is_open:
        return gettext(locale, "Answers were taken until {time}", time=until)
    if found.answered is None and got.asks is MessageAsks.CONFIRM:
        words = gettext(locale, "Confirm that you have read it")
        return gettext(locale, "Confirm until {time} that you have read it", time=until) if until else words
    if found.answered is None:
        return gettext(locale, "Answer until {time}", time=until) if until else gettext(locale, "Your answer")
    if got.asks is MessageAsks.CONFIRM:
        return gettext(locale, "You have confirmed it")
    change = gettext(locale, "You have answered and may answer otherwise until {time}", time=until)
    return change if until else gettext(locale, "You have answered and may answer otherwise")


def state_line(message: MassMessage, actor: Actor, locale: str) -> str:
    """Where the message stands, for its author."""
    parts = [gettext(locale, STATES[message.state])]
    at = {
        MessageState.WAITING: message.send_at,
        MessageState.SENT: message.sent_at,
        MessageState.WITHDRAWN: message.withdrawn_at,
    }.get(message.state)
    if at is not None:
        parts.append(local(at, actor, locale))
    if message.asks is not MessageAsks.NOTHING:
        parts.append(gettext(locale, ASKED[message.asks]))
    if message.until is not None:
        parts.append(gettext(locale, "answers until {time}", time=local(message.until, actor, locale)))
    if message.reminded_at is not None:
        parts.append(gettext(locale, "reminded {time}", time=local(message.reminded_at, actor, locale)))
    return " · ".join(parts)


def count_rows(found: Counts, message: MassMessage, narrowed: str, locale: str) -> list[CountRow]:
    """The figures, each leading to who is behind it."""
    asks = message.asks is not MessageAsks.NOTHING
    lines = [
        ("", found.people, gettext(locale, "got it")),
        ("not-seen", found.people - found.seen, gettext(locale, "have not seen it")),
        *(
            [
                ("answered", found.answered, gettext(locale, "have answered")),
                ("not-answered", found.people - found.answered, gettext(locale, "have not answered")),
            ]
            if asks
            else []
        ),
        ("not-reached", found.missed, gettext(locale, "not reached")),
    ]
    base = f"/messages/read?id={message.id}"
    return [
        CountRow(str(value), label, f"{base}&who={key}" if key else base, key == narrowed)
        for key, value, label in lines
    ]


def option_rows(found: Counts, message: MassMessage) -> list[OptionRow]:
    """How many chose what."""
    return [
        OptionRow(str(place), str(label), count=str(count), share=round(100 * count / max(found.people, 1)))
        for place, (label, count) in enumerate(zip(message.options, found.by_option, strict=False))
    ]


def class_rows(found: Sequence[Counts]) -> list[ClassRow]:
    """The classes."""
    return [
        ClassRow(one.title, str(one.people), str(one.seen), str(one.answered), str(one.missed))
        for one in found
    ]


def person_rows(
    found: Sequence[PersonLine], message: MassMessage, actor: Actor, locale: str
) -> list[PersonRow]:
    """Those who got it."""
    return [_person_row(one, message, actor, locale) for one in found]


def _person_row(one: PersonLine, message: MassMessage, actor: Actor, locale: str) -> PersonRow:
    words, tone = person_state(one, message, locale)
    at = one.answered_at or one.seen_at
    note = [", ".join(one.children), local(at, actor, locale) if at else ""]
    ways = one.reached.ways if one.reached is not None else ()
    note += [way_words(way, locale) for way in ways]
    return PersonRow(one.name, " · ".join(part for part in note if part), words, tone)


def text_row(message: MassMessage, files: Sequence[Stored]) -> TextRow:
    """The message as it was written."""
    return TextRow(message.words, [shown(one) for one in files])


def ways_row(found: Mapping[Channel, Mapping[Fate, int]], message: MassMessage, locale: str) -> WaysRow:
    """The channels by which it went."""
    channels = [
        ChannelRow(
            gettext(locale, CHANNELS[channel]),
            str(fates.get(Fate.SENT, 0)),
            str(fates.get(Fate.WAITING, 0)),
            str(fates.get(Fate.FAILED, 0) + fates.get(Fate.BOUNCED, 0)),
        )
        for channel, fates in found.items()
    ]
    return WaysRow(channels, message.state is MessageState.SENT and told_of(message) is None)


def person_state(one: PersonLine, message: MassMessage, locale: str) -> tuple[str, str]:
    """What somebody has done with it, and the tone in which that is drawn."""
    if one.answer is not None:
        options = message.options
        return (str(options[one.answer]) if options else gettext(locale, "Confirmed")), "green"
    if one.seen_at is not None:
        return gettext(locale, "Has seen it"), "accent"
    return standing_words(one, locale)


def people_words(count: int, locale: str) -> str:
    """«54 человека»."""
    return ngettext(locale, "{n} person", "{n} people", count)
