"""Parts of the queue of notices: figures and a trial of each channel, what is stuck."""

import reflex as rx

from ejournal.pages.deliveries.rows import ChannelRow, FigureRow, StuckRow
from ejournal.pages.deliveries.state import DeliveriesState
from ejournal.pages.deliveries.webhook_parts import webhook
from ejournal.ui import kit
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = DeliveriesState


def queue() -> rx.Component:
    """The channels, and what of theirs is stuck."""
    return kit.stack(
        rx.cond(
            ~State.mail_works,
            kit.callout(t("No mail server is set: no letters go."), tone="amber"),
        ),
        rx.foreach(State.channels, _channel),
        _stuck(),
        rx.cond(State.webhooks_work, webhook()),
    )


def _channel(one: ChannelRow) -> rx.Component:
    return kit.sheet(
        kit.rows(rx.foreach(one.figures, _figure), lead="4rem"),
        kit.sheet_body(
            rx.cond(one.fault != "", kit.callout(one.fault, tone="amber")),
            rx.cond(one.trial != "", rx.el.p(one.trial, role="status")),
            rx.el.div(
                kit.button(
                    rx.fragment(t("Send me a trial"), rx.el.span(": ", one.title, class_name="sr-only")),
                    icon="send",
                    on_click=State.send_trial(one.key),
                )
            ),
        ),
        title=one.title,
        aside=kit.button(t("Look again"), icon="refresh-cw", kind="quiet", on_click=State.look_again),
    )


def _figure(one: FigureRow) -> rx.Component:
    return kit.row(one.words, lead=rx.el.b(one.value))


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
        rx.fragment(one.name, rx.el.span(" · ", one.channel, class_name="soft small")),
        one.error,
        end=[
            rx.cond(one.tone == "red", kit.badge(one.state, "red"), kit.badge(one.state, "amber")),
            kit.button(t("Try again"), kind="quiet", on_click=State.try_again(one.id)),
        ],
        wrap=True,
    )
