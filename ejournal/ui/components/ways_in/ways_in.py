"""The providers of this installation on the sign-in page: a setting, and so in no built page."""

import reflex as rx

from ejournal.ui.components.own_asset import own_asset
from ejournal.ui.words.text import Words


class WaysIn(rx.Component):
    """Asks the address once, and shows a link for each provider that it names; nothing when it names none."""

    library = "$/public" + own_asset("ways_in.jsx")
    tag = "WaysIn"

    address: rx.Var[str]
    words: rx.Var[str]
    label: rx.Var[str]
    wanted: rx.Var[str]


def ways_in(address: str, words: Words, label: Words, wanted: Words) -> rx.Component:
    """A link «words with {title}» for each; label names the list, wanted is the page to come to after it."""
    return WaysIn.create(address=address, words=words, label=label, wanted=wanted)
