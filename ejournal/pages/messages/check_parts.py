"""Parts of the look at a message before it is sent."""

import reflex as rx

from ejournal.pages.messages.write_state import WriteMessageState
from ejournal.ui import kit
from ejournal.ui.components.sent import sent_files
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import as_list

State = WriteMessageState


def check() -> rx.Component:
    """What would happen, the text as a family reads it, and the button that does it."""
    row = State.check
    return kit.stack(
        kit.sheet(
            kit.sheet_body(
                rx.el.ul(rx.foreach(as_list(row.lines, str), rx.el.li), class_name="message-will"),
                rx.foreach(as_list(row.warnings, str), lambda words: kit.callout(words, tone="amber")),
            ),
            title=t("What will happen"),
        ),
        kit.sheet(
            kit.sheet_body(
                kit.select(
                    as_list(row.families, Choice), State.shown, State.preview_as, t("As it is read by")
                ),
                rx.el.h3(State.title),
                rx.el.p(State.preview, class_name="message-words", dir="auto"),
                sent_files(State.files),
            ),
            title=t("How it is read"),
        ),
        kit.field_error("send_at", SessionState.errors["send_at"]),
        kit.field_error("people", SessionState.errors["people"]),
        rx.el.div(
            kit.button(row.button, kind="primary", icon="send", on_click=State.send),
            kit.button(t("Back to the text"), on_click=State.back),
            class_name="toolbar",
        ),
    )
