"""The reports: /reports?view=…&period=…"""

import reflex as rx

from ejournal.pages.reports import class_parts, parts
from ejournal.pages.reports.state import CLASS, COURSES, FILLING, SCHOOL, ReportsState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title

State = ReportsState


@rx.page("/reports", title=tab_title("Reports"), on_load=State.load)
def reports() -> rx.Component:
    """Figures of the school, of a class, or of one's own courses."""
    return shell(
        rx.match(
            State.view,
            (CLASS, t("Report of the class")),
            (COURSES, t("Report of the teacher")),
            (FILLING, t("How journals are filled")),
            t("Success and quality"),
        ),
        kit.loading(
            State.ready,
            parts.choices(),
            rx.cond(
                State.period != "",
                rx.fragment(
                    parts.draft(),
                    rx.match(
                        State.view,
                        (SCHOOL, parts.school()),
                        (CLASS, class_parts.of_class()),
                        (COURSES, class_parts.courses()),
                        (FILLING, class_parts.filling()),
                        rx.fragment(),
                    ),
                ),
                parts.nothing(),
            ),
            label=t("Loading"),
        ),
        place="reports",
        subtitle=State.subtitle,
        actions=[
            rx.cond(
                State.ways.notices,
                kit.link_button(t("Early notice"), "/reports/early", icon="bell-ring"),
            ),
            rx.cond(
                State.period != "",
                kit.link_button(t("Charts"), State.ways.charts, icon="chart-no-axes-column"),
            ),
            kit.folded(
                "reports",
                rx.cond(State.ways.notices, kit.link_button(t("Use"), "/reports/use", icon="users")),
                kit.link_button(t("Own reports"), "/reports/own", icon="table-properties"),
            ),
            rx.cond((State.period != "") & (State.view != FILLING), parts.files()),
        ],
    )
