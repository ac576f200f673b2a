"""What is done with the whole survey: sent, reminded of, closed, opened again, copied, thrown away."""

import reflex as rx

from ejournal.models import SurveyState
from ejournal.pages.surveys.build.acts_state import SurveyActsState
from ejournal.pages.surveys.build.state import BuildSurveyState
from ejournal.services.surveys.checking import NO_ALT
from ejournal.ui import kit
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import no

State = SurveyActsState
HEAD = BuildSurveyState.survey


def actions() -> rx.Component:
    """The main button says what will happen, or how much is still to do."""
    return rx.cond(
        HEAD.id > 0,
        rx.el.div(
            rx.match(
                HEAD.state,
                (SurveyState.DRAFT.value, _of_draft()),
                (
                    SurveyState.WAITING.value,
                    kit.button(t("Make it a draft again"), icon="undo-2", on_click=State.take_back),
                ),
                (SurveyState.OPEN.value, _of_open()),
                (SurveyState.CLOSED.value, _of_closed()),
                rx.fragment(),
            ),
            class_name="toolbar",
        ),
    )


def _of_draft() -> rx.Component:
    return rx.fragment(
        kit.menu(
            "survey-more",
            t("More"),
            _copy(),
            kit.button(t("Throw the draft away"), icon="trash-2", on_click=State.ask("away")),
        ),
        rx.cond(
            HEAD.lacks != "",
            kit.button(HEAD.lacks, icon="list-checks", on_click=State.send),
            kit.button(HEAD.send, kind="primary", icon="send", on_click=State.send),
        ),
    )


def _of_open() -> rx.Component:
    return rx.fragment(
        kit.menu(
            "survey-more",
            t("More"),
            _copy(),
            kit.button(t("Close the survey"), icon="lock", on_click=State.ask("close")),
        ),
        _results(),
        kit.button(t("Remind"), icon="bell", on_click=State.remind),
    )


def _of_closed() -> rx.Component:
    again = kit.button(t("Open again"), icon="lock-open", on_click=State.ask("reopen"))
    return rx.fragment(_copy(), rx.cond(no(HEAD.anonymous), again), _results())


def _results() -> rx.Component:
    return kit.link_button(t("Results"), f"/surveys/results?id={HEAD.id}", icon="file-chart-column")


def _copy() -> rx.Component:
    return kit.button(t("Copy the survey"), icon="copy", on_click=State.copy_survey)


def dialogs() -> rx.Component:
    """Each asks before it is done."""
    return rx.fragment(
        kit.dialog(
            kit.callout(t(NO_ALT), tone="amber"),
            is_open=State.asking == "alt",
            on_close=State.stop,
            title=t("Send without a description?"),
            foot=[
                kit.button(t("Back to the questions"), on_click=State.stop),
                kit.button(t("Send all the same"), kind="primary", on_click=State.send_anyway),
            ],
        ),
        kit.confirm(
            is_open=State.asking == "away",
            on_close=State.stop,
            on_confirm=State.throw_away,
            title=t("Throw the draft away?"),
            text=t("Its questions and pictures go with it."),
            confirm_label=t("Throw away"),
        ),
        kit.confirm(
            is_open=State.asking == "close",
            on_close=State.stop,
            on_confirm=State.close,
            title=t("Close the survey?"),
            text=rx.cond(
                HEAD.anonymous,
                t("Nobody can answer any more. An anonymous survey is not opened again."),
                t("Nobody can answer any more. It can be opened again."),
            ),
            confirm_label=t("Close the survey"),
        ),
        kit.form_dialog(
            kit.text_field(
                "closes_at",
                t("Take answers until"),
                kind="datetime-local",
                default_value="",
                error=SessionState.errors["closes_at"],
                hint=t("Empty: without an end"),
            ),
            name="survey-reopen",
            on_submit=State.reopen,
            is_open=State.asking == "reopen",
            on_close=State.stop,
            title=t("Open the survey again"),
            save=t("Open again"),
        ),
    )
