"""The dialog of what a teacher needs: the week in which a press closes a lesson or a day, limit and room."""

import reflex as rx

from ejournal.pages.timetable_editor.teacher_rows import NeedCell, NeedLine
from ejournal.pages.timetable_editor.teachers_state import TeacherNeedsState as State
from ejournal.ui import kit
from ejournal.ui.words.text import Words, t


def needs() -> rx.Component:
    """Closed lessons of a teacher, the most lessons a day, the own room; each press holds at once."""
    return kit.dialog(
        kit.select(State.teachers, State.teacher, State.choose_teacher, t("Teacher")),
        week(),
        rx.el.div(
            kit.select(State.mosts, State.most, State.set_most, t("Lessons a day, at most")),
            kit.select(State.own_rooms, State.own_room, State.set_own_room, t("Own room")),
            class_name="needs-limits",
        ),
        is_open=State.dialog == "needs",
        on_close=State.close_needs,
        title=t("What teachers need"),
        note=t("Press a lesson or a day to close it: no lessons are placed there. Press again to open it."),
        foot=[kit.button(t("Done"), kind="primary", on_click=State.close_needs)],
    )


def week() -> rx.Component:
    """Days across, lesson numbers down."""
    return rx.el.table(
        rx.el.thead(
            rx.el.tr(
                rx.el.th(rx.el.span(t("Lesson"), class_name="sr-only"), scope="col"),
                rx.foreach(State.need_days, lambda one: rx.el.th(toggle(one, one.title), scope="col")),
            )
        ),
        rx.el.tbody(rx.foreach(State.need_lines, line)),
        class_name="needs",
        aria_label=t("Closed lessons of the week"),
    )


def line(one: NeedLine) -> rx.Component:
    """The lessons of one number."""
    return rx.el.tr(
        rx.el.th(one.number, scope="row"),
        rx.foreach(one.cells, lambda cell: rx.el.td(toggle(cell, ""))),
    )


def toggle(one: NeedCell, words: Words) -> rx.Component:
    """A lesson or a day: pressed when it is closed."""
    return rx.el.button(
        words,
        rx.cond(one.closed, kit.icon("x", 18)),
        type="button",
        aria_label=one.label,
        aria_pressed=one.closed,
        on_click=State.press(one.weekday, one.number),
        class_name="need",
    )
