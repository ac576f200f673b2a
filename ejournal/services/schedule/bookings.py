"""Rooms taken for events, read by day: for the page of rooms and for a room's schedule."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from ejournal.models import Person, Room, RoomBooking
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.services.base.lesson_rows import in_days


@dataclass(frozen=True, slots=True)
class Booking:
    """A room taken for an event, from one lesson number to another."""

    id: int
    room_id: int
    room: str
    day: date
    from_number: int
    to_number: int
    title: str
    booked_by: str
    booked_by_id: int

    @property
    def numbers(self) -> range:
        """The lesson numbers at which the room is taken."""
        return range(self.from_number, self.to_number + 1)


def read_bookings(session: Session, school_id: int, first: date, last: date) -> list[Booking]:
    """The school's bookings from first to last, in order; one query."""
    return _read(session, in_days(table(RoomBooking).c, school_id, first, last))


def bookings_of_room(
    session: Session, school_id: int, room_id: int, first: date, last: date
) -> list[Booking]:
    """One room's bookings from first to last, in order; one query."""
    booking = table(RoomBooking).c
    return _read(session, in_days(booking, school_id, first, last), booking.room_id == room_id)


def _read(session: Session, *which: ColumnElement[bool]) -> list[Booking]:
    booking, room, person = table(RoomBooking), table(Room), table(Person)
    rows = session.execute(
        select(booking, room.c.name, person.c.last_name, person.c.first_name, person.c.middle_name)
        .join(room, room.c.id == booking.c.room_id)
        .join(person, person.c.id == booking.c.booked_by_id)
        .where(*which)
        .order_by(booking.c.day, booking.c.from_number, booking.c.id)
    )
    return [
        Booking(row.id, row.room_id, row.name, row.day, row.from_number, row.to_number, row.title,
                short_name(row.last_name, row.first_name, row.middle_name), row.booked_by_id)
        for row in rows
    ]  # fmt: skip
