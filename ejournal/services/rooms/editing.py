"""The school's rooms themselves: added, renamed, how many fit in, whether several classes may share one."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import Room, TimetableEntry
from ejournal.models.base import table
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_school
from ejournal.services.base.names import same
from ejournal.services.base.topics import schedule_topic
from ejournal.services.timetable.editing import forget_room

MOST_SEATS = 2000


@dataclass(frozen=True, slots=True)
class RoomFields:
    """What is said of a room: its name, how many fit in, whether it may hold several classes at once."""

    name: str
    capacity: int | None = None
    shared: bool = False


def list_rooms(session: Session, actor: Actor) -> list[tuple[int, RoomFields]]:
    """The school's rooms by name; one query."""
    guard.require(actor, Permission.SCHEDULE_WRITE)
    room = table(Room)
    rows = session.execute(
        select(room.c.id, room.c.name, room.c.capacity, room.c.shared)
        .where(room.c.school_id == actor.school_id)
        .order_by(room.c.name)
    )
    return [(row.id, RoomFields(row.name, row.capacity, row.shared)) for row in rows]


def add_room(session: Session, actor: Actor, fields: RoomFields) -> int:
    """Add a room: its id."""
    guard.require(actor, Permission.SCHEDULE_WRITE)
    name = _checked(session, actor, fields, 0)
    room = Room(school_id=actor.school_id, name=name, capacity=fields.capacity, shared=fields.shared)
    session.add(room)
    session.flush()
    assert room.id is not None
    _record(session, actor, "room.create", room, None)
    return room.id


def change_room(session: Session, actor: Actor, room_id: int, fields: RoomFields) -> None:
    """Rename a room, change its seats, let several classes share it or no more."""
    room = guard.get(session, actor, Room, room_id, Permission.SCHEDULE_WRITE)
    name, before = _checked(session, actor, fields, room_id), _told(room)
    room.name, room.capacity, room.shared = name, fields.capacity, fields.shared
    session.add(room)
    session.flush()
    _record(session, actor, "room.change", room, before)


def remove_room(session: Session, actor: Actor, room_id: int) -> None:
    """Remove a room that nothing refers to; DomainError otherwise."""
    lock_school(session, actor.school_id)
    room = guard.get(session, actor, Room, room_id, Permission.SCHEDULE_WRITE)
    if _is_used(session, actor.school_id, room_id):
        raise DomainError(
            "Room {room} is named in timetables, lessons, bookings or wishes: it stays. It can be renamed",
            room=room.name,
        )
    change = audit.Change("room.delete", "room", room_id, before=_told(room))
    forget_room(session, actor.school_id, room_id)
    session.delete(room)
    session.flush()
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, schedule_topic(actor.school_id))


def _checked(session: Session, actor: Actor, fields: RoomFields, room_id: int) -> str:
    """The name without blanks around, when it is nobody else's and the seats are believable."""
    lock_school(session, actor.school_id)
    name = fields.name.strip()
    if not name or len(name) > limits.ROOM:
        raise DomainError("Name the room, in at most {limit} letters", field="name", limit=limits.ROOM)
    if any(same(other.name) == same(name) for at, other in list_rooms(session, actor) if at != room_id):
        raise DomainError("There is a room of this name already", field="name")
    if fields.capacity is not None and not 1 <= fields.capacity <= MOST_SEATS:
        raise DomainError("From 1 to {most} seats", field="capacity", most=MOST_SEATS)
    return name


def _is_used(session: Session, school_id: int, room_id: int) -> bool:
    for rows in SQLModel.metadata.tables.values():
        for column in rows.columns:
            if any(key.column.table is table(Room) for key in column.foreign_keys):
                asked = select(rows.c.id).where(rows.c.school_id == school_id, column == room_id)
                if session.execute(asked.limit(1)).first():
                    return True
    entry = table(TimetableEntry)
    more = session.scalars(select(entry.c.more_room_ids).where(entry.c.school_id == school_id))
    return any(room_id in rooms for rooms in more if rooms)


def _told(room: Room) -> dict[str, object]:
    return {"name": room.name, "capacity": room.capacity, "shared": room.shared}


def _record(
    session: Session, actor: Actor, action: str, room: Room, before: dict[str, object] | None
) -> None:
    change = audit.Change(action, "room", room.id, before=before, after=_told(room))
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, schedule_topic(actor.school_id))
