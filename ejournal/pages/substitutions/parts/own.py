"""Parts of a teacher's own page of absences."""

import reflex as rx

from ejournal import limits
from ejournal.pages.substitutions.own_state import OwnAbsenceState
from ejournal.pages.substitutions.parts.task import task_line
from ejournal.pages.substitutions.rows import AbsenceRow, OwnLessonRow
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = OwnAbsenceState
ERRORS = SessionState.errors


def report() -> rx.Component:
    """When and why; the deputy head decides and finds substitutes."""
    return kit.sheet(
        kit.sheet_body(
            rx.el.form(
                rx.el.div(
                    kit.text_field("starts", t("From"), kind="date", error=ERRORS["starts"], required=True),
                    kit.text_field("ends", t("To, inclusive"), kind="date", error=ERRORS["ends"]),
                    class_name="pair",
                ),
                kit.select_field(
                    "reason",
                    t("Reason"),
                    State.own_reasons,
                    error=ERRORS["reason"],
                    none=t("Choose the reason"),
                ),
                kit.text_area(
                    "absence_note", t("Note"), error=ERRORS["absence_note"], limit=limits.NOTE, rows="3"
                ),
                kit.button(t("Report to the deputy head"), kind="primary", submit=True),
                on_submit=State.report,
                class_name="stack",
            )
        ),
    )


def reported() -> rx.Component:
    """What was reported and what became of it."""
    return rx.cond(
        some(State.own_absences),
        kit.sheet(kit.rows(rx.foreach(State.own_absences, absence)), title=t("My absences")),
    )


def absence(one: AbsenceRow) -> rx.Component:
    """An absence and what became of it."""
    state = rx.cond(
        one.waiting,
        kit.badge(t("waits for the deputy head"), "amber"),
        rx.cond(one.declined, kit.badge(t("declined"), "red"), kit.badge(t("accepted"), "green")),
    )
    return kit.row(one.note, one.settled, end=state)


def lessons() -> rx.Component:
    """The lessons one is away from, with the tasks left for substitutes."""
    return rx.cond(
        some(State.own_lessons),
        kit.sheet(
            kit.rows(rx.foreach(State.own_lessons, lesson), lead="6rem"), title=t("My lessons in that time")
        ),
    )


def lesson(one: OwnLessonRow) -> rx.Component:
    """A lesson: who gives it, the task, the button to write it."""
    words = rx.cond(one.task != "", t("Change the task"), t("Leave a task"))
    line = kit.row(
        one.title,
        rx.fragment(rx.el.div(one.outcome), task_line(one.task)),
        lead=rx.fragment(rx.el.div(one.lead), rx.el.div(one.hours)),
        end=rx.cond(one.may_leave, kit.button(words, on_click=State.open_task(one.id))),
        amber=one.settled,
        wrap=True,
    )
    heading = rx.el.div(rx.el.h3(one.day, class_name="day-heading"), role="listitem")
    return rx.fragment(rx.cond(one.first_of_day, heading), line)
