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
        kit.loading(DuplicatesState.ready, _back(), parts.pairs(), label=t("Loading")),
        place="people",
        subtitle=DuplicatesState.found,
    )


@rx.page("/people/merge", title=tab_title("Two cards"), on_load=MergeState.load)
def merge() -> rx.Component:
    """Two cards beside each other, or the search for the other one."""
    return shell(
        rx.cond(MergeState.choosing, t("Make one with…"), t("Make two cards one")),
        kit.loading(
            MergeState.ready,
            _back(),
            rx.cond(MergeState.choosing, parts.choosing(), parts.both()),
            label=t("Loading"),
        ),
        place="people",
        subtitle=rx.cond(MergeState.choosing, MergeState.first.name, ""),
    )


def _back() -> rx.Component:
    return rx.el.div(
        kit.link(kit.icon("arrow-left", 18), t("People"), href="/people", class_name="back-link"),
        class_name="no-print",
    )
