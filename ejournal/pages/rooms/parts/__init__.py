"""Parts of the page of rooms: which lesson, the rooms, the bookings, the form of one."""

import reflex as rx

from ejournal import limits
from ejournal.pages.rooms.rows import BookingRow, RoomRow
from ejournal.pages.rooms.state import RoomsState
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = RoomsState
ERRORS = SessionState.errors


def choice() -> rx.Component:
    """Day, lesson, all rooms or the free ones."""
    return kit.toolbar(
        rx.el.input(
            type="date",
            value=State.day,
            on_change=State.choose_day,
            aria_label=t("Day"),
            class_name="field-box rooms-day",
        ),
        kit.select(State.numbers, State.number, State.choose_number, t("Lesson")),
        kit.check(t("Only free rooms"), State.only_free, State.show_free),
        label=t("When"),
    )


def rooms() -> rx.Component:
    """The rooms at the lesson."""
    return rx.cond(
        some(State.rooms),
        kit.sheet(kit.rows(rx.foreach(State.rooms, room), lead="8rem"), title=t("Rooms")),
        kit.empty_state(
            t("No rooms to show"),
            t("Choose another lesson, show the taken rooms too, or enter the school's rooms."),
            icon="school",
        ),
    )


def room(one: RoomRow) -> rx.Component:
    """A room: who is there, or the button to take it."""
    return kit.row(
        rx.cond(one.free, t("free"), one.who),
        rx.cond(one.seats != "", one.seats, ""),
        lead=one.name,
        end=rx.cond(one.free, kit.button(t("Book"), on_click=State.begin_booking(one.id))),
    )


def bookings() -> rx.Component:
    """What is booked from today on."""
    return kit.sheet(
        rx.cond(
            some(State.bookings),
            kit.rows(rx.foreach(State.bookings, booking)),
            kit.empty_state(
                t("Nothing is booked"), t("Find a free room and press «Book»."), icon="calendar-check"
            ),
        ),
        title=t("Bookings"),
    )


def booking(one: BookingRow) -> rx.Component:
    """A booking; one's own can be given back."""
    return kit.row(
        one.title,
        one.note,
        end=rx.cond(
            one.own, kit.button(t("Cancel the booking"), kind="quiet", on_click=State.cancel(one.id))
        ),
        wrap=True,
    )


def form() -> rx.Component:
    """For what and for how long the room is taken."""
    return kit.dialog(
        rx.el.form(
            kit.text_field(
                "title", t("What for"), error=ERRORS["title"], limit=limits.BOOKING, required=True
            ),
            kit.text_field(
                "booking_day",
                t("Day"),
                kind="date",
                default_value=State.day,
                error=rx.cond(ERRORS["day"], ERRORS["day"], ERRORS["booking_day"]),
            ),
            rx.el.div(
                kit.text_field(
                    "from_number", t("From lesson"), kind="number", default_value=State.number, min=1, max=15
                ),
                kit.text_field(
                    "to_number",
                    t("To lesson"),
                    kind="number",
                    default_value=State.number,
                    min=1,
                    max=15,
                    error=rx.cond(ERRORS["to_number"], ERRORS["to_number"], ERRORS["room_id"]),
                ),
                class_name="pair",
            ),
            rx.el.div(
                kit.button(t("Cancel"), on_click=State.leave),
                kit.button(t("Book"), kind="primary", submit=True),
                class_name="dialog-foot",
            ),
            on_submit=State.book,
            class_name="stack",
        ),
        is_open=State.booking.id != "",
        on_close=State.leave,
        title=t("Book a room"),
        note=State.booking.name,
        keep_on_veil=True,
    )
