"""Whom the school asks today: guardians for each child, staff and pupils of age for themselves.

One sentence for a person and for the register: rows of person, pupil (none: themselves), class and whom.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    cast,
    exists,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlmodel import Session

from ejournal.access.wards import stands_on
from ejournal.models import Role
from ejournal.models.spans import holds_on
from ejournal.services.base import tables as db
from ejournal.services.base.ages import latest_birth

STAFF = tuple(role for role in Role if role not in (Role.PUPIL, Role.GUARDIAN))
_ward, _enrolment, _person, _grant = db.guardianship.c, db.enrolment.c, db.person.c, db.role_grant.c
_NONE = cast(null(), Integer)


class Whom(StrEnum):
    """As what somebody is asked."""

    CHILDREN = "children"
    STAFF = "staff"
    ADULTS = "adults"


def asked_today(school_id: int, today: date) -> dict[Whom, Select[Any]]:
    """Who is asked, by as what: person_id, pupil_id, class_id, whom; a pupil of age answers alone.

    A row may come twice: of two classes, or of two roles.
    """
    return _asked(school_id, today, latest_birth(today))


def as_what(session: Session, school_id: int, person_id: int, today: date) -> Sequence[Any]:
    """The same of one person, as rows of pupil_id and whom; one query."""
    asked = {"school_id": school_id, "person_id": person_id, "today": today, "of_age": latest_birth(today)}
    return session.connection().execute(_OF_PERSON, asked).all()


def _asked(school_id: Any, today: Any, of_age: Any) -> dict[Whom, Select[Any]]:
    child_of_age = and_(_person.birth_date.is_not(None), _person.birth_date <= of_age)
    children = (
        select(_ward.guardian_id.label("person_id"), _ward.pupil_id, _enrolment.class_id, _as(Whom.CHILDREN))
        .join_from(db.guardianship, db.person, _person.id == _ward.pupil_id)
        .join(db.enrolment, and_(_enrolment.school_id == school_id, _enrolment.pupil_id == _ward.pupil_id))
        .where(_ward.school_id == school_id, stands_on(_ward, today), ~child_of_age, _sits(school_id, today))
    )
    staff = select(_grant.person_id, _NONE.label("pupil_id"), _NONE.label("class_id"), _as(Whom.STAFF)).where(
        _grant.school_id == school_id, _grant.role.in_(STAFF), holds_on(_grant, today)
    )
    adults = (
        select(
            _enrolment.pupil_id.label("person_id"), _NONE.label("pupil_id"), _enrolment.class_id,
            _as(Whom.ADULTS),
        )
        .join_from(db.enrolment, db.person, _person.id == _enrolment.pupil_id)
        .where(_enrolment.school_id == school_id, child_of_age, _sits(school_id, today))
    )  # fmt: skip
    return {Whom.CHILDREN: children, Whom.STAFF: staff, Whom.ADULTS: adults}


def _own(person_id: Any) -> dict[Whom, ColumnElement[bool]]:
    """What narrows each of them to one person."""
    return {
        Whom.CHILDREN: _ward.guardian_id == person_id,
        Whom.STAFF: _grant.person_id == person_id,
        Whom.ADULTS: _enrolment.pupil_id == person_id,
    }


def _as(whom: Whom) -> Any:
    return literal(whom.value).label("whom")


def _sits(school_id: Any, today: Any) -> ColumnElement[bool]:
    """In a class today; of who is in none, the class that is to come."""
    other = db.enrolment.alias("other")
    sits_elsewhere = exists().where(
        other.c.school_id == school_id, other.c.pupil_id == _enrolment.pupil_id, holds_on(other.c, today)
    )
    return or_(holds_on(_enrolment, today), and_(_enrolment.starts > today, ~sits_elsewhere))


_of_all = _asked(bindparam("school_id"), bindparam("today"), bindparam("of_age"))
_narrowed = _own(bindparam("person_id"))
_OF_PERSON = union_all(
    *(
        asked.where(_narrowed[whom]).with_only_columns(
            asked.selected_columns.pupil_id, asked.selected_columns.whom
        )
        for whom, asked in _of_all.items()
    )
)
