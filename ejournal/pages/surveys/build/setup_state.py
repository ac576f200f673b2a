"""The events of what stands above the questions: whom the survey asks, until when, who keeps it."""

from typing import Any

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import ResultsWhen, ResultsWhom, Survey, SurveyPer, Whom
from ejournal.pages.surveys.build.state import BuildSurveyState
from ejournal.services.audience import offered
from ejournal.services.audience.parts import read_part
from ejournal.services.surveys import authors, keeping
from ejournal.services.surveys.keeping import Setup
from ejournal.ui.frame.audience import OfferedParts, PartRow, offered_parts, part_rows
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_moment, optional_number, row_id, typed_moment
from ejournal.ui.runtime.work import Work

KEEP = Permission.SURVEY_KEEP
ASKS, AUTHORS = "asks", "authors"


class SurveySetupState(BuildSurveyState):
    """The dialogs above the questions."""

    dialog: str = ""
    begun: bool = False
    """It is open: whom it asks and what was promised stays."""
    whom: str = Whom.GUARDIANS.value
    parts: list[PartRow] = []
    offered: OfferedParts = OfferedParts()
    sought: str = ""
    found: list[PartRow] = []
    per: str = SurveyPer.FAMILY.value
    anonymous: bool = False
    opens_at: str = ""
    closes_at: str = ""
    most_answers: str = ""
    results_when: str = ResultsWhen.LIVE.value
    results_whom: str = ResultsWhom.AUTHORS.value
    keepers: list[Choice] = []
    colleagues: list[Choice] = []
    setup_form: int = 0
    """Another number whenever the program fills the fields anew."""

    @handler(KEEP, writes=False)
    def start(self, work: Work, dialog: str) -> None:
        """Ask whom and how the survey asks, or who keeps it."""
        if dialog not in (ASKS, AUTHORS):
            raise NotFound
        survey = self._survey(work)
        self.found, self.sought, self.colleagues = [], "", []
        self._show_people(work, survey)
        self._show_setup(work, survey)
        self._show_authors(work, survey)
        self.dialog = dialog

    @handler(KEEP, writes=False)
    def stop(self, work: Work) -> None:
        """Close the dialog; whom it asks is kept already."""
        self._close(work)

    # ------------------------------------------------------------------------------------------- whom

    @handler(KEEP)
    def choose_whom(self, work: Work, value: str) -> None:
        """Guardians, pupils or both of the chosen classes."""
        whom = next((one for one in Whom if one.value == value), None)
        if whom is None:
            raise NotFound
        self._show_people(work, keeping.set_whom(work.session, work.actor, self._id(), whom, work.now))

    @handler(KEEP)
    def add_part(self, work: Work, value: str) -> None:
        """Ask these too."""
        self.found = []
        if value:
            part = read_part(str(value))
            self._show_people(work, keeping.add_part(work.session, work.actor, self._id(), part, work.now))

    @handler(KEEP)
    def drop_part(self, work: Work, value: str) -> None:
        """Ask these no more."""
        part = read_part(str(value))
        self._show_people(work, keeping.drop_part(work.session, work.actor, self._id(), part, work.now))

    @handler(KEEP, writes=False)
    def find_person(self, work: Work, words: str) -> None:
        """Look for somebody by name."""
        self.sought = str(words)[: limits.SEARCH]
        found = offered.find_people(work.session, work.actor, KEEP, self.sought)
        self.found = part_rows(found, self.locale)

    # -------------------------------------------------------------------------------------------- how

    @handler(KEEP)
    def save(self, work: Work, form: dict[str, Any]) -> None:
        """Keep for whom an answer counts, until when, who sees what."""
        zone = work.actor.time_zone
        most = str(form.get("most_answers") or "").strip()
        number = optional_number(most)
        if most and number is None:
            raise DomainError("Give a number", field="most_answers")
        was = Setup.of(self._survey(work))
        setup = Setup(
            anonymous=form.get("anonymous") is not None if "per" in form else was.anonymous,
            per=_one_of(SurveyPer, form.get("per"), was.per),
            opens_at=was.opens_at if self.begun else optional_moment(form.get("opens_at"), zone, "opens_at"),
            closes_at=optional_moment(form.get("closes_at"), zone, "closes_at"),
            most_answers=number,
            results_when=_one_of(ResultsWhen, form.get("results_when"), was.results_when),
            results_whom=_one_of(ResultsWhom, form.get("results_whom"), was.results_whom),
        )
        keeping.set_up(work.session, work.actor, self._id(), setup, work.now)
        self._close(work)

    # ---------------------------------------------------------------------------------------- authors

    @handler(KEEP, writes=False)
    def find_colleague(self, work: Work, words: str) -> None:
        """Look for a colleague who may keep it too."""
        found = authors.find_authors(work.session, work.actor, self._id(), str(words)[: limits.SEARCH])
        self.colleagues = [Choice(str(number), name) for number, name in found]

    @handler(KEEP)
    def add_author(self, work: Work, value: str) -> None:
        """Let a colleague keep it too."""
        authors.add_author(work.session, work.actor, self._id(), row_id(value), work.now)
        self.colleagues = []
        self._show_authors(work, self._survey(work))

    @handler(KEEP)
    def drop_author(self, work: Work, value: str) -> None:
        """Let a colleague keep it no more."""
        survey = self._survey(work)
        authors.drop_author(work.session, work.actor, self._id(), row_id(value), work.now)
        self._show_authors(work, survey)

    # ---------------------------------------------------------------------------------- what is shown

    def _close(self, work: Work) -> None:
        self.dialog = ""
        self._count(work, self._id())
        self._again(work)

    def _id(self) -> int:
        return row_id(self.survey.id)

    def _survey(self, work: Work) -> Survey:
        return keeping.own_survey(work.session, work.actor, self._id())

    def _show_people(self, work: Work, survey: Survey) -> None:
        session, actor = work.session, work.actor
        chosen = keeping.chosen_of(session, survey)
        self.whom = survey.whom.value
        self.parts = part_rows(offered.named(session, actor, chosen.parts), self.locale)
        self.offered = offered_parts(offered.offered(session, actor, KEEP), chosen.parts, self.locale)

    def _show_setup(self, work: Work, survey: Survey) -> None:
        zone = work.actor.time_zone
        self.begun = survey.opened_at is not None
        self.per, self.anonymous = survey.per.value, survey.anonymous
        self.opens_at = typed_moment(survey.opens_at, zone)
        self.closes_at = typed_moment(survey.closes_at, zone)
        self.most_answers = "" if survey.most_answers is None else str(survey.most_answers)
        self.results_when, self.results_whom = survey.results_when.value, survey.results_whom.value
        self.setup_form += 1

    def _show_authors(self, work: Work, survey: Survey) -> None:
        found = authors.authors(work.session, survey)
        self.keepers = [Choice(str(number), name) for number, name in found]


def _one_of(kind: Any, value: object, otherwise: Any) -> Any:
    return next((one for one in kind if one.value == value), otherwise)
