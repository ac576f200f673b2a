"""The forms of the calendar, and the question about what they do to the lessons."""

from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.pages.school_calendar.parts import SHIFTS, WEEKS, asking
from ejournal.pages.school_calendar.rows import TermField, TimesField
from ejournal.pages.school_calendar.state import SchoolCalendarState as State
from ejournal.ui import kit
from ejournal.ui.words.text import Words, t
from ejournal.ui.words.vars import some, text_of

FORM = "calendar-form"
KINDS = (("quarter", "Quarters"), ("trimester", "Trimesters"), ("half_year", "Half-years"))
PARITIES = (("every", "by the day's own week"), ("odd", "of an odd week"), ("even", "of an even week"))
GRADES = tuple((str(grade), str(grade)) for grade in range(1, 12))


def forms() -> rx.Component:
    """All forms; one is open at a time."""
    return rx.fragment(
        form("year", t("Academic year"), name_field(limits.YEAR), days_fields()),
        form("terms", t("Terms"), terms_form()),
        form(
            "holiday",
            t("Holidays or a day off"),
            name_field(limits.DAY_NAME),
            days_fields(),
            grades_fields(),
        ),
        form("moved", t("Moved day"), moved_form()),
        form("classes", t("Weeks of several classes"), classes_form()),
        form("bells", t("Bell schedule"), bells_form(), wide=True),
        form("short", t("Short day"), short_form()),
    )


def form(kind: str, title: Words, *children: rx.Component, wide: bool = False) -> rx.Component:
    """A dialog with a form whose fields begin with the values of the state."""
    return kit.dialog(
        rx.el.form(
            rx.el.div(*children, class_name="stack"),
            id=f"{FORM}-{kind}",
            key=text_of(State.form_key),
            on_submit=lambda given: asking(State.save(given)),
            no_validate=True,
        ),
        is_open=State.editing == kind,
        on_close=State.leave,
        title=title,
        keep_on_veil=True,
        wide=wide,
        foot=[
            kit.button(t("Cancel"), on_click=State.leave),
            kit.button(t("Save"), kind="primary", submit=True, form=f"{FORM}-{kind}", busy=State.busy),
        ],
    )


def field(name: str, label: Words, **props: Any) -> rx.Component:
    """A line of a form with its first value and its error."""
    return kit.text_field(name, label, error=State.problems[name], default_value=State.fields[name], **props)


def choice(name: str, label: Words, options: Any, **props: Any) -> rx.Component:
    """A list of a form with its first value and its error."""
    return kit.select_field(
        name, label, options, error=State.problems[name], default_value=State.fields[name], **props
    )


def pair(*children: rx.Component) -> rx.Component:
    """Fields side by side."""
    return rx.el.div(*children, class_name="field-pair")


def name_field(limit: int) -> rx.Component:
    """What it is called, in at most so many letters."""
    return field("name", t("Name"), limit=limit)


def days_fields() -> rx.Component:
    """From one day to another."""
    return pair(field("starts", t("First day"), kind="date"), field("ends", t("Last day"), kind="date"))


def grades_fields() -> rx.Component:
    """For which grades."""
    return pair(choice("grade_from", t("From grade"), GRADES), choice("grade_to", t("To grade"), GRADES))


def terms_form() -> rx.Component:
    """Kind, name and the days of each term."""

    def term(one: TermField) -> rx.Component:
        return rx.el.fieldset(
            rx.el.legend(one.title),
            pair(
                _line("starts_", one.number, t("First day"), one.starts, "date"),
                _line("ends_", one.number, t("Last day"), one.ends, "date"),
            ),
            class_name="form-part",
        )

    return rx.fragment(
        rx.cond(
            State.fields["id"],
            rx.fragment(),
            kit.segmented(
                [(key, t(words)) for key, words in KINDS],
                State.fields["kind"],
                State.choose_kind,
                t("Kind of terms"),
            ),
        ),
        rx.el.input(type="hidden", name="kind", default_value=State.fields["kind"]),
        name_field(limits.TERMS),
        rx.foreach(State.term_fields, term),
    )


