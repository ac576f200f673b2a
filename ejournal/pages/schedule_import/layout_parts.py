"""How a spreadsheet was understood, and where to point when it was not."""

import reflex as rx

from ejournal.pages.schedule_import.rows import PlaceRow
from ejournal.pages.schedule_import.state import ScheduleImportState as State
from ejournal.ui import kit
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some


def layout() -> rx.Component:
    """The first lessons as they were understood, the first cells, and the three questions."""
    return kit.sheet(
        kit.sheet_body(
            rx.cond(
                State.layout.is_empty,
                kit.callout(
                    t("Say below where class, weekday and lesson number stand: the row or column by its name "
                      "in the picture."),
                    tone="amber", title=t("No lesson was found in the file"),
                ),
                rx.fragment(
                    rx.el.p(t("Understood so"), class_name="soft"),
                    rx.el.ul(rx.foreach(State.layout.sample, rx.el.li), class_name="words-list"),
                ),
            ),
            corner(),
        ),
        kit.rows(rx.foreach(State.layout.axes, place)),
        title=t("How the spreadsheet is read"),
    )  # fmt: skip


def place(one: PlaceRow) -> rx.Component:
    """The question where one of the three stands."""
    choice = kit.select(
        one.options,
        one.value,
        lambda value: State.point(one.axis, value),
        one.label,
        hide_label=True,
        disabled=State.busy.kind != "",
    )
    return kit.row(one.label, end=choice, wrap=True)


def corner() -> rx.Component:
    """The first cells of the spreadsheet."""

    def line(cells: list[str]) -> rx.Component:
        return rx.el.tr(rx.foreach(cells, rx.el.td))

    words = t("First cells of the file")
    table = rx.el.table(rx.el.tbody(rx.foreach(State.layout.corner, line)), class_name="import-corner")
    frame = rx.el.div(
        table, class_name="import-corner-frame", tab_index=0, role="region", aria_label=words
    )  # fmt: skip
    return rx.cond(some(State.layout.corner), kit.disclosure(words, frame, is_open=True))
