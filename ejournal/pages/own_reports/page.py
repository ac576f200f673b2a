"""A report of one's own: /reports/own?id=…"""

import reflex as rx

from ejournal.pages.own_reports import parts
from ejournal.pages.own_reports.state import OwnReportsState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/reports/own", title=tab_title("Own reports"), on_load=OwnReportsState.load)
def own_reports() -> rx.Component:
    """Rows, columns and a filter, drawn at once; kept, shared, printed."""
    return shell(
        t("Own reports"),
        kit.loading(
            OwnReportsState.ready,
            parts.kept(),
            kit.stack(parts.builder(), parts.table()),
            parts.saving(),
            parts.deleting(),
            label=t("Loading"),
        ),
        place="reports",
        back=kit.back_link(t("Reports"), "/reports"),
        actions=[parts.files()],
    )
