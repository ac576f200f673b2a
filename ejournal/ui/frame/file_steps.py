"""Parts of the pages by which a file comes in; each is given the page's state and its words."""

from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.ui import kit
from ejournal.ui.runtime.files.steps import CHECK, DONE, FILE, ColumnRow, FactRow
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.imports import fits
from ejournal.ui.words.text import Words, t

STEPS = ((FILE, t("File")), (CHECK, t("Check")), (DONE, t("Done")))


def column(state: Any, one: ColumnRow) -> rx.Component:
    """A column: its words, what it is taken to mean, a value of it."""
    name = rx.cond(one.title, one.title, one.letter)
    return rx.el.div(
        rx.el.div(name, class_name="list-column-name"),
        kit.select(
            state.meanings,
            one.meaning,
            lambda value: state.set_meaning(one.letter, value),
            name,
            hide_label=True,
        ),
        rx.el.div(one.sample, class_name="soft list-column-sample"),
        class_name="list-column",
    )


def columns(state: Any) -> rx.Component:
    """The columns of the shown sheet."""

    def one_column(one: ColumnRow) -> rx.Component:
        return column(state, one)

    return rx.el.div(rx.foreach(state.columns, one_column), class_name="list-columns")


def place(one: Any, words: Words | None = None) -> rx.Component:
    """Where a fault stands, in these words where its place is no text, and in which of several sheets."""
    sheet = rx.cond(one.sheet, rx.el.div(one.sheet, class_name="soft list-sheet"))
    return rx.fragment(one.place if words is None else words, sheet)


def last(state: Any, title: Words, note: Words, waits: Any = False) -> rx.Component:
    """The file taken in last, and the way back, which waits while other work on files goes on."""
    undo = kit.button(t("Undo the import"), icon="undo-2", on_click=state.ask_undo, disabled=waits)
    row = kit.row(state.last_file, note, end=undo, wrap=True)
    return rx.cond(state.last_file, kit.sheet(kit.rows(row), title=title))


def facts(state: Any) -> rx.Component:
    """What was taken in, counted."""

    def fact(one: FactRow) -> rx.Component:
        return rx.el.div(rx.el.dt(one.label), rx.el.dd(one.value))

    return kit.sheet(
        kit.sheet_body(rx.el.dl(rx.foreach(state.facts, fact), class_name="facts")), title=state.file_name
    )


def taken(title: Words) -> rx.Component:
    """That the file is taken in."""
    words = t("If something is wrong with it, it can be taken back below as a whole.")
    return kit.callout(words, tone="green", title=title)


def fixing(state: Any, label: Any) -> rx.Component:
    """A cell written anew."""
    return kit.form_dialog(
        kit.text_field(
            "value",
            label,
            error=SessionState.errors["value"],
            hint=fits(state.fault.suggestion),
            limit=limits.LIST_CELL,
            default_value=state.fault.value,
        ),
        name="cell",
        on_submit=state.fix,
        is_open=state.fault.key != "",
        on_close=state.leave_fault,
        title=t("Put right"),
        note=state.fault.words,
        fresh=state.fault.key,
    )


def undoing(state: Any, title: Words, words: Words) -> rx.Component:
    """The question before the last file is taken back."""
    return kit.confirm(
        is_open=state.asked_undo,
        on_close=state.leave_undo,
        on_confirm=state.undo,
        title=title,
        text=rx.el.span(state.last_file, ". ", words),
        confirm_label=t("Undo the import"),
    )
