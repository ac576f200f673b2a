"""Rooms: who is where, which are free, and booking one for an event."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.models import Role, Room, RoomBooking
from ejournal.models.base import table
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.topics import schedule_topic
from ejournal.services.calendar.days import check_school_days
from ejournal.services.schedule.bookings import Booking, read_bookings
from ejournal.services.schedule.lessons import ScheduleLesson, lesson, read_lessons
from ejournal.services.schedule.weeks import calendar_on

LAST_NUMBER = 15
LEADERS = (Role.DEPUTY, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class RoomNow:
    """A room at a lesson number: its lessons, its booking, and whether it is free."""

    room_id: int
    room: str
    capacity: int | None
    shared: bool
    lessons: tuple[ScheduleLesson, ...]
    booking: Booking | None

    @property
    def free(self) -> bool:
        """Whether nobody is there."""
        return not self.lessons and self.booking is None


def who_is_where(session: Session, actor: Actor, day: date, number: int) -> list[RoomNow]:
    """Every room with who is in it at the lesson number; for staff."""
    _require_staff(actor)
    calendar = calendar_on(session, actor.school_id, day)
    lessons: dict[int, list[ScheduleLesson]] = defaultdict(list)
    if calendar is not None:
        for one in read_lessons(session, calendar, day, day, lesson.c.number == number):
            for room_id in one.room_ids if not one.cancelled else ():
                lessons[room_id].append(one)
    booked = {
        one.room_id: one
        for one in bookings(session, actor, day, day)
        if one.from_number <= number <= one.to_number
    }
    room = table(Room)
    rows = session.execute(
        select(room.c.id, room.c.name, room.c.capacity, room.c.shared)
        .where(room.c.school_id == actor.school_id)
        .order_by(room.c.name)
    )
    return [
        RoomNow(key, name, capacity, shared, tuple(lessons.get(key, ())), booked.get(key))
        for key, name, capacity, shared in rows
    ]


def free_rooms(
    session: Session, actor: Actor, day: date, from_number: int, to_number: int | None = None
) -> list[RoomNow]:
    """The rooms free at every lesson number from–to."""
    numbers = range(from_number, (to_number or from_number) + 1)
    if not 0 < len(numbers) <= LAST_NUMBER:
        raise DomainError("The last lesson must not be before the first", field="to_number")
    busy: set[int] = set()
    found: list[RoomNow] = []
    for number in numbers:
        found = who_is_where(session, actor, day, number)
        busy |= {one.room_id for one in found if not one.free}
    return [one for one in found if one.room_id not in busy]


def bookings(session: Session, actor: Actor, first: date, last: date) -> list[Booking]:
    """The bookings from first to last, in order; for staff."""
    _require_staff(actor)
    return read_bookings(session, actor.school_id, first, last)


def book_room(
    session: Session, actor: Actor, room_id: int, day: date, from_number: int, to_number: int, title: str
) -> int:
    """Take a free room for an event; DomainError when somebody is there."""
    _require_staff(actor)
    lock_row(session, Room, actor.school_id, room_id)
    room = guard.get(session, actor, Room, room_id, Permission.SCHEDULE_READ)
    if not title.strip() or len(title) > 200:
        raise DomainError("Say what the room is for", field="title")
    if day < actor.today:
        raise DomainError("The day is past", field="day")
    check_school_days(session, actor.school_id, day=day)
    if not 1 <= from_number <= to_number <= LAST_NUMBER:
        raise DomainError("The last lesson must not be before the first", field="to_number")
    if room_id not in {one.room_id for one in free_rooms(session, actor, day, from_number, to_number)}:
        raise DomainError("Room {room} is taken at that time", field="room_id", room=room.name)
    booking = RoomBooking(
        school_id=actor.school_id, room_id=room_id, day=day, from_number=from_number, to_number=to_number,
        title=title.strip(), booked_by_id=actor.person_id,
    )  # fmt: skip
    session.add(booking)
    session.flush()
    assert booking.id is not None
    _record(session, actor, "room.book", booking)
    return booking.id


def cancel_booking(session: Session, actor: Actor, booking_id: int) -> None:
    """Give a room back: one's own booking, or any as deputy head."""
    _require_staff(actor)
    lock_row(session, RoomBooking, actor.school_id, booking_id)
    booking = session.get(RoomBooking, booking_id)
    if booking is None or booking.school_id != actor.school_id:
        raise NotFound
    if booking.booked_by_id != actor.person_id and not actor.holds(*LEADERS):
        raise NotAllowed
    _record(session, actor, "room.give-back", booking)
    session.delete(booking)
    session.flush()


def _require_staff(actor: Actor) -> None:
    guard.require(actor, Permission.SCHEDULE_READ)
    if not actor.may(Permission.SCHEDULE_OF_OTHERS_READ):
        raise NotFound


def _record(session: Session, actor: Actor, action: str, booking: RoomBooking) -> None:
    about = {"room_id": booking.room_id, "day": str(booking.day), "title": booking.title,
             "from": booking.from_number, "to": booking.to_number}  # fmt: skip
    change = audit.Change(action, "room_booking", booking.id, after=about)
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, schedule_topic(actor.school_id))
