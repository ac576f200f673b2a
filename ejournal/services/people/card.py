"""A person's card: names, contacts, roles, classes, groups, guardians and children, account; dated."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, literal, select, union_all
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.wards import contacts_hidden_from
from ejournal.models import AcademicYear, Gender, GuardianRights, OpeningKind, Person, Role, RoleGrant
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.models.spans import Span, holds_on
from ejournal.models.structure import class_title
from ejournal.services.accounts.places import acts_by_another_school, acts_elsewhere
from ejournal.services.base import tables as db
from ejournal.services.openings import note_opening
from ejournal.services.people.seen import mark_of


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role with its days; the class of a class teacher."""

    id: int
    role: Role
    class_title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Place:
    """A class or a group in which the person sits or sat; leader is the class teacher or who teaches."""

    id: int
    class_id: int | None
    title: str
    leader: str
    year: str
    span: Span
    leaving_reason: str = ""
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Relative:
    """A guardian of the person, or a child whom the person stands for; hidden: without contacts here."""

    id: int
    person_id: int
    name: str
    relation: str
    rights: GuardianRights
    contacts_hidden: bool
    span: Span
    phone: str = ""
    email: str = ""
    login: str = ""
    of_another_school: bool = False
    hidden: bool = False
    class_title: str = ""


@dataclass(frozen=True, slots=True)
class CardAccount:
    """By what the person signs in; of an account of another school nothing is told here."""

    login: str
    email: str
    blocked: bool
    last_seen_at: datetime | None
    of_another_school: bool = False
    elsewhere_too: bool = False


@dataclass(frozen=True, slots=True)
class PersonCard:
    """All that is known of a person; mark tells whether anything has changed since it was shown."""

    id: int
    last_name: str
    first_name: str
    middle_name: str
    gender: Gender | None
    birth_date: date | None
    phone: str
    email: str
    contacts_shown: bool
    roles: tuple[HeldRole, ...]
    places: tuple[Place, ...]
    guardians: tuple[Relative, ...]
    children: tuple[Relative, ...]
    account: CardAccount | None
    mark: str

    @property
    def name(self) -> str:
        """«Лебедева Анна Олеговна»."""
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)

    @property
    def is_pupil(self) -> bool:
        """Whether the person sits or sat in a class."""
        return any(not one.is_group for one in self.places)

    def class_on(self, day: date) -> Place | None:
        """The class of the day, or the one that is to come; None for who has left."""
        classes = [one for one in self.places if not one.is_group and not one.span.is_over(day)]
        return min(classes, key=lambda one: one.span.starts or date.min, default=None)


_person, _account = db.person.c, db.account.c
_ward, _enrolment, _member = db.guardianship, db.enrolment.c, db.group_member.c
_class, _group, _grant = db.school_class.c, db.study_group.c, table(RoleGrant).c
_year = table(AcademicYear).c


def person_card(session: Session, actor: Actor, person_id: int) -> PersonCard:
    """The card of a person of the actor's school; NotFound for anybody else. Nine queries.

    Who opens it is noted.
    """
    person = guard.get(session, actor, Person, person_id, Permission.PEOPLE_READ)
    note_opening(session, actor, OpeningKind.CARD, person_id)
    hidden = contacts_hidden_from(session, actor)
    shown = person_id not in hidden
    guardians, children = _relatives(session, actor, person_id, hidden)
    places = _classes(session, actor, person_id) + _groups(session, actor, person_id)
    return PersonCard(
        id=person_id,
        last_name=person.last_name,
        first_name=person.first_name,
        middle_name=person.middle_name or "",
        gender=person.gender,
        birth_date=person.birth_date,
        phone=person.phone if shown else "",
        email=person.email if shown else "",
        contacts_shown=shown,
        roles=_held_roles(session, actor, person_id),
        places=tuple(sorted(places, key=lambda one: _latest_first(one.span, actor.today))),
        guardians=guardians,
        children=children,
        account=_card_account(session, person_id, shown=shown),
        mark=mark_of(session, actor.school_id, person_id),
    )


