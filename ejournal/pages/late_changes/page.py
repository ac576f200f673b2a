"""The page of late changes: /late-changes"""

import reflex as rx

from ejournal.pages.late_changes import parts
from ejournal.pages.late_changes.state import LateChangesState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/late-changes", title=tab_title("Late changes"), on_load=LateChangesState.load)
def late_changes() -> rx.Component:
    """What waits for a decision."""
    return shell(
        t("Late changes"),
        kit.loading(LateChangesState.ready, parts.requests(), parts.refusal(), label=t("Loading")),
        place="late_changes",
        subtitle=LateChangesState.subtitle,
        narrow=True,
    )
