"""The events that send a survey, close it, open it again, remind, copy and throw it away."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext, ngettext
from ejournal.models import SurveyState
from ejournal.pages.surveys.build.setup_state import ASKS, SurveySetupState
from ejournal.pages.surveys.build.state import BuildSurveyState
from ejournal.services.surveys import copying, keeping, opening, questions, reminding, removing
from ejournal.services.surveys.addresses import BUILD, LIST
from ejournal.services.surveys.checking import Lack, lacks
from ejournal.ui.runtime.feedback import toast_done, with_reach
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_moment, row_id
from ejournal.ui.runtime.work import Work

KEEP = Permission.SURVEY_KEEP
OF_SETUP = ("people", "per", "closes_at")
"""Fields of the dialog above the questions."""
DIALOGS = ("alt", "away", "close", "reopen")


class SurveyActsState(BuildSurveyState):
    """Which of the dialogs asks before something is done."""

    asking: str = ""

    @handler(KEEP, writes=False)
    def ask(self, work: Work, dialog: str) -> None:
        """Ask before it is done."""
        if dialog not in DIALOGS:
            raise NotFound
        self.asking = dialog

    @handler(KEEP, writes=False)
    def stop(self, work: Work) -> None:
        """Do nothing."""
        self.asking = ""

    @handler(KEEP)
    def send(self, work: Work) -> Any:
        """Send the survey; a question that lacks something is opened."""
        found = self._lacks(work)
        if not found:
            return self._sent(work)
        if found[0].soft:
            self.asking = "alt"
            return None
        if found[0].error.field in OF_SETUP:
            return [SurveySetupState.start(ASKS), SurveyActsState.tell_lack()]
        if found[0].question_id not in (0, self.form.id):
            question = questions.own_question(work.session, work.actor, found[0].question_id)
            self._again(work, question)
        return SurveyActsState.tell_lack()

    @handler(KEEP, writes=False)
    def tell_lack(self, work: Work) -> None:
        """Say by its field what is still to be done."""
        for lack in self._lacks(work):
            if not lack.soft:
                raise lack.error

    @handler(KEEP)
    def send_anyway(self, work: Work) -> Any:
        """Send it though a picture has no words."""
        return self._sent(work)

    @handler(KEEP)
    def take_back(self, work: Work) -> Any:
        """Make one that waits a draft again."""
        opening.take_back(work.session, work.actor, self._survey_id(), work.now)
        return self._done(work, gettext(self.locale, "The survey is a draft again"))

    @handler(KEEP)
    def close(self, work: Work) -> Any:
        """Take no more answers."""
        opening.close(work.session, work.actor, self._survey_id(), work.now)
        return self._done(work, gettext(self.locale, "The survey is closed"))

    @handler(KEEP)
    def reopen(self, work: Work, form: dict[str, Any]) -> Any:
        """Take answers again until the day."""
        until = optional_moment(form.get("closes_at"), work.actor.time_zone, "closes_at")
        opening.reopen(work.session, work.actor, self._survey_id(), until, work.now)
        return self._done(work, gettext(self.locale, "The survey is open again"))

    @handler(KEEP)
    def remind(self, work: Work) -> Any:
        """Remind those who have not answered."""
        count = reminding.remind(work.session, work.actor, self._survey_id(), work.now)
        told = ngettext(self.locale, "{n} person is reminded", "{n} people are reminded", count)
        if not count:
            return self._done(work, gettext(self.locale, "Everybody has answered"))
        return self._done(work, told.format(n=count))

    @handler(KEEP)
    def copy_survey(self, work: Work) -> Any:
        """Begin another with the same questions."""
        other = copying.copy(work.session, work.actor, self._survey_id(), work.now)
        return [
            rx.redirect(BUILD.format(survey_id=other.id)),
            toast_done(gettext(self.locale, "This is the copy")),
        ]

    @handler(KEEP)
    def throw_away(self, work: Work) -> Any:
        """Throw the draft away."""
        removing.throw_away(work.session, work.actor, self._survey_id())
        self.asking = ""
        return [rx.redirect(LIST), toast_done(gettext(self.locale, "The draft is thrown away"))]

    def _survey_id(self) -> int:
        return row_id(self.survey.id)

    def _lacks(self, work: Work) -> Sequence[Lack]:
        survey = keeping.own_survey(work.session, work.actor, self._survey_id())
        return lacks(work.session, survey, work.now)

    def _sent(self, work: Work) -> Any:
        survey = opening.send(work.session, work.actor, self._survey_id(), work.now, sure=True)
        waits = survey.state is SurveyState.WAITING
        told = gettext(self.locale, "It opens at its hour" if waits else "The survey is sent")
        return self._done(work, told if waits else with_reach(told, work.session, self.locale))

    def _done(self, work: Work, told: str) -> Any:
        self.asking = ""
        self._count(work, self._survey_id())
        self._again(work)
        return toast_done(told)
