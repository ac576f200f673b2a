"""The page of one's notices: /notices"""

import reflex as rx

from ejournal.pages.notices import parts
from ejournal.pages.notices.state import NoticesState
from ejournal.ui import kit
from ejournal.ui.components.looked import looked
from ejournal.ui.frame.shell import BELL, shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/notices", title=tab_title("Notices"), on_load=NoticesState.load)
def notices() -> rx.Component:
    """What happened, by day; looking reads it."""
    return shell(
        t("Notices"),
        looked(NoticesState.fresh, NoticesState.looked),
        kit.loading(
            NoticesState.ready, parts.children(), parts.picking(), parts.notices(), label=t("Loading")
        ),
        place=BELL,
        actions=[parts.mark_all(), parts.choices()],
        narrow=True,
    )
