"""The chat of the school: on or off, when its messages ring, who reads the talks with pupils."""

import reflex as rx

from ejournal.pages.school_settings.state.chat import ChatRulesState
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t

State = ChatRulesState


def section() -> rx.Component:
    """One form with all that the school sets of its chat."""
    return kit.loading(
        State.chat_ready,
        rx.el.form(
            _switch(),
            _hours(),
            _supervisor(),
            rx.el.div(kit.button(t("Save"), kind="primary", submit=True)),
            key=f"chat-{State.chat_form}",
            on_submit=State.save_chat,
            class_name="stack",
        ),
        label=t("Loading"),
    )


def _switch() -> rx.Component:
    return kit.sheet(
        kit.sheet_body(
            rx.el.label(
                rx.el.input(type="checkbox", name="chat_open", default_checked=State.chat.is_open),
                rx.el.span(t("The school has a chat")),
                class_name="check",
            ),
            rx.el.p(
                t(
                    "Switched off, nobody sees or writes messages; what was written is kept and is there "
                    "when the chat is switched on again."
                ),
                class_name="soft small",
            ),
        ),
        title=t("The chat"),
    )


def _hours() -> rx.Component:
    return kit.sheet(
        kit.sheet_body(
            rx.el.div(
                _hour("chat_from", t("Messages make notices from"), State.chat.starts),
                _hour("chat_until", t("until"), State.chat.ends),
                class_name="settings-fields",
            ),
            rx.el.p(
                t(
                    "Outside these hours one can write; the notice waits for them, and the room says so. "
                    "Equal hours: at any hour."
                ),
                class_name="soft small",
            ),
        ),
        title=t("Hours of the chat"),
    )


def _hour(name: str, label: kit.Words, value: kit.Words) -> rx.Component:
    return kit.select_field(
        name, label, State.chat.hours, default_value=value, error=SessionState.errors[name]
    )


def _supervisor() -> rx.Component:
    return kit.sheet(
        kit.sheet_body(
            kit.select_field(
                "supervisor",
                t("Reads them for the school"),
                State.chat.staff,
                none=t("nobody: there are no such talks"),
                default_value=State.chat.supervisor,
                error=SessionState.errors["supervisor"],
                hint=t("Both sides see this name above the talk."),
            ),
        ),
        title=t("Talks of the staff with pupils"),
    )
