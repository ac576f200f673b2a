"""Whom an event invites, and who looks after it: its author, and the heads of the school."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, and_, bindparam, literal, or_, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.audience.parts import Somebody, meant
from ejournal.access.permissions import Permission
from ejournal.access.sentences import Asker, Columns, Condition, Sentence
from ejournal.models import Event, EventPart, EventState, PartKind, Role, Whom
from ejournal.models.base import table

_part = table(EventPart).alias("invited").c
_event = table(Event).alias("event_read").c


def events_for(who: Somebody) -> Select[Any]:
    """The events that invite the person, by number."""
    of_school = (_part.school_id == who.school_id, _event.school_id == who.school_id)
    return (
        select(_event.id)
        .join_from(_event.id.table, _part.id.table, _part.event_id == _event.id)
        .where(*of_school, meant(who, _part, _event.whom))
    )


_MINE = events_for(
    Somebody(
        bindparam("school_id"), bindparam("person_id"), bindparam("class_ids", expanding=True),
        bindparam("today"),
    )
)  # fmt: skip


def own_events(session: Session, actor: Actor) -> list[int]:
    """The numbers of all events that invite the actor today, whatever their state; one query."""
    asked = {
        "school_id": actor.school_id, "person_id": actor.person_id, "class_ids": sorted(actor.class_ids),
        "today": actor.today,
    }  # fmt: skip
    return sorted(set(session.connection().execute(_MINE, asked).scalars()))


def invited_children(session: Session, actor: Actor, event: Event, children: Collection[int]) -> set[int]:
    """Those of the actor's own children because of whom the event invites; a query a child."""
    whom = literal(Whom.BOTH, _event.whom.type)
    by_role = and_(_part.kind == PartKind.ROLE, _part.role.in_((Role.GUARDIAN, Role.PUPIL)))
    by_name = and_(_part.kind == PartKind.PERSON, _part.person_id == actor.person_id)
    of_event = (_part.school_id == actor.school_id, _part.event_id == event.id)

    def invites(child: int) -> bool:
        who = Somebody(actor.school_id, child, (), actor.today)
        found = select(_part.id).where(*of_event, or_(meant(who, _part, whom), by_role, by_name))
        return session.scalar(found.limit(1)) is not None

    return {one for one in children if invites(one)}


@Sentence
def keeps_event(_session: Session, actor: Actor, event: Event) -> bool:
    """The actor looks after the event: its author, or a head of the school once it is no draft."""
    return event.author_id == actor.person_id or (actor.leads and event.state is not EventState.DRAFT)


@keeps_event.for_rows
def _(asker: Asker, event: Columns) -> Condition:
    own = event.author_id == asker.person_id
    return or_(own, event.state != EventState.DRAFT) if asker.leads else own


@Sentence
def sees_event(session: Session, actor: Actor, event: Event) -> bool:
    """The event is no draft and invites the actor today, or the actor looks after it."""
    if keeps_event(session, actor, event):
        return True
    return event.state is not EventState.DRAFT and event.id in own_events(session, actor)


@sees_event.for_rows
def _(asker: Asker, event: Columns) -> Condition:
    if asker.leads:
        return keeps_event.of_rows(asker, event)
    invited = event.id.in_(events_for(Somebody.of(asker)))
    return or_(event.author_id == asker.person_id, and_(event.state != EventState.DRAFT, invited))


RULES: Mapping[tuple[Permission, type[Any]], Sentence] = {
    (Permission.EVENT_READ, Event): sees_event,
    (Permission.EVENT_WRITE, Event): keeps_event,
}
