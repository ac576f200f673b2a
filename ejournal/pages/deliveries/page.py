"""The queue of notices on their way out of the program: /delivery"""

import reflex as rx

from ejournal.pages.deliveries import parts
from ejournal.pages.deliveries.state import DeliveriesState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/delivery", title=tab_title("Delivery of notices"), on_load=DeliveriesState.load)
def deliveries() -> rx.Component:
    """What waits, what became of the rest."""
    return shell(
        t("Delivery of notices"),
        kit.loading(DeliveriesState.ready, parts.queue(), label=t("Loading")),
        place="accounts",
        narrow=True,
        back=kit.back_link(t("Accounts"), "/accounts"),
    )
