"""A class's pupils as its teacher needs them: guardians, phones, e-mail, birthdays, groups."""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.wards import contacts_hidden_from
from ejournal.models import GuardianRights, OpeningKind, SchoolClass
from ejournal.models.spans import holds_on, lasts
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name
from ejournal.services.openings import note_opening
from ejournal.services.people.card import group_title


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """A guardian: what to the child, and how to reach them; limited ones are told nothing of the child."""

    name: str
    relation: str
    phone: str
    email: str
    limited: bool


@dataclass(frozen=True, slots=True)
class ClassPupil:
    """A pupil of the class today, or one who is to come."""

    id: int
    name: str
    birth_date: date | None
    phone: str
    email: str
    starts: date
    groups: tuple[str, ...]
    guardians: tuple[FamilyMember, ...]


_person, _enrolment, _member, _ward = db.person.c, db.enrolment.c, db.group_member.c, db.guardianship


def class_list(
    session: Session,
    actor: Actor,
    class_id: int,
    opened: OpeningKind = OpeningKind.CLASS_LIST,
    since: date | None = None,
) -> tuple[str, tuple[ClassPupil, ...]]:
    """The class's title and its pupils in the order of the list; five queries.

    That it is opened, on the screen or as a file, is noted. since: with those who have left since that day.
    """
    klass = guard.get(session, actor, SchoolClass, class_id, Permission.CLASS_READ)
    note_opening(session, actor, opened, class_id)
    hidden = contacts_hidden_from(session, actor)
    return klass.title, read_pupils(session, actor.school_id, class_id, actor.today, hidden, since)


def read_pupils(
    session: Session,
    school_id: int,
    class_id: int,
    today: date,
    hidden: Container[int],
    since: date | None = None,
) -> tuple[ClassPupil, ...]:
    """The same for whoever may have it, the guardians in `hidden` without contacts; three queries."""
    pupils = session.execute(
        select(_person.id, _person.last_name, _person.first_name, _person.middle_name)
        .add_columns(_person.birth_date, _person.phone, _person.email, _enrolment.starts)
        .join_from(db.enrolment, db.person, _person.id == _enrolment.pupil_id)
        .where(
            _enrolment.school_id == school_id,
            _enrolment.class_id == class_id,
            lasts(_enrolment, since or today),
        )
        .order_by(_enrolment.starts)
    ).all()
    pupils = list({row.id: row for row in pupils}.values())  # who came back has several places
    ids = sorted(row.id for row in pupils)
    guardians = _guardians(session, school_id, ids, today, hidden)
    groups = _groups(session, school_id, ids, today)
    return tuple(
        ClassPupil(
            row.id,
            " ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part),
            row.birth_date,
            row.phone,
            row.email,
            row.starts,
            tuple(groups.get(row.id, ())),
            tuple(guardians.get(row.id, ())),
        )
        for row in sorted(pupils, key=lambda row: (by_name(row), row.id))
    )


def _guardians(
    session: Session, school_id: int, pupils: list[int], today: date, hidden: Container[int]
) -> dict[int, list[FamilyMember]]:
    rows = session.execute(
        select(_ward.c.pupil_id, _ward.c.relation, _ward.c.rights)
        .add_columns(_person.id, _person.last_name, _person.first_name, _person.middle_name)
        .add_columns(_person.phone, _person.email)
        .join_from(_ward, db.person, _person.id == _ward.c.guardian_id)
        .where(_ward.c.school_id == school_id, _ward.c.pupil_id.in_(pupils), holds_on(_ward.c, today))
        .order_by(_ward.c.id)
    )
    found: dict[int, list[FamilyMember]] = defaultdict(list)
    for row in rows:
        found[row.pupil_id].append(_member_of(row, row.id in hidden))
    return found


def _member_of(row: Any, is_hidden: bool) -> FamilyMember:
    name = " ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part)
    phone, email = ("", "") if is_hidden else (row.phone, row.email)
    return FamilyMember(name, row.relation or "", phone, email, row.rights == GuardianRights.NONE)


def _groups(session: Session, school_id: int, pupils: list[int], today: date) -> dict[int, list[str]]:
    group, course, subject = db.study_group.c, db.course.c, db.subject.c
    rows = session.execute(
        select(_member.pupil_id, group.name, func.min(subject.name).label("subject"))
        .join_from(db.group_member, db.study_group, group.id == _member.group_id)
        .outerjoin(db.course, and_(course.school_id == school_id, course.group_id == group.id))
        .outerjoin(db.subject, subject.id == course.subject_id)
        .where(
            _member.school_id == school_id,
            _member.pupil_id.in_(pupils),
            holds_on(_member, today),
        )
        .group_by(_member.id, _member.pupil_id, group.name)
        .order_by(group.name)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        found[row.pupil_id].append(group_title(row.name, row.subject or ""))
    return found


def note_download(session: Session, actor: Actor, class_id: int) -> None:
    """Write down who has taken the list of a class out of the program."""
    change = audit.Change("class-list.download", "school_class", class_id)
    audit.record(session, actor.school_id, actor.person_id, change)
