"""The import of timetables: /schedule/import"""

import reflex as rx

from ejournal.pages.schedule_import import parts
from ejournal.pages.schedule_import.state import ScheduleImportState
from ejournal.ui import kit
from ejournal.ui.frame.schedule_tabs import PLACE, schedule_tabs
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/schedule/import", title=tab_title("Timetable from a file"), on_load=ScheduleImportState.load)
def schedule_import() -> rx.Component:
    """The step at which the file is, and the downloads."""
    return shell(
        t("Timetable from a file"),
        schedule_tabs("import"),
        kit.loading(ScheduleImportState.ready, parts.wizard(), parts.pick_dialog(), label=t("Loading")),
        place=PLACE,
        subtitle=t("aSc Timetables XML, or any spreadsheet with the timetable of classes"),
        narrow=True,
    )
