"""What every component of the kit needs: kinds of arguments, class names, links within the app."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from ejournal.ui.words.text import Words

Flag = bool | rx.Var[bool]
Part = rx.Component | rx.Var | str | int
Event = Any
OnValue = Callable[[Any], Any]
"""A State's handler (or a function that gives one) which is called with the chosen value."""


def link(*children: Part, href: Words, **props: Any) -> rx.Component:
    """A link to a page of the app, opened without reloading it."""
    return ReactRouterLink.create(*children, to=href, **props)


def class_names(base: Words, extras: dict[str, Flag]) -> Words:
    """The base names and those extras that hold, now or in the browser."""
    names = base
    for name, holds in extras.items():
        if isinstance(holds, bool):
            names = f"{names} {name}" if holds else names
        else:
            names = f"{names}{rx.cond(holds, ' ' + name, '')}"
    return names


def slot(content: Part | Sequence[Part] | None, name: str) -> rx.Component:
    """A div of that class around the content; nothing when there is none."""
    if content is None:
        return rx.fragment()
    parts = content if isinstance(content, (list, tuple)) else [content]
    return rx.el.div(*parts, class_name=name)
