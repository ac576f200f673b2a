"""The events of rooms: look at a lesson's rooms, book one, give it back."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.i18n.dates import weekday_day_month
from ejournal.models import Role
from ejournal.pages.rooms.rows import BookingRow, RoomRow, booking_row, room_row
from ejournal.services.base.topics import schedule_topic
from ejournal.services.rooms import occupancy
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_date, optional_number, required_date, row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

AHEAD = timedelta(days=60)
NUMBERS = [Choice(value=str(number), label=str(number)) for number in range(1, occupancy.LAST_NUMBER + 1)]


class RoomsState(PageState):
    """The rooms of the school at one lesson of a day, and what is booked."""

    rooms_ready: bool = False
    may_edit: bool = False
    day: str = ""
    number: str = "1"
    numbers: list[Choice] = NUMBERS
    when: str = ""
    only_free: bool = False
    rooms: list[RoomRow] = []
    bookings: list[BookingRow] = []
    booking: RoomRow = RoomRow("", "", "", "", True)

    @handler(Permission.SCHEDULE_READ, loads=True)
    def load(self, work: Work) -> None:
        """Show the rooms at the day and lesson of the address, else today's first lesson."""
        asked = self.router.url.query_parameters
        day = optional_date(asked.get("day")) or work.actor.today
        number = optional_number(asked.get("lesson")) or 1
        self.day, self.number = day.isoformat(), str(min(max(number, 1), occupancy.LAST_NUMBER))
        self.may_edit = work.actor.may(Permission.SCHEDULE_WRITE)
        self._fill(work)
        self.rooms_ready = True

    def _topics(self, work: Work) -> list[str]:
        return [schedule_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what changed in the schedule or was booked meanwhile."""
        self._fill(work)

    def _fill(self, work: Work) -> None:
        day, actor = date.fromisoformat(self.day), work.actor
        found = occupancy.who_is_where(work.session, actor, day, int(self.number))
        self.when = gettext(
            self.locale,
            "{day}, lesson {number}",
            day=weekday_day_month(self.locale, day),
            number=self.number,
        )
        self.rooms = [room_row(one, self.locale) for one in found if one.free or not self.only_free]
        leads = actor.holds(Role.DEPUTY, Role.DIRECTOR)
        self.bookings = [
            booking_row(one, self.locale, may_cancel=leads or one.booked_by_id == actor.person_id)
            for one in occupancy.bookings(work.session, actor, actor.today, actor.today + AHEAD)
        ]

    @handler(Permission.SCHEDULE_READ)
    def choose_day(self, work: Work, value: str) -> Any:
        """Go to another day; the address keeps it."""
        return _go(required_date(value, "day").isoformat(), self.number)

    @handler(Permission.SCHEDULE_READ)
    def choose_number(self, work: Work, value: str) -> Any:
        """Go to another lesson of the day."""
        return _go(self.day, str(optional_number(value) or 1))

    @handler(Permission.SCHEDULE_READ)
    def show_free(self, work: Work, value: bool) -> None:
        """Only the free rooms, or all."""
        self.only_free = value is True
        if self.day:
            self._fill(work)

    @handler(Permission.SCHEDULE_READ)
    def begin_booking(self, work: Work, room: str) -> None:
        """Ask for what the room is to be taken."""
        self.booking = next((one for one in self.rooms if one.id == room), self.booking)
        self.errors = {}

    @handler(Permission.SCHEDULE_READ)
    def leave(self, work: Work) -> None:
        """Close the form."""
        self.booking = RoomRow("", "", "", "", True)

    @handler(Permission.SCHEDULE_READ, writes=True)
    def book(self, work: Work, form: dict[str, Any]) -> Any:
        """Take the room for the event of the form."""
        title = text(form.get("title"), limit=limits.BOOKING, field="title")
        first = optional_number(form.get("from_number"))
        last = optional_number(form.get("to_number"))
        if first is None or last is None:
            raise DomainError("Fill this in", field="to_number")
        day = required_date(form.get("booking_day"), "booking_day")
        occupancy.book_room(work.session, work.actor, row_id(self.booking.id), day, first, last, title)
        self.booking = RoomRow("", "", "", "", True)
        self._changed(work)
        return toast_done(gettext(self.locale, "The room is booked"))

    @handler(Permission.SCHEDULE_READ, writes=True)
    def cancel(self, work: Work, booking: str) -> Any:
        """Give a room back."""
        occupancy.cancel_booking(work.session, work.actor, row_id(booking))
        self._changed(work)
        return toast_done(gettext(self.locale, "The booking is cancelled"))

    def _changed(self, work: Work) -> None:
        if self.day:
            self._fill(work)


def _go(day: str, number: str) -> Any:
    return rx.redirect("/schedule/rooms?" + urlencode({"day": day, "lesson": number}))
