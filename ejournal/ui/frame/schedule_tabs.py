"""The pages where a deputy head sets the schedule up, as neighbours of each other."""

import reflex as rx

from ejournal.ui import kit
from ejournal.ui.words.text import t

PLACE = "schedule_setup"
"""The place of the navigation that these pages share."""


def schedule_tabs(current: str) -> rx.Component:
    """Links between the pages of the schedule's setup; `current` is edit, calendar or import."""
    return kit.toolbar(
        kit.tabs(
            (
                ("edit", "/schedule/edit", t("Editor")),
                ("calendar", "/schedule/calendar", t("Calendar and bells")),
                ("import", "/schedule/import", t("Import and export")),
            ),
            current,
            t("Setup of the schedule"),
        )
    )
