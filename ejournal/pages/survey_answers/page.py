"""A survey to be answered: /surveys/answer?id=…"""

import reflex as rx

from ejournal.pages.survey_answers.rows import SeatRow
from ejournal.pages.survey_answers.state import SurveyAnswerState
from ejournal.ui import kit
from ejournal.ui.components.answering import answering
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title
from ejournal.ui.words.vars import some

State = SurveyAnswerState


@rx.page("/surveys/answer", title=tab_title("Survey"), on_load=State.load)
def survey_answer() -> rx.Component:
    """The questions, one a screen on phones; then what became of the answer."""
    return shell(
        rx.cond(State.title != "", State.title, t("Survey")),
        kit.loading(
            State.ready,
            rx.cond(some(State.seats), _seats()),
            rx.cond(
                State.sent,
                _sent(),
                rx.cond(
                    State.used,
                    _used(),
                    rx.fragment(
                        rx.cond(State.closed, _closed()),
                        rx.cond(
                            State.has_form,
                            answering(survey=State.survey, answer=State.answer, on_send=State.send),
                        ),
                    ),
                ),
            ),
            label=t("Loading"),
        ),
        place="surveys",
        subtitle=rx.cond(State.closed, "", State.until),
        back=kit.back_link(t("Surveys"), "/surveys"),
        narrow=True,
    )


def _seats() -> rx.Component:
    return rx.el.nav(
        rx.foreach(State.seats, _seat), class_name="chips survey-seats", aria_label=t("For whom")
    )


def _seat(one: SeatRow) -> rx.Component:
    return kit.link(
        rx.cond(one.done, kit.icon("check", 16)),
        one.words,
        rx.cond(one.done, rx.el.span(" ", t("answered"), class_name="sr-only")),
        href=one.href,
        aria_current=rx.cond(one.id == State.seat, "page", rx.Var("undefined")),
        class_name="chip",
    )


def _sent() -> rx.Component:
    later = rx.cond(
        State.anonymous,
        State.used_note,
        t("You can change it until the survey closes."),
    )
    return kit.empty_state(
        t("Thank you, your answer is saved"),
        later,
        icon="circle-check",
        actions=[
            rx.cond(
                State.next_seat != "",
                kit.link_button(t("Answer for the next child"), State.next_seat, kind="primary"),
            ),
            rx.cond(
                ~State.anonymous & ~State.closed,
                kit.button(t("Change the answer"), icon="pencil", on_click=State.change),
            ),
            _results(),
            kit.link_button(t("All surveys"), "/surveys"),
        ],
    )


def _used() -> rx.Component:
    return kit.empty_state(
        State.used_title,
        State.used_note,
        icon="circle-check",
        actions=[_results(), kit.link_button(t("All surveys"), "/surveys")],
    )


def _closed() -> rx.Component:
    return kit.callout(t("The survey is closed: answers are not taken any more"), action=_results())


def _results() -> rx.Component:
    return rx.cond(
        State.has_results,
        kit.link_button(t("Results"), f"/surveys/results?id={State.survey_id}", icon="file-chart-column"),
    )
