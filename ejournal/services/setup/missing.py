"""What a school still lacks for its first lesson, in the order in which it is best made."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.models import (
    BellSchedule,
    ConsentDocument,
    ConsentPurpose,
    GradeRule,
    Role,
    RoleGrant,
    TimetableVersion,
    VersionStatus,
)
from ejournal.models.base import table
from ejournal.models.spans import lasts
from ejournal.services.base import tables as db
from ejournal.services.calendar.year import GRADES, current_year


class Lack(StrEnum):
    """A thing without which no lesson can be given."""

    YEAR = "year"
    BELLS = "bells"
    SUBJECTS = "subjects"
    CLASSES = "classes"
    TEACHERS = "teachers"
    PUPILS = "pupils"
    CONSENTS = "consents"
    DEPUTY = "deputy"
    LOAD = "load"
    TIMETABLE = "timetable"


@dataclass(frozen=True, slots=True)
class SchoolStand:
    """How far a school has come; rules: what classes of every grade begin with was decided."""

    lacks: tuple[Lack, ...]
    rules: bool
    year_id: int | None
    year_name: str


_SCHOOL: Any = bindparam("school_id")
_YEAR: Any = bindparam("year_id")
_TODAY: Any = bindparam("today")
_grant, _bells = table(RoleGrant).c, table(BellSchedule).c
_version, _rule = table(TimetableVersion).c, table(GradeRule).c
_text, _purpose = table(ConsentDocument).c, table(ConsentPurpose).c


def _held(*roles: Role) -> ColumnElement[bool]:
    return exists().where(
        _grant.school_id == _SCHOOL,
        _grant.role.in_(roles),
        lasts(_grant, _TODAY),
    )


_THERE = select(
    exists().where(_bells.school_id == _SCHOOL, _bells.year_id == _YEAR).label(Lack.BELLS),
    exists().where(db.subject.c.school_id == _SCHOOL).label(Lack.SUBJECTS),
    exists()
    .where(db.school_class.c.school_id == _SCHOOL, db.school_class.c.year_id == _YEAR)
    .label(Lack.CLASSES),
    _held(Role.TEACHER).label(Lack.TEACHERS),
    exists()
    .where(
        db.school_class.c.school_id == _SCHOOL,
        db.school_class.c.year_id == _YEAR,
        exists().where(db.enrolment.c.school_id == _SCHOOL, db.enrolment.c.class_id == db.school_class.c.id),
    )
    .label(Lack.PUPILS),
    or_(
        exists().where(_text.school_id == _SCHOOL, _text.starts.is_not(None)),
        ~exists().where(_purpose.school_id == _SCHOOL, _purpose.closed_at.is_(None)),
    ).label(Lack.CONSENTS),
    _held(Role.DEPUTY).label(Lack.DEPUTY),
    exists().where(db.course.c.school_id == _SCHOOL, db.course.c.year_id == _YEAR).label(Lack.LOAD),
    exists()
    .where(
        _version.school_id == _SCHOOL,
        _version.year_id == _YEAR,
        _version.status == VersionStatus.PUBLISHED,
    )
    .label(Lack.TIMETABLE),
    select(func.count() == len(GRADES)).where(_rule.school_id == _SCHOOL).scalar_subquery().label("rules"),
)
"""What is there, each as yes or no; one question."""


def school_stand(session: Session, actor: Actor) -> SchoolStand:
    """How far the actor's school has come; two queries. Nobody's data is in it but the year's name."""
    year = current_year(session, actor.school_id, actor.today)
    asked: dict[str, int | date] = {
        "school_id": actor.school_id,
        "year_id": year.id if year else 0,
        "today": actor.today,
    }
    there = session.connection().execute(_THERE, asked).mappings().one()
    lacks = tuple(one for one in Lack if (year is None if one is Lack.YEAR else not there[one.value]))
    return SchoolStand(lacks, bool(there["rules"]), year.id if year else None, year.name if year else "")
