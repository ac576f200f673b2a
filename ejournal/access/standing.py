"""What a sign-in stands for at this moment: whose it is, and a mark that changes whenever its rights do."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Select, bindparam, cast, literal, null, select, union_all
from sqlmodel import Session

from ejournal.access.actor import Actor, actor_of
from ejournal.access.co_teaching import seconds_of
from ejournal.access.pupils import pupils_of_classes, wards
from ejournal.access.rules import groups_of_classes, mended, mends_from, substituted
from ejournal.access.sentences import TEACHING
from ejournal.models import CoTeacher, Course, Enrolment, SchoolSettings
from ejournal.models.base import table
from ejournal.models.spans import holds_on

_course, _enrolment = table(Course).c, table(Enrolment).c
_second, _settings = table(CoTeacher).c, table(SchoolSettings).c
_SCHOOL: Any = bindparam("school_id")
_PERSON: Any = bindparam("person_id")
_TODAY: Any = bindparam("today")
_CLASSES: Any = bindparam("class_ids", expanding=True)
_NO_END: Any = cast(null(), Date)


def _as(kind: str, found: Select[Any], ends: Any = _NO_END) -> Select[Any]:
    (row_id,) = found.selected_columns
    return found.with_only_columns(literal(kind).label("kind"), row_id.label("row_id"), ends.label("ends"))


_OWN = (
    _as("ward", wards(_SCHOOL, _PERSON, _TODAY)),
    _as("course", select(_course.id).where(_course.school_id == _SCHOOL, _course.teacher_id == _PERSON)),
    _as("second", seconds_of(_SCHOOL, _PERSON, holds_on(_second, _TODAY)), _second.ends),
    _as("substitution", substituted(_SCHOOL, _PERSON)).distinct(),
    _as("mends", mended(_SCHOOL, _PERSON, bindparam("mends_from"), _TODAY)).distinct(),
    _as("remarks", select(_settings.id).where(_settings.school_id == _SCHOOL, _settings.remark_visible)),
)
_OF_CLASSES = (
    _as("pupil", pupils_of_classes(_SCHOOL, _CLASSES), _enrolment.ends),
    _as("group", groups_of_classes(_SCHOOL, _CLASSES)).distinct(),
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
    held = [
        actor.person_id,
        sorted(role.value for role in actor.roles),
        sorted(actor.class_ids),
        reach,
        actor.lacks_factor,
    ]
    return hashlib.sha256(repr(held).encode()).hexdigest()


def _mends_from(session: Session, actor: Actor) -> date:
    """The first day whose lessons the actor may mend though another teaches them now; none for a family."""
    if actor.holds(*TEACHING):
        return mends_from(session, actor)
    return actor.today + timedelta(days=1)
