"""Consents that wait for one's answer, on the main page."""

import reflex as rx

from ejournal.pages.home.state import HomeState
from ejournal.ui import kit
from ejournal.ui.words.text import t


def questions() -> rx.Component:
    """A line that leads to them; gone when all is answered."""
    return rx.cond(
        HomeState.questions != "",
        kit.callout(
            t("Each is your own decision; whatever you choose, the journal stays open."),
            title=HomeState.questions,
            action=rx.el.a(t("Answer"), href="/consents/answer", class_name="button button-primary"),
        ),
    )
