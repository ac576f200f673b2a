"""Parts of a class's report and of a teacher's: pupils by subjects, subjects, courses."""

import reflex as rx

from ejournal.pages.reports.class_rows import CellRow, TableRow
from ejournal.pages.reports.parts import figures, line_of, listing, marks, nothing
from ejournal.pages.reports.rows import FILLING_HEADS, MARKS_HEADS, MarksRow
from ejournal.pages.reports.state import WHOLE, ReportsState
from ejournal.ui import kit
from ejournal.ui.frame.nothing_yet import no_classes
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = ReportsState


def of_class() -> rx.Component:
    """A class: its figures, who came and left, pupils by subjects, the subjects."""
    return rx.cond(
        State.class_id != "",
        rx.fragment(
            rx.cond(
                some(State.subjects),
                figures(),
                rx.el.p(t("No marks are given in this class, or none that count."), class_name="soft"),
            ),
            kit.stack(
                rx.cond(State.behind.line == WHOLE, kit.sheet(kit.sheet_body(listing()))),
                _pupils(),
                marks(State.subjects, t("By subject"), t("Subject")),
            ),
        ),
        no_classes(),
    )


def _pupils() -> rx.Component:
    after = ("Average", "Lessons missed", "Whole days", "Missed, %")
    heads = rx.el.tr(
        rx.el.th(t("Pupil"), scope="col"),
        rx.foreach(State.subject_heads, lambda one: rx.el.th(one, scope="col", class_name="report-upright")),
        *(rx.el.th(t(one), scope="col", class_name="number") for one in after),
        rx.el.th(t("Reasons"), scope="col"),
    )
    return kit.sheet(
        rx.el.div(
            rx.el.table(
                rx.el.thead(heads),
                rx.el.tbody(rx.foreach(State.pupils, _pupil)),
                class_name="table table-pinned report-marks",
            ),
            class_name="table-scroll",
            role="region",
            aria_label=t("Pupils by subject"),
            tab_index=0,
        ),
        title=t("Pupils by subject"),
        aside=rx.cond(State.draft, rx.el.span(t("pale: proposed, not set"), class_name="soft small")),
    )


def _pupil(one: TableRow) -> rx.Component:
    return rx.el.tr(
        rx.el.th(kit.link(one.name, href=one.href), scope="row"),
        rx.foreach(one.cells, _cell),
        *(kit.number(value) for value in (one.average, one.missed, one.days, one.share)),
        rx.el.td(one.reasons, class_name="small"),
    )


def _cell(one: CellRow) -> rx.Component:
    return rx.el.td(
        one.value,
        class_name="marks-" + one.tone + rx.cond(one.draft, " report-proposed", ""),
    )


def filling() -> rx.Component:
    """What journals lack, by teacher, and one button that reminds all of them."""
    heads: list[kit.Column | kit.Words] = [
        t("Teacher"),
        *(kit.Column(t(one), number=True) for one in FILLING_HEADS),
    ]
    return kit.stack(
        rx.cond(
            State.lacking != "",
            kit.toolbar(
                kit.button(State.lacking, icon="bell", on_click=State.remind),
                rx.el.span(
                    t("Each is told in the bell how many topics and tests wait; once a week at most."),
                    class_name="soft small",
                ),
            ),
        ),
        rx.cond(
            some(State.lines),
            kit.sheet(kit.table(heads, rx.foreach(State.lines, line_of), label=t("Filling"), pinned=True)),
            nothing(),
        ),
    )


COURSE_HEADS = ("Pupils", *MARKS_HEADS)


def courses() -> rx.Component:
    """The courses of a teacher: marks, figures, hours; a click lists the pupils."""
    heads: list[kit.Column | kit.Words] = [
        t("Course"),
        *(kit.Column(t(one), number=True) for one in COURSE_HEADS),
    ]
    return rx.cond(
        some(State.lines),
        kit.stack(
            kit.sheet(kit.card_table(heads, rx.foreach(State.lines, _course), label=t("My subjects"))),
            rx.cond(State.behind.line != "", kit.sheet(kit.sheet_body(listing()))),
        ),
        nothing(),
    )


def _course(one: MarksRow) -> rx.Component:
    name = rx.el.button(
        one.title,
        type="button",
        aria_expanded=rx.cond(State.behind.line == one.id, "true", "false"),
        on_click=State.show_course(one.id),
        class_name="report-open",
    )
    return rx.el.tr(
        rx.el.th(
            rx.el.div(name, rx.el.div(one.note, class_name="soft small"), class_name="report-course"),
            scope="row",
        ),
        *(kit.card_cell(one.cells[place], t(head)) for place, head in enumerate(COURSE_HEADS)),
    )
