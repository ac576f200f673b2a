"""Pages of mishap: address not found, and the page that stands in when drawing another one failed."""

import reflex as rx

from ejournal.ui import kit
from ejournal.ui.words.text import NO_SUCH_PAGE, t


def not_found() -> rx.Component:
    """The page for an address where there is nothing."""
    return _mishap(nothing_here())


def nothing_here() -> rx.Component:
    """The words for what is not there, or is not for this person: the two look the same."""
    return kit.empty_state(
        rx.el.h1(t(NO_SUCH_PAGE)),
        t("The address may be mistyped, or the page is not open to you."),
        icon="map-pin-off",
        actions=[
            kit.link_button(t("To the main page"), "/", kind="primary"),
            kit.button(t("Back"), on_click=rx.call_script("window.history.back()")),
        ],
    )


@rx.memo
def exception_page(details: rx.Var[str]) -> rx.Component:
    """What is shown in place of a page that failed to draw; the fault itself is already in the log."""
    return _mishap(
        kit.empty_state(
            rx.el.h1(t("This page could not be shown")),
            t("What you have saved is safe. Reload the page; if it happens again, tell the administrator."),
            icon="unplug",
            actions=[
                kit.button(t("Reload"), kind="primary", on_click=rx.call_script("window.location.reload()")),
                kit.link_button(t("To the main page"), "/", download=False),
            ],
        ),
        kit.disclosure(t("Details for the administrator"), rx.el.pre(details, class_name="mishap-details")),
    )


def _mishap(*children: rx.Component) -> rx.Component:
    return rx.el.main(*children, class_name="mishap")