def _latest_first(span: Span, today: date) -> tuple[bool, int]:
    return span.is_over(today), -(span.starts or date.min).toordinal()


def _held_roles(session: Session, actor: Actor, person_id: int) -> tuple[HeldRole, ...]:
    rows = session.execute(
        select(_grant.id, _grant.role, _grant.starts, _grant.ends, _class.grade, _class.letter)
        .select_from(table(RoleGrant).outerjoin(db.school_class, _class.id == _grant.class_id))
        .where(_grant.school_id == actor.school_id, _grant.person_id == person_id)
    ).all()
    found = [
        HeldRole(
            row.id,
            row.role,
            class_title(row.grade, row.letter) if row.grade is not None else "",
            Span(row.starts, row.ends),
        )
        for row in rows
    ]
    order = list(Role)
    return tuple(
        sorted(found, key=lambda one: (one.span.is_over(actor.today), order.index(one.role), one.id))
    )


def _classes(session: Session, actor: Actor, person_id: int) -> list[Place]:
    leader = db.person.alias("leader")
    led = and_(
        _grant.school_id == actor.school_id,
        _grant.class_id == _class.id,
        _grant.role == Role.CLASS_TEACHER,
        holds_on(_grant, actor.today),
    )
    rows = session.execute(
        select(_enrolment.id, _enrolment.class_id, _class.grade, _class.letter, _year.name.label("year"))
        .add_columns(_enrolment.starts, _enrolment.ends, _enrolment.leaving_reason)
        .add_columns(leader.c.last_name, leader.c.first_name, leader.c.middle_name)
        .join_from(db.enrolment, db.school_class, _class.id == _enrolment.class_id)
        .join(db.academic_year, _year.id == _class.year_id)
        .outerjoin(table(RoleGrant), led)
        .outerjoin(leader, leader.c.id == _grant.person_id)
        .where(_enrolment.school_id == actor.school_id, _enrolment.pupil_id == person_id)
    ).all()
    found: dict[int, Place] = {}
    for row in rows:
        name = short_name(row.last_name, row.first_name, row.middle_name or "") if row.last_name else ""
        known = found.get(row.id)
        leaders = ", ".join(part for part in (known.leader if known else "", name) if part)
        title = class_title(row.grade, row.letter)
        span = Span(row.starts, row.ends)
        found[row.id] = Place(row.id, row.class_id, title, leaders, row.year, span, row.leaving_reason or "")
    return list(found.values())


def _groups(session: Session, actor: Actor, person_id: int) -> list[Place]:
    course, subject, teacher = db.course.c, db.subject.c, db.person.alias("teacher")
    rows = session.execute(
        select(_member.id, _group.class_id, _group.name, _member.starts, _member.ends)
        .add_columns(_year.name.label("year"), subject.name.label("subject"))
        .add_columns(teacher.c.last_name, teacher.c.first_name, teacher.c.middle_name)
        .join_from(db.group_member, db.study_group, _group.id == _member.group_id)
        .join(db.academic_year, _year.id == _group.year_id)
        .outerjoin(db.course, and_(course.school_id == actor.school_id, course.group_id == _group.id))
        .outerjoin(db.subject, subject.id == course.subject_id)
        .outerjoin(teacher, teacher.c.id == course.teacher_id)
        .where(_member.school_id == actor.school_id, _member.pupil_id == person_id)
        .order_by(_member.id, subject.name)
    ).all()
    found: dict[int, Place] = {}
    for row in rows:
        name = short_name(row.last_name, row.first_name, row.middle_name or "") if row.last_name else ""
        known = found.get(row.id)
        leaders = dict.fromkeys(part for part in ((known.leader if known else ""), name) if part)
        title = group_title(row.name, row.subject or "")
        span = Span(row.starts, row.ends)
        found[row.id] = Place(row.id, row.class_id, title, ", ".join(leaders), row.year, span, is_group=True)
    return list(found.values())


