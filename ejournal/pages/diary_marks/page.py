"""The marks page: /diary/marks?child=…&term=…"""

import reflex as rx

from ejournal.pages.diary_marks import parts
from ejournal.pages.diary_marks.state import DiaryMarksState
from ejournal.ui import kit
from ejournal.ui.first_text.pages import first_text
from ejournal.ui.frame.family import child_switch
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/diary/marks", title=tab_title("Marks"), on_load=DiaryMarksState.load)
@first_text("/diary/marks", DiaryMarksState.load)
def diary_marks() -> rx.Component:
    """Marks of a term by subject, their averages and how they went."""
    return shell(
        t("Marks"),
        kit.loading(
            DiaryMarksState.ready,
            child_switch("/diary/marks"),
            parts.term_choice(),
            parts.apart(),
            kit.stack(
                kit.columns(parts.subjects(), parts.dynamics(), wide_first=True),
                parts.year(),
            ),
            parts.subject_dialog(),
            label=t("Loading"),
        ),
        place="diary_marks",
        subtitle=DiaryMarksState.subtitle,
        actions=[
            kit.link_button(
                t("Dynamics"),
                f"/diary/dynamics?child={DiaryMarksState.child}&term={DiaryMarksState.term}",
                icon="chart-no-axes-column",
            )
        ],
    )
