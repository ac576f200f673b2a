"""Counts down to the next bell without asking the server, which says when the bells are and their words."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from ejournal.ui.components.own_asset import own_asset

own_asset("bell_clock.css")


_WRITTEN = """{% if rings %}{% set left = rings[0].left %}<span class="bell-clock " role="timer">\
<span class="bell-clock-words">{{ rings[0].words }}</span> <b>\
{% if left >= 3600 %}{{ "%d:%02d:%02d"|format(left // 3600, left // 60 % 60, left % 60) }}\
{% else %}{{ "%d:%02d"|format(left // 60, left % 60) }}{% endif %}</b></span>{% endif %}"""
"""What stands for it in a page's first text."""


@dataclass
class Ring:
    """A bell to come: seconds to it from now, and the words before the count, «до конца 3-го урока»."""

    left: int
    words: str


class BellClock(rx.Component):
    """The count; `on_bell` is called at each bell."""

    library = "$/public" + own_asset("bell_clock.jsx")
    tag = "BellClock"
    written: ClassVar[str] = _WRITTEN

    rings: rx.Var[list[Ring]]
    on_bell: rx.EventHandler[rx.event.no_args_event_spec]


def bell_clock(rings: list[Ring] | rx.Var[list[Ring]], **props: Any) -> rx.Component:
    """The countdown to the first of the rings; nothing after the last."""
    return BellClock.create(rings=rings, **props)
