"""The page of what comes to oneself and where to: /notices/choices"""

import reflex as rx

from ejournal.pages.notice_choices import parts
from ejournal.pages.notice_choices.state import NoticeChoicesState
from ejournal.ui import kit
from ejournal.ui.frame.shell import BELL, shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/notices/choices", title=tab_title("What comes and where to"), on_load=NoticeChoicesState.load)
def notice_choices() -> rx.Component:
    """Kinds and how they come, the hours."""
    return shell(
        t("What comes and where to"),
        kit.loading(
            NoticeChoicesState.ready,
            kit.stack(parts.where(), parts.browsers(), parts.messenger(), parts.kinds(), parts.hours()),
            label=t("Loading"),
        ),
        place=BELL,
        narrow=True,
        back=kit.back_link(t("Notices"), "/notices"),
    )
