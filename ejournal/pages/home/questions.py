"""What waits for one's word, on the main page: consents, surveys, documents."""

import reflex as rx

from ejournal.pages.home.state import HomeState
from ejournal.pages.home.survey_rows import SurveyLine
from ejournal.ui import kit
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some


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


def surveys() -> rx.Component:
    """A line for each survey that waits; gone when all are answered."""
    return rx.cond(
        some(HomeState.surveys), kit.sheet(kit.rows(rx.foreach(HomeState.surveys, _survey), lead="1.5rem"))
    )


def _survey(one: SurveyLine) -> rx.Component:
    return kit.row(
        one.title,
        one.note,
        lead=kit.icon("clipboard-list"),
        end=kit.icon("chevron-right"),
        href=one.href,
    )


def documents() -> rx.Component:
    """A line that leads to the documents; gone when all are acknowledged."""
    return rx.cond(
        HomeState.documents != "",
        kit.callout(
            t("The school asks you to read and to say that you know it."),
            title=HomeState.documents,
            action=kit.link_button(t("Open"), "/documents"),
        ),
    )
