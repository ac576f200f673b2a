"""What the sections of the settings have in common: a list that may be empty, with a button to add to it."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from ejournal.ui import kit
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some


def listing(
    lines: Sequence[Any],
    draw: Callable[[Any], rx.Component],
    *,
    ready: bool,
    title: kit.Words,
    empty: rx.Component,
    intro: kit.Words | None = None,
    add: rx.Component | None = None,
    lead: str = "",
) -> rx.Component:
    """The list of a section once it is read; `lead` is the width of what stands first in a line."""
    return rx.fragment(
        rx.fragment() if intro is None else rx.el.p(intro, class_name="soft settings-intro"),
        kit.loading(
            ready,
            kit.sheet(
                rx.cond(some(lines), kit.rows(rx.foreach(lines, draw), lead=lead), empty),
                title=title,
                aside=add,
            ),
            label=t("Loading"),
        ),
    )
