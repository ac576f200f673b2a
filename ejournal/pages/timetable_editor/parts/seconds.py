"""The dialogs of a course's second teachers: the list, and the form of one."""

import reflex as rx

from ejournal.pages.timetable_editor.seconds_state import SecondRow
from ejournal.pages.timetable_editor.seconds_state import SecondState as State
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

ERRORS = SessionState.errors


def listed() -> rx.Component:
    """Who is, was and will be the course's second teacher."""
    return kit.dialog(
        rx.cond(
            some(State.seconds),
            kit.rows(rx.foreach(State.seconds, _second)),
            kit.empty_state(t("No second teacher yet"), icon="users"),
        ),
        is_open=State.dialog == "course-seconds",
        on_close=State.back,
        title=t("Second teachers"),
        note=State.course_name,
        foot=[
            kit.button(t("Add a second teacher"), icon="plus", on_click=State.begin_second),
            kit.button(t("Done"), kind="primary", on_click=State.back),
        ],
    )


def _second(one: SecondRow) -> rx.Component:
    return kit.row(one.name, one.days, on_click=State.open_second(one.id))


def form() -> rx.Component:
    """A second teacher and the days."""
    fields = State.second_fields
    return kit.dialog(
        rx.cond(
            State.dialog == "course-second",
            rx.el.form(
                kit.select_field(
                    "second",
                    t("Second teacher"),
                    State.second_teachers,
                    error=ERRORS["second"],
                    none=t("Choose the teacher"),
                    default_value=fields["second"],
                ),
                rx.el.div(
                    kit.text_field(
                        "starts",
                        t("From"),
                        kind="date",
                        error=ERRORS["starts"],
                        default_value=fields["starts"],
                    ),
                    kit.text_field(
                        "ends",
                        t("To, inclusive"),
                        kind="date",
                        error=ERRORS["ends"],
                        default_value=fields["ends"],
                    ),
                    class_name="field-pair",
                ),
                rx.el.div(
                    rx.cond(
                        State.second_id != "",
                        kit.button(t("End today"), kind="quiet", on_click=State.stop_second),
                        kit.button(t("Cancel"), on_click=State.back),
                    ),
                    kit.button(t("Save"), kind="primary", submit=True),
                    class_name="toolbar editor-buttons",
                ),
                on_submit=State.save_second,
                class_name="stack",
            ),
        ),
        is_open=State.dialog == "course-second",
        on_close=State.back,
        title=t("Second teacher"),
        note=t("Writes in the journal as the first does, at lessons of these days. No day is no bound."),
        keep_on_veil=True,
    )
