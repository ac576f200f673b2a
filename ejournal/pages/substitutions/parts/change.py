"""The dialog in which an absence is shortened, made longer or taken back."""

import reflex as rx

from ejournal.pages.substitutions.change_state import AbsenceChangeState
from ejournal.pages.substitutions.rows import LessonRow
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import Words, t
from ejournal.ui.words.vars import no, some

State = AbsenceChangeState


def dialogs() -> rx.Component:
    """First the last day is asked for, then the lessons that return and those that stay are shown."""
    return rx.fragment(_form(), _outlook())


def _form() -> rx.Component:
    return kit.form_dialog(
        kit.text_field(
            "last_day",
            t("Last day of the absence"),
            kind="date",
            error=SessionState.errors["last_day"],
            default_value=State.changing.ends,
            required=True,
        ),
        name="change-absence",
        on_submit=State.foresee,
        is_open=(State.changing.id != "") & no(State.foreseen),
        on_close=State.end_change,
        title=State.changing.teacher,
        note=State.changing.note,
        fresh=State.changing.id,
        save=t("Next"),
        also=kit.button(t("Take the absence back"), kind="danger", on_click=State.foresee_withdrawal),
    )


def _outlook() -> rx.Component:
    agreed = rx.cond(
        State.withdrawing,
        kit.button(t("Take the absence back"), kind="danger", on_click=State.agree),
        kit.button(t("Change the absence"), kind="primary", on_click=State.agree),
    )
    return kit.dialog(
        rx.cond(
            (~some(State.returning)) & (~some(State.staying)),
            rx.el.p(t("No lesson settled before is concerned.")),
        ),
        _lessons(t("Return to their teacher; substitutes and families are told"), State.returning),
        _lessons(
            t("Stay as they were settled: past, begun, moved, given, or the place is taken"), State.staying
        ),
        is_open=(State.changing.id != "") & State.foreseen,
        on_close=State.end_change,
        title=State.changing.teacher,
        note=State.changing.note,
        foot=[kit.button(t("Back"), on_click=State.begin_change), agreed],
    )


def _lessons(title: Words, found: list[LessonRow]) -> rx.Component:
    return rx.cond(
        some(found),
        rx.el.section(rx.el.h3(title, class_name="small"), kit.rows(rx.foreach(found, _lesson))),
    )


def _lesson(one: LessonRow) -> rx.Component:
    return kit.row(one.title, f"{one.day}, {one.lead}", end=one.outcome, wrap=True)
