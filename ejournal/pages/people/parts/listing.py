"""The list of people: search and filters, the people, the form of somebody new."""

import reflex as rx

from ejournal import limits
from ejournal.pages.people.forms import ROLE
from ejournal.pages.people.parts import fields
from ejournal.pages.people.rows import PersonRow
from ejournal.pages.people.state import PeopleState
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = PeopleState
TYPING_MS = 150
"""A pause in typing after which it is looked for."""


def acts() -> rx.Component:
    """Whom one may enter."""
    return rx.cond(
        State.can_manage,
        rx.fragment(
            kit.folded(
                "people",
                kit.link_button(t("Duplicates"), "/people/duplicates", icon="copy"),
                kit.link_button(t("From a list"), "/people/import", icon="file-up"),
                kit.button(t("Add staff"), icon="briefcase", on_click=State.open_form("staff")),
            ),
            kit.button(t("Add a pupil"), kind="primary", icon="user-plus", on_click=State.open_form("pupil")),
        ),
    )


def search() -> rx.Component:
    """Words as they are typed, and three filters."""
    return rx.el.div(
        kit.text_field(
            "words",
            t("Name, class, phone or login"),
            kind="search",
            default_value=State.words,
            key=State.words_key,
            max_length=limits.SEARCH,
            auto_complete="off",
            on_change=State.look.debounce(TYPING_MS),
        ),
        kit.select(State.states, State.state, State.choose_state, t("Who")),
        kit.select(State.roles, State.role, State.choose_role, t("Role")),
        kit.select(State.classes, State.class_id, State.choose_class, t("Class")),
        class_name="toolbar toolbar-spaced search-line no-print",
        role="search",
    )


def people() -> rx.Component:
    """Those found, a page at a time."""
    return rx.cond(
        some(State.people),
        rx.fragment(kit.sheet(kit.rows(rx.foreach(State.people, person))), pages()),
        kit.empty_state(
            t("Nobody is found"),
            t("Try a part of the surname, a class like 6б, or the last digits of a phone."),
            icon="users",
            actions=[
                rx.cond(
                    State.state != "all",
                    kit.button(t("Look among all who ever were"), on_click=State.choose_state("all")),
                )
            ],
        ),
    )


def person(one: PersonRow) -> rx.Component:
    """A person; the whole line leads to the card."""
    end = rx.el.div(
        rx.cond(one.left, kit.badge(t("left"))),
        rx.cond(one.blocked, kit.badge(t("blocked"), "red")),
        rx.el.span(one.login, class_name="soft small"),
        class_name="people-end",
    )
    return kit.row(one.name, one.note, end=end, href=one.href)


def pages() -> rx.Component:
    """To the neighbouring pages of the list."""
    return rx.cond(
        State.pages != "",
        kit.toolbar(
            kit.icon_button(
                "chevron-left", t("Previous page"), State.turn(State.earlier), disabled=State.earlier == 0
            ),
            rx.el.span(State.pages, class_name="soft"),
            kit.icon_button(
                "chevron-right", t("Next page"), State.turn(State.later), disabled=State.later == 0
            ),
            label=t("Pages"),
        ),
    )


def adding() -> rx.Component:
    """The form of a new pupil or member of staff."""
    return rx.fragment(
        _form(
            "pupil",
            t("New pupil"),
            [
                rx.el.div(_class(), fields.day(State.day, t("From")), class_name="field-pair"),
                fields.groups(State.groups),
            ],
        ),
        _form("staff", t("New member of staff"), [_roles(), fields.day(State.day, t("From"))]),
    )


def _form(kind: str, title: kit.Words, more: list[rx.Component]) -> rx.Component:
    return kit.form_dialog(
        *fields.names(),
        fields.born(),
        fields.contacts(),
        *more,
        fields.alike(State.alike),
        name=f"add-{kind}",
        on_submit=State.add,
        is_open=State.adding == kind,
        on_close=State.close_form,
        title=title,
        fresh=f"{kind}-{State.form_key}",
        save=t("Enter"),
    )


def _class() -> rx.Component:
    return kit.select_field(
        "class_id",
        t("Class"),
        State.class_choices,
        error=SessionState.errors["class_id"],
        on_change=State.show_groups,
        default_value="",
    )


def _roles() -> rx.Component:
    heads = [
        ("deputy", t("Deputy head")),
        ("director", t("Head of school")),
        ("administrator", t("Administrator")),
    ]
    return rx.el.fieldset(
        rx.el.legend(t("Roles")),
        fields.tick(ROLE + "teacher", t("Teacher"), checked=True),
        fields.tick(ROLE + "class_teacher", t("Class teacher")),
        rx.cond(State.can_give_heads, rx.fragment(*(fields.tick(ROLE + key, words) for key, words in heads))),
        kit.select_field(
            "class_id",
            t("Class of the class teacher"),
            State.class_choices,
            error=SessionState.errors["class_id"],
            default_value="",
        ),
        kit.field_error("role", SessionState.errors["role"]),
        class_name="ticks",
    )
