"""Parts of the calendar's setup: the year with its terms, days off, classes, bells."""

import reflex as rx

from ejournal.pages.school_calendar.rows import BellRow, BellsRow, ClassRow, LineRow, SchemeRow
from ejournal.pages.school_calendar.state import SchoolCalendarState as State
from ejournal.ui import kit
from ejournal.ui.words.text import Words, t, t_format
from ejournal.ui.words.vars import as_list, some

WEEKS = (("5", "5 days"), ("6", "6 days"))
SHIFTS = (("1", "shift 1"), ("2", "shift 2"), ("3", "shift 3"))


def no_year() -> rx.Component:
    """For a school that has no academic year yet."""
    return kit.empty_state(
        t("There is no academic year yet"),
        t("It is made with quarters and the usual holidays; then you correct the days."),
        icon="calendar-days",
        actions=[
            kit.button(t_format("Make the year {begins}", begins=State.next_begins), kind="primary",
                       on_click=State.begin_year)
        ],
    )  # fmt: skip


def year() -> rx.Component:
    """The choice of year and part, then the part."""
    return kit.stack(
        kit.toolbar(
            kit.chips(
                (
                    ("terms", t("Year and terms")),
                    ("days", t("Days off")),
                    ("classes", t("Weeks of classes")),
                    ("bells", t("Bells")),
                ),
                State.part,
                State.show,
                t("Parts of the calendar"),
            ),
            kit.push(kit.select(State.years, State.year_id, State.choose_year, t("Year"))),
        ),
        rx.match(
            State.part,
            ("days", days()),
            ("classes", classes()),
            ("bells", bells()),
            terms(),
        ),
    )


def _edit_buttons(kind: str, row_id: Words) -> rx.Component:
    return rx.fragment(
        kit.icon_button("pencil", t("Change"), State.edit(kind, row_id)),
        kit.icon_button("trash-2", t("Delete"), asking(State.remove(f"delete-{kind}", row_id))),
    )


def asking(event: rx.event.EventSpec) -> list[rx.event.EventSpec]:
    """An event that looks at the lessons of the year, with the page saying so meanwhile."""
    return [State.wait(), event, State.waited()]


# ------------------------------------------------------------------------------------------------- terms


def terms() -> rx.Component:
    """The days of the year, and the ways in which it is parted."""
    return kit.stack(
        kit.sheet(
            kit.rows(
                kit.row(
                    State.year_name,
                    t("The year's first week is odd, the next even; holidays do not stop the count."),
                    end=kit.button(t("Change"), on_click=State.edit("year", "")),
                )
            ),
            title=t("Academic year"),
            aside=kit.button(
                t_format("Make the year {begins}", begins=State.next_begins), kind="quiet", icon="plus",
                on_click=State.begin_year,
            ),
        ),
        rx.foreach(State.schemes, scheme),
        rx.el.div(
            kit.button(t("Other terms for some classes"), icon="plus", on_click=State.edit("terms", "")),
            class_name="toolbar",
        ),
    )  # fmt: skip


def scheme(one: SchemeRow) -> rx.Component:
    """Quarters, trimesters or half-years with their days and classes."""

    def term(line: LineRow) -> rx.Component:
        return kit.row(line.title, end=line.note)

    return kit.sheet(
        kit.rows(rx.foreach(as_list(one.terms, LineRow), term)),
        kit.sheet_body(rx.el.p(t("Classes"), ": ", one.classes, class_name="soft")),
        title=one.title,
        aside=_edit_buttons("terms", one.id),
    )


# -------------------------------------------------------------------------------------------------- days


