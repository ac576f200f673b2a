"""Parts of the reports: what is chosen, the school's figures, classes, the chart of quality."""

from collections.abc import Sequence

import reflex as rx

from ejournal.pages.reports.rows import (
    MARKS_HEADS,
    ClassRow,
    FigureRow,
    ListChoice,
    MarksRow,
    PupilRow,
    TrendRow,
)
from ejournal.pages.reports.state import CLASS, SCHOOL, WHOLE, ReportsState
from ejournal.ui import kit
from ejournal.ui.kit.forms import post_form
from ejournal.ui.words.text import Words, t, t_format
from ejournal.ui.words.vars import as_list, count, some

State = ReportsState


def choices() -> rx.Component:
    """View, class, period, and with what it is compared."""
    return kit.toolbar(
        rx.cond(
            count(State.views) > 1,
            kit.segmented(State.views, State.view, State.choose_view, t("View")),
        ),
        rx.cond(
            (State.view == CLASS) & (count(State.class_choices) > 1),
            kit.select(State.class_choices, State.class_id, State.choose_class, t("Class")),
        ),
        rx.cond(
            some(State.periods), kit.select(State.periods, State.period, State.choose_period, t("Period"))
        ),
        rx.cond(
            (State.view == SCHOOL) & (count(State.compared_choices) > 1),
            kit.select(State.compared_choices, State.compared, State.choose_compared, t("Compare with")),
        ),
    )


def files() -> rx.Component:
    """What is shown as paper to sign, and as a spreadsheet."""
    return rx.fragment(
        rx.cond(
            State.draft,
            kit.paper_button(t("Print"), f"/print/report.pdf?{State.query}"),
            post_form(
                kit.button(t("Issue and open"), icon="printer", submit=True),
                action=f"/print/report.pdf?{State.query}",
                target="_blank",
            ),
        ),
        kit.link_button(
            t("Spreadsheet"), f"/print/report.xlsx?{State.query}", icon="download", download=True
        ),
    )


def nothing() -> rx.Component:
    """Before the first year has begun, or for a class teacher without a class."""
    return kit.empty_state(
        t("Nothing to report yet"),
        t("Figures stand here once the year has begun and marks are given."),
        icon="file-chart-column",
    )


def draft() -> rx.Component:
    """That marks of the period are not set yet."""
    return rx.fragment(
        rx.cond(
            State.draft,
            kit.callout(
                t("Draft: where no term mark is set, the one that the rule proposes today is counted."),
                tone="amber",
            ),
        ),
        rx.foreach(State.notes, lambda one: rx.el.p(one, class_name="soft small")),
    )


def figures() -> rx.Component:
    """Four figures, each a button that lists whom it counts."""
    return rx.el.div(rx.foreach(State.figures, _figure), class_name="report-figures")


def _figure(one: FigureRow) -> rx.Component:
    return rx.el.button(
        rx.el.span(one.value, class_name="report-figure-value"),
        rx.el.span(
            one.words,
            rx.cond(
                one.former != "",
                rx.el.span(
                    rx.match(
                        one.tone,
                        ("better", kit.icon("trending-up", 16)),
                        ("worse", kit.icon("trending-down", 16)),
                        rx.fragment(),
                    ),
                    one.former,
                    class_name="report-former report-" + one.tone,
                ),
            ),
            class_name="report-figure-words",
        ),
        type="button",
        on_click=State.show_list(WHOLE, one.what),
        class_name="report-figure",
    )


def listing() -> rx.Component:
    """The pupils behind the number: which lists there are, who is in the open one, and why."""
    return rx.el.div(
        rx.el.div(
            rx.el.strong(State.behind.title),
            kit.push(kit.icon_button("x", t("Close the list"), State.close_list)),
            class_name="toolbar",
        ),
        rx.cond(
            some(State.behind.lists),
            rx.el.div(
                rx.foreach(as_list(State.behind.lists, ListChoice), _list_choice),
                class_name="chips", role="group", aria_label=t("Lists of pupils"),
            ),
        ),
        rx.cond(State.behind.note != "", rx.el.p(State.behind.note, class_name="soft small")),
        rx.el.ul(rx.foreach(as_list(State.behind.pupils, PupilRow), _pupil), class_name="report-pupils"),
        class_name="stack stack-tight report-listing",
    )  # fmt: skip


def _list_choice(one: ListChoice) -> rx.Component:
    return rx.el.button(
        one.words,
        " ",
        one.count,
        type="button",
        aria_pressed=one.what == State.behind.what,
        on_click=State.show_list(State.behind.line, one.what),
        class_name="chip",
    )


def _pupil(one: PupilRow) -> rx.Component:
    return rx.el.li(
        kit.link(one.name, href=one.href),
        rx.cond(one.note != "", rx.el.span(one.note, class_name="soft small")),
    )


def school() -> rx.Component:
    """The school: figures, classes, grades, subjects, teachers, the chart."""
    return rx.fragment(
        figures(),
        kit.stack(
            rx.cond(State.behind.line == WHOLE, kit.sheet(kit.sheet_body(listing()))),
            kit.columns(_classes(), trend(), wide_first=True),
            _grades(),
            marks(State.subjects, t("By subject"), t("Subject")),
            marks(State.teachers, t("By teacher"), t("Teacher")),
        ),
    )


CLASS_HEADS = ("Class", "Pupils", "Success, %", "Quality, %", "«5» only", "One «3»", "With «2»", "Difference")


def _classes() -> rx.Component:
    return kit.sheet(
        _cards(
            CLASS_HEADS,
            rx.foreach(State.classes, lambda one: rx.fragment(_class(one), _opened(one))),
            t("Figures by class"),
        ),
        title=t("By class"),
    )


