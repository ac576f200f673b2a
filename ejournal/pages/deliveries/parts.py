"""Parts of the queue of notices: figures, the trial letter, what is stuck."""

import reflex as rx

from ejournal.pages.deliveries.rows import FigureRow, StuckRow
from ejournal.pages.deliveries.state import DeliveriesState
from ejournal.ui import kit
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = DeliveriesState


def queue() -> rx.Component:
    """The figures of the queue, and why nothing goes where nothing does."""
    return kit.stack(
        rx.cond(
            ~State.mail_works,
            kit.callout(
                t("No mail server is set: notices stand in the bell and go nowhere else."), tone="amber"
            ),
        ),
        kit.sheet(
            kit.rows(rx.foreach(State.figures, _figure), lead="4rem"),
            title=t("By mail"),
            aside=kit.button(t("Look again"), icon="refresh-cw", kind="quiet", on_click=State.look_again),
        ),
        _trial(),
        _stuck(),
    )


def _figure(one: FigureRow) -> rx.Component:
    return kit.row(one.words, lead=rx.el.b(one.value))


def _trial() -> rx.Component:
    return rx.cond(
        State.mail_works,
        kit.sheet(
            kit.sheet_body(
                rx.cond(State.trial != "", rx.el.p(State.trial, role="status")),
                rx.el.div(kit.button(t("Send me a trial letter"), icon="mail", on_click=State.send_trial)),
            ),
            title=t("Does the mail work?"),
        ),
    )


def _stuck() -> rx.Component:
    return kit.sheet(
        rx.cond(
            some(State.stuck),
            kit.rows(rx.foreach(State.stuck, _stuck_row)),
            kit.empty_state(t("Nothing is stuck."), icon="circle-check"),
        ),
        title=t("Not delivered"),
        aside=rx.cond(
            some(State.stuck), kit.button(t("Try all again"), kind="quiet", on_click=State.try_all_again)
        ),
    )


def _stuck_row(one: StuckRow) -> rx.Component:
    return kit.row(
        one.name,
        one.error,
        end=[
            rx.cond(one.tone == "red", kit.badge(one.state, "red"), kit.badge(one.state, "amber")),
            kit.button(t("Try again"), kind="quiet", on_click=State.try_again(one.id)),
        ],
        wrap=True,
    )
