"""What was done with a lesson whose teacher is away, and the task left for it, as they are stored."""

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal.models import Lesson, SubstituteTask, Substitution


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
