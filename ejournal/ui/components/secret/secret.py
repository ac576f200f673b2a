"""New passwords and secret addresses: sent as an event, shown by the browser, held in no state."""

import json

import reflex as rx

from ejournal.ui.components.own_asset import own_asset
from ejournal.ui.words.text import Words

LIBRARY = "$/public" + own_asset("secret.jsx")
EVENT = "ejournal:secret"


class SecretText(rx.Component):
    """The secret of a name as text to select."""

    library = LIBRARY
    tag = "SecretText"

    secret: rx.Var[str]


class SecretAddress(rx.Component):
    """The secret of a name as an address to copy or to open; its children until there is one."""

    library = LIBRARY
    tag = "SecretAddress"

    secret: rx.Var[str]
    label: rx.Var[str]
    copy_label: rx.Var[str]
    copied_label: rx.Var[str]
    open_label: rx.Var[str]
    scheme: rx.Var[str]


class SecretPicture(rx.Component):
    """The secret of a name as a picture, with a link to the address that another secret is."""

    library = LIBRARY
    tag = "SecretPicture"

    picture: rx.Var[str]
    address: rx.Var[str]
    label: rx.Var[str]
    open_label: rx.Var[str]


class SecretLines(rx.Component):
    """The secret of a name as lines to copy."""

    library = LIBRARY
    tag = "SecretLines"

    secret: rx.Var[str]
    label: rx.Var[str]
    copy_label: rx.Var[str]
    copied_label: rx.Var[str]


def tell_secret(name: str, value: str) -> rx.event.EventSpec:
    """Tell the browser a secret, by an event that no state remembers; an empty one is forgotten there."""
    detail = json.dumps({"detail": {"name": name, "value": value}})
    return rx.call_script(f'window.dispatchEvent(new CustomEvent("{EVENT}", {detail}))')


def secret_text(name: str) -> rx.Component:
    """The secret while the page shows it."""
    return SecretText.create(secret=name)


def secret_picture(picture: str, address: str, *, label: Words, opens: Words) -> rx.Component:
    """A picture (its `data:` address is the secret) while the page shows it, and the address in it."""
    return SecretPicture.create(picture=picture, address=address, label=label, open_label=opens)


def secret_lines(name: str, *, label: Words, copy: Words, copied: Words) -> rx.Component:
    """Several secrets, each on a line of its own, while the page shows them."""
    return SecretLines.create(secret=name, label=label, copy_label=copy, copied_label=copied)


def secret_address(
    name: str,
    until: rx.Component,
    *,
    label: Words,
    copy: Words,
    copied: Words,
    opens: Words,
    scheme: str = "",
) -> rx.Component:
    """The address while the page shows it, `until` before; `scheme` opens it in another program."""
    return SecretAddress.create(
        until,
        secret=name,
        label=label,
        copy_label=copy,
        copied_label=copied,
        open_label=opens,
        scheme=scheme,
    )