def _opened(one: ClassRow) -> rx.Component:
    return rx.cond(
        State.behind.line == one.id,
        rx.el.tr(
            rx.el.td(
                listing(),
                kit.link(
                    t_format("Report of the class {title}", title=one.title),
                    href=f"/reports?view={CLASS}&class={one.id}",
                ),
                col_span=len(CLASS_HEADS),
            ),
            class_name="table-opened",
        ),
    )


def _class(one: ClassRow) -> rx.Component:
    name = rx.el.button(
        rx.cond(State.behind.line == one.id, kit.icon("chevron-down", 16), kit.icon("chevron-right", 16)),
        one.title,
        type="button",
        aria_expanded=rx.cond(State.behind.line == one.id, "true", "false"),
        on_click=rx.cond(State.behind.line == one.id, State.close_list(), State.show_list(one.id, "failing")),
        class_name="report-open",
    )
    return rx.el.tr(rx.el.th(name, scope="row"), *_numbers(one, CLASS_HEADS[1:]))


def _numbers(one: ClassRow, heads: Sequence[str]) -> list[rx.Component]:
    def listed(value: Words, what: str) -> rx.Component:
        pressed = State.show_list(one.id, what)
        return rx.el.button(value, type="button", on_click=pressed, class_name="report-number")

    quality = rx.el.span(
        rx.el.span(rx.el.span(style={"width": one.bar}), class_name="report-bar", aria_hidden="true"),
        listed(one.quality, "quality"),
        class_name="report-quality",
    )
    cells: list[kit.Part] = [
        listed(one.pupils, "pupils"),
        listed(one.success, "success"),
        quality,
        listed(one.fives, "fives"),
        listed(one.one_three, "one_three"),
        listed(one.failing, "failing"),
        rx.el.span(one.change, class_name="report-" + one.tone),
    ]
    return [_cell(cell, head) for cell, head in zip(cells, heads, strict=True)]


def _cell(value: kit.Part, head: str) -> rx.Component:
    return rx.el.td(value, class_name="number", custom_attrs={"data-label": t(head)})


def _cards(heads: Sequence[str], body: rx.Component, label: Words) -> rx.Component:
    """A table whose rows are cards on a phone, each number with its heading."""
    first, *numbers = heads
    table = rx.el.table(
        rx.el.thead(
            rx.el.tr(
                rx.el.th(t(first), scope="col"),
                *(rx.el.th(t(one), scope="col", class_name="number") for one in numbers),
            )
        ),
        rx.el.tbody(body),
        class_name="table table-cards",
    )
    return rx.el.div(table, class_name="table-scroll", role="region", aria_label=label, tab_index=0)


GRADE_HEADS = ("Grade", "Pupils", "Success, %", "Quality, %", "SOU, %", "Difference")


def _grades() -> rx.Component:
    return kit.sheet(
        _cards(GRADE_HEADS, rx.foreach(State.grades, _grade), t("Figures by grade")), title=t("By grade")
    )


def _grade(one: ClassRow) -> rx.Component:
    cells = (one.pupils, one.success, one.quality, one.sou, one.change)
    numbers = [_cell(cell, head) for cell, head in zip(cells, GRADE_HEADS[1:], strict=True)]
    return rx.el.tr(rx.el.th(one.title, scope="row"), *numbers)


def marks(found: list[MarksRow], title: Words, first: Words) -> rx.Component:
    """A line a subject or teacher, its marks and their figures."""
    heads: list[kit.Column | Words] = [first, *(kit.Column(t(one), number=True) for one in MARKS_HEADS)]
    return rx.cond(
        some(found),
        kit.sheet(kit.table(heads, rx.foreach(found, line_of), label=title, pinned=True), title=title),
    )


def line_of(one: MarksRow) -> rx.Component:
    """A line of numbers under its name."""
    return rx.el.tr(
        rx.el.th(
            one.title,
            rx.cond(one.note != "", rx.el.div(one.note, class_name="soft small")),
            scope="row",
        ),
        rx.foreach(one.cells, lambda cell: rx.el.td(cell, class_name="number")),
    )


def trend() -> rx.Component:
    """Quality by terms as bars from zero, and the same as a table."""
    return rx.cond(
        some(State.trend),
        kit.sheet(
            kit.sheet_body(
                rx.el.div(
                    rx.foreach(State.trend, _bar),
                    class_name="report-chart",
                    role="img",
                    aria_label=t("Quality by term, %: the same numbers stand in the table below"),
                ),
                kit.disclosure(
                    t("As a table"),
                    kit.table(
                        [
                            t("Period"),
                            *(kit.Column(t(one), number=True) for one in ("Quality, %", "Success, %")),
                        ],
                        rx.foreach(State.trend, _trend_line),
                        label=t("Quality by term, %"),
                    ),
                ),
            ),
            title=t("Quality by term, %"),
        ),
    )


def _bar(one: TrendRow) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.span(one.quality, class_name="report-chart-value"),
            rx.el.div(
                class_name="report-chart-bar" + rx.cond(one.draft, " report-chart-draft", ""),
                style={"height": one.height},
            ),
            class_name="report-chart-space",
        ),
        rx.el.span(one.term),
        rx.el.span(rx.cond(one.draft, t("draft"), one.year), class_name="soft"),
        class_name="report-chart-column",
    )


def _trend_line(one: TrendRow) -> rx.Component:
    name = rx.fragment(one.term, " ", one.year, rx.cond(one.draft, rx.fragment(" (", t("draft"), ")"), ""))
    return kit.table_row(name, kit.number(one.quality), kit.number(one.success))
