"""A pupil's lessons as plain statements, each prepared once and then only filled in.

Every family opens a diary every evening, and building a query anew costs more than running it.
Parameters: school_id, pupil_id, first_day, last_day.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.selectable import CTE, FromClause
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.sitting import is_enrolled_on
from ejournal.models import LessonStatus
from ejournal.models.spans import Span, holds_on, meets
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.courses.second_teachers import seconds_of_lessons

SCHOOL: BindParameter[int] = bindparam("school_id")
PUPIL: BindParameter[int] = bindparam("pupil_id")
FIRST: BindParameter[date] = bindparam("first_day")
LAST: BindParameter[date] = bindparam("last_day")

lesson, course = db.lesson, db.course
teacher = db.person.alias("teacher")
lesson_kind, mark_kind = db.kind_of_work.alias("lesson_kind"), db.kind_of_work.alias("mark_kind")
earlier, previous = db.lesson.alias("earlier"), db.lesson.alias("previous")


def _courses_by(membership: FromClause, taught: ColumnElement[bool]) -> Select[Any]:
    # An outer join, though each side has its partner: otherwise SQLite begins with all courses of the school.
    return (
        select(membership.c.school_id, membership.c.starts, membership.c.ends)
        .add_columns(course.c.id, course.c.subject_id, course.c.group_id, course.c.scale)
        .outerjoin(course, and_(course.c.school_id == membership.c.school_id, taught))
        .where(membership.c.school_id == SCHOOL, membership.c.pupil_id == PUPIL)
    )


def _courses() -> CTE:
    enrolled, member = db.enrolment, db.group_member
    to_whole_class = and_(course.c.class_id == enrolled.c.class_id, func.coalesce(course.c.group_id, 0) == 0)
    of_class = _courses_by(enrolled, to_whole_class)
    of_group = _courses_by(member, course.c.group_id == member.c.group_id)
    return union_all(of_class, of_group).cte("mine").prefix_with("MATERIALIZED")


mine = _courses()
"""The pupil's courses, of the class and of groups, each with the days on which the pupil is in it."""


def attended() -> FromClause:
    """The pupil's lessons: of own courses, on the days on which the pupil is in them."""
    return mine.join(
        lesson,
        and_(
            in_days(lesson.c, mine.c.school_id, FIRST, LAST),
            lesson.c.course_id == mine.c.id,
            holds_on(mine.c, lesson.c.day),
            or_(mine.c.group_id.is_(None), is_enrolled_on(mine.c.school_id, PUPIL, lesson.c.day)),
        ),
    )


def _is_previous() -> ColumnElement[bool]:
    """The course's last lesson of an earlier day; of a double lesson, the half that has the homework."""
    has_homework = case((earlier.c.homework != "", 1), else_=0)
    found = (
        select(earlier.c.id)
        .where(
            earlier.c.school_id == SCHOOL,
            earlier.c.course_id == lesson.c.course_id,
            earlier.c.day < lesson.c.day,
            earlier.c.status != LessonStatus.CANCELLED,
        )
        .order_by(earlier.c.day.desc(), has_homework.desc(), earlier.c.number.desc())
        .limit(1)
    )
    return previous.c.id == found.scalar_subquery()


def of_pupil(entries: FromClause) -> ColumnElement[bool]:
    """The condition that an entry of the journal is the pupil's at the lesson."""
    return and_(
        entries.c.school_id == SCHOOL, entries.c.lesson_id == lesson.c.id, entries.c.pupil_id == PUPIL
    )


def in_span(rows: FromClause) -> ColumnElement[bool]:
    """The condition that what has a first and maybe a last day holds on some day of the asked span."""
    return meets(rows.c, FIRST, LAST)


WEEK: Select[Any] = (
    select(
        lesson.c.id,
        lesson.c.course_id,
        lesson.c.day,
        lesson.c.number,
        lesson.c.status,
        lesson.c.topic,
        lesson.c.substitute_id,
        db.subject.c.name.label("subject"),
        db.study_group.c.name.label("group"),
        db.room.c.name.label("room"),
        teacher.c.last_name,
        teacher.c.first_name,
        teacher.c.middle_name,
        lesson_kind.c.name.label("kind"),
        lesson_kind.c.is_test,
        previous.c.homework,
        previous.c.homework_minutes,
        previous.c.day.label("homework_from"),
        db.attendance.c.code,
        db.attendance.c.minutes,
        db.mark.c.value,
        db.mark.c.comment,
        mark_kind.c.name.label("mark_kind"),
        mark_kind.c.weight,
        mark_kind.c.is_test.label("mark_of_test"),
        mine.c.scale,
        seconds_of_lessons().label("seconds"),
    )
    .select_from(
        attended()
        .join(db.subject, db.subject.c.id == mine.c.subject_id)
        .join(teacher, teacher.c.id == func.coalesce(lesson.c.substitute_id, lesson.c.teacher_id))
        .outerjoin(db.study_group, db.study_group.c.id == mine.c.group_id)
        .outerjoin(db.room, db.room.c.id == lesson.c.room_id)
        .outerjoin(lesson_kind, lesson_kind.c.id == lesson.c.kind_id)
        .outerjoin(previous, _is_previous())
        .outerjoin(db.attendance, of_pupil(db.attendance))
        .outerjoin(db.mark, of_pupil(db.mark))
        .outerjoin(mark_kind, mark_kind.c.id == db.mark.c.kind_id)
    )
    .order_by(lesson.c.day, lesson.c.number, db.subject.c.name, lesson.c.id, db.mark.c.slot)
)
"""One row a lesson and mark: the lesson, who gives it, what was to be prepared for it, what the pupil got."""


def read(session: Session, statement: Any, actor: Actor, **parameters: object) -> Sequence[Any]:
    """The rows of a prepared statement, in the actor's school."""
    return session.connection().execute(statement, {"school_id": actor.school_id, **parameters}).all()


def place_on(places: Sequence[Any], first: date, last: date) -> Any:
    """The enrolment that holds in the span: the last one begun by its end, else the earliest of all.

    One of a year before holds no more once one of a later year has begun, though nobody closed it.
    """
    begun = [place for place in places if place.starts <= last and not Span.of(place).is_empty]
    latest = [place for place in begun if place.year_id == begun[-1].year_id]
    current = [place for place in latest if not Span.of(place).is_over(first)]
    return (current or begun or places[:1])[-1]


def is_enrolled(places: Sequence[Any], day: date) -> bool:
    """Whether the pupil is in some class on the day."""
    return Span.of(place_on(places, day, day)).holds_on(day)
