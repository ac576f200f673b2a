"""The marks page's components: lines of subjects, the chart with its table, a subject with the calculator."""

import reflex as rx

from ejournal.pages.diary_marks.rows import (
    MarkRow,
    ResultRow,
    ShortMark,
    SubjectRow,
)
from ejournal.pages.diary_marks.state import WEIGHTS, DiaryMarksState
from ejournal.ui import kit
from ejournal.ui.words.charts import DotRow, DrawnRow
from ejournal.ui.words.text import t, t_format
from ejournal.ui.words.vars import as_list, some


def term_choice() -> rx.Component:
    """The terms as neighbours."""
    return kit.toolbar(
        kit.segmented(DiaryMarksState.terms, DiaryMarksState.term, DiaryMarksState.choose_term, t("Term"))
    )


def subjects() -> rx.Component:
    """A line a subject: marks, average, term mark; opens the subject."""
    return kit.sheet(
        rx.cond(
            some(DiaryMarksState.subjects),
            rx.el.div(rx.foreach(DiaryMarksState.subjects, _subject), class_name="rows", role="list"),
            kit.empty_state(t("No subjects in this term"), icon="book-open"),
        ),
        title=t("Subjects"),
        aside=rx.el.span(
            rx.el.span(t("mean"), class_name="marks-average"),
            rx.el.span(t("result"), class_name="marks-term"),
            class_name="row-end marks-legend",
        ),
    )


def apart() -> rx.Component:
    """Which subjects the average over the page leaves out, where there are some."""
    return rx.cond(
        DiaryMarksState.apart != "", rx.el.p(DiaryMarksState.apart, class_name="soft small marks-apart")
    )


def _subject(row: SubjectRow) -> rx.Component:
    return rx.el.div(
        rx.el.button(
            rx.el.span(
                rx.el.span(row.subject, class_name="row-title"),
                rx.cond(
                    some(row.marks),
                    rx.el.span(rx.foreach(row.marks, _short), class_name="marks-line"),
                    rx.el.span(t("No marks yet"), class_name="soft small"),
                ),
                rx.cond(
                    row.year_mark != "",
                    rx.el.span(t_format("Year mark: {mark}", mark=row.year_mark), class_name="small"),
                ),
                class_name="row-main marks-subject",
            ),
            rx.el.span(
                rx.el.span(
                    rx.cond(row.average != "", row.average, "–"),
                    class_name="marks-average" + rx.cond(row.tone == "low", " marks-average-low", ""),
                    aria_label=t_format("average {value}", value=row.average),
                ),
                rx.el.span(
                    rx.cond(row.term_mark != "", row.term_mark, ""),
                    title=t("term mark"),
                    class_name="marks-term",
                ),
                class_name="row-end",
            ),
            type="button",
            on_click=DiaryMarksState.open_subject(row.id),
            class_name="row row-link",
        ),
        role="listitem",
    )


def _short(mark: ShortMark) -> rx.Component:
    return rx.el.span(mark.value, title=mark.hint, class_name="marks-short marks-" + mark.tone)


def year() -> rx.Component:
    """The results of the year: a subject a line, terms and year across."""
    return rx.cond(
        some(DiaryMarksState.results),
        kit.sheet(
            rx.el.div(
                rx.el.table(
                    rx.el.thead(
                        rx.el.tr(
                            rx.el.th(t("Subject"), scope="col"),
                            rx.foreach(
                                DiaryMarksState.result_columns, lambda one: rx.el.th(one, scope="col")
                            ),
                        )
                    ),
                    rx.el.tbody(rx.foreach(DiaryMarksState.results, _result)),
                    class_name="table table-pinned marks-year",
                ),
                class_name="table-scroll",
                role="region",
                aria_label=t("The year's results"),
                tab_index=0,
            ),
            title=t("The year's results"),
        ),
    )


def _result(row: ResultRow) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row.subject, scope="row"),
        rx.foreach(row.marks, lambda mark: rx.el.td(mark.value, class_name="marks-" + mark.tone)),
    )


def dynamics() -> rx.Component:
    """The mean of all subjects as it went through the term."""
    return rx.cond(
        DiaryMarksState.chart.line != "",
        kit.sheet(kit.sheet_body(chart(DiaryMarksState.chart)), title=t("How the average went")),
    )


def chart(drawn: DrawnRow) -> rx.Component:
    """A drawn line of averages, and behind it the same as a table."""
    return rx.el.div(
        kit.line(drawn),
        rx.el.p(drawn.words, class_name="soft small"),
        kit.disclosure(
            t("As a table"),
            kit.table(
                [t("Date"), kit.Column(t("Average"), number=True)],
                rx.foreach(
                    as_list(drawn.dots, DotRow), lambda dot: kit.table_row(dot.head, kit.number(dot.words))
                ),
                label=t("How the average went"),
                height="20rem",
            ),
        ),
        class_name="stack stack-tight",
    )


def subject_dialog() -> rx.Component:
    """The opened subject: chart, calculator, every mark with its lesson."""
    return kit.dialog(
        rx.cond(DiaryMarksState.subject_chart.line != "", chart(DiaryMarksState.subject_chart)),
        rx.cond(some(DiaryMarksState.buttons), calculator()),
        rx.cond(
            some(DiaryMarksState.marks),
            rx.el.div(
                rx.el.h3(t("Marks of the term")),
                kit.rows(rx.foreach(DiaryMarksState.marks, _mark), lead="5.5rem"),
                class_name="marks-list",
            ),
        ),
        is_open=DiaryMarksState.subject_id != "",
        on_close=DiaryMarksState.close_subject,
        title=DiaryMarksState.subject,
        note=DiaryMarksState.subject_note,
    )


def calculator() -> rx.Component:
    """What the average would be with further marks."""
    return rx.el.section(
        rx.el.h3(t("What if?")),
        rx.el.p(DiaryMarksState.outcome, aria_live="polite", class_name="marks-outcome"),
        rx.el.div(
            rx.foreach(
                DiaryMarksState.buttons,
                lambda value: rx.el.button(
                    value,
                    type="button",
                    aria_label=t_format("Add {mark}", mark=value),
                    on_click=DiaryMarksState.suppose(value),
                    class_name="button button-secondary marks-button",
                ),
            ),
            kit.segmented(
                [(str(weight), t_format("weight {n}", n=weight)) for weight in WEIGHTS],
                DiaryMarksState.weight,
                DiaryMarksState.choose_weight,
                t("Weight"),
            ),
            class_name="toolbar",
        ),
        rx.cond(
            some(DiaryMarksState.supposed),
            rx.el.div(
                rx.foreach(
                    DiaryMarksState.supposed,
                    lambda row: rx.el.button(
                        row.value,
                        rx.el.span(row.kind, class_name="small"),
                        kit.icon("x", 14),
                        type="button",
                        aria_label=t_format("Remove {mark}", mark=row.value),
                        on_click=DiaryMarksState.drop(row.index),
                        class_name="chip marks-supposed",
                    ),
                ),
                class_name="chips",
            ),
        ),
        class_name="stack stack-tight marks-calculator",
        aria_label=t("What if?"),
    )


def _mark(row: MarkRow) -> rx.Component:
    return kit.row(
        row.kind,
        rx.cond(row.comment != "", row.comment, row.topic),
        lead=row.date,
        end=kit.mark_chip(row.value, tone=row.tone),
        href=f"/diary?child={DiaryMarksState.child}&day={row.day}",
    )
