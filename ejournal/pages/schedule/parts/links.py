"""The dialogs of secret links: a calendar's address, the hall screen's address, and ending them."""

import reflex as rx

from ejournal import limits
from ejournal.pages.schedule.state.links import TOLD_AS, LinkRow, LinksState
from ejournal.ui import kit
from ejournal.ui.components.secret import secret_address
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some


def dialogs() -> rx.Component:
    """Both dialogs; at most one is open."""
    return rx.fragment(_calendar(), _kiosk())


def _calendar() -> rx.Component:
    return kit.dialog(
        rx.el.p(
            t(
                "The program gives a secret address. Put it into the calendar of your phone or computer: "
                "lessons, rooms and substitutions appear there and follow every change."
            )
        ),
        _address(
            kit.button(t("Make an address"), kind="primary", icon="link", on_click=LinksState.make_calendar),
            t("Open in the calendar"),
            "webcal",
        ),
        rx.el.p(
            t("Whoever knows the address sees the schedule. A new address ends the former one."),
            class_name="soft small",
        ),
        _links(LinksState.revoke_calendar),
        is_open=LinksState.dialog == "calendar",
        on_close=LinksState.close,
        title=t("Schedule in my calendar"),
    )


def _kiosk() -> rx.Component:
    return kit.dialog(
        rx.el.p(
            t(
                "Open the address on the computer of the screen in the hall. It shows the lesson that is on "
                "and the substitutions of today and the next school day, without a sign-in and pupils' names."
            )
        ),
        _address(
            rx.el.form(
                kit.text_field(
                    "screen_title",
                    t("Where the screen is"),
                    error=LinksState.errors["screen_title"],
                    placeholder=t("Hall of the first floor"),
                    limit=limits.SCREEN,
                ),
                kit.button(t("Make an address"), kind="primary", icon="link", submit=True),
                on_submit=LinksState.make_kiosk,
                class_name="stack",
            ),
            t("Open the screen"),
        ),
        _links(LinksState.revoke_kiosk),
        is_open=LinksState.dialog == "kiosk",
        on_close=LinksState.close,
        title=t("Hall screen"),
    )


def _address(until: rx.Component, opens: kit.Words, scheme: str = "") -> rx.Component:
    """The new address, to copy or to open; it is shown this once."""
    return secret_address(
        TOLD_AS,
        until,
        label=t("The address is shown only now"),
        copy=t("Copy"),
        copied=t("Copied"),
        opens=opens,
        scheme=scheme,
    )


def _links(on_revoke: rx.EventHandler) -> rx.Component:
    return rx.cond(
        some(LinksState.links),
        rx.el.div(
            rx.el.h3(t("Links that work"), class_name="schedule-links-title"),
            kit.rows(rx.foreach(LinksState.links, lambda link: _link(link, on_revoke))),
            class_name="schedule-links",
        ),
    )


def _link(link: LinkRow, on_revoke: rx.EventHandler) -> rx.Component:
    return kit.row(
        link.title,
        link.note,
        end=kit.button(t("End the link"), kind="danger", on_click=on_revoke(link.id)),
        wrap=True,
    )
