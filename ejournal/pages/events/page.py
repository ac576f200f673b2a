"""Events of the school: /events, /events/read?id=…, /events/write?id=…"""

import reflex as rx

from ejournal.pages.events import calendar_parts, event_parts, write_parts
from ejournal.pages.events.calendar_state import EventsState
from ejournal.pages.events.event_state import OpenEventState
from ejournal.pages.events.write_state import EventWriteState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title

PLACE = "events"


@rx.page("/events", title=tab_title("Events"), on_load=EventsState.load)
def events() -> rx.Component:
    """The calendar: a month, on phones a list; what is to come."""
    return shell(
        t("Events"),
        kit.loading(
            EventsState.ready,
            calendar_parts.views(),
            calendar_parts.month(),
            calendar_parts.lines(),
            label=t("Loading"),
        ),
        place=PLACE,
        actions=[calendar_parts.begin()],
    )


@rx.page("/events/read", title=tab_title("Event"), on_load=OpenEventState.load)
def event() -> rx.Component:
    """One event: when and where, answered; for the organiser who comes."""
    state = OpenEventState
    return shell(
        rx.cond(state.item.title != "", state.item.title, t("Event")),
        kit.loading(
            state.ready,
            kit.stack(event_parts.about(), event_parts.answering(), event_parts.coming()),
            event_parts.dialogs(),
            label=t("Loading"),
        ),
        place=PLACE,
        back=kit.back_link(t("Events"), "/events"),
        actions=[event_parts.actions()],
        narrow=True,
    )


@rx.page("/events/write", title=tab_title("Event being planned"), on_load=EventWriteState.load)
def write() -> rx.Component:
    """Whom it invites, what and when, and a look at it before it is announced."""
    state = EventWriteState
    return shell(
        rx.cond(state.is_draft, t("Event being planned"), t("Change the event")),
        kit.loading(
            state.ready,
            rx.cond(state.checking, write_parts.check(), write_parts.writing()),
            label=t("Loading"),
        ),
        place=PLACE,
        back=kit.back_link(t("Events"), "/events"),
        narrow=True,
    )
