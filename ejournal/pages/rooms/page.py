"""/schedule/rooms?day=…&lesson=…"""

import reflex as rx

from ejournal.pages.rooms import parts
from ejournal.pages.rooms.parts import edit
from ejournal.pages.rooms.state import RoomsState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/schedule/rooms", title=tab_title("Rooms"), on_load=RoomsState.load)
def rooms() -> rx.Component:
    """Who is where, free rooms, bookings."""
    return shell(
        t("Rooms"),
        kit.loading(
            RoomsState.rooms_ready,
            kit.stack(parts.choice(), kit.columns(parts.rooms(), parts.bookings(), wide_first=True)),
            parts.form(),
            edit.editing(),
            label=t("Loading"),
        ),
        place="rooms",
        subtitle=RoomsState.when,
        actions=[edit.opener(), kit.link_button(t("Schedule"), "/schedule", icon="calendar-days")],
    )