def group_title(name: str, subject: str) -> str:
    """«Английский язык, 2 группа»: a group's own name may say the subject already."""
    word = subject.split(" ")[0].casefold()[:5]
    return name if not subject or word in name.casefold() else f"{subject}, {name}"


def _relatives(
    session: Session, actor: Actor, person_id: int, hidden: frozenset[int]
) -> tuple[tuple[Relative, ...], tuple[Relative, ...]]:
    """The person's guardians and the children whom the person stands for; one query."""
    known = [_known(actor, _ward.c.pupil_id, _ward.c.guardian_id, person_id, "guardian")]
    known.append(_known(actor, _ward.c.guardian_id, _ward.c.pupil_id, person_id, "child"))
    rows = session.execute(union_all(*known)).all()
    found: dict[str, dict[int, Relative]] = {"guardian": {}, "child": {}}
    for row in rows:
        found[row.kind].setdefault(row.id, _relative(row, hidden))

    def ordered(kind: str) -> tuple[Relative, ...]:
        return tuple(sorted(found[kind].values(), key=lambda one: (one.span.is_over(actor.today), one.id)))

    return ordered("guardian"), ordered("child")


def _known(actor: Actor, own: Any, other: Any, person_id: int, kind: str) -> Any:
    sits = and_(
        _enrolment.school_id == actor.school_id,
        _enrolment.pupil_id == _person.id,
        holds_on(_enrolment, actor.today),
    )
    return (
        select(literal(kind).label("kind"), _ward.c.id, _person.id.label("person_id"), _ward.c.relation)
        .add_columns(_ward.c.rights, _ward.c.contacts_hidden, _ward.c.starts, _ward.c.ends)
        .add_columns(_person.last_name, _person.first_name, _person.middle_name)
        .add_columns(_person.phone, _person.email, _account.login)
        .add_columns(acts_by_another_school(_person.id).label("shared"))
        .add_columns(_class.grade, _class.letter)
        .join_from(_ward, db.person, _person.id == other)
        .outerjoin(db.account, _account.person_id == _person.id)
        .outerjoin(db.enrolment, sits)
        .outerjoin(db.school_class, _class.id == _enrolment.class_id)
        .where(_ward.c.school_id == actor.school_id, own == person_id)
    )


def _relative(row: Any, hidden: frozenset[int]) -> Relative:
    is_hidden = row.person_id in hidden
    return Relative(
        id=row.id,
        person_id=row.person_id,
        name=" ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part),
        relation=row.relation or "",
        rights=GuardianRights(row.rights),
        contacts_hidden=bool(row.contacts_hidden),
        span=Span(row.starts, row.ends),
        phone="" if is_hidden else row.phone,
        email="" if is_hidden else row.email,
        login=row.login or "",
        of_another_school=bool(row.shared),
        hidden=is_hidden,
        class_title=class_title(row.grade, row.letter) if row.grade is not None else "",
    )


def _card_account(session: Session, person_id: int, *, shown: bool) -> CardAccount | None:
    row = session.execute(
        select(_account.login, _account.email, _account.blocked, _account.last_seen_at)
        .add_columns(acts_elsewhere(_account.id).label("elsewhere"))
        .add_columns(acts_by_another_school(_person.id).label("shared"))
        .select_from(db.person.outerjoin(db.account, _account.person_id == _person.id))
        .where(_person.id == person_id)
    ).one()
    if row.shared:
        return CardAccount("", "", blocked=False, last_seen_at=None, of_another_school=True)
    if row.login is None:
        return None
    email = (row.email or "") if shown else ""
    return CardAccount(
        row.login, email, bool(row.blocked), row.last_seen_at, elsewhere_too=bool(row.elsewhere)
    )
