"""The journal page: /journal?course=…&term=…"""

import reflex as rx

from ejournal.pages.journal import parts
from ejournal.pages.journal.state import JournalState
from ejournal.ui import kit
from ejournal.ui.first_text.pages import first_text
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


def _frame() -> rx.Component:
    return shell(t("Journal"), kit.skeleton(6, t("Loading")), place="journal")


@rx.page("/journal", title=tab_title("Journal"), on_load=JournalState.load)
@first_text("/journal", JournalState.load, frame=_frame)
def journal() -> rx.Component:
    """The spread of the chosen course, and its facing page."""
    return shell(
        rx.cond(JournalState.title, JournalState.title, t("Journal")),
        kit.loading(
            JournalState.ready,
            rx.cond(JournalState.title, parts.opened(), parts.nothing_to_open()),
            label=t("Loading"),
        ),
        place="journal",
        subtitle=JournalState.subtitle,
        actions=[parts.paper()],
    )
