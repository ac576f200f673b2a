"""What this browser can do of Web Push: the switch, and words where there is none."""

from typing import Any

import reflex as rx

from ejournal.ui.components.own_asset import own_asset
from ejournal.ui.words.text import t

WORDS = {
    "on": "This device is told of news.",
    "off": "This device is told of nothing.",
    "switch_on": "Tell this device of news",
    "switch_off": "Tell this device no more",
    "denied": "This browser does not let the journal tell of anything: allow notifications for it in the "
    "browser's settings, then open this page anew.",
    "unable": "This browser cannot be told of news.",
    "iphone": "On an iPhone or iPad the installed app alone can be told of news: press “Share” in Safari, "
    "then “Add to Home Screen”, open the journal from there and come to this page again.",
    "failed": "The browser's push service did not answer. Try again later.",
}


class BrowserPush(rx.Component):
    """The React component with its props and triggers; see the module's text."""

    library = "$/public" + own_asset("browser_push.jsx")
    tag = "BrowserPush"

    server_key: rx.Var[str]
    known: rx.Var[list[str]]
    words: rx.Var[dict[str, str]]

    on_subscribed: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str, str)]
    on_gone: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def browser_push(server_key: Any, known: Any, *, on_subscribed: Any, on_gone: Any) -> rx.Component:
    """The switch of this browser; known: by which the account's browsers know themselves."""
    words: dict[str, Any] = {name: t(message) for name, message in WORDS.items()}
    return BrowserPush.create(
        server_key=server_key, known=known, words=rx.Var.create(words), on_subscribed=on_subscribed,
        on_gone=on_gone,
    )  # fmt: skip
