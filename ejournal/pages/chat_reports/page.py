"""Reported messages: /chat/reports"""

import reflex as rx

from ejournal.pages.chat_reports import parts
from ejournal.pages.chat_reports.state import ChatReportsState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/chat/reports", title=tab_title("Reported messages"), on_load=ChatReportsState.load)
def chat_reports() -> rx.Component:
    """What waits for a decision, and what was decided lately."""
    return shell(
        t("Reported messages"),
        kit.loading(ChatReportsState.ready, parts.reports(), parts.decision(), label=t("Loading")),
        place="chat",
        narrow=True,
        back=kit.back_link(t("Messages"), "/chat"),
    )
