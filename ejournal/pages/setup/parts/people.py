"""People, load and timetable: what is there, and where the rest is made."""

import reflex as rx

from ejournal.pages.setup.parts.frame import step_sheet
from ejournal.pages.setup.rows import TodoRow
from ejournal.pages.setup.state import SetupState as State
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t


def step() -> rx.Component:
    """What a first lesson still needs after the school is set up."""
    return step_sheet(
        kit.sheet_body(
            rx.el.p(t("With people, load and timetable the first lesson can be given."), class_name="soft")
        ),
        rx.cond(SessionState.factor_asked, _own_account()),
        rx.el.div(kit.rows(rx.foreach(State.todo, _line)), class_name="setup-list"),
    )


def _own_account() -> rx.Component:
    """What the first administrator may do now, or within the days that the bar counts."""
    return kit.row(
        t("Confirming your own sign-in"),
        t("A code of the phone after the password: takes two minutes, and can wait a few days"),
        end=kit.icon("chevron-right", 18),
        href="/account",
    )


def _line(one: TodoRow) -> rx.Component:
    there = kit.badge(t("there is"), "green", icon="check")
    return rx.cond(
        one.href != "",
        kit.row(
            one.title, one.note, end=rx.cond(one.done, there, kit.icon("chevron-right", 18)), href=one.href
        ),
        kit.row(one.title, one.note, end=rx.cond(one.done, there, kit.badge(t("not yet")))),
    )
