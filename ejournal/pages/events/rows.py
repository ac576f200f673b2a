"""What the browser sees of events: days of the calendar, an open event, who comes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import day_month, full_date, month_name, weekday_day_month, weekday_short
from ejournal.models import Event, EventKind, EventPer, EventSaid, EventState
from ejournal.services.base.marked import as_html
from ejournal.services.events.lists import Attendance, Line
from ejournal.services.events.reading import Dated, OnDay, Opened, Own
from ejournal.services.files.keeping import Stored, shown
from ejournal.ui.kit import Choice
from ejournal.ui.words.events import KINDS, SAID, WAS, times_words

WEEK = 7


@dataclass
class EventRow:
    """A date of an event in the calendar; badge: what was answered, or that it is asked."""

    href: str
    title: str
    time: str
    note: str
    day: str
    badge: str = ""
    tone: str = "soft"
    cancelled: bool = False


@dataclass
class DayRow:
    """A day of the month's grid."""

    number: int
    label: str
    is_today: bool
    is_other: bool
    events: list[EventRow] = field(default_factory=list)


@dataclass
class WeekRow:
    """A week of the grid."""

    days: list[DayRow] = field(default_factory=list)


@dataclass
class AnswerRow:
    """For whom one answers, and what was answered; state says how it stands."""

    id: int
    name: str
    said: str = ""
    guests: str = "0"
    state: str = ""
    tone: str = "soft"


@dataclass
class OpenRow:
    """An open event at one of its dates."""

    id: int = 0
    date_id: int = 0
    title: str = ""
    kind: str = ""
    when: str = ""
    place: str = ""
    note: str = ""
    html: str = ""
    state: str = ""
    left: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)
    asks: bool = False
    answers: list[AnswerRow] = field(default_factory=list)
    guests: list[Choice] = field(default_factory=list)
    keeps: bool = False
    is_out: bool = False
    is_open: bool = False
    is_past: bool = False
    edit: str = ""


@dataclass
class ComingRow:
    """Somebody who has answered; was: «yes», «no» or empty, as the organiser has marked."""

    id: int
    name: str
    note: str
    state: str
    tone: str
    was: str
    may_mark: bool


@dataclass
class FileRow:
    """A file that the event shows already."""

    key: str
    name: str


@dataclass
class FormRow:
    """What the fields hold; draft: under which name the browser keeps what is typed."""

    id: int = 0
    draft: str = ""
    title: str = ""
    words: str = ""
    place: str = ""
    kind: str = EventKind.EVENT.value
    per: str = EventPer.NOBODY.value
    seats: str = ""
    guests: str = ""
    day: str = ""
    starts: str = ""
    ends: str = ""
    days: str = ""
    files: list[FileRow] = field(default_factory=list)


def event_rows(found: Sequence[OnDay], locale: str) -> list[EventRow]:
    """A row a date."""
    return [_event(one, locale) for one in found]


def _event(one: OnDay, locale: str) -> EventRow:
    badge, tone = _badge(one, locale)
    return EventRow(
        f"/events/read?id={one.event_id}&date={one.date_id}",
        one.title,
        times_words(one.starts, one.ends, locale),
        _joined(gettext(locale, KINDS[one.kind]), one.place),
        f"{weekday_short(locale, one.day)}, {day_month(locale, one.day)}",
        badge,
        tone,
        one.cancelled,
    )


def _badge(one: OnDay, locale: str) -> tuple[str, str]:
    if one.cancelled:
        return gettext(locale, "cancelled"), "red"
    if one.waits:
        return gettext(locale, "you wait for a place"), "amber"
    if one.asks:
        return gettext(locale, "please answer"), "amber"
    if one.said:
        said = EventSaid.YES if EventSaid.YES in one.said else one.said[0]
        return gettext(locale, SAID[said]), "green" if said is EventSaid.YES else "soft"
    return "", "soft"


def week_rows(found: Sequence[OnDay], month: date, today: date, locale: str) -> list[WeekRow]:
    """The weeks of the month, from Monday, with what is on each day."""
    by_day: dict[date, list[OnDay]] = {}
    for one in found:
        by_day.setdefault(one.day, []).append(one)
    first, last = grid_of(month)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    rows = [
        DayRow(
            day.day, weekday_day_month(locale, day), day == today, day.month != month.month,
            event_rows(by_day.get(day, []), locale),
        )
        for day in days
    ]  # fmt: skip
    return [WeekRow(rows[begin : begin + WEEK]) for begin in range(0, len(rows), WEEK)]


def grid_of(month: date) -> tuple[date, date]:
    """The first and the last day of the grid of a month."""
    first = month.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    last = following - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=WEEK - 1 - last.weekday())


def month_title(month: date, locale: str) -> str:
    """«Декабрь 2026»."""
    name = month_name(locale, month)
    return f"{name[:1].upper()}{name[1:]} {month.year}"


def date_choices(found: Opened, locale: str) -> list[Choice]:
    """The dates of an event, where there are several."""
    if len(found.dates) < 2:
        return []
    return [Choice(str(one.id), when_words(one.day, one.starts, one.ends, locale)) for one in found.dates]


def when_words(day: date, starts: time | None, ends: time | None, locale: str) -> str:
    """«пт, 4 декабря, 18:00–19:30»."""
    at = times_words(starts, ends, locale)
    return ", ".join(part for part in (weekday_short(locale, day), day_month(locale, day), at) if part)


