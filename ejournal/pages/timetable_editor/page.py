"""The timetable's editor: /schedule/edit?version=…&by=class|teacher&id=…"""

import reflex as rx

from ejournal.pages.timetable_editor import dialogs, parts
from ejournal.pages.timetable_editor.parts.load import load
from ejournal.pages.timetable_editor.parts.needs import needs
from ejournal.pages.timetable_editor.state import TimetableEditorState
from ejournal.ui import kit
from ejournal.ui.frame.schedule_tabs import PLACE, schedule_tabs
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/schedule/edit", title=tab_title("Timetable editor"), on_load=TimetableEditorState.load)
def timetable_editor() -> rx.Component:
    """The week of a class or a teacher in a version, its tray, what is wrong in it."""
    return shell(
        t("Timetable editor"),
        schedule_tabs("edit"),
        kit.loading(
            TimetableEditorState.ready,
            parts.editor(),
            dialogs.all_of_them(),
            load(),
            needs(),
            label=t("Loading"),
        ),
        place=PLACE,
        subtitle=TimetableEditorState.subtitle,
    )
