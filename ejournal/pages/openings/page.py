"""The log of who opened personal data: /people/openings"""

import reflex as rx

from ejournal.pages.openings import parts
from ejournal.pages.openings.state import OpeningsState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/people/openings", title=tab_title("Who opened"), on_load=OpeningsState.load)
def openings() -> rx.Component:
    """Who opened whose data, the latest first."""
    return shell(
        t("Who opened"),
        kit.loading(
            OpeningsState.ready,
            parts.before(), parts.search(), parts.lines(), parts.keeping(),
            label=t("Loading"),
        ),
        place="openings",
        subtitle=OpeningsState.kept,
        actions=[parts.acts()],
    )  # fmt: skip
