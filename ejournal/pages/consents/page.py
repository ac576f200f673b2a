"""The documents that people agree to: /consents"""

import reflex as rx

from ejournal.pages.consents import parts
from ejournal.pages.consents.state import ConsentTextsState
from ejournal.ui import kit
from ejournal.ui.frame.consent_tabs import consent_tabs
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/consents", title=tab_title("Consents"), on_load=ConsentTextsState.load)
def consents() -> rx.Component:
    """Purposes with their documents."""
    return shell(
        t("Consents"),
        kit.loading(
            ConsentTextsState.ready,
            consent_tabs("texts"),
            kit.stack(parts.purposes()),
            parts.dialogs(),
            label=t("Loading"),
        ),
        place="consents",
        actions=[parts.acts()],
    )
