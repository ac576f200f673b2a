"""The import of marks: /marks/import"""

import reflex as rx

from ejournal.pages.marks_import import parts
from ejournal.pages.marks_import.state import MarksImportState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/marks/import", title=tab_title("Marks of another journal"), on_load=MarksImportState.load)
def marks_import() -> rx.Component:
    """The step at which the file is."""
    return shell(
        t("Marks of another journal"),
        kit.loading(
            MarksImportState.marks_ready,
            parts.wizard(),
            parts.fixing(),
            parts.undoing(),
            label=t("Loading"),
        ),
        place="people",
        subtitle=t("For a school that changes systems in mid-year"),
        back=kit.back_link(t("People from a list"), "/people/import"),
    )
