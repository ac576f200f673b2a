"""Second teachers of a course: on which days they are one, and what of its journal is theirs by that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.asked_once import remembered
from ejournal.models import CoTeacher
from ejournal.models.base import table

_second = table(CoTeacher).c


@dataclass(frozen=True, slots=True)
class TeachingSpan:
    """From which to which day somebody is a second teacher; None is without bound."""

    starts: date | None
    ends: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the day is one of the span."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.ends is not None and self.ends < today

    def writes(self, day: date, today: date, mended_from: date) -> bool:
        """Whether a lesson of the day is the second teacher's to write in.

        Before the first day nothing is; after the last one what is still in the edit window, as with
        whoever was moved off a course.
        """
        begun = self.starts is None or self.starts <= today
        return begun and self.holds_on(day) and (day >= mended_from or not self.is_over(today))


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


def held_on(day: Any, second: Any = _second) -> ColumnElement[bool]:
    """The rows of second teachers that hold on a day; the day may be a column, the rows an alias's."""
    return and_(
        or_(second.starts.is_(None), second.starts <= day), or_(second.ends.is_(None), second.ends >= day)
    )


def assisted(actor: Actor, since: date) -> Select[Any]:
    """The courses of which the actor is a second teacher today, or was on a day since."""
    return select(_second.course_id).where(
        _second.school_id == actor.school_id,
        _second.teacher_id == actor.person_id,
        or_(_second.starts.is_(None), _second.starts <= actor.today),
        or_(_second.ends.is_(None), _second.ends >= since),
    )
