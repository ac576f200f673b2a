"""What a sign-in stands for at this moment: whose it is, and a mark that changes whenever its rights do."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, bindparam, cast, literal, null, or_, select, union_all
from sqlmodel import Session

from ejournal.access.actor import Actor, actor_of
from ejournal.access.rules import mends_from
from ejournal.models import (
    CoTeacher,
    Course,
    Enrolment,
    GroupMember,
    Guardianship,
    Lesson,
    Role,
    SchoolSettings,
)
from ejournal.models.base import table

_ward, _course = table(Guardianship).c, table(Course).c
_lesson, _enrolment = table(Lesson).c, table(Enrolment).c
_second, _member = table(CoTeacher).c, table(GroupMember).c
_settings = table(SchoolSettings).c
_SCHOOL: Any = bindparam("school_id")
_PERSON: Any = bindparam("person_id")
_TODAY: Any = bindparam("today")
_CLASSES: Any = bindparam("class_ids", expanding=True)
_NO_END: Any = cast(null(), Date)

_OWN = (
    select(literal("ward").label("kind"), _ward.pupil_id.label("row_id"), _NO_END.label("ends")).where(
        _ward.school_id == _SCHOOL,
        _ward.guardian_id == _PERSON,
        or_(_ward.starts.is_(None), _ward.starts <= _TODAY),
        or_(_ward.ends.is_(None), _ward.ends >= _TODAY),
    ),
    select(literal("course"), _course.id, _NO_END).where(
        _course.school_id == _SCHOOL, _course.teacher_id == _PERSON
    ),
    select(literal("second"), _second.course_id, _second.ends).where(
        _second.school_id == _SCHOOL,
        _second.teacher_id == _PERSON,
        or_(_second.starts.is_(None), _second.starts <= _TODAY),
        or_(_second.ends.is_(None), _second.ends >= _TODAY),
    ),
    select(literal("substitution"), _lesson.course_id, _NO_END)
    .where(_lesson.school_id == _SCHOOL, _lesson.substitute_id == _PERSON)
    .distinct(),
    select(literal("mends"), _lesson.course_id, _NO_END)
    .where(
        _lesson.school_id == _SCHOOL,
        _lesson.teacher_id == _PERSON,
        _lesson.day.between(bindparam("mends_from"), _TODAY),
    )
    .distinct(),
    select(literal("remarks"), _settings.id, _NO_END).where(
        _settings.school_id == _SCHOOL, _settings.remark_visible
    ),
)
_OF_CLASSES = (
    select(literal("pupil"), _enrolment.pupil_id, _enrolment.ends).where(
        _enrolment.school_id == _SCHOOL, _enrolment.class_id.in_(_CLASSES)
    ),
    select(literal("group"), _member.group_id, _NO_END)
    .where(
        _member.school_id == _SCHOOL,
        _member.pupil_id.in_(
            select(_enrolment.pupil_id).where(
                _enrolment.school_id == _SCHOOL, _enrolment.class_id.in_(_CLASSES)
            )
        ),
    )
    .distinct(),
)
_REACH = union_all(*_OWN)
_REACH_OF_CLASS_TEACHER = union_all(*_OWN, *_OF_CLASSES)
"""The rows on which the rules of access rest, beside the roles; one question.

Every page that connects asks it: each part begins with the few rows of the person, never with the school's.
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A live sign-in: its account, and its rights as a short mark to compare with an earlier one."""

    account_id: int
    rights: str


def standing_of(session: Session, token: str) -> Standing | None:
    """What the cookie's token stands for; None for a stranger, and for whose sign-in or account has ended."""
    actor = actor_of(session, token)
    return None if actor is None else Standing(actor.account_id, _rights(session, actor))


def _rights(session: Session, actor: Actor) -> str:
    asked = {
        "school_id": actor.school_id,
        "person_id": actor.person_id,
        "today": actor.today,
        "class_ids": sorted(actor.class_ids),
        "mends_from": _mends_from(session, actor),
    }
    statement = _REACH_OF_CLASS_TEACHER if actor.class_ids else _REACH
    reach = sorted(map(str, session.connection().execute(statement, asked).all()))
    held = [sorted(role.value for role in actor.roles), sorted(actor.class_ids), reach]
    return hashlib.sha256(repr(held).encode()).hexdigest()


def _mends_from(session: Session, actor: Actor) -> date:
    """The first day whose lessons the actor may mend though another teaches them now; none for a family."""
    if actor.holds(Role.TEACHER, Role.DEPUTY):
        return mends_from(session, actor)
    return actor.today + timedelta(days=1)
