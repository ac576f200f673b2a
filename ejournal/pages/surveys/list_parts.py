"""Parts of the list of surveys."""

import reflex as rx

from ejournal.pages.surveys.list_state import SurveysState
from ejournal.pages.surveys.rows import KeptRow
from ejournal.ui import kit
from ejournal.ui.words.surveys import TEMPLATES
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import some

State = SurveysState


def new_survey() -> rx.Component:
    """Begins a survey, for whoever may."""
    button = kit.button(t("New survey"), kind="primary", icon="plus", on_click=State.ask_begin(True))
    return rx.cond(State.keeps, button)


def kept() -> rx.Component:
    """The surveys that one keeps; nothing for who keeps none."""
    return rx.cond(
        State.keeps,
        kit.sheet(
            rx.cond(some(State.lines), kit.rows(rx.foreach(State.lines, _line)), _nothing()),
            kit.page_turner(State.later, State.earlier),
            title=t("My surveys"),
        ),
    )


def _line(one: KeptRow) -> rx.Component:
    return kit.row(one.title, one.note, end=kit.badge(one.badge, one.tone), href=one.href, wrap=True)


def _nothing() -> rx.Component:
    return kit.empty_state(
        t("No surveys yet"),
        t("Ask families, pupils or colleagues: begin with a ready survey or an empty one."),
        icon="clipboard-list",
        actions=[kit.button(t("New survey"), icon="plus", on_click=State.ask_begin(True))],
    )


def beginning() -> rx.Component:
    """Asks with what to begin: nothing, or a ready survey."""
    return kit.dialog(
        rx.el.div(
            _begin("", t("Empty survey"), "file-plus"),
            *(_begin(one.value, t(words), "clipboard-list") for one, words in TEMPLATES.items()),
            class_name="survey-begin",
        ),
        is_open=State.beginning,
        on_close=State.ask_begin(False),
        title=t("New survey"),
        note=t("A ready survey is yours to change."),
    )


def _begin(key: str, words: kit.Words, icon: str) -> rx.Component:
    return rx.el.button(
        kit.icon(icon), words, type="button", on_click=State.begin(key), class_name="survey-begin-one"
    )
