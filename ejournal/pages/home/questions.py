"""Consents that wait for one's answer, on the main page."""

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.i18n import ngettext
from ejournal.services.consents.giving import waiting
from ejournal.ui import kit
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.text import t


class QuestionsState(PageState):
    """How many consents wait, in words; empty for none."""

    questions: str = ""

    @handler(Permission.HOME_READ, loads=True)
    def load_questions(self, work: Work) -> None:
        """Count what the person has not answered yet."""
        may = work.actor.may(Permission.ACCOUNT_READ)  # not who looks with the person's eyes
        count = len(waiting(work.session, work.actor)) if may else 0
        self.questions = ""
        if count:
            self.questions = ngettext(
                self.locale,
                "The school asks for {n} consent of yours",
                "The school asks for {n} consents of yours",
                count,
            )


def questions() -> rx.Component:
    """A line that leads to them; gone when all is answered."""
    return rx.cond(
        QuestionsState.questions != "",
        kit.callout(
            t("Each is your own decision; whatever you choose, the journal stays open."),
            title=QuestionsState.questions,
            action=rx.el.a(t("Answer"), href="/consents/answer", class_name="button button-primary"),
        ),
    )
