"""What the browser sees of a schedule: days with their lessons by number, ready to read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import clock, clock_span, weekday_day_month, weekday_short
from ejournal.services.schedule.bookings import Booking
from ejournal.services.schedule.lessons import ScheduleLesson
from ejournal.services.schedule.weeks import Schedule, ScheduleDay
from ejournal.services.schedule.words import (
    BOOKED,
    KIND_WORDS,
    about,
    change_words,
    kind_of,
    room_words,
    seconds_of,
    unbroken,
    usual_times,
)
from ejournal.ui.components.bell_clock.bell_clock import Ring


@dataclass
class LessonRow:
    """A lesson or event; kind is empty, what was done with it, or booked; change says who for whom."""

    subject: str
    about: str
    room: str
    kind: str
    badge: str
    change: str
    note: str


@dataclass
class SlotRow:
    """A lesson number of a day with its lessons side by side; none of them: a free hour between lessons."""

    line: str
    number: int
    starts: str
    span: str
    unusual: bool
    moment: str
    lessons: list[LessonRow] = field(default_factory=list)


@dataclass
class DayRow:
    """A day; note says why it has no lessons, hint what is special about it."""

    iso: str
    column: str
    weekday: str
    number: int
    title: str
    today: bool
    off: bool
    note: str
    hint: str
    slots: list[SlotRow] = field(default_factory=list)


@dataclass
class LineRow:
    """A lesson number at the left of the week, with its usual times."""

    line: str
    number: int
    starts: str
    ends: str


def line_rows(found: Schedule, locale: str) -> list[LineRow]:
    """The week's lesson numbers from the first to the last, with the times most days have."""
    times = usual_times(found)
    return [
        LineRow(
            line=_line(number, found.numbers),
            number=number,
            starts=clock(locale, times[number][0]) if number in times else "",
            ends=clock(locale, times[number][1]) if number in times else "",
        )
        for number in _span(found.numbers)
    ]


def day_rows(found: Schedule, locale: str, *, staff: bool) -> list[DayRow]:
    """The week's days; staff see the task left for a substitute."""
    usual = usual_times(found)
    return [
        DayRow(
            iso=day.day.isoformat(),
            column=str(at + 2),
            weekday=weekday_short(locale, day.day),
            number=day.day.day,
            title=weekday_day_month(locale, day.day),
            today=day.is_today,
            off=not day.numbers,
            note="" if day.numbers else day.day_off or gettext(locale, "No lessons"),
            hint=_hint(day, locale),
            slots=_slots(day, found, usual, locale, staff=staff),
        )
        for at, day in enumerate(found.days)
    ]


def _hint(day: ScheduleDay, locale: str) -> str:
    if day.moved_weekday is None:
        return ""
    like = day.day + timedelta(days=day.moved_weekday - day.day.isoweekday())
    words = gettext(locale, "Lessons as on {weekday}", weekday=weekday_short(locale, like))
    return ": ".join(part for part in (words, day.moved_note) if part)


def _slots(
    day: ScheduleDay, found: Schedule, usual: dict[int, tuple[time, time]], locale: str, *, staff: bool
) -> list[SlotRow]:
    return [_slot(number, day, found, usual, locale, staff=staff) for number in _span(day.numbers)]


def _slot(
    number: int, day: ScheduleDay, found: Schedule,
    usual: dict[int, tuple[time, time]], locale: str, *, staff: bool,
) -> SlotRow:  # fmt: skip
    lessons = [one for one in day.lessons if one.number == number]
    events = [_event(one, locale) for one in day.bookings if number in one.numbers]
    usually = usual.get(number, (None, None)) if events else (None, None)
    starts = next((one.starts for one in lessons if one.starts), usually[0])
    ends = next((one.ends for one in lessons if one.ends), usually[1])
    moments = {one.moment for one in lessons if not one.cancelled} or {one.moment for one in lessons}
    return SlotRow(
        line=_line(number, found.numbers),
        number=number,
        starts=clock(locale, starts) if starts else "",
        span=clock_span(locale, starts, ends),
        unusual=bool(starts and ends and usual.get(number) != (starts, ends)),
        moment=next((moment for moment in ("now", "next") if moment in moments), ""),
        lessons=[_lesson(one, found.kind, locale, staff=staff) for one in lessons] + events,
    )


def _event(booking: Booking, locale: str) -> LessonRow:
    words = gettext(locale, KIND_WORDS[BOOKED])
    return LessonRow(booking.title, unbroken(booking.booked_by), "", BOOKED, words, "", "")


def _lesson(lesson: ScheduleLesson, view: str, locale: str, *, staff: bool) -> LessonRow:
    kind = kind_of(lesson)
    return LessonRow(
        subject=lesson.subject,
        about=" · ".join(part for part in about(lesson, view) if part),
        room="" if view == "room" else room_words(lesson.room, locale),
        kind=kind,
        badge=gettext(locale, KIND_WORDS[kind]) if kind else "",
        change=change_words(lesson, locale),
        note=lesson.note if kind == "cancelled" or staff else "",
    )


def rings(lessons: Sequence[ScheduleLesson], now: datetime, locale: str) -> list[Ring]:
    """The bells still to come today, with what each begins or ends."""
    bells: dict[time, str] = {}
    for lesson in lessons:
        if not lesson.cancelled and lesson.starts and lesson.ends:
            bells.setdefault(
                lesson.starts, gettext(locale, "Lesson {number} begins in", number=lesson.number)
            )
            bells[lesson.ends] = gettext(locale, "Lesson {number} ends in", number=lesson.number)
    clock_time = now.time().replace(tzinfo=None)
    return [
        Ring(seconds_of(at) - seconds_of(clock_time), words)
        for at, words in sorted(bells.items())
        if at > clock_time
    ]


def count_words(day: ScheduleDay, locale: str) -> str:
    """«6 уроков, 8:30–14:05»."""
    given = [one for one in day.lessons if not one.cancelled]
    if not given:
        return ""
    words = ngettext(locale, "{n} lesson", "{n} lessons", len({one.number for one in given}))
    starts = min((one.starts for one in given if one.starts), default=None)
    ends = max((one.ends for one in given if one.ends), default=None)
    return ", ".join(part for part in (words, clock_span(locale, starts, ends)) if part)


def _span(numbers: Sequence[int]) -> range:
    return range(numbers[0], numbers[-1] + 1) if numbers else range(0)


def _line(number: int, numbers: Sequence[int]) -> str:
    return str(number - numbers[0] + 2) if numbers else "2"


def shown_day(found: Schedule, day: date) -> date:
    """The day itself when the week shows it, else the week's last one."""
    days = [one.day for one in found.days]
    return day if day in days else days[-1] if days else day


def day_title(found: Schedule, day: date, locale: str) -> str:
    """«Пятница, 20 ноября · 6 уроков, 8:30–14:05»."""
    shown = next((one for one in found.days if one.day == day), None)
    counted = count_words(shown, locale) if shown else ""
    return " · ".join(part for part in (weekday_day_month(locale, day), counted) if part)
