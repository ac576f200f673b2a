"""How dated rows of a school are read: those from a day to a day, lessons with what they are lessons of."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_

from ejournal.services.base import tables as db


def in_days(rows: Any, school_id: Any, first: Any, last: Any) -> ColumnElement[bool]:
    """The school's rows (lessons, marks, absences, bookings) of the days from first to last."""
    return and_(rows.school_id == school_id, rows.day.between(first, last))


def named_lessons() -> FromClause:
    """Lessons with their course and subject, and with its class and group where it has one."""
    return (
        db.lesson.join(db.course, db.course.c.id == db.lesson.c.course_id)
        .join(db.subject, db.subject.c.id == db.course.c.subject_id)
        .outerjoin(db.school_class, db.school_class.c.id == db.course.c.class_id)
        .outerjoin(db.study_group, db.study_group.c.id == db.course.c.group_id)
    )
