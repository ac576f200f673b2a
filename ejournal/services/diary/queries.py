"""What a diary shows beside the lessons, as statements prepared once: children, remarks, notices, readers."""

from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)

from ejournal.access.classes.people import in_present_year
from ejournal.access.pupils import wards
from ejournal.models import Acknowledgement
from ejournal.models.base import table
from ejournal.models.spans import holds_on, meets
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.diary.lessons import FIRST, LAST, PUPIL, SCHOOL

_TODAY: BindParameter[date] = bindparam("today")
_PERSON: BindParameter[int] = bindparam("person_id")

acknowledgement = table(Acknowledgement)
_name = (db.person.c.last_name, db.person.c.first_name, db.person.c.middle_name)

_PUPILS: Select[Any] = (
    select(db.person.c.id, db.person.c.first_name, db.person.c.last_name)
    .add_columns(db.school_class.c.grade, db.school_class.c.letter)
    .select_from(
        db.person.outerjoin(
            db.enrolment,
            and_(
                db.enrolment.c.school_id == SCHOOL,
                db.enrolment.c.pupil_id == db.person.c.id,
                holds_on(db.enrolment.c, _TODAY),
                in_present_year(SCHOOL, db.enrolment.c.class_id, _TODAY),
            ),
        ).outerjoin(db.school_class, db.school_class.c.id == db.enrolment.c.class_id)
    )
    .order_by(db.school_class.c.grade.desc(), db.person.c.first_name, db.person.c.id)
)

ONESELF = _PUPILS.where(db.person.c.school_id == SCHOOL, db.person.c.id == _PERSON)
"""The person as a pupil; parameters: school_id, person_id, today."""

CHILDREN_OF = _PUPILS.where(db.person.c.id.in_(wards(SCHOOL, _PERSON, _TODAY)))
"""The pupils whose guardian the person is today; parameters: school_id, person_id, today."""

_NO_NAME = (literal("").label("last_name"), literal("").label("first_name"), literal("").label("middle_name"))

_REMARKS: Select[Any] = (
    select(
        literal("remark").label("about"),
        db.remark.c.id,
        db.remark.c.lesson_id,
        db.remark.c.day.label("starts"),
        db.remark.c.day.label("ends"),
        type_coerce(db.remark.c.tone, String).label("code"),
        db.remark.c.text,
        cast(null(), acknowledgement.c.at.type).label("at"),
        *_name,
    )
    .join(db.person, db.person.c.id == db.remark.c.author_id)
    .outerjoin(db.school_settings, db.school_settings.c.school_id == db.remark.c.school_id)
    .where(
        in_days(db.remark.c, SCHOOL, FIRST, LAST),
        db.remark.c.pupil_id == PUPIL,
        or_(db.school_settings.c.remark_visible.isnot(False), bindparam("staff")),
    )
)
_NOTICES: Select[Any] = select(
    literal("notice"),
    db.absence_notice.c.id,
    cast(null(), Integer),
    db.absence_notice.c.starts,
    db.absence_notice.c.ends,
    type_coerce(db.absence_notice.c.code, String),
    db.absence_notice.c.note,
    db.absence_notice.c.confirmed_at,
    *_NO_NAME,
).where(
    db.absence_notice.c.school_id == SCHOOL,
    db.absence_notice.c.pupil_id == PUPIL,
    meets(db.absence_notice.c, FIRST, LAST),
)
_READERS: Select[Any] = (
    select(
        literal("reader"),
        acknowledgement.c.guardian_id,
        cast(null(), Integer),
        acknowledgement.c.week,
        acknowledgement.c.week,
        literal(""),
        literal(""),
        acknowledgement.c.at,
        *_name,
    )
    .join(db.person, db.person.c.id == acknowledgement.c.guardian_id)
    .where(
        acknowledgement.c.school_id == SCHOOL,
        acknowledgement.c.pupil_id == PUPIL,
        acknowledgement.c.week == FIRST,
    )
)
BESIDE = union_all(_REMARKS, _NOTICES, _READERS)
"""What stands beside a week's lessons, in one statement: `about` says which of three a row is.

Remarks, which families see where the school has said so; absences announced or explained that touch the
span (`at` is when they were confirmed); who has acknowledged the week that begins on first_day.
"""
