"""Parts of the journal of substitutions: the month's lines, the hours, paper and spreadsheet."""

import reflex as rx

from ejournal.pages.substitutions.journal_state import SubstitutionJournalState
from ejournal.pages.substitutions.rows import HoursLine, JournalLine
from ejournal.ui import kit
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = SubstitutionJournalState
ADDRESS = "/substitutions/journal?month="


def month() -> rx.Component:
    """A month, its neighbours, its lines."""
    return kit.stack(
        kit.toolbar(
            kit.icon_link("chevron-left", t("Previous month"), ADDRESS + State.previous_month),
            rx.el.strong(State.month_title),
            kit.icon_link("chevron-right", t("Next month"), ADDRESS + State.next_month),
            kit.push(
                kit.link_button(
                    t("Spreadsheet"),
                    "/print/substitutions.xlsx?month=" + State.month,
                    icon="sheet",
                    download=True,
                ),
                kit.link_button(
                    t("Print"), "/print/substitutions.pdf?month=" + State.month, icon="printer", download=True
                ),
            ),
            label=t("Month"),
        ),
        rx.cond(
            some(State.lines),
            rx.fragment(
                lines(), kit.sheet(kit.rows(rx.foreach(State.hours, hours)), title=t("Hours to be paid"))
            ),
            kit.empty_state(
                t("No substitutions in this month"),
                t("Lines appear here when lessons of absent teachers are settled."),
                icon="book-open",
            ),
        ),
    )


def lines() -> rx.Component:
    """The journal as it is kept on paper; on phones a row a line, who replaces whom first."""
    return rx.fragment(
        rx.el.div(
            kit.sheet(kit.rows(rx.foreach(State.lines, short_line), lead="3.25rem")), class_name="phone-only"
        ),
        rx.el.div(paper(), class_name="desktop-only"),
    )


def short_line(one: JournalLine) -> rx.Component:
    """A line on a phone."""
    who = rx.el.span(
        one.absent,
        rx.el.span(t("is replaced by"), class_name="sr-only"),
        kit.icon("arrow-right", 16),
        one.substitute,
        class_name="who-for-whom",
    )
    return kit.row(
        who,
        rx.fragment(
            rx.el.div(one.subject, ", ", one.classes),
            rx.el.div(one.reason, rx.cond(one.topic != "", rx.el.span(" · ", one.topic))),
        ),
        lead=rx.fragment(rx.el.div(one.date), rx.el.div(one.lesson)),
        end=rx.cond(one.hours != "", kit.badge(one.hours)),
    )


def paper() -> rx.Component:
    """All the columns of the printed journal."""
    return kit.sheet(
        kit.table(
            [
                t("Date"),
                t("Class"),
                t("Subject"),
                kit.Column(t("No."), number=True),
                t("Absent teacher"),
                t("Reason"),
                t("Substitute"),
                t("Topic"),
                t("Order"),
                kit.Column(t("Hours"), number=True),
            ],
            rx.foreach(State.lines, line),
            label=t("Journal of substitutions"),
            pinned=True,
        )
    )


def line(one: JournalLine) -> rx.Component:
    """A line."""
    return kit.table_row(
        one.date,
        one.classes,
        one.subject,
        kit.number(one.number),
        one.absent,
        one.reason,
        one.substitute,
        one.topic,
        one.order,
        kit.number(one.hours),
    )


def hours(one: HoursLine) -> rx.Component:
    """A teacher and the hours."""
    return kit.row(one.teacher, end=one.hours)
