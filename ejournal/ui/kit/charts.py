"""Charts: a line, bars, a tinted table; each with its numbers as a table, each number opens what it counts.

Drawn as plain elements: whoever opens no chart loads nothing for them.
"""

import reflex as rx

from ejournal.ui.kit.base import Event, OnValue, link
from ejournal.ui.kit.buttons import icon_button
from ejournal.ui.kit.floats import disclosure
from ejournal.ui.kit.page import push, sheet, sheet_body
from ejournal.ui.words.charts import (
    HEIGHT,
    LEFT,
    RIGHT,
    UNDER_LINE,
    WIDTH,
    BehindRow,
    ChartLine,
    DotRow,
    DrawnRow,
    FactRow,
    GridRow,
    SpotRow,
    TickRow,
)
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import as_list, some


def charts(grids: list[GridRow], behind: BehindRow, on_open: OnValue, on_close: Event) -> rx.Component:
    """The charts under each other; `on_open` gets the key of a pressed number."""
    return rx.el.div(
        rx.foreach(grids, lambda one: _chart(one, behind, on_open, on_close)), class_name="chart-sheets"
    )


def _chart(one: GridRow, behind: BehindRow, on_open: OnValue, on_close: Event) -> rx.Component:
    numbers = _numbers(one, on_open)
    paper = sheet(
        sheet_body(
            rx.cond(one.note != "", rx.el.p(one.note, class_name="soft small")),
            rx.match(
                one.form,
                ("line", _under(line(one.drawn), numbers)),
                ("bars", _under(_bars(one, on_open), numbers)),
                numbers,
            ),
            rx.cond(behind.grid == one.key, _behind(behind, on_close)),
        ),
        title=one.title,
    )
    open_or_wide = rx.cond(behind.grid == one.key, "chart-sheet chart-sheet-table", "chart-sheet")
    return rx.el.div(paper, class_name=open_or_wide + " chart-sheet-" + one.form)


def _under(drawn: rx.Component, numbers: rx.Component) -> rx.Component:
    """The drawing over its numbers."""
    return rx.fragment(drawn, disclosure(t("As a table"), numbers))


def line(drawn: DrawnRow) -> rx.Component:
    """A drawn line over its axis."""
    return rx.el.svg(
        rx.foreach(as_list(drawn.ticks, TickRow), _tick),
        rx.el.svg.polyline(points=drawn.line, class_name="chart-line"),
        rx.foreach(as_list(drawn.dots, DotRow), _dot),
        view_box=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=drawn.words,
        class_name="chart",
    )


def _tick(tick: TickRow) -> rx.Component:
    return rx.el.svg.g(
        rx.el.svg.line(x1=LEFT, x2=WIDTH - RIGHT, y1=tick.y, y2=tick.y, class_name="chart-tick"),
        rx.el.svg.text(tick.label, x=LEFT - 8, y=tick.y, class_name="chart-label"),
    )


def _dot(dot: DotRow) -> rx.Component:
    return rx.el.svg.g(
        rx.el.svg.circle(
            rx.el.svg.title(dot.head, ": ", dot.words),
            cx=dot.x,
            cy=dot.y,
            r=4,
            class_name="chart-dot" + rx.cond(dot.draft, " chart-dot-draft", ""),
        ),
        rx.el.svg.text(dot.value, x=dot.x, y=dot.over, class_name="chart-value"),
        rx.el.svg.text(dot.label, x=dot.x, y=UNDER_LINE, class_name="chart-head"),
    )


def _bars(one: GridRow, on_open: OnValue) -> rx.Component:
    return rx.el.ul(
        rx.foreach(as_list(one.bars, SpotRow), lambda spot: rx.el.li(_bar(spot, on_open))),
        class_name="chart-bars",
    )


def _bar(spot: SpotRow, on_open: OnValue) -> rx.Component:
    inside = rx.fragment(
        rx.el.span(spot.head, class_name="chart-bar-head"),
        rx.el.span(
            rx.el.span(class_name="chart-bar" + rx.cond(spot.draft, " chart-bar-draft", ""),
                       style={"width": spot.width}),
            class_name="chart-bar-space", aria_hidden="true",
        ),
        rx.el.span(spot.words, class_name="chart-bar-value"),
    )  # fmt: skip
    return rx.cond(
        spot.opens,
        rx.el.button(inside, type="button", on_click=on_open(spot.key), class_name="chart-bar-row"),
        rx.el.div(inside, class_name="chart-bar-row"),
    )


def _numbers(one: GridRow, on_open: OnValue) -> rx.Component:
    heads = rx.foreach(as_list(one.heads, str), lambda head: rx.el.th(head, scope="col", class_name="number"))
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(rx.el.th(one.first, scope="col"), heads)),
            rx.el.tbody(rx.foreach(as_list(one.lines, ChartLine), lambda each: _row(each, on_open))),
            class_name="table table-pinned chart-table chart-table-" + one.form,
        ),
        class_name="table-scroll",
        role="region",
        aria_label=one.title,
        tab_index=0,
    )


def _row(one: ChartLine, on_open: OnValue) -> rx.Component:
    return rx.el.tr(
        rx.el.th(rx.cond(one.href != "", link(one.title, href=one.href), one.title), scope="row"),
        rx.foreach(as_list(one.spots, SpotRow), lambda spot: _cell(spot, on_open)),
    )


def _cell(spot: SpotRow, on_open: OnValue) -> rx.Component:
    return rx.el.td(
        rx.cond(
            spot.opens,
            rx.el.button(
                spot.words,
                rx.cond(spot.tone == "over", rx.el.span("!", aria_hidden="true")),
                type="button",
                aria_label=spot.said,
                on_click=on_open(spot.key),
                class_name="chart-number",
            ),
            rx.el.span(spot.words, class_name="chart-number"),
        ),
        class_name="number chart-tone-" + spot.tone,
    )


def _behind(behind: BehindRow, on_close: Event) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.strong(behind.title),
            push(icon_button("x", t("Close the list"), on_close)),
            class_name="toolbar",
        ),
        rx.cond(behind.more != "", rx.el.p(behind.more, class_name="soft small")),
        rx.cond(
            some(behind.facts),
            rx.el.div(
                rx.el.ul(rx.foreach(as_list(behind.facts, FactRow), _fact), class_name="chart-facts"),
                class_name="chart-facts-room",
                role="region",
                aria_label=behind.title,
                tab_index=0,
            ),
        ),
        class_name="stack stack-tight chart-behind",
    )


def _fact(one: FactRow) -> rx.Component:
    return rx.el.li(
        rx.cond(one.href != "", link(one.title, href=one.href), rx.el.span(one.title)),
        rx.cond(one.value != "", rx.el.strong(one.value)),
        rx.el.span(one.note, class_name="soft small"),
    )
