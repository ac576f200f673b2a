"""The Russian school year: which days are terms, holidays and moved days, and when bells ring."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from ejournal.demo.store import Store
from ejournal.models import (
    AcademicYear,
    Bell,
    BellSchedule,
    Holiday,
    MovedDay,
    Term,
    TermKind,
    TermScheme,
)
from ejournal.services.calendar.year import DAY

SATURDAY, SUNDAY = 6, 7

# lesson begins at; lessons last (minutes)
ORDINARY = ("08:30 09:20 10:15 11:15 12:10 13:00 13:50 14:40", 40)
FIRST_AUTUMN = ("08:30 09:20 10:30 11:25 12:10", 35)
FIRST_SPRING = ("08:30 09:25 10:35 11:30 12:20", 40)
SHORT = ("08:30 09:10 09:50 10:35 11:20 12:00 12:40 13:20", 30)


@dataclass(frozen=True, slots=True)
class YearDays:
    """The days of one academic year, all reckoned from the year it begins in."""

    begins: int
    starts: date
    ends: date
    autumn: tuple[date, date]
    winter: tuple[date, date]
    extra: tuple[date, date]
    spring: tuple[date, date]

    @property
    def name(self) -> str:
        """«2026/2027»."""
        return f"{self.begins}/{self.begins + 1}"

    @property
    def quarters(self) -> list[tuple[date, date]]:
        """First and last days of the four quarters."""
        begins = [self.starts, self.autumn[1] + DAY, self.winter[1] + DAY, self.spring[1] + DAY]
        ends = [self.autumn[0] - DAY, self.winter[0] - DAY, self.spring[0] - DAY, self.ends]
        return list(zip(begins, ends, strict=True))

    @property
    def half_years(self) -> list[tuple[date, date]]:
        """First and last days of the two half-years."""
        return [(self.starts, self.winter[0] - DAY), (self.winter[1] + DAY, self.ends)]


def year_days(today: date) -> YearDays:
    """The year that today is in; from June to August the one just finished."""
    begins = today.year if today.month >= 9 else today.year - 1
    ends = date(begins + 1, 5, 26)
    while ends.isoweekday() >= SATURDAY:
        ends -= DAY
    starts = date(begins, 9, 1)
    return YearDays(
        begins=begins,
        starts=starts + DAY if starts.isoweekday() == SUNDAY else starts,
        ends=ends,
        autumn=_nine_days(date(begins, 10, 24)),
        winter=(date(begins, 12, 31), _on_or_after(date(begins + 1, 1, 9), SUNDAY)),
        extra=_nine_days(date(begins + 1, 2, 7)),
        spring=_nine_days(date(begins + 1, 3, 24)),
    )


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.isoweekday()) % 7)


def _nine_days(earliest: date) -> tuple[date, date]:
    saturday = _on_or_after(earliest, SATURDAY)
    return saturday, saturday + 8 * DAY


def add_year(store: Store, school_id: int, days: YearDays) -> tuple[int, dict[TermKind, int]]:
    """The year with its terms, holidays, moved day and bells; gives its number and the schemes' numbers."""
    year_id = store.add(AcademicYear, school_id=school_id, name=days.name, starts=days.starts, ends=days.ends)
    schemes = {}
    for kind, name, terms in (
        (TermKind.QUARTER, "Четверти", days.quarters),
        (TermKind.HALF_YEAR, "Полугодия", days.half_years),
    ):
        scheme_id = store.add(TermScheme, school_id=school_id, year_id=year_id, kind=kind, name=name)
        schemes[kind] = scheme_id
        for number, (starts, ends) in enumerate(terms, start=1):
            store.add(Term, school_id=school_id, scheme_id=scheme_id, number=number, starts=starts, ends=ends)
    _add_holidays(store, school_id, year_id, days)
    _add_bells(store, school_id, year_id, days)
    return year_id, schemes


def _add_holidays(store: Store, school_id: int, year_id: int, days: YearDays) -> None:
    spring = days.begins + 1
    found = [
        ("Осенние каникулы", *days.autumn, 11),
        ("Зимние каникулы", *days.winter, 11),
        ("Дополнительные каникулы", *days.extra, 1),
        ("Весенние каникулы", *days.spring, 11),
    ]
    for name, day in (
        ("День народного единства", date(days.begins, 11, 4)),
        ("День защитника Отечества", date(spring, 2, 23)),
        ("Международный женский день", date(spring, 3, 8)),
        ("Праздник Весны и Труда", date(spring, 5, 1)),
        ("День Победы", date(spring, 5, 9)),
    ):
        # A holiday on a Sunday is taken on the Monday after, as the law has it for a five-day week.
        found.append((name, day, day + DAY if day.isoweekday() == SUNDAY else day, 11))
    bridge = _bridge(spring)
    found.append(("Выходной, перенесённый на субботу", bridge, bridge, 11))
    for name, starts, ends, grade_to in found:
        store.add(
            Holiday,
            school_id=school_id,
            year_id=year_id,
            name=name,
            starts=starts,
            ends=ends,
            grade_from=1,
            grade_to=grade_to,
        )
    store.add(
        MovedDay,
        school_id=school_id,
        year_id=year_id,
        day=_on_or_after(date(spring, 4, 14), SATURDAY),
        follows_weekday=bridge.isoweekday(),
        note="Отработка майского выходного",
    )


def _bridge(year: int) -> date:
    """The working day nearest before 9 May, given off."""
    day = date(year, 5, 8)
    while day.isoweekday() >= SATURDAY:
        day -= DAY
    return day


def _add_bells(store: Store, school_id: int, year_id: int, days: YearDays) -> None:
    new_year = days.winter[1]
    short_day = days.winter[0] - DAY
    if short_day.isoweekday() == SUNDAY:
        short_day -= DAY
    for name, bells, fields in (
        ("Основное", ORDINARY, {"grade_from": 1, "grade_to": 11}),
        ("1 класс, сентябрь – декабрь", FIRST_AUTUMN, {"grade_from": 1, "grade_to": 1, "ends": new_year}),
        ("1 класс, январь – май", FIRST_SPRING, {"grade_from": 1, "grade_to": 1, "starts": new_year + DAY}),
        ("Сокращённый день", SHORT, {"day": short_day}),
    ):
        schedule_id = store.add(BellSchedule, school_id=school_id, year_id=year_id, name=name, **fields)
        beginnings, minutes = bells
        for number, begins in enumerate(beginnings.split(), start=1):
            starts = time.fromisoformat(begins)
            store.add(
                Bell,
                school_id=school_id,
                schedule_id=schedule_id,
                number=number,
                starts=starts,
                ends=_later(starts, minutes),
            )


def _later(starts: time, minutes: int) -> time:
    total = starts.hour * 60 + starts.minute + minutes
    return time(total // 60, total % 60)
