"""The school's subjects: the usual ones to strike out, own ones added, those in use kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import Subject
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_school
from ejournal.services.base.names import same
from ejournal.services.base.texts import cleaned
from ejournal.services.base.topics import load_topic
from ejournal.services.courses.usual_subjects import usual_subjects

MOST = 100


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A subject of the school, and in how many courses it is taught."""

    id: int
    name: str
    courses: int


@dataclass(frozen=True, slots=True)
class SubjectsChange:
    """The names that were added and taken away."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


def subject_lines(session: Session, actor: Actor) -> list[SubjectLine]:
    """The school's subjects in their order; one query."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    subject, course = db.subject.c, db.course.c
    taught = (
        select(course.subject_id, func.count().label("courses"))
        .where(course.school_id == actor.school_id)
        .group_by(course.subject_id)
        .subquery()
    )
    rows = session.execute(
        select(subject.id, subject.name, taught.c.courses)
        .outerjoin_from(db.subject, taught, taught.c.subject_id == subject.id)
        .where(subject.school_id == actor.school_id)
        .order_by(subject.position, subject.name)
    )
    return [SubjectLine(row.id, row.name, row.courses or 0) for row in rows]


def set_subjects(session: Session, actor: Actor, names: Iterable[str]) -> SubjectsChange:
    """Let the school have exactly these subjects; what is taught in a course stays in any case.

    Of the usual ones short names and areas are known. DomainError for a name too long, or too many.
    """
    lock_school(session, actor.school_id)
    known = {same(one.name): one for one in subject_lines(session, actor)}
    wanted = {same(name): name for name in (cleaned(one, limits.SUBJECT, "own") for one in names) if name}
    if len(wanted) > MOST:
        raise DomainError("At most {limit} subjects", field="own", limit=MOST)
    added = [name for key, name in wanted.items() if key not in known]
    removed = [one for key, one in known.items() if key not in wanted and not one.courses]
    for line in removed:
        row = session.get_one(Subject, line.id)
        change = audit.Change("subject.delete", "subject", row.id, before=row.model_dump(mode="json"))
        audit.record(session, actor.school_id, actor.person_id, change)
        session.delete(row)
    session.flush()
    for name in added:
        _add(session, actor, name)
    if added or removed:
        note(session, load_topic(actor.school_id))
    return SubjectsChange(tuple(added), tuple(one.name for one in removed))


def _add(session: Session, actor: Actor, name: str) -> None:
    usual = {same(one.name): (at, one) for at, one in enumerate(usual_subjects())}
    at, line = usual.get(same(name), (len(usual), None))
    row = Subject(school_id=actor.school_id, name=name, position=at)
    if line is not None:
        row.short_name, row.area, row.difficulty = line.short_name, line.area, line.difficulty
    session.add(row)
    session.flush()
    change = audit.Change("subject.add", "subject", row.id, after=row.model_dump(mode="json"))
    audit.record(session, actor.school_id, actor.person_id, change)
