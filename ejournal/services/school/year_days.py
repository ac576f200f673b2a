"""Days that are not as others of the year: holidays and days off, days that follow another weekday."""

from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.errors import DomainError
from ejournal.models import (
    Holiday,
    MovedDay,
    WeekParity,
)
from ejournal.services.school.year_rows import (
    MORE,
    check_grades,
    check_name,
    check_span,
    delete_row,
    save_row,
    values_of,
    year_of,
)


def save_holiday(
    session: Session, actor: Actor, year_id: int, holiday_id: int | None, name: str, starts: date, ends: date,
    grades: tuple[int, int] = (1, 11),
) -> int:  # fmt: skip
    """Add or change holidays or a day off, for the grades from–to."""
    year = year_of(session, actor, year_id)
    check_name(name, limits.DAY_NAME)
    check_span(year, starts, ends)
    check_grades(grades)
    _check_holidays(session, actor, year_id, holiday_id, starts, ends, grades)
    row = guard.get(session, actor, Holiday, holiday_id, MORE) if holiday_id else None
    before = values_of(row) if row else None
    if row is None:
        row = Holiday(school_id=actor.school_id, year_id=year_id, name=name, starts=starts, ends=ends)
    row.name, row.starts, row.ends = name.strip(), starts, ends
    row.grade_from, row.grade_to = grades
    return save_row(session, actor, "calendar.holiday.save", row, before)


def _check_holidays(
    session: Session, actor: Actor, year_id: int, holiday_id: int | None, starts: date, ends: date,
    grades: tuple[int, int],
) -> None:  # fmt: skip
    # A state holiday may lie within the autumn holidays; two holidays of several days may not meet.
    rows = session.scalars(
        select(Holiday).where(col(Holiday.school_id) == actor.school_id, col(Holiday.year_id) == year_id)
    )
    for other in rows:
        alike = other.grade_from <= grades[1] and grades[0] <= other.grade_to
        if other.id == holiday_id or not alike or starts > other.ends or other.starts > ends:
            continue
        if (starts, ends) == (other.starts, other.ends) or (starts < ends and other.starts < other.ends):
            raise DomainError("These days overlap with “{name}”", field="starts", name=other.name)


def delete_holiday(session: Session, actor: Actor, holiday_id: int) -> None:
    """Remove holidays or a day off."""
    row = guard.get(session, actor, Holiday, holiday_id, MORE)
    delete_row(session, actor, "calendar.holiday.delete", row)


def save_moved_day(
    session: Session, actor: Actor, year_id: int, moved_id: int | None, day: date, weekday: int,
    parity: WeekParity = WeekParity.EVERY, note: str = "",
) -> int:  # fmt: skip
    """Add or change a day that follows another weekday's timetable."""
    year = year_of(session, actor, year_id)
    if day not in year:
        raise DomainError("The day must be in the academic year", field="day")
    if weekday not in range(1, 8):
        raise DomainError("Choose a weekday", field="weekday")
    if len(note) > limits.DAY_NAME:
        raise DomainError("Too long: at most {limit} characters", field="note", limit=limits.DAY_NAME)
    taken = session.scalars(
        select(col(MovedDay.id)).where(col(MovedDay.school_id) == actor.school_id, col(MovedDay.day) == day)
    ).first()
    if taken is not None and taken != moved_id:
        raise DomainError("This day is moved already", field="day")
    row = guard.get(session, actor, MovedDay, moved_id, MORE) if moved_id else None
    before = values_of(row) if row else None
    if row is None:
        row = MovedDay(school_id=actor.school_id, year_id=year_id, day=day, follows_weekday=weekday)
    row.day, row.follows_weekday, row.follows_parity, row.note = day, weekday, parity, note.strip()
    return save_row(session, actor, "calendar.moved.save", row, before)


def delete_moved_day(session: Session, actor: Actor, moved_id: int) -> None:
    """Let a moved day follow its own weekday again."""
    row = guard.get(session, actor, MovedDay, moved_id, MORE)
    delete_row(session, actor, "calendar.moved.delete", row)
