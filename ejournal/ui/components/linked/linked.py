"""Text as it was written, in which addresses of the web are links; nothing else in it is markup."""

import reflex as rx


class Linked(rx.Component):
    """The text; only http and https become links, which tell the other site nothing of this one."""

    library = "$/public" + rx.asset("linked.jsx", shared=True)
    tag = "Linked"

    text: rx.Var[str]


def linked(text: rx.Var[str] | str) -> rx.Component:
    """The text with its addresses as links."""
    return Linked.create(text=text)
