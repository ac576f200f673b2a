"""An academic year as most schools have it: terms, holidays, days off; a start to be corrected."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlmodel import Session

from ejournal.models import AcademicYear, Holiday, Term, TermKind, TermScheme

AUTUMN_DAYS = SPRING_DAYS = timedelta(days=8)
DAY = timedelta(days=1)
SUNDAY, SATURDAY, MONDAY = 7, 6, 1


NAMES = {TermKind.QUARTER: "Четверти", TermKind.TRIMESTER: "Триместры", TermKind.HALF_YEAR: "Полугодия"}


def make_default_year(session: Session, school_id: int, today: date) -> tuple[int, int]:
    """Add the academic year of today with quarters; gives the ids of year and scheme."""
    first = today.year if today.month >= 7 else today.year - 1
    year_id, schemes = make_usual_year(session, school_id, first)
    return year_id, schemes[TermKind.QUARTER]


def make_usual_year(
    session: Session,
    school_id: int,
    first: int,
    kinds: Iterable[TermKind] = (TermKind.QUARTER,),
    *,
    first_grade_rests: bool = False,
) -> tuple[int, dict[TermKind, int]]:
    """Add the year that begins in September of `first`; gives its id and the id of each way of parting it.

    first_grade_rests: grade 1 has holidays of its own in February.
    """
    year = AcademicYear(
        school_id=school_id,
        name=f"{first}/{first + 1}",
        starts=date(first, 9, 1),
        ends=date(first + 1, 5, 31),
    )
    session.add(year)
    session.flush()
    assert year.id is not None
    schemes = {kind: _add_scheme(session, school_id, year.id, kind, first) for kind in kinds}
    for name, starts, ends in days_off(first):
        session.add(Holiday(school_id=school_id, year_id=year.id, name=name, starts=starts, ends=ends))
    if first_grade_rests:
        starts, ends = first_grade_holidays(first)
        session.add(
            Holiday(
                school_id=school_id, year_id=year.id, name="Дополнительные каникулы",
                starts=starts, ends=ends, grade_from=1, grade_to=1,
            )
        )  # fmt: skip
    session.flush()
    return year.id, schemes


def _add_scheme(session: Session, school_id: int, year_id: int, kind: TermKind, first: int) -> int:
    scheme = TermScheme(school_id=school_id, year_id=year_id, kind=kind, name=NAMES[kind])
    session.add(scheme)
    session.flush()
    assert scheme.id is not None
    for number, (starts, ends) in enumerate(terms(kind, first), 1):
        session.add(Term(school_id=school_id, scheme_id=scheme.id, number=number, starts=starts, ends=ends))
    return scheme.id


def terms(kind: TermKind, first: int) -> list[tuple[date, date]]:
    """First and last days of the terms of the kind in the year that begins in September of `first`."""
    if kind is TermKind.TRIMESTER:
        autumn, winter = date(first, 11, 30), date(first + 1, 3, 1) - DAY
        ends = date(first + 1, 5, 31)
        return [(date(first, 9, 1), autumn), (autumn + DAY, winter), (winter + DAY, ends)]
    quarter = quarters(first)
    if kind is TermKind.HALF_YEAR:
        return [(quarter[0][0], quarter[1][1]), (quarter[2][0], quarter[3][1])]
    return quarter


def quarters(first: int) -> list[tuple[date, date]]:
    """First and last days of the four quarters of the year that begins in September of `first`."""
    autumn, winter, spring = holidays(first)
    return [
        (date(first, 9, 1), autumn[0] - DAY),
        (autumn[1] + DAY, winter[0] - DAY),
        (winter[1] + DAY, spring[0] - DAY),
        (spring[1] + DAY, date(first + 1, 5, 31)),
    ]


def holidays(first: int) -> list[tuple[date, date]]:
    """Holidays: from the last Sunday of October, from 30 December, from the last Saturday of March."""
    autumn, spring = _last(date(first, 10, 31), SUNDAY), _last(date(first + 1, 3, 31), SATURDAY)
    return [
        (autumn, autumn + AUTUMN_DAYS),
        (date(first, 12, 30), date(first + 1, 1, 10)),
        (spring, spring + SPRING_DAYS),
    ]


def first_grade_holidays(first: int) -> tuple[date, date]:
    """Nine days from the Saturday before the third Monday of February."""
    begins = date(first + 1, 2, 1)
    monday = begins + timedelta(days=(MONDAY - begins.isoweekday()) % 7 + 14)
    return monday - 2 * DAY, monday + 6 * DAY


def days_off(first: int) -> list[tuple[str, date, date]]:
    """Holidays and state days off, by name."""
    named = zip(("Осенние каникулы", "Зимние каникулы", "Весенние каникулы"), holidays(first), strict=True)
    found = [(name, starts, ends) for name, (starts, ends) in named]
    for name, day in (
        ("День народного единства", date(first, 11, 4)),
        ("День защитника Отечества", date(first + 1, 2, 23)),
        ("Международный женский день", date(first + 1, 3, 8)),
        ("Праздник Весны и Труда", date(first + 1, 5, 1)),
        ("День Победы", date(first + 1, 5, 9)),
    ):
        found.append((name, day, day))
    return found


def _last(day: date, weekday: int) -> date:
    return day - timedelta(days=(day.isoweekday() - weekday) % 7)
