"""The search above the rooms: the field, and the messages found in the place of the rooms."""

import reflex as rx

from ejournal import limits
from ejournal.pages.chat.search_state import ChatSearchState, HitRow
from ejournal.ui import kit
from ejournal.ui.words.text import t

State = ChatSearchState
is_asked = State.search != ""


def field() -> rx.Component:
    """Where the words are typed."""
    return kit.text_field(
        "chat-search",
        t("Search in messages"),
        kind="search",
        max_length=limits.SEARCH,
        default_value="",
        auto_complete="off",
        on_change=State.look.debounce(300),
    )


def found() -> rx.Component:
    """The messages found, the latest first."""
    return rx.el.div(
        rx.el.p(State.hits_note, class_name="chat-none soft", role="status"),
        rx.foreach(State.hits, _hit),
    )


def _hit(hit: HitRow) -> rx.Component:
    return kit.link(
        rx.el.span(
            rx.el.span(hit.title, class_name="chat-line-title clip"),
            rx.el.span(hit.when, class_name="chat-line-when"),
            class_name="chat-hit-head",
        ),
        rx.el.span(
            f"{hit.author}: {hit.before}",
            rx.el.mark(hit.word),
            hit.after,
            class_name="chat-hit-words",
            dir="auto",
        ),
        href=hit.href,
        class_name="chat-hit",
    )
