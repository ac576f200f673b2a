"""Text as it was written, in which addresses of the web are links; nothing else in it is markup."""

from typing import ClassVar

import reflex as rx

from ejournal.ui.components.own_asset import own_asset

own_asset("addresses.js")


class Linked(rx.Component):
    """The text; only http and https become links, which tell the other site nothing of this one."""

    library = own_asset("linked.jsx").importable_path
    tag = "Linked"
    written: ClassVar[str] = "{{ text }}"

    text: rx.Var[str]


def linked(text: rx.Var[str] | str) -> rx.Component:
    """The text with its addresses as links."""
    return Linked.create(text=text)
