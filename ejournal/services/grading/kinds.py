"""Kinds of work and their weights: added, renamed, weighed, put in order, switched off."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import exists, func, select
from sqlmodel import Session, col

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import ChangeRequest, ChangeStatus, KindOfWork
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.names import folded
from ejournal.services.base.texts import cleaned
from ejournal.services.base.topics import journals_topic
from ejournal.services.grading.averages import weighted_average

HEAVIEST = 10


@dataclass(frozen=True, slots=True)
class KindFields:
    """What a school says of a kind of work."""

    name: str
    short_name: str
    weight: int = 1
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class WorkKind:
    """A kind of work of the school, in use or switched off."""

    id: int
    fields: KindFields
    active: bool


@dataclass(frozen=True, slots=True)
class KindUse:
    """How many marks were given for a kind, and in which courses."""

    marks: int
    courses: tuple[int, ...]


def work_kinds(session: Session, actor: Actor) -> list[WorkKind]:
    """The school's kinds of work in their order; the first in use is taken where a teacher names none."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    return [_shown(kind) for kind in _in_order(session, actor)]


def kind_use(session: Session, actor: Actor, kind_id: int) -> KindUse:
    """The marks that hang on a kind: a change of its weight moves their averages at once."""
    guard.get(session, actor, KindOfWork, kind_id, Permission.SETTINGS_MANAGE)
    mark = db.mark.c
    rows = session.execute(
        select(mark.course_id, func.count())
        .where(mark.school_id == actor.school_id, mark.kind_id == kind_id)
        .group_by(mark.course_id)
        .order_by(mark.course_id)
    ).all()
    return KindUse(sum(count for _, count in rows), tuple(course_id for course_id, _ in rows))


def average_with(weight: int) -> str:
    """The average of a «5» of that weight and a «3» of weight one, as an example."""
    average = weighted_average([("5", weight), ("3", 1)])
    return "" if average is None else str(average)


def add_kind(session: Session, actor: Actor, fields: KindFields) -> WorkKind:
    """A new kind at the end of the list; DomainError by the field."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    known = _in_order(session, actor)
    checked = _checked(fields, known, None)
    position = max((kind.position for kind in known), default=-1) + 1
    kind = KindOfWork(school_id=actor.school_id, position=position, **asdict(checked))
    session.add(kind)
    session.flush()
    _record(session, actor, "kind.add", kind, None, asdict(checked))
    return _shown(kind)


def change_kind(session: Session, actor: Actor, kind_id: int, fields: KindFields) -> KindFields:
    """Rename or weigh a kind anew; gives what it was before. Averages follow the new weight at once."""
    kind = guard.get(session, actor, KindOfWork, kind_id, Permission.SETTINGS_MANAGE)
    before = _shown(kind).fields
    checked = _checked(fields, _in_order(session, actor), kind_id)
    if checked != before:
        kind.name, kind.short_name = checked.name, checked.short_name
        kind.weight, kind.is_test = checked.weight, checked.is_test
        session.add(kind)
        session.flush()
        _record(session, actor, "kind.change", kind, asdict(before), asdict(checked))
    return before


def switch_kind(session: Session, actor: Actor, kind_id: int, active: bool) -> None:
    """Switch a kind off, or on again: marks keep it, but nobody can choose one that is off."""
    kind = guard.get(session, actor, KindOfWork, kind_id, Permission.SETTINGS_MANAGE)
    if kind.active == active:
        return
    if not active and not any(one.active for one in _in_order(session, actor) if one.id != kind_id):
        raise DomainError("One kind of work must stay in use")
    kind.active = active
    session.add(kind)
    session.flush()
    _record(session, actor, "kind.switch", kind, {"active": not active}, {"active": active})


def move_kind(session: Session, actor: Actor, kind_id: int, by: int) -> None:
    """Move a kind up (-1) or down (1) the list; at its end nothing happens."""
    guard.get(session, actor, KindOfWork, kind_id, Permission.SETTINGS_MANAGE)
    kinds = _in_order(session, actor)
    place = next(index for index, kind in enumerate(kinds) if kind.id == kind_id)
    other = place + (1 if by > 0 else -1)
    if not 0 <= other < len(kinds):
        return
    before = [kind.id for kind in kinds]
    kinds[place], kinds[other] = kinds[other], kinds[place]
    for position, kind in enumerate(kinds):
        kind.position = position
        session.add(kind)
    session.flush()
    after = {"order": [kind.id for kind in kinds]}
    _record(session, actor, "kind.move", kinds[other], {"order": before}, after)


def remove_kind(session: Session, actor: Actor, kind_id: int) -> None:
    """Take back a kind that nothing was given for; DomainError once it is in use."""
    kind = guard.get(session, actor, KindOfWork, kind_id, Permission.SETTINGS_MANAGE)
    if _in_use(session, actor, kind_id):
        raise DomainError("This kind of work is in use already: switch it off instead")
    _record(session, actor, "kind.remove", kind, asdict(_shown(kind).fields), None)
    session.delete(kind)
    session.flush()


def _in_use(session: Session, actor: Actor, kind_id: int) -> bool:
    for place in (db.mark.c, db.lesson.c):
        used = select(place.id).where(place.school_id == actor.school_id, place.kind_id == kind_id)
        if session.scalar(select(exists(used))):
            return True
    waiting = select(col(ChangeRequest.entry)).where(
        col(ChangeRequest.school_id) == actor.school_id, col(ChangeRequest.status) == ChangeStatus.WAITING
    )
    return any(entry.get("kind_id") == kind_id for entry in session.scalars(waiting))


def _checked(fields: KindFields, known: Sequence[KindOfWork], kind_id: int | None) -> KindFields:
    name = " ".join(cleaned(fields.name, limits.KIND, "name").split())
    short = " ".join(cleaned(fields.short_name, limits.KIND_SHORT, "short_name").split())
    if not name:
        raise DomainError("Give the kind of work a name", field="name")
    if any(folded(kind.name) == folded(name) for kind in known if kind.id != kind_id):
        raise DomainError("There is a kind of work of this name already", field="name")
    if not short:
        raise DomainError("Give a short name: it stands above the column", field="short_name")
    if not 1 <= fields.weight <= HEAVIEST:
        raise DomainError("A whole number from {least} to {most}", field="weight", least=1, most=HEAVIEST)
    return replace(fields, name=name, short_name=short)


def _in_order(session: Session, actor: Actor) -> list[KindOfWork]:
    kinds = select(KindOfWork).where(col(KindOfWork.school_id) == actor.school_id)
    return list(session.scalars(kinds.order_by(col(KindOfWork.position), col(KindOfWork.id))))


def _shown(kind: KindOfWork) -> WorkKind:
    fields = KindFields(kind.name, kind.short_name, kind.weight, kind.is_test)
    return WorkKind(kind.id or 0, fields, kind.active)


def _record(
    session: Session,
    actor: Actor,
    action: str,
    kind: KindOfWork,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    change = audit.Change(action, "kind_of_work", kind.id, before, after)
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, journals_topic(actor.school_id))
