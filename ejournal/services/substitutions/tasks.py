"""The task for whoever gives a lesson in another's place: left before or after a substitute is found."""

from typing import Any

from sqlmodel import Session

from ejournal import clock, limits
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import Lesson, LessonStatus, SubstituteTask
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.texts import cleaned
from ejournal.services.base.topics import course_topic, schedule_topic
from ejournal.services.journal.batch import lock_lessons
from ejournal.services.substitutions.notices import tell_teachers
from ejournal.services.substitutions.stored import task_of


def leave_task(session: Session, actor: Actor, lesson_id: int, text: str) -> int:
    """Say what is to be done in the lesson, as its own teacher or deputy head; gives the lesson's course.

    It goes with whatever is arranged for the lesson later; a substitute already set is told at once. An empty
    text takes it back.
    """
    lesson = lock_lessons(session, actor.school_id, [lesson_id]).get(lesson_id)
    if lesson is None or not _may_leave(actor, lesson):
        raise NotFound
    if lesson.status is LessonStatus.CANCELLED:
        raise DomainError("This lesson was cancelled")
    if write_task(session, actor, lesson, text) and lesson.substitute_id:
        tell_teachers(session, actor, lesson, [lesson.substitute_id])
    return lesson.course_id


def _may_leave(actor: Actor, lesson: Lesson) -> bool:
    if actor.may(Permission.SUBSTITUTION_WRITE):
        return True
    return actor.may(Permission.ABSENCE_REPORT) and lesson.teacher_id == actor.person_id


def write_task(session: Session, actor: Actor, lesson: Lesson, text: str) -> bool:
    """Put the task down under the lesson's lock, with who left it; whether anything has changed."""
    text = cleaned(text, limits.TASK, "task")
    row = task_of(session, lesson)
    before = row.text if row else ""
    if text == before:
        return False
    if row is not None and not text:
        session.delete(row)
    else:
        said: dict[str, Any] = {"text": text, "left_by_id": actor.person_id, "left_at": clock.now()}
        row = row or SubstituteTask(school_id=lesson.school_id, lesson_id=lesson.id or 0, **said)
        row.sqlmodel_update(said)
        session.add(row)
    session.flush()
    change = audit.Change(
        "substitution.task", "substitute_task", row.id, {"task": before}, {"task": text}, lesson.id
    )
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, schedule_topic(lesson.school_id), course_topic(lesson.course_id))
    return True
