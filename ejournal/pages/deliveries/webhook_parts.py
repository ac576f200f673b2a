"""The webhook of the school: address, what is told, the secret shown once."""

import reflex as rx

from ejournal import limits
from ejournal.pages.deliveries.rows_of_webhook import KindTick
from ejournal.pages.deliveries.state import HOOK_SECRET, KIND, DeliveriesState
from ejournal.ui import kit
from ejournal.ui.components.secret import secret_lines
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t

State = DeliveriesState


def webhook() -> rx.Component:
    """Another system that is told of notices."""
    return rx.fragment(
        kit.sheet(
            kit.sheet_body(_form(), rx.cond(State.has_new_secret, _secret())),
            title=t("Another system (webhook)"),
        ),
        _asks(
            "renew", State.renew_secret, t("A new secret?"),
            t("The other system takes nothing more until it is told the new one."), t("Make a new secret"),
        ),
        _asks(
            "remove", State.remove_webhook, t("Tell the other system of nothing more?"),
            t("The address and its secret are forgotten; what still waits is not sent."), t("Switch it off"),
        ),
    )  # fmt: skip


def _form() -> rx.Component:
    hook = State.webhook
    return rx.el.form(
        rx.el.p(
            t(
                "A program of the school, such as its bot, is told of each notice as it happens: of which "
                "kind, when, and to whom by number. How it knows that the call is yours stands in the "
                "operator's guide."
            ),
            class_name="soft small",
        ),
        kit.text_field(
            "address", t("Address"), default_value=hook.address, limit=limits.WEBHOOK,
            error=SessionState.errors["address"], hint=t("It begins with https://"), auto_complete="off",
        ),
        rx.el.fieldset(
            rx.el.legend(t("What it is told of")),
            rx.foreach(hook.kinds, _kind),
            kit.field_error("kinds", SessionState.errors["kinds"]),
            class_name="ticks",
        ),
        rx.el.label(
            rx.el.input(type="checkbox", name="with_text", default_checked=hook.with_text),
            rx.el.span(t("With text: the child's first name, marks, remarks")),
            class_name="check",
        ),
        rx.cond(hook.since != "", rx.el.p(hook.since, class_name="soft small")),
        rx.el.div(
            kit.button(t("Save"), kind="primary", submit=True),
            rx.cond(
                hook.since != "",
                rx.fragment(
                    kit.button(t("New secret…"), on_click=State.ask("renew")),
                    kit.button(t("Switch it off…"), kind="quiet", on_click=State.ask("remove")),
                ),
            ),
            class_name="toolbar",
        ),
        key=f"webhook-{State.hook_form}",
        on_submit=State.save_webhook,
        class_name="stack",
    )  # fmt: skip


def _kind(one: KindTick) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=f"{KIND}{one.kind}", default_checked=one.ticked),
        rx.el.span(one.title),
        class_name="check",
    )


def _secret() -> rx.Component:
    return rx.fragment(
        kit.callout(t("The secret is shown only now: copy it into the other system."), tone="amber"),
        secret_lines(HOOK_SECRET, label=t("Secret"), copy=t("Copy"), copied=t("Copied")),
        rx.el.div(kit.button(t("I have kept it"), on_click=State.hide_secret)),
    )


def _asks(
    what: str, sure: rx.event.EventType[()], title: kit.Words, text: kit.Words, words: kit.Words
) -> rx.Component:
    return kit.confirm(
        is_open=State.asked == what, on_close=State.ask(""), on_confirm=sure, title=title, text=text,
        confirm_label=words,
    )  # fmt: skip
