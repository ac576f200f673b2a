"""What the browser sees while a message is written: what may be chosen, what would happen."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import moment
from ejournal.models import Channel, MassMessage, MessageAsks
from ejournal.services.messages.fields import OFFERED, in_sample
from ejournal.services.messages.kept import KeptChoice, Template
from ejournal.services.messages.reach import Reach
from ejournal.services.messages.sending import Counted
from ejournal.services.messages.showing import some_names
from ejournal.services.messages.texting import Ahead
from ejournal.ui.kit import Choice
from ejournal.ui.words.messages import REACH
from ejournal.ui.words.messages.sms import sms_lines, sms_warnings
from ejournal.ui.words.notice_kinds import CHANNELS

MOST_SHOWN = 50
"""Of the families as which a text is looked at."""


@dataclass
class AttachedRow:
    """A file that is attached to the draft."""

    key: str
    name: str


@dataclass
class TemplateRow:
    """A kept text."""

    id: str
    title: str
    note: str
    is_own: bool


@dataclass
class FieldRow:
    """A field, and what it says of somebody."""

    field: str
    sample: str


@dataclass
class AtHandRow:
    """What need not be typed: kept choices and texts, fields."""

    choices: list[Choice] = field(default_factory=list)
    texts: list[TemplateRow] = field(default_factory=list)
    fields: list[FieldRow] = field(default_factory=list)


@dataclass
class CheckRow:
    """What would happen, in words; the button that does it; as whom it may be looked at."""

    lines: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    button: str = ""
    families: list[Choice] = field(default_factory=list)


def with_choices(row: AtHandRow, found: Sequence[KeptChoice]) -> AtHandRow:
    """What is at hand, with these kept choices."""
    return replace(row, choices=[Choice(str(one.id), one.title) for one in found])


def with_texts(row: AtHandRow, found: Sequence[Template], locale: str) -> AtHandRow:
    """What is at hand, with these kept texts and the fields that a text may have."""
    of_school = gettext(locale, "of the school")
    return replace(
        row,
        texts=[
            TemplateRow(str(one.id), one.title, of_school if one.of_school else "", one.is_own)
            for one in found
        ],
        fields=[FieldRow(f"{{{name}}}", in_sample(name)) for name in OFFERED.get(locale, OFFERED["ru"])],
    )


def count_words(found: Counted, locale: str) -> tuple[str, str]:
    """«54 человека», and how many of them nothing reaches."""
    people = len(found.people)
    if not people:
        return gettext(locale, "Nobody is chosen yet"), ""
    count = ngettext(locale, "{n} person gets it", "{n} people get it", people)
    if not found.unreached:
        return count, ""
    words = ngettext(
        locale,
        "{n} of them cannot open the journal",
        "{n} of them cannot open the journal",
        found.unreached,
    )
    return count, f"{words} ({_why(found, locale)})"


def _why(found: Counted, locale: str) -> str:
    why = [
        f"{gettext(locale, REACH[one])}: {sum(other is one for other in found.reach.values())}"
        for one in (Reach.NO_ACCOUNT, Reach.BLOCKED)
        if one in found.reach.values()
    ]
    return ", ".join(one[:1].lower() + one[1:] for one in why)


def _unreached(found: Counted, locale: str) -> list[str]:
    """That a message comes to some of them by nothing at all."""
    if not found.unreached:
        return []
    words = ngettext(locale, "Nothing reaches {n} of them", "Nothing reaches {n} of them", found.unreached)
    return [f"{words} ({_why(found, locale)})"]


def check_row(
    session: Session, actor: Actor, message: MassMessage, found: Counted, ahead: Ahead, locale: str
) -> CheckRow:
    """What would happen if the message were sent."""
    people = len(found.people)
    lines = [
        ngettext(locale, "{n} person gets it", "{n} people get it", people),
        _when(message, actor, locale),
    ]
    lines += _asked(message, actor, locale)
    if message.urgent:
        lines.append(gettext(locale, "It is urgent: nobody can have switched it off"))
    sms = ahead.texts
    lines += [one for one in (_told(ahead, locale), *sms_lines(sms, locale)) if one]
    button = ngettext(locale, "Send to {n} person", "Send to {n} people", people)
    if message.send_at is not None:
        button = gettext(locale, "Let it go at its hour")
    names = some_names(session, actor, sorted(found.people)[:MOST_SHOWN])
    warnings = _unreached(found.but(sms.alone) if sms is not None else found, locale)
    return CheckRow(
        lines,
        warnings + sms_warnings(sms, locale),
        button,
        [Choice(str(number), name) for number, name in names],
    )


def _told(found: Ahead, locale: str) -> str:
    """By which channels they are told of it, but for SMS, which are told of apart."""
    if not found.by_channel:
        return gettext(locale, "No notice goes out of the program: the message stands in the journal")
    ways = [
        f"{gettext(locale, CHANNELS[channel])}: {count}"
        for channel, count in found.by_channel.items()
        if channel is not Channel.SMS
    ]
    if found.by_none:
        ways.append(gettext(locale, "In the journal alone: {n}", n=found.by_none))
    return ", ".join([*ways[:1], *(one[:1].lower() + one[1:] for one in ways[1:])])


def _when(message: MassMessage, actor: Actor, locale: str) -> str:
    if message.send_at is None:
        return gettext(locale, "It goes at once. It can be withdrawn, but not made unread")
    at = moment(locale, clock.local(message.send_at, actor.time_zone))
    return gettext(locale, "It goes on {time}, to those who are in the chosen parts then", time=at)


def _asked(message: MassMessage, actor: Actor, locale: str) -> list[str]:
    if message.asks is MessageAsks.NOTHING:
        return []
    until = ""
    if message.until is not None:
        until = moment(locale, clock.local(message.until, actor.time_zone))
    if message.asks is MessageAsks.CONFIRM:
        words = gettext(locale, "Everybody is asked to confirm it")
    else:
        words = gettext(
            locale, "Everybody is asked: {options}", options=" / ".join(map(str, message.options))
        )
    return [f"{words}, {gettext(locale, 'until {time}', time=until)}" if until else words]
