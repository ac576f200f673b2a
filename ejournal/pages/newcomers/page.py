"""Who has not come yet: /newcomers?class=…"""

import reflex as rx

from ejournal.pages.newcomers import parts
from ejournal.pages.newcomers.state import NewcomersState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/newcomers", title=tab_title("Who has not come yet"), on_load=NewcomersState.load)
def newcomers() -> rx.Component:
    """Each class's pupils and guardians: code, reminders, account."""
    return shell(
        t("Who has not come yet"),
        kit.loading(
            NewcomersState.ready,
            kit.stack(
                parts.why_not(),
                parts.choice(),
                rx.cond(NewcomersState.class_id != "", parts.families(), parts.classes()),
            ),
            label=t("Loading"),
        ),
        place="accounts",
        subtitle=rx.cond(
            NewcomersState.class_id != "",
            NewcomersState.title + rx.cond(NewcomersState.title != "", " · ", "") + NewcomersState.count,
            "",
        ),
        actions=[parts.acts()],
        back=parts.back(),
    )
