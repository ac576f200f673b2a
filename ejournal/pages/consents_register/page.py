"""The register of consents: /consents/register"""

import reflex as rx

from ejournal.pages.consents_register import parts
from ejournal.pages.consents_register.state import RegisterState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title


@rx.page("/consents/register", title=tab_title("Register of consents"), on_load=RegisterState.load)
def consents_register() -> rx.Component:
    """Who has said what about whom."""
    return shell(
        t("Register of consents"),
        kit.loading(
            RegisterState.ready,
            parts.tabs(),
            parts.search(),
            parts.lines(),
            parts.paper(),
            label=t("Loading"),
        ),
        place="consents_register",
        subtitle=RegisterState.found,
        actions=[parts.acts()],
    )
