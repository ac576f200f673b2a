"""The pages of duplicates: /people/duplicates, and two cards: /people/merge?first=…&second=…"""

import reflex as rx

from ejournal.pages.duplicates import parts
from ejournal.pages.duplicates.merge_state import MergeState
from ejournal.pages.duplicates.state import DuplicatesState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/people/duplicates", title=tab_title("Duplicates"), on_load=DuplicatesState.load)
def duplicates() -> rx.Component:
    """Pairs of cards that look like one person."""
    return shell(
        t("Duplicates"),
        kit.loading(DuplicatesState.ready, parts.pairs(), label=t("Loading")),
        place="people",
        subtitle=DuplicatesState.found,
        back=kit.back_link(t("People"), "/people"),
    )


@rx.page("/people/merge", title=tab_title("Two cards"), on_load=MergeState.load)
def merge() -> rx.Component:
    """Two cards beside each other, or the search for the other one."""
    return shell(
        rx.cond(MergeState.choosing, t("Make one with…"), t("Make two cards one")),
        kit.loading(
            MergeState.ready,
            rx.cond(MergeState.choosing, parts.choosing(), parts.both()),
            label=t("Loading"),
        ),
        place="people",
        back=_back(),
    )


def _back() -> rx.Component:
    """To the person whose other card is looked for, else to the pairs."""
    card = kit.back_link(MergeState.first.name, MergeState.first.href)
    return rx.cond(MergeState.choosing, card, kit.back_link(t("Duplicates"), "/people/duplicates"))
