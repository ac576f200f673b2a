"""The import of people: /people/import"""

import reflex as rx

from ejournal.pages.people_import import parts
from ejournal.pages.people_import.state import PeopleImportState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/people/import", title=tab_title("People from a list"), on_load=PeopleImportState.load)
def people_import() -> rx.Component:
    """The step at which the list is."""
    return shell(
        t("People from a list"),
        kit.loading(
            PeopleImportState.import_ready,
            parts.wizard(),
            parts.fixing(),
            parts.undoing(),
            label=t("Loading"),
        ),
        place="people",
        subtitle=t("Pupils, guardians and staff from any spreadsheet"),
        back=kit.back_link(t("People"), "/people"),
    )
