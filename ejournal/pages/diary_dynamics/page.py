"""The dynamics of a pupil: /diary/dynamics?child=…&term=…"""

import reflex as rx

from ejournal.pages.diary_dynamics.state import DiaryDynamicsState
from ejournal.ui import kit
from ejournal.ui.frame.family import child_switch
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title
from ejournal.ui.words.vars import some

State = DiaryDynamicsState


@rx.page("/diary/dynamics", title=tab_title("Dynamics"), on_load=State.load)
def diary_dynamics() -> rx.Component:
    """Averages by week, term and kind of work, absences, and the own past beside them."""
    return shell(
        t("Dynamics"),
        kit.loading(
            State.ready,
            child_switch("/diary/dynamics"),
            kit.toolbar(kit.segmented(State.terms, State.term, State.choose_term, t("Term"))),
            rx.cond(State.place != "", kit.callout(State.place)),
            rx.cond(
                some(State.grids),
                kit.stack(kit.charts(State.grids, State.behind, State.open_number, State.close_list)),
                kit.empty_state(
                    t("No marks in this term yet"),
                    t("Charts stand here once marks are given."),
                    icon="file-chart-column",
                ),
            ),
            label=t("Loading"),
        ),
        place="diary_marks",
        subtitle=State.subtitle,
        back=kit.back_link(t("Marks"), f"/diary/marks?child={State.child}"),
    )
