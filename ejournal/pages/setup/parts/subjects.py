"""The usual subjects to strike out, and the school's own."""

import reflex as rx

from ejournal import limits
from ejournal.pages.setup.parts.frame import step_form
from ejournal.pages.setup.rows import SubjectGroup, SubjectRow
from ejournal.pages.setup.state import SetupState as State
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t


def step() -> rx.Component:
    """Untick what is not taught; add what is missing, one a line."""
    return step_form(
        rx.foreach(State.subjects, _group),
        kit.text_area(
            "own", t("Other subjects, one a line"), error=SessionState.errors["own"],
            limit=limits.SUBJECT_NAMES, default_value=State.own_subjects, rows="3",
        ),
        on_submit=State.save_subjects,
        save=t("Save and go on"),
        about=t("Untick what your school does not teach. What is taught in a class already stays."),
    )  # fmt: skip


def _group(group: SubjectGroup) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(group.title),
        rx.el.div(rx.foreach(group.subjects, _subject), class_name="setup-subjects"),
        class_name="setup-group",
    )


def _subject(one: SubjectRow) -> rx.Component:
    box = rx.el.input(type="checkbox", name=one.name, default_checked=one.kept, disabled=one.used)
    words = rx.el.span(one.title, " ", rx.el.span(one.grades, class_name="soft small nowrap"))
    return rx.el.label(box, words, class_name="check")
