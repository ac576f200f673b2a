"""The choice of a week and of a day in it, the same in diaries, schedules and the class's page."""

from typing import Any

import reflex as rx

from ejournal.ui import kit
from ejournal.ui.words.text import Words, t


def week_choice(
    title: kit.Words, previous: kit.Words, following: kit.Words, *beside: rx.Component
) -> rx.Component:
    """Links to the previous and the next week around the dates, and at the other end what is beside them."""
    return rx.el.div(
        *week_turn(title, previous, following),
        rx.el.div(*beside, class_name="push toolbar") if beside else rx.fragment(),
        class_name="toolbar week-choice no-print",
        role="group",
        aria_label=t("Week"),
    )


def week_turn(title: kit.Words, previous: kit.Words, following: kit.Words) -> tuple[rx.Component, ...]:
    """The week's dates between the links to its neighbours."""
    return (
        kit.icon_link("chevron-left", t("Previous week"), previous),
        rx.el.span(title, class_name="week-dates", aria_live="polite"),
        kit.icon_link("chevron-right", t("Next week"), following),
    )


def day_jump(day: Words, on_change: Any) -> rx.Component:
    """A calendar to jump to a date, no wider than its icon."""
    return rx.el.input(
        type="date", value=day, on_change=on_change, aria_label=t("Go to a date"), class_name="day-jump"
    )


def day_strip(*days: rx.Component, shown: kit.Words = "phone-only") -> rx.Component:
    """The days of the week as neighbouring links; `shown` says on which screens."""
    return rx.el.nav(*days, class_name=f"day-strip no-print {shown}", aria_label=t("Day"))


def day_tab(day: Any, href: kit.Words, is_current: kit.Flag) -> rx.Component:
    """A day of the strip: its row has weekday, number, title, today and off."""
    return kit.link(
        rx.el.span(day.weekday),
        rx.el.span(day.number, class_name="day-tab-number"),
        href=href,
        aria_label=day.title,
        aria_current=rx.cond(is_current, "date", rx.Var("undefined")),
        class_name="day-tab"
        + rx.cond(day.today, " day-tab-today", "")
        + rx.cond(day.off, " day-tab-off", ""),
    )
