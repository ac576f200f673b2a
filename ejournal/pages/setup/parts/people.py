"""People, load and timetable: what is there, and where the rest is made."""

import reflex as rx

from ejournal.pages.setup.parts.frame import step_sheet
from ejournal.pages.setup.rows import TodoRow
from ejournal.pages.setup.state import SetupState as State
from ejournal.ui import kit
from ejournal.ui.words.text import t


def step() -> rx.Component:
    """What a first lesson still needs after the school is set up."""
    return step_sheet(
        kit.sheet_body(
            rx.el.p(t("With people, load and timetable the first lesson can be given."), class_name="soft")
        ),
        rx.el.div(kit.rows(rx.foreach(State.todo, _line)), class_name="setup-list"),
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
