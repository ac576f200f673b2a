"""Who sees what was said in a survey, and since when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.audience.surveys import own_seats
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import ResultsWhen, ResultsWhom, Survey, SurveySeat, SurveyState
from ejournal.models.base import table
from ejournal.services.surveys.answers.seats import is_open

_seat = table(SurveySeat).c
READ, KEEP = Permission.SURVEY_READ, Permission.SURVEY_KEEP


@dataclass(frozen=True, slots=True)
class Sight:
    """A survey as somebody may see its results; keeps: it is theirs, names and all where it has names.

    is_open: answers are still taken. later: results are not shown yet.
    """

    survey: Survey
    keeps: bool
    is_open: bool
    later: bool

    @property
    def protected(self) -> bool:
        """Whether small numbers are held back."""
        return self.survey.anonymous or not self.keeps

    @property
    def broken_down(self) -> bool:
        """Whether classes and cross-tables are shown.

        Of protected answers not before the end: what came between two looks would be known by subtraction.
        """
        return not (self.protected and self.is_open)


def sight_of(session: Session, actor: Actor, survey_id: int, now: datetime) -> Sight:
    """What the actor may see of the survey's results; NotFound where that is nothing."""
    survey = guard.get(session, actor, Survey, survey_id, READ)
    if survey.state not in (SurveyState.OPEN, SurveyState.CLOSED):
        raise NotFound
    keeps = guard.may(session, actor, survey, KEEP)
    if not keeps and not _has_answered(session, actor, survey):
        raise NotFound
    going = is_open(survey, now)
    waits = survey.results_when is ResultsWhen.CLOSED or not (keeps or survey.anonymous)
    return Sight(survey, keeps, going, waits and going)


def may_see_results(session: Session, actor: Actor, survey: Survey) -> bool:
    """Whether the survey's results are, or will be, for the actor."""
    return guard.may(session, actor, survey, KEEP) or _has_answered(session, actor, survey)


def _has_answered(session: Session, actor: Actor, survey: Survey) -> bool:
    if survey.results_whom is not ResultsWhom.ANSWERED:
        return False
    mine = own_seats(actor.school_id, actor.person_id, actor.today)
    asked = select(_seat.id).where(
        _seat.school_id == survey.school_id,
        _seat.survey_id == survey.id,
        _seat.answered_on.is_not(None),
        _seat.id.in_(mine),
    )
    return session.scalars(asked.limit(1)).first() is not None
