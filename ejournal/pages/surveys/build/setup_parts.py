"""The dialogs above the questions: whom the survey asks and how, who keeps it."""

import reflex as rx

from ejournal import limits
from ejournal.pages.surveys.build.setup_state import ASKS, AUTHORS, SurveySetupState
from ejournal.ui import kit
from ejournal.ui.frame.audience import audience
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.surveys import PER, RESULTS_WHEN, RESULTS_WHOM
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import no, some

State = SurveySetupState


def dialogs() -> rx.Component:
    """Whom and how; who keeps it."""
    return rx.fragment(_asks(), _authors())


def _asks() -> rx.Component:
    errors = SessionState.errors
    return kit.form_dialog(
        rx.cond(no(State.begun), rx.el.section(rx.el.h3(t("Whom")), audience(State), class_name="stack")),
        rx.el.section(
            rx.el.h3(t("How")),
            rx.cond(no(State.begun), _promised()),
            rx.el.div(
                rx.cond(
                    no(State.begun),
                    _moment("opens_at", t("Opens on"), State.opens_at, t("Empty: when it is sent")),
                ),
                _moment("closes_at", t("Closes on"), State.closes_at, t("Empty: by hand")),
                kit.text_field(
                    "most_answers",
                    t("Closes at so many answers"),
                    input_mode="numeric",
                    default_value=State.most_answers,
                    error=errors["most_answers"],
                ),
                class_name="survey-two",
            ),
            rx.el.div(
                kit.select_field(
                    "results_when",
                    t("Results are seen"),
                    [(one.value, t(words)) for one, words in RESULTS_WHEN.items()],
                    default_value=State.results_when,
                ),
                kit.select_field(
                    "results_whom",
                    t("By whom"),
                    [(one.value, t(words)) for one, words in RESULTS_WHOM.items()],
                    default_value=State.results_whom,
                ),
                class_name="survey-two",
            ),
            class_name="stack",
        ),
        name="survey-setup",
        on_submit=State.save,
        is_open=State.dialog == ASKS,
        on_close=State.stop,
        fresh=f"survey-setup-{State.setup_form}",
        title=t("Whom and how the survey asks"),
        save=t("Done"),
    )


def _promised() -> rx.Component:
    """What is promised to who is asked, and stays once the survey is open."""
    errors = SessionState.errors
    return rx.fragment(
        kit.select_field(
            "per",
            t("Answers"),
            [(one.value, t(words)) for one, words in PER.items()],
            default_value=State.per,
            error=errors["per"],
        ),
        rx.el.label(
            rx.el.input(type="checkbox", name="anonymous", default_checked=State.anonymous),
            rx.el.span(t("Without names: nobody learns who said what, not even an administrator")),
            class_name="check",
        ),
        kit.field_error("anonymous", errors["anonymous"]),
    )


def _moment(name: str, label: kit.Words, value: str, hint: kit.Words) -> rx.Component:
    return kit.text_field(
        name,
        label,
        kind="datetime-local",
        default_value=value,
        error=SessionState.errors[name],
        hint=hint,
    )


def _authors() -> rx.Component:
    return kit.dialog(
        rx.cond(
            some(State.keepers),
            rx.el.div(
                rx.foreach(State.keepers, _keeper),
                class_name="chips",
                role="group",
                aria_label=t("Keep it too"),
            ),
            rx.el.p(t("Only its author keeps it so far."), class_name="soft"),
        ),
        kit.text_field(
            "colleague",
            t("Colleague by name"),
            kind="search",
            max_length=limits.SEARCH,
            default_value="",
            auto_complete="off",
            on_change=State.find_colleague.debounce(250),
        ),
        rx.cond(
            some(State.colleagues),
            rx.el.div(
                rx.foreach(State.colleagues, _colleague),
                class_name="chips",
                role="group",
                aria_label=t("Found"),
            ),
        ),
        kit.field_error("author", SessionState.errors["author"]),
        is_open=State.dialog == AUTHORS,
        on_close=State.stop,
        title=t("Who keeps it"),
        note=t("Who keeps a survey changes, sends and closes it, and sees its results."),
    )


def _keeper(one: Choice) -> rx.Component:
    return rx.el.button(
        rx.el.span(t("Let keep it no more:"), " ", class_name="sr-only"),
        one.label,
        kit.icon("x", 16),
        type="button",
        on_click=State.drop_author(one.value),
        class_name="chip",
    )


def _colleague(one: Choice) -> rx.Component:
    return rx.el.button(
        one.label,
        kit.icon("plus", 16),
        type="button",
        on_click=State.add_author(one.value),
        class_name="chip",
    )
