"""What the browser sees of rooms at a lesson."""

from dataclasses import dataclass

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import weekday_day_month
from ejournal.services.rooms.editing import RoomFields
from ejournal.services.rooms.occupancy import RoomNow
from ejournal.services.schedule.bookings import Booking


@dataclass(frozen=True)
class RoomRow:
    """A room and who is in it."""

    id: str
    name: str
    seats: str
    who: str
    free: bool


@dataclass(frozen=True)
class BookingRow:
    """A room taken for an event."""

    id: str
    title: str
    note: str
    own: bool


@dataclass(frozen=True)
class EditRow:
    """A room as it is changed: seats as typed, and in words."""

    id: str
    name: str
    seats: str
    note: str
    shared: bool


def edit_row(room_id: int | None, fields: RoomFields, locale: str) -> EditRow:
    """The room for its list and its form; without an id a new one."""
    note = ngettext(locale, "{n} seat", "{n} seats", fields.capacity) if fields.capacity else ""
    return EditRow(str(room_id or ""), fields.name, str(fields.capacity or ""), note, fields.shared)


def room_row(one: RoomNow, locale: str) -> RoomRow:
    """The room with its lessons or its event."""
    here = [f"{lesson.classes}, {lesson.subject}, {lesson.teacher}" for lesson in one.lessons]
    if one.booking is not None:
        here.append(f"{one.booking.title}, {one.booking.booked_by}")
    return RoomRow(
        id=str(one.room_id),
        name=one.room,
        seats=ngettext(locale, "{n} seat", "{n} seats", one.capacity) if one.capacity else "",
        who="; ".join(here),
        free=one.free,
    )


def booking_row(one: Booking, locale: str, *, may_cancel: bool) -> BookingRow:
    """The booking in words."""
    span = gettext(locale, "lessons {first}–{last}", first=one.from_number, last=one.to_number)
    note = " · ".join((weekday_day_month(locale, one.day), span, one.booked_by))
    return BookingRow(str(one.id), f"{one.room}: {one.title}", note, may_cancel)
