"""A survey itself: begun, set up, thrown away by those who keep it; what may be changed at which time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import (
    PartKind,
    ResultsWhen,
    ResultsWhom,
    Survey,
    SurveyPart,
    SurveyPer,
    SurveyState,
    Whom,
)
from ejournal.services.audience.offered import require_part
from ejournal.services.audience.parts import Chosen, KeptParts, Part
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.texts import written_words
from ejournal.services.base.topics import survey_list_topic, survey_topic

KEEP = Permission.SURVEY_KEEP
MOST_DRAFTS = 50
MOST_ANSWERS = 100_000
LONGEST = timedelta(days=366)
"""So far ahead a survey may open or close."""
_survey, _answer, _sealed = db.survey.c, db.survey_answer.c, db.survey_sealed.c


@dataclass(frozen=True, slots=True)
class Setup:
    """What stands above the questions: for whom one answer, from when to when, who sees what."""

    anonymous: bool = False
    per: SurveyPer = SurveyPer.FAMILY
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    most_answers: int | None = None
    results_when: ResultsWhen = ResultsWhen.LIVE
    results_whom: ResultsWhom = ResultsWhom.AUTHORS

    @classmethod
    def of(cls, survey: Survey) -> "Setup":
        """What the survey has."""
        return cls(
            survey.anonymous, survey.per, survey.opens_at, survey.closes_at, survey.most_answers,
            survey.results_when, survey.results_whom,
        )  # fmt: skip


def own_survey(session: Session, actor: Actor, survey_id: int) -> Survey:
    """A survey that the actor keeps; NotFound for any other."""
    return guard.get(session, actor, Survey, survey_id, KEEP)


def held(session: Session, actor: Actor, survey_id: int) -> Survey:
    """The same, held until the transaction ends."""
    own_survey(session, actor, survey_id)
    lock_row(session, Survey, actor.school_id, survey_id)
    return session.get_one(Survey, survey_id, populate_existing=True)


def begin(session: Session, actor: Actor, now: datetime, title: str = "") -> Survey:
    """A new draft; that of a class teacher with one class asks its families.

    DomainError where too many drafts lie about.
    """
    guard.require(actor, KEEP)
    drafts = select(func.count()).where(
        _survey.school_id == actor.school_id,
        _survey.author_id == actor.person_id,
        _survey.state == SurveyState.DRAFT,
    )
    if session.scalar(drafts) >= MOST_DRAFTS:  # type: ignore[operator]
        raise DomainError("You have {n} drafts already: open one of them, or throw one away", n=MOST_DRAFTS)
    survey = Survey(
        school_id=actor.school_id, author_id=actor.person_id, title=title, made_at=now, saved_at=now
    )
    session.add(survey)
    session.flush()
    if len(actor.class_ids) == 1 and not (actor.leads or actor.keeps_people):
        parts_of(session, survey).add(Part(PartKind.CLASS, str(next(iter(actor.class_ids)))))
    tell(session, survey)
    return survey


def tell(session: Session, survey: Survey) -> None:
    """Say that the survey is not as it was."""
    note(session, survey_topic(survey.id or 0), survey_list_topic(survey.school_id))


def saved(session: Session, survey: Survey, now: datetime) -> Survey:
    """Note when the survey was written last."""
    survey.saved_at = now
    session.add(survey)
    session.flush()
    tell(session, survey)
    return survey


def has_answers(session: Session, survey: Survey) -> bool:
    """Whether somebody has answered the questions as they stand now."""
    found = (
        exists().where(
            rows.school_id == survey.school_id,
            rows.survey_id == survey.id,
            rows.revision == survey.revision,
        )
        for rows in (_answer, _sealed)
    )
    return any(session.scalar(select(one)) for one in found)


def to_change(session: Session, actor: Actor, survey_id: int, now: datetime, *, sure: bool) -> Survey:
    """The survey, held, whose questions are changed next: a new revision where answers have come already.

    DomainError for a closed one, and where answers have come and nobody has said that it is wanted.
    """
    survey = held(session, actor, survey_id)
    if survey.state is SurveyState.CLOSED:
        raise DomainError("The survey is closed: open it again to change its questions")
    if survey.state is SurveyState.OPEN and has_answers(session, survey):
        if not sure:
            raise DomainError("Answers have come already: say first that the questions are to change")
        survey.revision += 1
    return saved(session, survey, now)


def name(session: Session, actor: Actor, survey_id: int, now: datetime, **texts: str) -> Survey:
    """Keep the title or what those who are asked read first; DomainError by its field."""
    survey = held(session, actor, survey_id)
    if "title" in texts:
        words = " ".join(texts["title"].split())
        survey.title = written_words(words, limits.SURVEY_TITLE, "title", may_be_none=True)
    if "intro" in texts:
        survey.intro = written_words(texts["intro"], limits.SURVEY_INTRO, "intro", may_be_none=True)
    return saved(session, survey, now)


# -------------------------------------------------------------------------------------------- set up


def set_up(session: Session, actor: Actor, survey_id: int, setup: Setup, now: datetime) -> Survey:
    """Keep what stands above the questions; DomainError by the field for what is not possible any more."""
    survey = held(session, actor, survey_id)
    begun = survey.state in (SurveyState.OPEN, SurveyState.CLOSED)
    if begun and setup.anonymous is not survey.anonymous:
        raise DomainError("Who was asked has been promised this: it stays as it is", field="anonymous")
    if begun and setup.per is not survey.per:
        raise DomainError("The survey is open: for whom one answer counts stays as it is", field="per")
    if not begun:
        _check_moment(setup.opens_at, now, "opens_at")
        survey.opens_at = setup.opens_at
    if setup.closes_at != survey.closes_at:
        _check_moment(setup.closes_at, max(now, survey.opens_at or now), "closes_at")
    if setup.most_answers is not None and not 0 < setup.most_answers <= MOST_ANSWERS:
        raise DomainError(
            "Give a number from {low} to {high}", field="most_answers", low=1, high=MOST_ANSWERS
        )
    survey.anonymous, survey.per = setup.anonymous, setup.per
    survey.closes_at, survey.most_answers = setup.closes_at, setup.most_answers
    survey.results_when, survey.results_whom = setup.results_when, setup.results_whom
    return saved(session, survey, now)


def _check_moment(moment: datetime | None, after: datetime, field: str) -> None:
    if moment is not None and not after < moment <= after + LONGEST:
        raise DomainError("Give a later moment, within a year", field=field)


# ------------------------------------------------------------------------------------------ who is asked


def parts_of(session: Session, survey: Survey) -> KeptParts:
    """The parts of the school that the survey asks."""
    return KeptParts(session, SurveyPart, survey.school_id, survey_id=survey.id or 0)


def chosen_of(session: Session, survey: Survey) -> Chosen:
    """Whom the survey asks."""
    return Chosen(parts_of(session, survey).chosen, survey.whom)


def add_part(session: Session, actor: Actor, survey_id: int, part: Part, now: datetime) -> Survey:
    """Ask these too; NotFound for a part that is not the actor's to choose."""
    survey = _to_ask(session, actor, survey_id)
    require_part(session, actor, KEEP, part)
    parts_of(session, survey).add(part)
    return saved(session, survey, now)


def drop_part(session: Session, actor: Actor, survey_id: int, part: Part, now: datetime) -> Survey:
    """Ask these no more."""
    survey = _to_ask(session, actor, survey_id)
    parts_of(session, survey).drop(part)
    return saved(session, survey, now)


def set_whom(session: Session, actor: Actor, survey_id: int, whom: Whom, now: datetime) -> Survey:
    """Say who of the chosen classes, grades and groups is asked."""
    survey = _to_ask(session, actor, survey_id)
    survey.whom = whom
    return saved(session, survey, now)


def _to_ask(session: Session, actor: Actor, survey_id: int) -> Survey:
    survey = held(session, actor, survey_id)
    if survey.state in (SurveyState.OPEN, SurveyState.CLOSED):
        raise DomainError("The survey is open: whom it asks stays as it is", field="people")
    return survey
