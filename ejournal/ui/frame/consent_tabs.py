"""The pages of consents as neighbours of each other, for whom both are."""

import reflex as rx

from ejournal.ui import kit
from ejournal.ui.words.text import t


def consent_tabs(current: str) -> rx.Component:
    """Links between the documents and the register; `current` is texts or register."""
    return kit.toolbar(
        kit.tabs(
            (("texts", "/consents", t("Documents")), ("register", "/consents/register", t("Register"))),
            current,
            t("Consents"),
        )
    )
