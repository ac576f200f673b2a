"""The dialog of a group of the staff."""

import reflex as rx

from ejournal import limits
from ejournal.pages.chat.groups_state import ChatGroupState, PersonRow
from ejournal.pages.chat.state import ChatState
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t

State = ChatGroupState


def new_group() -> rx.Component:
    """Begins a group of the staff."""
    return rx.cond(ChatState.works, kit.button(t("New group"), icon="users-round", on_click=State.new_group))


def people_of(room_id: rx.Var[int] | int) -> rx.Component:
    """Shows who is in the open group."""
    return kit.icon_button("users-round", t("Who is in the group"), State.show_group(room_id))


def dialog() -> rx.Component:
    """Name and people for whoever made the group, the people alone for the others."""
    return kit.dialog(
        rx.cond(State.group_own, _form(), _names()),
        is_open=State.group_open,
        on_close=State.close_group,
        title=rx.cond(State.group_room > 0, t("Group of the staff"), t("New group")),
        foot=[
            rx.cond(State.group_room > 0, kit.button(t("Leave the group"), on_click=State.leave_group)),
            rx.cond(State.group_own, kit.button(t("Save"), kind="primary", submit=True, form="chat-group")),
        ],
    )


def _form() -> rx.Component:
    return rx.el.form(
        kit.text_field(
            "title",
            t("Name of the group"),
            default_value=State.group_title,
            error=SessionState.errors["title"],
            limit=limits.CHAT_TITLE,
            auto_complete="off",
        ),
        rx.el.fieldset(
            rx.el.legend(t("Who is in the group")),
            rx.foreach(State.group_people, _person),
            kit.field_error("people", SessionState.errors["people"]),
            class_name="chat-partners",
        ),
        id="chat-group",
        on_submit=State.save_group,
        class_name="stack",
    )


def _person(one: PersonRow) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=one.name, default_checked=one.inside),
        rx.el.span(one.label),
        class_name="check",
    )


def _names() -> rx.Component:
    return rx.el.section(
        rx.el.h3(State.group_title),
        rx.el.ul(rx.foreach(State.group_people, lambda one: rx.el.li(one.label)), class_name="chat-names"),
    )
