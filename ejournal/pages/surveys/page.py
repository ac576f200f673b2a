"""Surveys: /surveys, /surveys/edit?id=…"""

import reflex as rx

from ejournal.pages.surveys import asked_parts, list_parts
from ejournal.pages.surveys.asked_state import AskedSurveysState
from ejournal.pages.surveys.build import acts_parts, parts, question_parts, setup_parts
from ejournal.pages.surveys.build.state import BuildSurveyState
from ejournal.pages.surveys.list_state import SurveysState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title
from ejournal.ui.words.vars import some

PLACE = "surveys"


@rx.page("/surveys", title=tab_title("Surveys"), on_load=[AskedSurveysState.load, SurveysState.load])
def surveys() -> rx.Component:
    """What one is asked, what one keeps."""
    return shell(
        t("Surveys"),
        kit.loading(
            SurveysState.ready & AskedSurveysState.ready,
            kit.stack(
                rx.cond(some(AskedSurveysState.asked) | ~SurveysState.keeps, asked_parts.asked()),
                list_parts.kept(),
            ),
            list_parts.beginning(),
            label=t("Loading"),
        ),
        place=PLACE,
        actions=[list_parts.new_survey()],
        narrow=True,
    )


@rx.page("/surveys/edit", title=tab_title("Survey"), on_load=BuildSurveyState.load)
def build() -> rx.Component:
    """A survey as it is made: questions in a list, one of them open, and how a family sees it."""
    return shell(
        rx.cond(BuildSurveyState.survey.title != "", BuildSurveyState.survey.title, t("New survey")),
        kit.loading(
            BuildSurveyState.ready,
            parts.above(),
            rx.el.div(
                rx.el.div(parts.questions(), class_name="survey-questions"),
                parts.aside(),
                class_name="survey-build",
            ),
            setup_parts.dialogs(),
            acts_parts.dialogs(),
            question_parts.dialogs(),
            label=t("Loading"),
        ),
        place=PLACE,
        subtitle=BuildSurveyState.survey.status,
        back=kit.back_link(t("Surveys"), "/surveys"),
        actions=[acts_parts.actions()],
    )
