"""Who teaches a course: its teacher and second ones, on which days, and what of its journal is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, false, or_, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.asked_once import remembered
from ejournal.access.sentences import TEACHING, Asker, Columns, Condition, Sentence
from ejournal.models import CoTeacher, Course
from ejournal.models.base import table
from ejournal.models.spans import Span, holds_on, lasts, meets

_second = table(CoTeacher).c


@dataclass(frozen=True, slots=True)
class TeachingSpan(Span):
    """From which to which day somebody is a second teacher."""

    def writes(self, day: date, today: date, mended_from: date) -> bool:
        """Whether a lesson of the day is the second teacher's to write in.

        Before the first day nothing is; after the last one what is still in the edit window, as with
        whoever was moved off a course.
        """
        begun = self.meets(Span(None, today))
        return begun and self.holds_on(day) and (day >= mended_from or self.lasts(today))


def written_in(second: Columns, day: Any, asker: Asker) -> Condition:
    """TeachingSpan.writes for rows of second teachers; the day is a column."""
    begun = meets(second, None, asker.today)
    return and_(begun, holds_on(second, day), or_(day >= asker.mended_from, lasts(second, asker.today)))


def spans_in(session: Session, actor: Actor, course_id: int | None) -> Sequence[TeachingSpan]:
    """When the actor is a second teacher of the course; one query."""
    asked = select(_second.starts, _second.ends).where(
        _second.school_id == actor.school_id,
        _second.course_id == course_id,
        _second.teacher_id == actor.person_id,
    )
    return remembered(
        session,
        ("spans", actor.person_id, course_id),
        lambda: [TeachingSpan(*row) for row in session.execute(asked)],
    )


def seconds_of(school_id: Any, person_id: Any, *which: Condition) -> Select[Any]:
    """The courses of which the person is a second teacher, by the rows of second teachers that are meant."""
    return select(_second.course_id).where(
        _second.school_id == school_id, _second.teacher_id == person_id, *which
    )


def assisted_on(school_id: Any, person_id: Any, day: Any) -> Select[Any]:
    """The courses of which the person is a second teacher on the day, which may be a column."""
    return seconds_of(school_id, person_id, holds_on(_second, day))


def assists_in(lesson: Columns, person_id: Any) -> Condition:
    """The lessons of days on which the person is a second teacher of their course."""
    return lesson.course_id.in_(assisted_on(lesson.school_id, person_id, lesson.day))


def is_lesson_of(lesson: Columns, person_id: Any) -> Condition:
    """The lessons that the person was to give, gives in another's place, or gives as the second teacher."""
    return or_(
        lesson.teacher_id == person_id, lesson.substitute_id == person_id, assists_in(lesson, person_id)
    )


@Sentence
def teaches_course(session: Session, actor: Actor, course: Course) -> bool:
    """The actor is the course's teacher, or its second one today."""
    if not actor.holds(*TEACHING):
        return False
    if course.teacher_id == actor.person_id:
        return True
    return any(one.holds_on(actor.today) for one in spans_in(session, actor, course.id))


@teaches_course.for_rows
def _(asker: Asker, course: Columns) -> Condition:
    if not asker.teaches:
        return false()
    return or_(
        course.teacher_id == asker.person_id,
        course.id.in_(assisted_on(asker.school_id, asker.person_id, asker.today)),
    )
