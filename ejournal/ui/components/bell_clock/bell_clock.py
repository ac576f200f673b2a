"""Counts down to the next bell without asking the server, which says when the bells are and their words."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from ejournal.ui.components.own_asset import own_asset

own_asset("bell_clock.css")


@dataclass
class Ring:
    """A bell to come: seconds to it from now, and the words before the count, «до конца 3-го урока»."""

    left: int
    words: str


class BellClock(rx.Component):
    """The count; `on_bell` is called at each bell."""

    library = "$/public" + own_asset("bell_clock.jsx")
    tag = "BellClock"

    rings: rx.Var[list[Ring]]
    on_bell: rx.EventHandler[rx.event.no_args_event_spec]


def bell_clock(rings: list[Ring] | rx.Var[list[Ring]], **props: Any) -> rx.Component:
    """The countdown to the first of the rings; nothing after the last."""
    return BellClock.create(rings=rings, **props)
