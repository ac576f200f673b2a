"""Use of the journal: /reports/use?class=…&period=…"""

import reflex as rx

from ejournal.pages.usage import parts
from ejournal.pages.usage.state import UsageState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/reports/use", title=tab_title("Use of the journal"), on_load=UsageState.load)
def usage() -> rx.Component:
    """Who signs in, reads and acknowledges; how teachers fill in; what nobody uses."""
    return shell(
        rx.cond(UsageState.class_id != "", t("Use by families"), t("Use of the journal")),
        kit.loading(UsageState.ready, parts.choices(), parts.shown(), label=t("Loading")),
        place="reports",
        subtitle=UsageState.subtitle,
        back=kit.back_link(t("Reports"), "/reports"),
        actions=[parts.files()],
    )
