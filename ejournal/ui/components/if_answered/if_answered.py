"""Children that stand in the page only when an address of the server says yes."""

import reflex as rx

from ejournal.ui.components.own_asset import own_asset


class IfAnswered(rx.Component):
    """Asks the address once, and shows its children when the answer is a success, or with `no` when not."""

    library = "$/public" + own_asset("if_answered.jsx")
    tag = "IfAnswered"

    address: rx.Var[str]
    no: rx.Var[bool]


def if_answered(address: str, *children: rx.Component, no: bool = False) -> rx.Component:
    """The children where the server has the address, nothing elsewhere; with `no` the other way round.

    For what depends on a setting: whatever a page asks of the settings would be built into it, and stay there
    when the setting changes. No state, for it is strangers who see it.
    """
    return IfAnswered.create(*children, address=address, no=no)
