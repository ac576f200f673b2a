"""What was done with a lesson whose teacher is away, and the task left for it, as they are stored."""

from collections.abc import Collection

from sqlalchemy import select, union
from sqlmodel import Session, col

from ejournal.models import Attendance, Lesson, Mark, SubstituteTask, Substitution
from ejournal.models.base import table


def arrangement_of(session: Session, lesson: Lesson) -> Substitution | None:
    """What was done with the lesson, if anything."""
    return session.scalar(
        select(Substitution).where(
            col(Substitution.school_id) == lesson.school_id, col(Substitution.lesson_id) == lesson.id
        )
    )


def task_of(session: Session, lesson: Lesson) -> SubstituteTask | None:
    """What was left to do in the lesson, if anything."""
    return session.scalar(
        select(SubstituteTask).where(
            col(SubstituteTask.school_id) == lesson.school_id, col(SubstituteTask.lesson_id) == lesson.id
        )
    )


def given_lessons(session: Session, school_id: int, lesson_ids: Collection[int]) -> set[int]:
    """Those of the lessons that were given: roll called, marks or absences written; one query."""
    rolls, marks, absences = table(Lesson), table(Mark), table(Attendance)
    called = select(rolls.c.id).where(
        rolls.c.school_id == school_id, rolls.c.id.in_(lesson_ids), rolls.c.roll_called
    )
    written = (
        select(rows.c.lesson_id).where(rows.c.school_id == school_id, rows.c.lesson_id.in_(lesson_ids))
        for rows in (marks, absences)
    )
    return set(session.scalars(union(called, *written)))