def open_row(found: Opened, at: Dated, actor: Actor, locale: str) -> OpenRow:
    """The open event at the date."""
    event = found.event
    is_open = event.state is EventState.OUT and not at.cancelled and not at.is_over
    out = full_date(locale, clock.local(event.out_at, actor.time_zone).date()) if event.out_at else ""
    return OpenRow(
        event.id or 0,
        at.id,
        event.title,
        gettext(locale, KINDS[event.kind]),
        when_words(at.day, at.starts, at.ends, locale),
        event.place,
        _joined(out, found.author),
        as_html(event.words) if event.words else "",
        _state(event, at, locale),
        _left(event, at, locale) if is_open else "",
        [shown(file) for file in found.files],
        event.per is not EventPer.NOBODY and bool(found.people) and is_open,
        [_answer(number, name, at.answers.get(number), locale) for number, name in found.people.items()],
        [Choice(str(n), _guests(n, locale)) for n in range(event.guests + 1)] if event.guests else [],
        found.keeps,
        event.state is EventState.OUT,
        is_open,
        at.day <= actor.today,
        f"/events/write?id={event.id}",
    )


def _guests(count: int, locale: str) -> str:
    if not count:
        return gettext(locale, "without guests")
    return ngettext(locale, "with {n} guest", "with {n} guests", count)


def _state(event: Event, at: Dated, locale: str) -> str:
    if event.state is EventState.CANCELLED:
        return gettext(locale, "The event is cancelled")
    if at.cancelled:
        return gettext(locale, "This date is cancelled")
    return ""


def _left(event: Event, at: Dated, locale: str) -> str:
    if event.seats is None or event.per is EventPer.NOBODY:
        return ""
    left = max(event.seats - at.taken, 0)
    words = ngettext(locale, "{n} place is left", "{n} places are left", left)
    if left:
        return words
    waiting = ngettext(locale, "{n} waits", "{n} wait", at.waiting) if at.waiting else ""
    return _joined(gettext(locale, "No places are left"), waiting)


def _answer(number: int, name: str, own: Own | None, locale: str) -> AnswerRow:
    if own is None:
        return AnswerRow(number, name)
    if own.before:
        state, tone = gettext(locale, "The date was moved since: please answer anew"), "amber"
    elif own.waits:
        state, tone = gettext(locale, "Waits for a place, number {n}", n=own.place), "amber"
    elif own.said is EventSaid.YES:
        state, tone = gettext(locale, "There is a place"), "green"
    else:
        state, tone = "", "soft"
    return AnswerRow(number, name, own.said.value, str(own.guests), state, tone)


def coming_rows(found: Attendance, today: date, locale: str) -> list[ComingRow]:
    """Those who have answered."""
    return [_coming(one, found.at.day <= today, locale) for one in found.lines]


def _coming(one: Line, marks: bool, locale: str) -> ComingRow:
    guests = _guests(one.guests, locale) if one.guests else ""
    before = gettext(locale, "answered before the move") if one.before else ""
    state, tone = gettext(locale, SAID[one.said]), "green" if one.said is EventSaid.YES else "soft"
    if one.waits:
        state, tone = gettext(locale, "waits"), "amber"
    was = "" if one.was_there is None else WAS[one.was_there]
    may = marks and one.said is EventSaid.YES and not one.waits
    return ComingRow(one.id, one.name, _joined(one.of_class, guests, before), state, tone, was, may)


def count_words(found: Attendance, locale: str) -> str:
    """«Придут 12, возможно 3, не придут 5, ждут места 2»."""
    return gettext(
        locale,
        "Yes: {yes}, maybe: {maybe}, no: {no}, wait for a place: {waiting}",
        yes=found.count(EventSaid.YES),
        maybe=found.count(EventSaid.MAYBE),
        no=found.count(EventSaid.NO),
        waiting=found.waiting,
    )


def form_row(event: Event, dates: Sequence[Any], files: Sequence[Stored], locale: str) -> FormRow:
    """The event as the fields hold it; days: the further dates, one a line."""
    first = dates[0] if dates else None
    return FormRow(
        event.id or 0, f"event:{event.id}", event.title, event.words, event.place, event.kind.value,
        event.per.value, str(event.seats or ""), str(event.guests or ""),
        first.day.isoformat() if first else "",
        first.starts.isoformat("minutes") if first and first.starts else "",
        first.ends.isoformat("minutes") if first and first.ends else "",
        "\n".join(full_date(locale, one.day) for one in dates[1:]),
        [FileRow(one.key, one.name) for one in files],
    )  # fmt: skip


def will_words(event: Event, dates: Sequence[Any], people: int, locale: str) -> list[str]:
    """What announcing would do."""
    found = [
        ngettext(locale, "{n} person is invited", "{n} people are invited", people),
        ngettext(locale, "{n} date", "{n} dates", len(dates)),
    ]
    if event.per is not EventPer.NOBODY:
        found.append(gettext(locale, "Everybody is asked whether they come"))
    if event.seats is not None:
        places = ngettext(locale, "{n} place", "{n} places", event.seats)
        found.append(_joined(places, gettext(locale, "who comes later waits and moves up by themselves")))
    found.append(gettext(locale, "Those who come are reminded a day before"))
    return found


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
