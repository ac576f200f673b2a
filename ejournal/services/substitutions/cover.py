"""Whether a lesson of an absent teacher is settled: by what is so, not by what was once arranged."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from ejournal.models import TeacherAbsence
from ejournal.models.base import table
from ejournal.models.spans import meets
from ejournal.services.schedule.lessons import ScheduleLesson

_away = table(TeacherAbsence).c


@dataclass(frozen=True, slots=True)
class Away:
    """Who is away on which days, at which lessons of them."""

    teacher_id: int
    starts: date
    ends: date
    first: int
    last: int

    def covers(self, teacher_id: int, day: date, number: int) -> bool:
        """Whether the teacher is away at that lesson by this."""
        return (
            teacher_id == self.teacher_id
            and self.starts <= day <= self.ends
            and self.first <= number <= self.last
        )


def away_between(session: Session, school_id: int, first: date, last: date) -> list[Away]:
    """The accepted absences of all teachers that touch the days; one query."""
    rows = session.execute(
        select(_away.teacher_id, _away.starts, _away.ends, _away.from_number, _away.to_number).where(
            _away.school_id == school_id, _away.approved, meets(_away, first, last)
        )
    )
    return [away_span(*row) for row in rows]


def away_span(teacher_id: int, starts: date, ends: date, low: int | None, high: int | None) -> Away:
    """An absence as it stands in its row; without numbers it is whole days."""
    return Away(teacher_id, starts, ends, low or 0, high or 99)


def is_away(found: list[Away], teacher_id: int, day: date, number: int) -> bool:
    """Whether the teacher is away at that lesson by any of the absences."""
    return any(one.covers(teacher_id, day, number) for one in found)


def is_settled(one: ScheduleLesson, found: list[Away]) -> bool:
    """Whether the lesson falls out, or somebody who is there gives it."""
    if not one.kind:
        return False
    return one.cancelled or not is_away(found, one.teacher_id, one.day, one.number)
