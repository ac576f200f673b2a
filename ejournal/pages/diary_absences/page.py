"""The absences page: /diary/absences?child=…"""

import reflex as rx

from ejournal.pages.diary_absences import parts
from ejournal.pages.diary_absences.state import DiaryAbsencesState
from ejournal.ui import kit
from ejournal.ui.frame.family import child_switch
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/diary/absences", title=tab_title("Absences"), on_load=DiaryAbsencesState.load)
def diary_absences() -> rx.Component:
    """Missed lessons of the year, and absences announced to the class teacher."""
    return shell(
        t("Absences"),
        kit.loading(
            DiaryAbsencesState.ready,
            kit.stack(child_switch("/diary/absences"), parts.notices(), parts.missed()),
            parts.announcement(),
            label=t("Loading"),
        ),
        place="diary_absences",
        subtitle=DiaryAbsencesState.subtitle,
        actions=[parts.announce_button()],
        narrow=True,
    )
