"""What pages ask of the browser's passkeys; the script itself lies in assets, for plain pages use it too."""

import json
from typing import Any

import reflex as rx

from ejournal.ui.components.own_asset import own_asset

SCRIPT = "/door/passkeys.js"


class IfPasskeys(rx.Component):
    """Its children where the browser can use passkeys, or with `no` where it cannot."""

    library = "$/public" + own_asset("passkey.jsx")
    tag = "IfPasskeys"

    no: rx.Var[bool]


def if_passkeys(*children: rx.Component, no: bool = False) -> rx.Component:
    """The children where this browser, at this address, can use passkeys; with `no` where it cannot."""
    return IfPasskeys.create(*children, no=no)


def make_passkey(options: str, then: Any) -> rx.event.EventSpec:
    """Let the browser make a passkey by the server's options; its answer, or nothing, goes to the event."""
    return rx.call_script(f"import({SCRIPT!r}).then((one) => one.make({json.dumps(options)}))", callback=then)


def sign_in_by_passkey(place: str) -> rx.event.EventSpec:
    """Sign in by a passkey, as the data of the element with this id say."""
    return rx.call_script(f"import({SCRIPT!r}).then((one) => one.signIn(document.getElementById({place!r})))")
