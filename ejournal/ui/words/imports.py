"""Words of the imports of people and of marks."""

import reflex as rx

from ejournal.ui.words.text import Words, t_format


def fits(what: Words) -> Words:
    """What could stand in the place of a wrong value; empty where nothing is known."""
    return rx.cond(what != "", t_format("What would fit: {what}", what=what), "")