def _line(begins: str, number: Any, label: Words, value: Words, kind: str) -> rx.Component:
    """A field of a repeated line: its name ends with the line's number, as its error's does."""
    name = begins + number.to(str)
    problem = State.problems[name]
    return rx.el.div(
        rx.el.label(
            rx.el.span(label),
            rx.el.input(
                name=name, type=kind, default_value=value, aria_invalid=rx.cond(problem, True, False),
                class_name="field-box",
            ),
        ),
        rx.cond(problem, rx.el.p(rx.el.span(problem), role="alert", class_name="field-error")),
        class_name="field field-line",
    )  # fmt: skip


def moved_form() -> rx.Component:
    """The day, whose timetable it follows, and why."""
    return rx.fragment(
        field("day", t("Day"), kind="date"),
        pair(
            choice("weekday", t("Follows the timetable of"), State.weekdays),
            choice("parity", t("Which week"), [(key, t(words)) for key, words in PARITIES]),
        ),
        field("note", t("Note"), limit=limits.DAY_NAME),
    )


def classes_form() -> rx.Component:
    """What to give to the classes of some grades; what stays empty is not changed."""
    as_is = ("", t("as it is"))
    return rx.fragment(
        grades_fields(),
        choice("days", t("School days"), [as_is, *((key, t(words)) for key, words in WEEKS)]),
        choice("shift", t("Shift"), [as_is, *((key, t(words)) for key, words in SHIFTS)]),
        kit.select_field(
            "scheme", t("Terms"), State.scheme_or_as_is, error=State.problems["scheme"], default_value=""
        ),
    )


def bells_form() -> rx.Component:
    """For whom the bells ring, and when; a pasted list fills the table."""

    def line(one: TimesField) -> rx.Component:
        return rx.el.div(
            rx.el.span(one.number, class_name="bell-number"),
            _line("starts_", one.number, t("begins"), one.starts, "time"),
            _line("ends_", one.number, t("ends"), one.ends, "time"),
            class_name="bell-field",
        )

    any_shift = ("", t("any shift"))
    return rx.fragment(
        name_field(limits.BELLS),
        pair(
            choice("shift", t("Shift"), [any_shift, *((key, t(words)) for key, words in SHIFTS)]),
            choice("weekday", t("Weekday"), State.weekdays),
        ),
        grades_fields(),
        kit.disclosure(
            t("Only for some days"),
            rx.el.div(
                field("day", t("One day"), kind="date", hint=t("For a day with its own bells")),
                pair(
                    field("from_day", t("Not before"), kind="date"),
                    field("to_day", t("Not after"), kind="date"),
                ),
                class_name="stack",
            ),
        ),
        rx.el.div(
            kit.text_area(
                "times",
                t("Paste the times"),
                hint=t("Line by line: 8:30–9:15. They fill the table below."),
                error=State.problems["times"],
                on_save=State.paste,
                limit=limits.BELL_TIMES,
                rows="3",
            ),
            rx.el.div(rx.foreach(State.times, line), key=text_of(State.times_key), class_name="bell-fields"),
            class_name="stack",
        ),
    )


def short_form() -> rx.Component:
    """A day on which lessons and breaks are shorter."""
    return rx.fragment(
        rx.el.p(
            t("The lessons begin as usual and follow each other faster, as in"),
            " «",
            State.fields["of"],
            "».",
        ),
        field("day", t("Day"), kind="date"),
        pair(
            field("lasts", t("Lesson, minutes"), kind="number"),
            field("pause", t("Break, minutes"), kind="number"),
        ),
        name_field(limits.BELLS),
    )


def question() -> rx.Component:
    """What the change does to the lessons, and whether to do it."""
    agree = rx.cond(State.question.destroys, t("Delete"), t("Save and change the lessons"))
    return kit.dialog(
        rx.el.p(t("In the lessons of the year"), ": ", State.question.words, "."),
        rx.cond(State.question.kept_words, kit.callout(State.question.kept_words, tone="amber")),
        rx.cond(
            some(State.question.kept),
            rx.el.ul(rx.foreach(State.question.kept, rx.el.li), class_name="words-list"),
        ),
        is_open=State.question.asked,
        on_close=State.disagree,
        title=rx.cond(State.question.destroys, t("Delete this?"), t("Lessons will change")),
        foot=[
            kit.button(t("Cancel"), on_click=State.disagree),
            rx.cond(
                State.question.destroys,
                kit.button(agree, kind="danger", on_click=asking(State.agree()), busy=State.busy),
                kit.button(agree, kind="primary", on_click=asking(State.agree()), busy=State.busy),
            ),
        ],
    )
