"""The dialogs of the rooms themselves: the list, and the form of one."""

import reflex as rx

from ejournal import limits
from ejournal.pages.rooms.edit_state import FORM, LIST
from ejournal.pages.rooms.edit_state import RoomEditingState as State
from ejournal.pages.rooms.rows import EditRow
from ejournal.services.rooms.editing import MOST_SEATS
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

ERRORS = SessionState.errors


def opener() -> rx.Component:
    """The button for who makes the timetable."""
    return rx.cond(State.may_edit, kit.button(t("Change rooms"), icon="pencil", on_click=State.open_list))


def editing() -> rx.Component:
    """Both dialogs; at most one is open."""
    return rx.fragment(listed(), form())


def listed() -> rx.Component:
    """The school's rooms; a press opens one."""
    return kit.dialog(
        rx.cond(
            some(State.edited),
            kit.rows(rx.foreach(State.edited, room)),
            kit.empty_state(t("No rooms yet"), icon="school"),
        ),
        is_open=State.edit_dialog == LIST,
        on_close=State.back,
        title=t("The school's rooms"),
        foot=[
            kit.button(t("Add a room"), icon="plus", on_click=State.open_room("")),
            kit.button(t("Done"), kind="primary", on_click=State.back),
        ],
    )


def room(one: EditRow) -> rx.Component:
    """A room by name, its seats, whether it is shared."""
    return kit.row(
        one.name,
        rx.cond(one.note != "", one.note, ""),
        end=rx.cond(one.shared, kit.badge(t("several classes at once"))),
        on_click=State.open_room(one.id),
    )


def form() -> rx.Component:
    """A room's name and seats; several classes at once."""
    remove = kit.button(t("Remove the room"), kind="quiet", icon="trash-2", on_click=State.remove_room)
    return kit.dialog(
        rx.cond(
            State.edit_dialog == FORM,
            rx.el.form(
                kit.text_field(
                    "name",
                    t("Name or number"),
                    error=ERRORS["name"],
                    default_value=State.one.name,
                    limit=limits.ROOM,
                    required=True,
                ),
                kit.text_field(
                    "capacity",
                    t("Seats"),
                    kind="number",
                    error=ERRORS["capacity"],
                    default_value=State.one.seats,
                    min=1,
                    max=MOST_SEATS,
                ),
                kit.check(
                    t("Several classes may be here at once, as in a gym"),
                    State.one_shared,
                    State.choose_shared,
                ),
                rx.el.div(
                    rx.cond(State.one.id != "", remove),
                    kit.button(t("Save"), kind="primary", submit=True),
                    class_name="toolbar rooms-buttons",
                ),
                on_submit=State.save_room,
                class_name="stack",
            ),
        ),
        is_open=State.edit_dialog == FORM,
        on_close=State.back,
        title=rx.cond(State.one.id != "", State.one.name, t("New room")),
        keep_on_veil=True,
    )
