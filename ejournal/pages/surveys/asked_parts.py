"""The list of surveys that ask whoever looks."""

import reflex as rx

from ejournal.pages.surveys.asked_rows import AskedRow
from ejournal.pages.surveys.asked_state import AskedSurveysState
from ejournal.ui import kit
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = AskedSurveysState


def asked() -> rx.Component:
    """What waits for an answer first, then what was answered or closed."""
    return kit.sheet(
        rx.cond(
            some(State.asked),
            kit.rows(rx.foreach(State.asked, _line)),
            kit.empty_state(
                t("No surveys for you now"),
                t("When somebody asks you, it stands here and on the page Today."),
                icon="clipboard-list",
            ),
        ),
        title=t("For you to answer"),
    )


def _line(one: AskedRow) -> rx.Component:
    return kit.row(one.title, one.note, end=kit.badge(one.badge, one.tone), href=one.href, wrap=True)
