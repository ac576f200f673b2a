"""Parts of the journal of substitutions: the month's lines, the hours, paper and spreadsheet."""

import reflex as rx

from ejournal.pages.substitutions.journal_state import SubstitutionJournalState
from ejournal.pages.substitutions.rows import HoursLine, JournalLine
from ejournal.ui import kit
from ejournal.ui.text import t

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
            State.lines.length() > 0,
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
    """The journal as it is kept on paper."""
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


def line(one: rx.Var[JournalLine]) -> rx.Component:
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


def hours(one: rx.Var[HoursLine]) -> rx.Component:
    """A teacher and the hours."""
    return kit.row(one.teacher, end=one.hours)
