"""The results of a survey: /surveys/results?id=…"""

import reflex as rx

from ejournal.pages.survey_results import parts
from ejournal.pages.survey_results.state import CROSS, PEOPLE, QUESTIONS, TEXTS, SurveyResultsState
from ejournal.ui import kit
from ejournal.ui.frame.shell import shell
from ejournal.ui.words.text import t, tab_title
from ejournal.ui.words.vars import as_list, count

State = SurveyResultsState


@rx.page("/surveys/results", title=tab_title("Results of the survey"), on_load=State.load)
def survey_results() -> rx.Component:
    """What was said, by questions, crossed, in words, and who takes part."""
    return shell(
        rx.cond(State.head.title != "", State.head.title, t("Results of the survey")),
        kit.loading(
            State.ready,
            parts.stand(),
            rx.foreach(as_list(State.head.notes, str), lambda one: kit.callout(one, tone="amber")),
            kit.toolbar(
                parts.views(),
                rx.cond(
                    count(State.revisions) > 1,
                    kit.select(State.revisions, State.revision, State.choose_revision, t("Questions")),
                ),
                rx.cond(
                    State.fresh,
                    kit.button(t("Show new answers"), icon="refresh-cw", on_click=State.refresh),
                ),
            ),
            rx.match(
                State.view,
                (QUESTIONS, parts.questions()),
                (CROSS, parts.cross()),
                (TEXTS, parts.texts()),
                (PEOPLE, parts.people()),
                rx.fragment(),
            ),
            label=t("Loading"),
        ),
        place="surveys",
        subtitle=State.head.subtitle,
        back=kit.back_link(t("Surveys"), "/surveys"),
        actions=[parts.to_build(), rx.cond(State.head.shown, parts.files())],
    )
