"""Plain tables that scroll inside themselves, with a header that stays."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import reflex as rx

from ejournal.ui.kit.base import Part
from ejournal.ui.words.text import Words


@dataclasses.dataclass(frozen=True)
class Column:
    """A column's heading; figures stand to the right, `width` is any CSS length."""

    title: Words
    number: bool = False
    width: str = ""


def table(
    columns: Sequence[Column | Words],
    *body: rx.Component,
    label: Words,
    pinned: bool = False,
    height: str = "",
) -> rx.Component:
    """Rows made by `table_row` (or an rx.foreach of them); `pinned` keeps the first column in view,
    `height` (a CSS length) makes the header stick within the table's own scroll."""
    style = {"max_height": height} if height else {}
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(*(_heading(_column(column)) for column in columns))),
            rx.el.tbody(*body),
            class_name="table table-pinned" if pinned else "table",
        ),
        class_name="table-scroll",
        role="region",
        aria_label=label,
        tab_index=0,
        **style,
    )


def table_row(first: Part, *cells: Part, **props: Any) -> rx.Component:
    """A row whose first cell names it; figures go through `number`."""
    return rx.el.tr(rx.el.th(first, scope="row"), *(_cell(cell) for cell in cells), **props)


def number(value: Part) -> rx.Component:
    """A figure at the right of its cell."""
    return rx.el.td(value, class_name="number")


def card_table(columns: Sequence[Column | Words], *body: rx.Component, label: Words) -> rx.Component:
    """A table whose rows are cards on a phone: a name over the whole width, `card_cell`s under it."""
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(*(_heading(_column(column)) for column in columns))),
            rx.el.tbody(*body),
            class_name="table table-cards",
        ),
        class_name="table-scroll",
        role="region",
        aria_label=label,
        tab_index=0,
    )


def card_cell(value: Part, label: Words) -> rx.Component:
    """A figure of a `card_table`, with its heading where the row is a card."""
    return rx.el.td(value, class_name="number", custom_attrs={"data-label": label})


def _cell(cell: Part) -> rx.Component:
    return cell if isinstance(cell, rx.el.Td) else rx.el.td(cell)


def _column(column: Column | Words) -> Column:
    return column if isinstance(column, Column) else Column(column)


def _heading(column: Column) -> rx.Component:
    style = {"width": column.width} if column.width else {}
    return rx.el.th(column.title, scope="col", class_name="number" if column.number else "", **style)
