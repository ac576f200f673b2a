"""The academic year with its terms and holidays, and the bells."""

import reflex as rx

from ejournal import limits
from ejournal.models import TermKind
from ejournal.pages.setup.parts.frame import no_year, step_form, step_sheet
from ejournal.pages.setup.rows import BellsRow, LineRow
from ejournal.pages.setup.state import SetupState as State
from ejournal.services.school.usual_bells import BellWish
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.structure import KIND_NAMES
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

STAGES = (
    ("primary", "Grades 1–4", TermKind.QUARTER),
    ("basic", "Grades 5–9", TermKind.QUARTER),
    ("upper", "Grades 10–11", TermKind.HALF_YEAR),
)


def year() -> rx.Component:
    """The offer of a year, or the year that there is."""
    return rx.cond(State.year_name != "", _made_year(), _new_year())


def _new_year() -> rx.Component:
    kinds = [(kind.value, t(words)) for kind, words in KIND_NAMES.items()]
    terms = [
        kit.select_field(name, t(label), kinds, error=SessionState.errors[name], default_value=kind.value)
        for name, label, kind in STAGES
    ]
    return step_form(
        rx.el.div(
            kit.select_field(
                "begins",
                t("Academic year"),
                State.years,
                error=SessionState.errors["begins"],
                default_value=State.years[0].value,
            ),
            *terms,
            class_name="setup-fields",
        ),
        _tick("first_grade_rests", t("Grade 1 has additional holidays in February"), checked=True),
        on_submit=State.make_year,
        save=t("Make the year"),
        about=t("Terms, holidays and state days off come ready; then you correct the days."),
    )


def _made_year() -> rx.Component:
    def line(one: LineRow) -> rx.Component:
        return kit.row(one.title, one.note, end=rx.cond(one.end != "", kit.badge(one.end)))

    return step_sheet(
        kit.sheet_body(rx.el.p(t("Academic year"), " ", rx.el.strong(State.year_name))),
        rx.el.div(kit.rows(rx.foreach(State.year_lines, line)), class_name="setup-list"),
        more=kit.link_button(t("Correct the days"), "/schedule/calendar", icon="pencil"),
    )


def bells() -> rx.Component:
    """The figures from which bells are made, or the bells that there are."""
    return rx.cond(
        State.year_name == "",
        no_year(),
        rx.cond(some(State.bells), _made_bells(), _new_bells()),
    )


def _new_bells() -> rx.Component:
    usual, errors = BellWish(), SessionState.errors

    def number(name: str, label: kit.Words, value: object) -> rx.Component:
        return kit.text_field(name, label, error=errors[name], input_mode="numeric", required=True,
                              limit=limits.NUMBER, default_value=str(value))  # fmt: skip

    fields = rx.el.div(
        rx.el.div(
            kit.text_field("begins", t("Lessons begin at"), kind="time", error=errors["begins"],
                           required=True, default_value=f"{usual.begins:%H:%M}"),
            number("lasts", t("Minutes of a lesson"), usual.lasts),
            number("lessons", t("Lessons a day"), usual.lessons),
            number("pause", t("Minutes of a break"), usual.pause),
            number("long_pause", t("Minutes of a long break"), usual.long_pause),
            kit.text_field("long_after", t("Long after lessons"), error=errors["long_after"],
                           limit=limits.NUMBER,
                           default_value=", ".join(map(str, usual.long_after))),
            kit.text_field("second_begins", t("Second shift, if any, at"), kind="time",
                           error=errors["second_begins"]),
            class_name="setup-fields",
        ),
        rx.el.ol(rx.foreach(State.preview, _bell), class_name="setup-bells", aria_live="polite"),
        class_name="setup-beside",
    )  # fmt: skip
    return step_form(
        fields,
        _tick("first_grade", t("Grade 1: 35 minutes until December, then 40"), checked=True),
        rx.el.div(
            kit.button(
                t("Show what comes of it"), kind="quiet", icon="refresh-cw",
                on_click=rx.call_script(_FIGURES, callback=State.try_bells),
            )
        ),
        on_submit=State.save_bells,
        save=t("Save and go on"),
        about=t("Other bells, by weekday or for a short day, are added in the calendar later."),
    )  # fmt: skip


_FIGURES = "Object.fromEntries([...new FormData(document.querySelector('.setup-main'))])"


def _bell(one: LineRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(one.title, class_name="setup-bell-number"),
        rx.el.span(one.note),
        rx.el.span(one.end, class_name="soft small"),
    )


def _made_bells() -> rx.Component:
    def table(one: BellsRow) -> rx.Component:
        times = rx.el.ol(rx.foreach(one.times, _bell), class_name="setup-bells")
        return rx.el.section(rx.el.h3(one.title), times)

    return step_sheet(
        kit.sheet_body(rx.el.div(rx.foreach(State.bells, table), class_name="setup-columns")),
        more=kit.link_button(t("Change the bells"), "/schedule/calendar?part=bells", icon="pencil"),
    )


def _tick(name: str, label: kit.Words, *, checked: bool) -> rx.Component:
    box = rx.el.input(type="checkbox", name=name, default_checked=checked)
    return rx.el.label(box, rx.el.span(label), class_name="check")
