"""From a schedule to the sheets that are drawn: whose it is, days, lessons and changes in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ejournal.i18n import gettext
from ejournal.i18n.dates import clock_span, day_span, full_date, weekday_day_month, weekday_name
from ejournal.printouts.timetable import DayHead, LessonCell, LineHead, Poster, PosterDay, WeekSheet
from ejournal.services.schedule.bookings import Booking
from ejournal.services.schedule.lessons import ScheduleLesson
from ejournal.services.schedule.weeks import Schedule, ScheduleDay
from ejournal.services.schedule.words import (
    BOOKED,
    KIND_WORDS,
    PARITY_WORDS,
    about,
    change_words,
    kind_of,
    room_words,
    title_words,
    usual_times,
)
from ejournal.services.timetable.rows import Standing


@dataclass(frozen=True, slots=True)
class Printed:
    """Who prints and when: for the line at the foot; the school's emblem for the head."""

    school: str
    today: date
    locale: str
    logo: bytes = b""

    @property
    def foot(self) -> str:
        """«Школа № 7 · напечатано 20.11.2026»."""
        told = gettext(self.locale, "printed on {day}", day=full_date(self.locale, self.today))
        return f"{self.school} · {told}"


def week_sheet(found: Schedule, printed: Printed) -> WeekSheet:
    """A week of a pupil, class, teacher or room, with its substitutions."""
    locale, usual = printed.locale, usual_times(found)
    cells: dict[tuple[int, int], list[LessonCell]] = defaultdict(list)
    for at, day in enumerate(found.days):
        for lesson in day.lessons:
            cells[at, lesson.number].append(_cell(lesson, found.kind, locale))
        for booking in day.bookings:
            for number in booking.numbers:
                cells[at, number].append(_event(booking, locale))
    numbers = found.numbers
    title = title_words(found.title, found.kind, locale)
    return WeekSheet(
        title=gettext(locale, "Schedule: {whose}", whose=title),
        subtitle=day_span(locale, found.days[0].day, found.days[-1].day) if found.days else "",
        days=tuple(DayHead(_day_title(day, locale), _day_note(day, locale)) for day in found.days),
        lines=tuple(
            LineHead(number, clock_span(locale, *usual[number])) if number in usual else LineHead(number)
            for number in (range(numbers[0], numbers[-1] + 1) if numbers else ())
        ),
        cells={place: tuple(lessons) for place, lessons in cells.items()},
        foot=printed.foot,
        logo=printed.logo,
    )


def _cell(lesson: ScheduleLesson, view: str, locale: str) -> LessonCell:
    kind = kind_of(lesson)
    told = ": ".join(part for part in (
        gettext(locale, KIND_WORDS[kind]) if kind else "", change_words(lesson, locale)
    ) if part)  # fmt: skip
    room = "" if view == "room" else room_words(lesson.room, locale)
    return LessonCell(
        subject=lesson.subject,
        about=", ".join(part for part in (*about(lesson, view), room) if part),
        change=told,
        cancelled=lesson.cancelled,
    )


def _event(booking: Booking, locale: str) -> LessonCell:
    return LessonCell(booking.title, booking.booked_by, gettext(locale, KIND_WORDS[BOOKED]))


def _day_title(day: ScheduleDay, locale: str) -> str:
    return weekday_day_month(locale, day.day)


def _day_note(day: ScheduleDay, locale: str) -> str:
    if not day.numbers:
        return day.day_off or gettext(locale, "No lessons")
    if day.moved_weekday is None:
        return ""
    like = day.day + timedelta(days=day.moved_weekday - day.day.isoweekday())
    return gettext(locale, "Lessons as on {weekday}", weekday=weekday_name(locale, like).lower())


def poster(
    classes: Iterable[tuple[int, str]], standings: Iterable[Standing], version: str, day: date,
    printed: Printed,
) -> Poster:  # fmt: skip
    """The whole school's week of the timetable in force on the day, whatever is substituted in it."""
    found, locale = list(classes), printed.locale
    places = {class_id: at for at, (class_id, _) in enumerate(found)}
    cells: dict[tuple[int, int, int], dict[str, list[str]]] = defaultdict(dict)
    for one in standings:
        for part in one.course.classes:
            if part.id in places:
                here = cells[one.weekday, places[part.id], one.number]
                rooms = here.setdefault(_subject(one, locale), [])
                rooms += [room for room in one.rooms if room not in rooms]
    weekdays = sorted({weekday for weekday, _, _ in cells})
    return Poster(
        title=gettext(locale, "Timetable: {school}", school=printed.school),
        subtitle=f"{version} · {gettext(locale, 'in force on {day}', day=full_date(locale, day))}",
        classes=tuple(title for _, title in found),
        days=tuple(_poster_day(weekday, cells, locale) for weekday in weekdays),
        foot=printed.foot,
        logo=printed.logo,
    )


def _poster_day(
    weekday: int, cells: dict[tuple[int, int, int], dict[str, list[str]]], locale: str
) -> PosterDay:
    mine = {(at, number): found for (day, at, number), found in cells.items() if day == weekday}
    numbers = [number for _, number in mine]
    monday = date(2024, 1, 1)
    return PosterDay(
        title=weekday_name(locale, monday + timedelta(days=weekday - 1)),
        numbers=tuple(range(min(numbers), max(numbers) + 1)),
        cells={
            place: " / ".join(_taught(name, rooms) for name, rooms in found.items())
            for place, found in mine.items()
        },
    )


def _subject(one: Standing, locale: str) -> str:
    """The subject's short name, and the weeks in which it stands when not in all."""
    weeks = PARITY_WORDS.get(one.parity)
    return f"{one.course.subject_short} ({gettext(locale, weeks)})" if weeks else one.course.subject_short


def _taught(subject: str, rooms: list[str]) -> str:
    """«Алгебра 106»; a room with a name of its own stands after a comma."""
    named = ", ".join(rooms)
    return (
        f"{subject} {named}".strip() if named[:1].isdecimal() else ", ".join(filter(None, (subject, named)))
    )
