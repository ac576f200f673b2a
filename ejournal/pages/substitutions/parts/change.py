"""The dialog in which an absence is shortened, made longer or taken back."""

import reflex as rx

from ejournal.pages.substitutions.change_state import AbsenceChangeState
from ejournal.pages.substitutions.rows import LessonRow
from ejournal.ui import kit
from ejournal.ui.session import SessionState
from ejournal.ui.text import t

State = AbsenceChangeState


def dialog() -> rx.Component:
    """First the last day, then the lessons that return and those that stay."""
    return kit.dialog(
        rx.cond(State.foreseen, _outlook(), _form()),
        is_open=State.changing.id != "",
        on_close=State.end_change,
        title=State.changing.teacher,
        note=State.changing.note,
        keep_on_veil=True,
    )


def _form() -> rx.Component:
    return rx.el.form(
        kit.text_field(
            "last_day",
            t("Last day of the absence"),
            kind="date",
            error=SessionState.errors["last_day"],
            default_value=State.changing.ends,
            key=State.changing.id,
            required=True,
        ),
        rx.el.div(
            kit.button(t("Take the absence back"), kind="danger", on_click=State.foresee_withdrawal),
            kit.button(t("Next"), kind="primary", submit=True),
            class_name="dialog-foot",
        ),
        on_submit=State.foresee,
        class_name="stack",
    )


def _outlook() -> rx.Component:
    return kit.stack(
        rx.cond(
            (State.returning.length() == 0) & (State.staying.length() == 0),
            rx.el.p(t("No lesson settled before is concerned.")),
        ),
        _lessons(t("Return to their teacher; substitutes and families are told"), State.returning),
        _lessons(t("Stay as they were settled: past, moved, or already given"), State.staying),
        rx.el.div(
            kit.button(t("Back"), on_click=State.begin_change),
            rx.cond(
                State.withdrawing,
                kit.button(t("Take the absence back"), kind="danger", on_click=State.agree),
                kit.button(t("Change the absence"), kind="primary", on_click=State.agree),
            ),
            class_name="dialog-foot",
        ),
    )


def _lessons(title: rx.Var[str], found: rx.Var[list[LessonRow]]) -> rx.Component:
    return rx.cond(
        found.length() > 0,
        rx.el.section(rx.el.h3(title, class_name="small"), kit.rows(rx.foreach(found, _lesson))),
    )


def _lesson(one: rx.Var[LessonRow]) -> rx.Component:
    return kit.row(one.title, f"{one.day}, {one.lead}", end=one.outcome, wrap=True)
