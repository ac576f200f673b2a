"""What the browser sees of one's choices: a line a kind, the hours."""

from dataclasses import dataclass, field
from datetime import datetime

from ejournal import clock
from ejournal.i18n import gettext
from ejournal.i18n.dates import moment
from ejournal.models import Going
from ejournal.services.delivery.choices import OwnChoices, OwnKind
from ejournal.services.delivery.devices import Device
from ejournal.services.messenger.chats import Chat
from ejournal.ui.kit import Choice
from ejournal.ui.words.notice_kinds import going_words, hour_words, kind_words

HOURS = range(24)


@dataclass(frozen=True)
class KindRow:
    """A kind, how it comes, what may be chosen; a note where it cannot be switched off."""

    kind: str
    title: str
    note: str
    value: str
    push: bool
    sms: bool
    sms_offered: bool
    by_max: bool
    options: list[Choice] = field(default_factory=list)


@dataclass(frozen=True)
class DeviceRow:
    """A browser that is told of news: what it is, since when, when it was told last."""

    id: str
    title: str
    note: str


@dataclass(frozen=True)
class ChatRow:
    """Who is told in a messenger: what they are called there, since when, when they were told last."""

    title: str
    note: str


@dataclass(frozen=True)
class HoursForm:
    """The chosen hours as the form has them, and what the school has in their place."""

    digest: str = ""
    quiet_from: str = ""
    quiet_until: str = ""
    digest_options: list[Choice] = field(default_factory=list)
    quiet_from_options: list[Choice] = field(default_factory=list)
    quiet_until_options: list[Choice] = field(default_factory=list)


def kind_rows(found: OwnChoices, locale: str) -> list[KindRow]:
    """A row for each kind that may come."""
    return [_kind_row(one, stopped=found.stopped, locale=locale) for one in found.kinds]


def _kind_row(one: OwnKind, *, stopped: bool, locale: str) -> KindRow:
    usual = gettext(locale, "as in the school: {going}", going=going_words(one.rule.going, locale))
    allowed = [going for going in Going if going is not Going.NEVER or not one.rule.compulsory]
    options = [Choice("", usual), *(Choice(going.value, going_words(going, locale)) for going in allowed)]
    chosen = one.chosen if one.chosen in allowed else None
    if one.rule.compulsory:
        note = gettext(locale, "The school lets nobody switch this off")
    else:
        note = gettext(locale, "stopped with all letters") if stopped else ""
    return KindRow(
        one.kind.value,
        kind_words(one.kind, locale),
        note,
        chosen or "",
        one.push,
        sms=bool(one.sms),
        sms_offered=one.sms is not None,
        by_max=one.by_max,
        options=options,
    )


def device_rows(found: list[Device], zone: str, locale: str) -> list[DeviceRow]:
    """A row for each browser that is told."""
    return [_device_row(one, zone, locale) for one in found]


def _device_row(one: Device, zone: str, locale: str) -> DeviceRow:
    return DeviceRow(str(one.id), one.title, _told(one.since, one.told_at, zone, locale))


def chat_rows(found: Chat | None, zone: str, locale: str) -> list[ChatRow]:
    """The row of whoever is told in a messenger; none where nobody is."""
    if found is None:
        return []
    title = found.title or gettext(locale, "Connected")
    return [ChatRow(title, _told(found.since, found.told_at, zone, locale))]


def _told(since: datetime, told_at: datetime | None, zone: str, locale: str) -> str:
    words = gettext(locale, "since {when}", when=moment(locale, clock.local(since, zone)))
    if told_at is None:
        return words
    return f"{words} · {gettext(locale, 'told last {when}', when=moment(locale, clock.local(told_at, zone)))}"


def hours_form(found: OwnChoices, locale: str) -> HoursForm:
    """The form of the hours."""
    own, school = found.own, found.school
    return HoursForm(
        _spelled(own.digest_hour),
        _spelled(own.quiet_from),
        _spelled(own.quiet_until),
        _options(school.digest_hour, locale),
        _options(school.quiet_from, locale),
        _options(school.quiet_until, locale),
    )


def _spelled(hour: int | None) -> str:
    return "" if hour is None else str(hour)


def _options(of_school: int, locale: str) -> list[Choice]:
    usual = gettext(locale, "as in the school: {going}", going=hour_words(of_school))
    return [Choice("", usual), *(Choice(str(hour), hour_words(hour)) for hour in HOURS)]
