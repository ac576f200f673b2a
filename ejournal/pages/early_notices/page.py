"""Early notices: /reports/early"""

import reflex as rx

from ejournal.pages.early_notices import parts
from ejournal.pages.early_notices.state import EarlyNoticesState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/reports/early", title=tab_title("Early notice"), on_load=EarlyNoticesState.load)
def early_notices() -> rx.Component:
    """Of whom facts ask that somebody talks with the family."""
    return shell(
        t("Early notice"),
        kit.loading(
            EarlyNoticesState.ready,
            parts.class_choice(),
            parts.notices(),
            parts.past(),
            parts.talk_form(),
            parts.outcome_form(),
            parts.bounds_form(),
            label=t("Loading"),
        ),
        place="reports",
        subtitle=EarlyNoticesState.summary,
        back=kit.back_link(t("Reports"), "/reports"),
        actions=[
            rx.cond(
                EarlyNoticesState.may_set,
                kit.button(t("Bounds"), icon="settings", on_click=EarlyNoticesState.open_bounds),
            )
        ],
    )
