"""Says once that what is new stands before somebody's eyes: not in a tab that nobody looks at."""

from typing import Any

import reflex as rx

from ejournal.ui.components.own_asset import own_asset
from ejournal.ui.words.text import Words


class Looked(rx.Component):
    """`fresh` names what is new; `on_look` is called once for each other text, when the tab is in view."""

    library = own_asset("looked.jsx").importable_path
    tag = "Looked"

    fresh: rx.Var[str]
    on_look: rx.EventHandler[rx.event.no_args_event_spec]


def looked(fresh: Words, on_look: Any) -> rx.Component:
    """Calls on_look when there is something fresh and the tab is in view."""
    return Looked.create(fresh=fresh, on_look=on_look)
