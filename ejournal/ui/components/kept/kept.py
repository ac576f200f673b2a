"""Puts kept.js among the app's assets: it keeps the pages seen last, to be read without a network.

Words of the bar above such a page go to `watch` with the account that they are kept for.
"""

from typing import Any

import reflex as rx

from ejournal.ui.components.own_asset import own_asset
from ejournal.ui.words.absences import WAITS
from ejournal.ui.words.text import t

KEPT = own_asset("kept.js")
KEPT_WORDS = {"bar": "No network. As it stood at {time}", "waits": WAITS}


def kept_words() -> rx.Var[dict[str, Any]]:
    """The words of the bar, and of what waits."""
    words: dict[str, Any] = {name: t(message) for name, message in KEPT_WORDS.items()}
    return rx.Var.create(words)
