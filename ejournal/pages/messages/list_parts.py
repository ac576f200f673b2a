"""Parts of the lists of messages."""

import reflex as rx

from ejournal.pages.messages.list_state import GOT, WRITTEN, MessagesState
from ejournal.pages.messages.rows import LineRow
from ejournal.ui import kit
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = MessagesState


def new_message() -> rx.Component:
    """Begins a message, for whoever may."""
    button = kit.link_button(t("New message"), "/messages/new", icon="square-pen", kind="primary")
    return rx.cond(State.writes, button)


def views() -> rx.Component:
    """What one has written, what one has got."""
    return rx.cond(
        State.writes,
        kit.toolbar(
            kit.tabs(
                [
                    (WRITTEN, "/messages", t("Written")),
                    (GOT, f"/messages?view={GOT}", t("Received")),
                ],
                State.view,
                t("Which messages"),
            )
        ),
    )


def lines() -> rx.Component:
    """A page of the list."""
    return kit.sheet(
        rx.cond(some(State.lines), kit.rows(rx.foreach(State.lines, _line)), _nothing()),
        kit.page_turner(State.later, State.earlier),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        State.view == WRITTEN,
        kit.empty_state(
            t("Nothing written yet"),
            t("Write to a class, to all guardians, or to those who are away today."),
            icon="mail",
            actions=[kit.link_button(t("New message"), "/messages/new", icon="square-pen")],
        ),
        kit.empty_state(
            t("No messages yet"),
            t("What the school writes to you stands here and comes with the bell."),
            icon="mail",
        ),
    )


def _line(one: LineRow) -> rx.Component:
    return kit.row(
        rx.el.span(
            rx.cond(one.urgent, kit.badge(t("Urgent"), "red")),
            rx.el.span(one.title, class_name=rx.cond(one.is_new, "message-new", "")),
            class_name="message-line",
        ),
        one.note,
        end=rx.cond(one.badge != "", _badge(one.badge, one.tone)),
        href=one.href,
        current=one.is_new,
        wrap=True,
    )


def _badge(words: kit.Words, tone: kit.Words) -> rx.Component:
    return kit.badge(words, tone)
