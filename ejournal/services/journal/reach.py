"""How much of a course's journal an actor sees: all of it, the pupils of the own class, or lessons given."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.co_teaching import teaches_course
from ejournal.access.permissions import Permission
from ejournal.access.rules import course_is_of_own_class, leads_school
from ejournal.errors import NotFound
from ejournal.models import Course, Lesson
from ejournal.services.base import tables as db


@dataclass(frozen=True, slots=True)
class SeenLesson:
    """A lesson that the actor may see: whether to write in it, and which pupils (None: all)."""

    lesson: Lesson
    writable: bool
    pupils: frozenset[int] | None

    def shows(self, pupil_id: int) -> bool:
        """Whether the actor sees what the lesson says of the pupil."""
        return is_seen(self.pupils, pupil_id)


def see_lesson(session: Session, actor: Actor, lesson_id: int) -> SeenLesson:
    """A lesson that the actor gives, or one of a course with pupils whom the actor sees; else NotFound."""
    lesson = session.get(Lesson, lesson_id)
    if lesson is None or lesson.school_id != actor.school_id:
        raise NotFound
    if guard.may(session, actor, lesson, Permission.JOURNAL_WRITE):
        return SeenLesson(lesson, True, None)
    course = guard.get(session, actor, Course, lesson.course_id, Permission.JOURNAL_READ)
    seen = pupils_seen(session, actor, course)
    if seen == frozenset():
        raise NotFound
    return SeenLesson(lesson, False, seen)


def pupils_seen(session: Session, actor: Actor, course: Course) -> frozenset[int] | None:
    """The pupils whom the actor sees in every lesson of a course that the actor may open; None for all.

    In lessons that the actor gives all pupils are seen, whoever they are: nobody else of them otherwise.
    """
    if leads_school(session, actor, course) or teaches_course(session, actor, course):
        return None
    if not course_is_of_own_class(session, actor, course):
        return frozenset()
    if course.class_id is not None:
        return None
    place = db.enrolment.c
    own = select(place.pupil_id).where(
        place.school_id == actor.school_id, place.class_id.in_(actor.class_ids)
    )
    return frozenset(session.scalars(own))


def is_seen(seen: frozenset[int] | None, pupil_id: int) -> bool:
    """Whether the pupil is one of those seen."""
    return seen is None or pupil_id in seen
