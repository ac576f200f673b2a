"""Parts of the calendar: the month's grid, the list, drafts."""

import reflex as rx

from ejournal.pages.events.calendar_state import LIST, MINE, MONTH, EventsState
from ejournal.pages.events.rows import DayRow, EventRow, WeekRow
from ejournal.ui import kit
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import as_list, some

State = EventsState


def begin() -> rx.Component:
    """Begins an event, for whoever may."""
    button = kit.button(t("Plan an event"), icon="square-pen", kind="primary", on_click=State.begin)
    return rx.cond(State.writes, button)


def views() -> rx.Component:
    """The month, what is to come, drafts; the ways to the neighbouring months."""
    read = [(MONTH, "/events", t("Month")), (LIST, f"/events?view={LIST}", t("To come"))]
    mine = (MINE, f"/events?view={MINE}", t("Drafts"))
    label = t("Which events")
    return kit.toolbar(
        rx.cond(State.writes, kit.tabs([*read, mine], State.view, label), kit.tabs(read, State.view, label)),
        rx.cond(
            State.view == MONTH,
            rx.el.nav(
                kit.icon_link("chevron-left", t("Previous month"), State.before),
                rx.el.b(State.title),
                kit.icon_link("chevron-right", t("Next month"), State.after),
                class_name="events-months",
                aria_label=t("Month"),
            ),
        ),
    )


def month() -> rx.Component:
    """The grid of the month on wide screens."""
    return rx.cond(
        State.view == MONTH,
        rx.el.div(
            kit.sheet(
                rx.el.table(
                    rx.el.caption(State.title, class_name="sr-only"),
                    rx.el.thead(rx.el.tr(*(rx.el.th(t(day), scope="col") for day in DAYS))),
                    rx.el.tbody(rx.foreach(State.weeks, _week)),
                    class_name="events-grid",
                )
            ),
            class_name="events-month",
        ),
    )


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _week(week: WeekRow) -> rx.Component:
    return rx.el.tr(rx.foreach(as_list(week.days, DayRow), _day))


def _day(day: DayRow) -> rx.Component:
    return rx.el.td(
        rx.el.span(
            rx.el.span(day.label, class_name="sr-only"),
            rx.el.span(day.number, aria_hidden=True),
            class_name=rx.cond(day.is_today, "events-number is-today", "events-number"),
        ),
        rx.foreach(as_list(day.events, EventRow), _in_day),
        class_name=rx.cond(day.is_other, "is-other", ""),
    )


def _in_day(one: EventRow) -> rx.Component:
    return kit.link(
        rx.cond(one.time != "", rx.el.span(one.time, class_name="events-time")),
        one.title,
        href=one.href,
        class_name=rx.cond(
            one.cancelled,
            "events-one is-cancelled",
            rx.cond(one.tone == "amber", "events-one is-asked", "events-one"),
        ),
    )


def lines() -> rx.Component:
    """The dates as a list: all of a phone, what is to come, drafts."""
    return rx.el.div(
        kit.sheet(
            rx.cond(some(State.lines), kit.rows(rx.foreach(State.lines, _line), lead="7rem"), _nothing())
        ),
        class_name=rx.cond(State.view == MONTH, "events-list", ""),
    )


def _line(one: EventRow) -> rx.Component:
    return kit.row(
        rx.el.span(one.title, class_name=rx.cond(one.cancelled, "events-off", "")),
        one.note,
        lead=rx.fragment(rx.el.div(one.day), rx.el.div(one.time)),
        end=rx.cond(one.badge != "", _badge(one.badge, one.tone)),
        href=one.href,
        wrap=True,
    )


def _badge(words: kit.Words, tone: kit.Words) -> rx.Component:
    return kit.badge(words, tone)


def _nothing() -> rx.Component:
    return rx.cond(
        State.view == MINE,
        kit.empty_state(
            t("No drafts"), t("What you begin to plan stands here until it is announced."), icon="square-pen"
        ),
        kit.empty_state(
            t("No events"), t("To what the school and the class invite stands here."), icon="calendar"
        ),
    )