def days() -> rx.Component:
    """Holidays, days off, and days that follow another weekday."""
    return kit.stack(
        kit.sheet(
            rx.cond(
                some(State.holidays),
                kit.rows(rx.foreach(State.holidays, lambda one: day_line(one, "holiday"))),
                kit.empty_state(t("No holidays yet"), icon="calendar-x"),
            ),
            title=t("Holidays and days off"),
            aside=kit.button(t("Add"), kind="quiet", icon="plus", on_click=State.edit("holiday", "")),
        ),
        kit.sheet(
            rx.cond(
                some(State.moved),
                kit.rows(rx.foreach(State.moved, lambda one: day_line(one, "moved"))),
                kit.empty_state(
                    t("No moved days"),
                    t("A Saturday on which Monday's lessons are given is a moved day."),
                    icon="calendar-sync",
                ),
            ),
            title=t("Moved days"),
            aside=kit.button(t("Add"), kind="quiet", icon="plus", on_click=State.edit("moved", "")),
        ),
    )


def day_line(one: LineRow, kind: str) -> rx.Component:
    """Holidays, a day off or a moved day with its buttons."""
    end = rx.fragment(rx.cond(one.end, kit.badge(one.end)), _edit_buttons(kind, one.id))
    return kit.row(one.title, one.note, end=end)


# ----------------------------------------------------------------------------------------------- classes


def classes() -> rx.Component:
    """How many days a week, which shift and which terms each class has."""
    return kit.sheet(
        rx.cond(
            some(State.classes),
            rx.el.div(
                kit.table(
                    (t("Class"), t("School days"), t("Shift"), t("Terms")),
                    rx.foreach(State.classes, class_line),
                    label=t("Weeks of classes"),
                    pinned=True,
                ),
                class_name="class-weeks",
            ),
            kit.empty_state(t("There are no classes this year"), icon="users"),
        ),
        title=t("Weeks of classes"),
        aside=kit.button(t("Several at once"), kind="quiet", on_click=State.edit("classes", "")),
    )


def class_line(one: ClassRow) -> rx.Component:
    """A class with its three choices."""

    def choice(what: str, options: kit.Options, value: Words, label: Words) -> rx.Component:
        return kit.select(
            options,
            value,
            lambda chosen: asking(State.set_class(one.id, what, chosen)),
            label,
            hide_label=True,
            disabled=State.busy,
        )

    return kit.table_row(
        one.title,
        choice("days", [(key, t(words)) for key, words in WEEKS], one.days, t("School days")),
        choice("shift", [(key, t(words)) for key, words in SHIFTS], one.shift, t("Shift")),
        choice("scheme", State.scheme_choices, one.scheme, t("Terms")),
    )


# ------------------------------------------------------------------------------------------------- bells


def bells() -> rx.Component:
    """The bell schedules, the most general first."""
    return kit.stack(
        rx.el.div(
            kit.button(t("Add a bell schedule"), icon="plus", on_click=State.edit("bells", "")),
            rx.el.p(
                t("Of several the most exact rings: for one day, then a weekday, a shift, fewer grades."),
                class_name="soft bells-note",
            ),
            class_name="toolbar",
        ),
        rx.cond(
            some(State.bells),
            rx.el.div(rx.foreach(State.bells, bell_schedule), class_name="bell-schedules"),
            kit.sheet(
                kit.empty_state(
                    t("No bells yet"),
                    t("Without them the schedule shows lesson numbers but no times."),
                    icon="bell",
                )
            ),
        ),
    )


def bell_schedule(one: BellsRow) -> rx.Component:
    """A bell schedule: for whom, its times, what it has against the norms."""

    def line(bell: BellRow) -> rx.Component:
        return rx.el.li(
            rx.el.span(bell.number, class_name="bell-number"),
            rx.el.span(bell.times, class_name="bell-times"),
            rx.el.span(bell.note, class_name="soft"),
        )

    return kit.sheet(
        kit.sheet_body(
            rx.el.p(one.whom, class_name="soft"),
            rx.foreach(as_list(one.warnings, str), lambda words: kit.callout(words, tone="amber")),
            rx.el.ol(rx.foreach(as_list(one.bells, BellRow), line), class_name="bell-lines"),
            rx.el.div(
                kit.button(t("Short day"), kind="quiet", on_click=State.edit("short", one.id)),
                class_name="toolbar",
            ),
        ),
        title=one.title,
        aside=_edit_buttons("bells", one.id),
    )
