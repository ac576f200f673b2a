"""An academic year as most schools have it: quarters, holidays, days off; a start to be corrected."""

from datetime import date, timedelta

from sqlmodel import Session

from ejournal.models import AcademicYear, Holiday, Term, TermKind, TermScheme

AUTUMN_DAYS = SPRING_DAYS = timedelta(days=8)
DAY = timedelta(days=1)
SUNDAY, SATURDAY = 7, 6


def make_default_year(session: Session, school_id: int, today: date) -> tuple[int, int]:
    """Add the academic year of today with quarters; gives the ids of year and scheme."""
    first = today.year if today.month >= 7 else today.year - 1
    year = AcademicYear(
        school_id=school_id,
        name=f"{first}/{first + 1}",
        starts=date(first, 9, 1),
        ends=date(first + 1, 5, 31),
    )
    session.add(year)
    session.flush()
    assert year.id is not None
    scheme = TermScheme(school_id=school_id, year_id=year.id, kind=TermKind.QUARTER, name="Четверти")
    session.add(scheme)
    session.flush()
    assert scheme.id is not None
    for number, (starts, ends) in enumerate(quarters(first), 1):
        session.add(Term(school_id=school_id, scheme_id=scheme.id, number=number, starts=starts, ends=ends))
    for name, starts, ends in days_off(first):
        session.add(Holiday(school_id=school_id, year_id=year.id, name=name, starts=starts, ends=ends))
    session.flush()
    return year.id, scheme.id


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
