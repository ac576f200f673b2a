"""Guardians whom the class teacher lets write on the class's page."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.classes.people import people_of_class
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import ClassHelper, SchoolClass
from ejournal.models.people import short_name
from ejournal.models.spans import holds_on
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.names import by_name
from ejournal.services.base.topics import class_page_topic

MOST_HELPERS = 10
_helper, _person = db.class_helper.c, db.person.c


@dataclass(frozen=True, slots=True)
class Guardian:
    """A guardian of the class; since: from which day on they may write, none where they may not."""

    person_id: int
    name: str
    since: date | None


def guardians(session: Session, actor: Actor, class_id: int) -> list[Guardian]:
    """The guardians of the class by name, those who may write first; two queries."""
    guard.get(session, actor, SchoolClass, class_id, Permission.CLASS_PAGE_KEEP)
    of_class = _guardians_of(actor, class_id)
    rows = session.execute(
        select(_person.id, _person.last_name, _person.first_name, _person.middle_name).where(
            _person.id.in_(of_class)
        )
    ).all()
    since = {one.person_id: one.starts for one in _rights(session, actor, class_id)}
    found = [
        Guardian(row.id, short_name(row.last_name, row.first_name, row.middle_name or ""), since.get(row.id))
        for row in sorted(rows, key=lambda row: (by_name(row), row.id))
    ]
    return sorted(found, key=lambda one: one.since is None)


def give(session: Session, actor: Actor, class_id: int, person_id: int) -> None:
    """Let the guardian write from today on; NotFound for who is no guardian of the class."""
    guard.get(session, actor, SchoolClass, class_id, Permission.CLASS_PAGE_KEEP)
    lock_row(session, SchoolClass, actor.school_id, class_id)
    if person_id not in set(session.scalars(_guardians_of(actor, class_id))):
        raise NotFound
    held = _rights(session, actor, class_id)
    if any(one.person_id == person_id for one in held):
        return
    if len(held) >= MOST_HELPERS:
        raise DomainError("At most {n} guardians write on the page of a class", n=MOST_HELPERS)
    row = ClassHelper(
        school_id=actor.school_id, class_id=class_id, person_id=person_id, given_by_id=actor.person_id,
        starts=actor.today,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _noted(session, actor, row, "class_page.right_given")


def take(session: Session, actor: Actor, class_id: int, person_id: int) -> None:
    """Let the guardian write no more, at once; NotFound for who does not."""
    guard.get(session, actor, SchoolClass, class_id, Permission.CLASS_PAGE_KEEP)
    found = [one for one in _rights(session, actor, class_id) if one.person_id == person_id]
    if not found:
        raise NotFound
    for row in found:
        row.ends = actor.today - timedelta(days=1)
        session.add(row)
        session.flush()
        _noted(session, actor, row, "class_page.right_taken")


def _guardians_of(actor: Actor, class_id: int) -> Select[Any]:
    [of_class] = people_of_class(actor.school_id, class_id, actor.today, pupils=False, staff=False)
    return of_class


def _rights(session: Session, actor: Actor, class_id: int) -> list[ClassHelper]:
    """The rights that hold today, of those who are still guardians of the class."""
    asked = select(ClassHelper).where(
        _helper.school_id == actor.school_id,
        _helper.class_id == class_id,
        holds_on(_helper, actor.today),
        _helper.person_id.in_(_guardians_of(actor, class_id)),
    )
    return list(session.scalars(asked.order_by(_helper.id)))


def _noted(session: Session, actor: Actor, row: ClassHelper, action: str) -> None:
    told = {"class": row.class_id, "person": row.person_id}
    change = audit.Change(action, "class_helper", row.id, None, told)
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, class_page_topic(row.class_id))
