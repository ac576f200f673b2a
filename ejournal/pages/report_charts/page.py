"""The charts of the staff: /reports/charts?view=…&of=…&period=…"""

import reflex as rx

from ejournal.pages.report_charts.state import ReportChartsState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title
from ejournal.ui.words.vars import count, some

State = ReportChartsState


@rx.page("/reports/charts", title=tab_title("Charts"), on_load=State.load)
def report_charts() -> rx.Component:
    """Marks, absences, homework, norms of marks and test papers in charts."""
    return shell(
        t("Charts"),
        kit.loading(
            State.ready,
            _choices(),
            rx.cond(
                State.draft,
                kit.callout(t("Draft: the period is not over, its numbers will still change."), tone="amber"),
            ),
            rx.cond(State.left_out != "", rx.el.p(State.left_out, class_name="chart-left-out soft small")),
            rx.cond(
                some(State.grids),
                kit.stack(kit.charts(State.grids, State.behind, State.open_number, State.close_list)),
                kit.empty_state(
                    t("Nothing to chart yet"),
                    t("Choose another period, or come back once there are marks, absences or homework."),
                    icon="file-chart-column",
                ),
            ),
            label=t("Loading"),
        ),
        place="reports",
        subtitle=State.subtitle,
        back=kit.back_link(t("Reports"), "/reports"),
        actions=[rx.cond(some(State.grids), _files())],
    )


def _choices() -> rx.Component:
    return kit.toolbar(
        kit.segmented(State.views, State.view, State.choose_view, t("What is charted")),
        rx.cond(
            count(State.whose_choices) > 1,
            rx.el.div(
                kit.select(State.whose_choices, State.whose, State.choose_whose, t("Of whom")),
                class_name="chart-whose",
            ),
        ),
        rx.cond(
            some(State.periods), kit.select(State.periods, State.period, State.choose_period, t("Period"))
        ),
    )


def _files() -> rx.Component:
    return rx.fragment(
        kit.paper_button(t("Print"), f"/print/charts.pdf?{State.query}"),
        kit.link_button(
            t("Spreadsheet"), f"/print/charts.xlsx?{State.query}", icon="download", download=True
        ),
    )
