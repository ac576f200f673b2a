"""The components of the bells' page: the day, each schedule with its count, days out of the ordinary."""

import reflex as rx

from ejournal.pages.schedule.state.bells import BellRow, BellsState, SpecialRow, TableRow
from ejournal.ui import kit
from ejournal.ui.components.bell_clock.bell_clock import bell_clock
from ejournal.ui.frame.week import day_jump
from ejournal.ui.words.text import Words, t, t_format
from ejournal.ui.words.vars import some


def day_choice() -> rx.Component:
    """The day before and after, today, a date to jump to."""
    return rx.el.div(
        kit.icon_link("chevron-left", t("Previous day"), _address(BellsState.previous_day)),
        kit.icon_link("chevron-right", t("Next day"), _address(BellsState.next_day)),
        day_jump(BellsState.day, BellsState.jump),
        rx.cond(BellsState.day != BellsState.today, kit.link_button(t("Today"), "/schedule/bells")),
        class_name="toolbar toolbar-spaced no-print",
        role="group",
        aria_label=t("Day"),
    )


def _address(day: Words) -> Words:
    return f"/schedule/bells?day={day}"


def tables() -> rx.Component:
    """Every schedule that rings that day; what is special in the days to come."""
    return kit.stack(
        rx.cond(
            some(BellsState.tables),
            rx.el.div(rx.foreach(BellsState.tables, _table), class_name="bells"),
            kit.empty_state(t("No lessons on this day"), icon="bell-off"),
        ),
        rx.cond(
            some(BellsState.special),
            rx.el.div(
                kit.sheet(
                    kit.rows(rx.foreach(BellsState.special, _special)), title=t("Days out of the ordinary")
                ),
                class_name="bells-special",
            ),
        ),
    )


def _table(found: TableRow) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(found.name),
            rx.cond(found.special, kit.badge(t("this day only"), "amber")),
            rx.el.p(
                t_format("Classes {titles}", titles=found.classes), class_name="soft small bells-classes"
            ),
            class_name="sheet-head",
        ),
        rx.cond(
            some(found.rings),
            rx.el.p(bell_clock(found.rings, on_bell=BellsState.refresh), class_name="bells-count"),
        ),
        rx.el.ol(rx.foreach(found.lines, _bell), class_name="bells-lines"),
        class_name="sheet",
    )


def _bell(line: BellRow) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(line.number, class_name="bells-number"),
            rx.el.span(line.starts, "–", line.ends, class_name="bells-time"),
            rx.match(
                line.moment,
                ("now", kit.badge(t("now"), "accent", icon="circle-dot")),
                ("next", kit.badge(t("next"), "soft", icon="arrow-right")),
                rx.fragment(),
            ),
            class_name=f"bells-line bells-{line.moment}",
        ),
        rx.cond(
            line.pause != "",
            rx.el.div(t_format("break {minutes}", minutes=line.pause), class_name="bells-pause"),
        ),
    )


def _special(day: SpecialRow) -> rx.Component:
    return kit.row(day.title, day.words, href=_address(day.iso))
