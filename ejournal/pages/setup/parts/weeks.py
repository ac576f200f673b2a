"""Days a week and scale of marks by grade."""

import reflex as rx

from ejournal.pages.setup.parts.frame import step_form
from ejournal.pages.setup.rows import GradeRow
from ejournal.pages.setup.state import SetupState as State
from ejournal.services.courses.class_settings import DAYS_A_WEEK
from ejournal.ui import kit
from ejournal.ui.words.structure import SCALE_WORDS
from ejournal.ui.words.text import Words, t

DAYS = {5: "5 days", 6: "6 days"}


def step() -> rx.Component:
    """A line a grade."""
    return step_form(
        rx.el.div(rx.foreach(State.grades, _grade), class_name="setup-grades"),
        on_submit=State.save_grades,
        save=t("Save and go on"),
        about=t("Classes begin with it. Any class, and any subject in it, may have another scale later."),
    )


def _grade(one: GradeRow) -> rx.Component:
    days = [rx.el.option(t(DAYS[days]), value=str(days)) for days in DAYS_A_WEEK]
    scales = [rx.el.option(t(words), value=kind.value) for kind, words in SCALE_WORDS.items()]
    return rx.el.div(
        rx.el.span(one.title, class_name="strong"),
        _select(days, one.days_name, one.days, one.title, t("Days a week")),
        _select(scales, one.scale_name, one.scale, one.title, t("Scale of marks")),
        class_name="setup-grade",
        role="group",
        aria_label=one.title,
    )


def _select(
    options: list[rx.Component], name: Words, value: Words, grade: Words, label: Words
) -> rx.Component:
    return rx.el.div(
        rx.el.select(*options, name=name, default_value=value, aria_label=f"{grade}: {label}"),
        kit.icon("chevron-down", 18),
        class_name="select",
    )
