"""What surrounds every page: language and paper of the document, lost connection, toasts, failed pages."""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary
from reflex_components_core.core.banner import has_connection_errors

from ejournal.ui.components.back.back import BACK
from ejournal.ui.components.draft.draft import DRAFTS
from ejournal.ui.components.kept.kept import KEPT, kept_words
from ejournal.ui.components.own_asset import own_asset
from ejournal.ui.frame import theme
from ejournal.ui.frame.errors import exception_page
from ejournal.ui.frame.outage import OutageState
from ejournal.ui.kit import icon
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t


def app_options() -> dict[str, Any]:
    """The options of rx.App that make it this house: `rx.App(**app_options())`."""
    wraps: dict[tuple[int, str], Callable[[bool], rx.Component | None]] = {
        (55, "ErrorBoundary"): lambda _: _boundary(),
        (5, "Overlay"): lambda _: rx.fragment(overlay()),
    }
    return {
        "html_lang": "ru",
        "stylesheets": theme.stylesheets(),
        "head_components": theme.head(),
        "app_wraps": wraps,
        "toaster": rx.toast.provider(
            position="bottom-right",
            expand=True,
            rich_colors=False,
            visible_toasts=3,
            custom_attrs={
                "containerAriaLabel": t("Messages of the program"),
                "toastOptions": rx.Var.create({"closeButtonAriaLabel": t("Close")}),
            },
        ),
    }


SHARED = (BACK, DRAFTS, KEPT)
"""Scripts that every page has: they listen from the start."""


class DocumentWishes(rx.Component):
    """Sets the document's language, and the paper that the signed-in account prefers."""

    library = "$/public" + own_asset("document.jsx")
    tag = "DocumentWishes"

    locale: rx.Var[str]
    theme: rx.Var[str]
    signed_in: rx.Var[bool]
    ended: rx.Var[bool]
    elsewhere: rx.Var[bool]
    waits: rx.Var[bool]
    account: rx.Var[str]
    words: rx.Var[dict[str, str]]

    on_retry: rx.EventHandler[rx.event.no_args_event_spec]


@rx.memo
def overlay() -> rx.Component:
    """The banner of a lost connection, and the document kept in step with the account's wishes."""
    banner = rx.el.div(
        icon("wifi-off", 20),
        rx.el.span(t("No connection. It is being restored: do not close the page")),
        class_name="reconnect is-away",
        role="status",
    )
    waiting = rx.el.div(
        icon("database", 20),
        rx.el.span(
            t("The database does not answer. Your last step may be lost. The page will read anew by itself")
        ),
        class_name="reconnect",
        role="status",
    )
    return rx.fragment(
        DocumentWishes.create(
            locale=SessionState.locale,
            theme=SessionState.theme,
            signed_in=SessionState.signed_in,
            ended=SessionState.ended,
            elsewhere=SessionState.elsewhere,
            waits=SessionState.waits,
            on_retry=OutageState.retry,
            account=SessionState.account,
            words=kept_words(),
        ),
        rx.cond(has_connection_errors, banner, rx.cond(SessionState.waits, waiting)),
    )


def _boundary() -> rx.Component:
    words = "event_args.error.name + ': ' + event_args.error.message + '\\n' + event_args.error.stack"
    return ErrorBoundary.create(fallback_render=exception_page(details=rx.Var(words).to(str)))
