"""Messages to many: /messages, /messages/read?id=…, /messages/new."""

import reflex as rx

from ejournal.pages.messages import check_parts, list_parts, open_parts, write_parts
from ejournal.pages.messages.list_state import MessagesState
from ejournal.pages.messages.open_state import OpenMessageState
from ejournal.pages.messages.write_state import WriteMessageState
from ejournal.ui import kit
from ejournal.ui.components.looked import looked
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title

PLACE = "messages"


@rx.page("/messages", title=tab_title("School messages"), on_load=MessagesState.load)
def messages() -> rx.Component:
    """What one has got and written."""
    return shell(
        t("School messages"),
        kit.loading(MessagesState.ready, list_parts.views(), list_parts.lines(), label=t("Loading")),
        place=PLACE,
        actions=[list_parts.new_message()],
        narrow=True,
    )


@rx.page("/messages/read", title=tab_title("Message of the school"), on_load=OpenMessageState.load)
def message() -> rx.Component:
    """One message: read, answered; for its author, what became of it."""
    return shell(
        rx.cond(OpenMessageState.title != "", OpenMessageState.title, t("Message of the school")),
        looked(OpenMessageState.unseen, OpenMessageState.seen),
        kit.loading(
            OpenMessageState.ready,
            open_parts.got(),
            open_parts.standing(),
            open_parts.withdrawing(),
            label=t("Loading"),
        ),
        place=PLACE,
        back=kit.back_link(t("School messages"), "/messages"),
        actions=[open_parts.actions()],
        narrow=True,
    )


@rx.page("/messages/new", title=tab_title("New message"), on_load=WriteMessageState.load)
def new_message() -> rx.Component:
    """To whom, what, and a look at it before it is sent."""
    return shell(
        t("New message"),
        kit.loading(
            WriteMessageState.ready,
            rx.cond(WriteMessageState.checking, check_parts.check(), write_parts.writing()),
            write_parts.keeping(),
            label=t("Loading"),
        ),
        place=PLACE,
        back=kit.back_link(t("School messages"), "/messages"),
        narrow=True,
    )
