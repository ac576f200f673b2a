"""The second teachers of a course of the load: from which to which day, entered, changed and ended."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import AcademicYear, CoTeacher, Course, Person
from ejournal.models.people import short_name
from ejournal.models.spans import Span
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_school
from ejournal.services.base.topics import load_topic, schedule_topic
from ejournal.services.load.adding import teachers_of


@dataclass(frozen=True, slots=True)
class SecondWish:
    """Who is a course's second teacher, and from which to which day; None is without bound."""

    teacher_id: int
    starts: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class SecondLine:
    """A second teacher as the load lists them."""

    id: int
    name: str
    wish: SecondWish


def second_lines(session: Session, actor: Actor, course_id: int) -> list[SecondLine]:
    """The second teachers whom a course has, had and will have, the earliest first."""
    guard.get(session, actor, Course, course_id, Permission.SCHEDULE_WRITE)
    rows = session.execute(
        select(CoTeacher, Person)
        .join(Person, col(Person.id) == col(CoTeacher.teacher_id))
        .where(col(CoTeacher.school_id) == actor.school_id, col(CoTeacher.course_id) == course_id)
    ).all()
    found = [
        SecondLine(
            one.id or 0,
            short_name(person.last_name, person.first_name, person.middle_name),
            SecondWish(one.teacher_id, one.starts, one.ends),
        )
        for one, person in rows
    ]
    return sorted(found, key=lambda one: (one.wish.starts or date.min, one.id))


def set_second(session: Session, actor: Actor, course_id: int, wish: SecondWish, second_id: int = 0) -> None:
    """Add a second teacher to a course, or change one; DomainError by the field."""
    lock_school(session, actor.school_id)
    course = guard.get(session, actor, Course, course_id, Permission.SCHEDULE_WRITE)
    row = _row(session, actor, course_id, second_id) if second_id else None
    _check(session, actor, course, wish, second_id)
    before = _told(row) if row else {}
    row = row or CoTeacher(school_id=actor.school_id, course_id=course_id, teacher_id=wish.teacher_id)
    row.teacher_id, row.starts, row.ends = wish.teacher_id, wish.starts, wish.ends
    session.add(row)
    session.flush()
    _record(session, actor, course_id, before, _told(row))


def end_second(session: Session, actor: Actor, course_id: int, second_id: int) -> None:
    """Let a second teacher's time end today; one that has not begun is forgotten."""
    lock_school(session, actor.school_id)
    row = _row(session, actor, course_id, second_id)
    before = _told(row)
    if not Span.of(row).meets(Span(None, actor.today)):
        session.delete(row)
        after = {}
    else:
        row.ends = actor.today
        session.add(row)
        after = _told(row)
    session.flush()
    _record(session, actor, course_id, before, after)


def _check(session: Session, actor: Actor, course: Course, wish: SecondWish, second_id: int) -> None:
    if wish.teacher_id not in {one.id for one in teachers_of(session, actor.school_id)}:
        raise NotFound
    if wish.teacher_id == course.teacher_id:
        raise DomainError("This is the first teacher of the course", field="second")
    year = session.get_one(AcademicYear, course.year_id)
    for field, day in (("starts", wish.starts), ("ends", wish.ends)):
        if day is not None and not year.starts <= day <= year.ends:
            raise DomainError("This day is not in the academic year", field=field)
    if Span.of(wish).is_empty:
        raise DomainError("The last day is before the first", field="ends")
    for one in second_lines(session, actor, course.id or 0):
        if (
            one.id != second_id
            and one.wish.teacher_id == wish.teacher_id
            and Span.of(one.wish).meets(Span.of(wish))
        ):
            raise DomainError("This person is the second teacher in these days already", field="starts")


def _row(session: Session, actor: Actor, course_id: int, second_id: int) -> CoTeacher:
    guard.get(session, actor, Course, course_id, Permission.SCHEDULE_WRITE)
    row = session.get(CoTeacher, second_id)
    if row is None or (row.school_id, row.course_id) != (actor.school_id, course_id):
        raise NotFound
    return row


def _told(row: CoTeacher) -> dict[str, Any]:
    return {"teacher": row.teacher_id, "from": str(row.starts or ""), "to": str(row.ends or "")}


def _record(
    session: Session, actor: Actor, course_id: int, before: dict[str, Any], after: dict[str, Any]
) -> None:
    change = audit.Change("course.second-teacher", "course", course_id, before=before, after=after)
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, load_topic(actor.school_id), schedule_topic(actor.school_id))
