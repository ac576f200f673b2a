"""A survey opened, closed, opened again, brought up to who is asked by now; by hand and by itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.readers import readers_of
from ejournal.errors import DomainError, NotFound
from ejournal.models import NoticeKind, Survey, SurveyState
from ejournal.models.people import short_name
from ejournal.services.audience.people import people_of
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.topics import survey_answers_topic
from ejournal.services.files import keeping as files
from ejournal.services.notices.outbox import personal_notice, take_back_unread
from ejournal.services.notices.outbox import tell as tell_people
from ejournal.services.surveys.checking import require_whole
from ejournal.services.surveys.keeping import KEEP, chosen_of, held, own_survey, saved, tell
from ejournal.services.surveys.options import FILES
from ejournal.services.surveys.questions import built
from ejournal.services.surveys.seats import Place, places_of, renew
from ejournal.services.surveys.urn import pour_out

MOST_AT_ONCE = 100
_survey, _seat, _person, _account = db.survey.c, db.survey_seat.c, db.person.c, db.account.c


@dataclass(frozen=True, slots=True)
class Asked:
    """How many are asked at this moment: rights to answer, and people who have them."""

    seats: int = 0
    people: int = 0


def places(session: Session, actor: Actor, survey: Survey) -> list[Place]:
    """The rights to answer that there would be at this moment."""
    return places_of(people_of(session, actor, KEEP, chosen_of(session, survey)), survey.per)


def asked_now(session: Session, actor: Actor, survey_id: int) -> Asked:
    """How many would be asked at this moment."""
    found = places(session, actor, own_survey(session, actor, survey_id))
    return Asked(len(found), len({one for place in found for one in place.readers}))


def send(session: Session, actor: Actor, survey_id: int, now: datetime, *, sure: bool = False) -> Survey:
    """Open the survey, or let it wait for its hour; DomainError for the first that it lacks.

    sure: what is asked of once has been. One that is open already stays as it is.
    """
    survey = held(session, actor, survey_id)
    if survey.state is not SurveyState.DRAFT:
        return survey
    require_whole(session, survey, now, sure=sure)
    if not places(session, actor, survey):
        raise DomainError("Choose whom the survey asks: nobody is among those chosen today", field="people")
    _tidy(session, survey)
    if survey.opens_at is not None:
        if survey.opens_at <= now:
            raise DomainError("This moment has passed: give a later one, or none", field="opens_at")
        survey.state = SurveyState.WAITING
        return saved(session, survey, now)
    _open(session, actor, survey, now)
    return survey


def _tidy(session: Session, survey: Survey) -> None:
    """Lines that nobody wrote into are not offered."""
    has = built(session, survey)
    empty = [one for found in has.options.values() for one in found if not one.title]
    pictured = files.files_of(session, survey.school_id, FILES, [one.id or 0 for one in empty])
    for one in empty:
        if one.id not in pictured:
            session.delete(one)
    session.flush()


def take_back(session: Session, actor: Actor, survey_id: int, now: datetime) -> Survey:
    """Make one that waits for its hour a draft again."""
    survey = held(session, actor, survey_id)
    if survey.state is not SurveyState.WAITING:
        raise NotFound
    survey.state = SurveyState.DRAFT
    return saved(session, survey, now)


def _open(session: Session, actor: Actor, survey: Survey, now: datetime) -> None:
    survey.state, survey.opened_at, survey.closed_at = SurveyState.OPEN, now, None
    saved(session, survey, now)
    invite(session, survey, renew(session, survey, places(session, actor, survey)), now, actor.time_zone)
    note(session, survey_answers_topic(survey.id or 0))


def close(session: Session, actor: Actor, survey_id: int, now: datetime) -> Survey:
    """Take no more answers."""
    survey = held(session, actor, survey_id)
    if survey.state is not SurveyState.OPEN:
        raise NotFound
    end(session, survey, now)
    return survey


def end(session: Session, survey: Survey, now: datetime) -> None:
    """Close the survey, which is held: whoever answers has ended before or is told; the urns are emptied."""
    survey.state, survey.closed_at = SurveyState.CLOSED, now
    saved(session, survey, now)
    if survey.anonymous:
        pour_out(session, survey)
    take_back_unread(session, survey.school_id, notice_key(survey))
    note(session, survey_answers_topic(survey.id or 0))


def close_if_full(session: Session, survey: Survey, now: datetime) -> bool:
    """Close an open survey that has as many answers as it takes; for who has just put one in."""
    if survey.state is not SurveyState.OPEN or survey.most_answers is None:
        return False
    if answered(session, survey) < survey.most_answers:
        return False
    end(session, survey, now)
    return True


def answered(session: Session, survey: Survey) -> int:
    """How many seats have been used."""
    used = select(func.count()).where(
        _seat.school_id == survey.school_id, _seat.survey_id == survey.id, _seat.answered_on.is_not(None)
    )
    return session.scalar(used) or 0


def reopen(
    session: Session, actor: Actor, survey_id: int, closes_at: datetime | None, now: datetime
) -> Survey:
    """Take answers again until the moment, or without an end; DomainError by the field for a past one."""
    survey = held(session, actor, survey_id)
    if survey.state is not SurveyState.CLOSED:
        raise NotFound
    if survey.anonymous:
        raise DomainError(
            "An anonymous survey is not opened again: later answers would be told from earlier ones"
        )
    if closes_at is not None and closes_at <= now:
        raise DomainError("Give a later moment, within a year", field="closes_at")
    full = survey.most_answers is not None and answered(session, survey) >= survey.most_answers
    survey.closes_at, survey.most_answers = closes_at, None if full else survey.most_answers
    _open(session, actor, survey, now)
    return survey


# ------------------------------------------------------------------------------------------------ told


def notice_key(survey: Survey) -> str:
    """By which all news of a survey are one notice."""
    return f"survey:{survey.id}"


def invite(
    session: Session,
    survey: Survey,
    people: Collection[int],
    now: datetime,
    zone: str,
    *,
    reminder: bool = False,
) -> None:
    """Ask these people, or remind them."""
    if not people:
        return
    names = select(_person.last_name, _person.first_name, _person.middle_name)
    author = session.execute(names.where(_person.id == survey.author_id)).one()
    until = clock.local(survey.closes_at, zone).date().isoformat() if survey.closes_at else ""
    day = clock.local(now, zone).date().isoformat()
    payload: dict[str, Any] = {
        "survey_id": survey.id, "title": survey.title, "author": short_name(*author), "until": until,
        "anonymous": survey.anonymous, "reminder": reminder, "day": day,
    }  # fmt: skip
    key = notice_key(survey)
    tell_people(
        session,
        (
            personal_notice(survey.school_id, one, NoticeKind.SURVEY, key, payload, now)
            for one in sorted(people)
        ),
    )


# ------------------------------------------------------------------------------------------- by itself


def any_due(session: Session, now: datetime) -> Sequence[tuple[int, int]]:
    """Surveys whose hour to open or to close has come: school and number."""
    due = select(_survey.school_id, _survey.id).where(
        or_(
            and_(_survey.state == SurveyState.WAITING, _survey.opens_at <= now),
            and_(_survey.state == SurveyState.OPEN, _survey.closes_at <= now),
        )
    )
    return [(row.school_id, row.id) for row in session.execute(due.limit(MOST_AT_ONCE))]


def do_due(session: Session, school_id: int, survey_id: int, now: datetime) -> None:
    """Open or close a survey whose hour has come; one that cannot be opened any more is a draft again."""
    survey = _held_by_itself(session, school_id, survey_id)
    if survey.state is SurveyState.OPEN and survey.closes_at is not None and survey.closes_at <= now:
        end(session, survey, now)
    if survey.state is not SurveyState.WAITING or survey.opens_at is None or survey.opens_at > now:
        return
    actor = _author(session, survey, now)
    if actor is None or not places(session, actor, survey):
        survey.state = SurveyState.DRAFT
        saved(session, survey, now)
        return
    _open(session, actor, survey, now)


def all_open(session: Session) -> Sequence[tuple[int, int]]:
    """The surveys that are open: school and number."""
    found = select(_survey.school_id, _survey.id).where(_survey.state == SurveyState.OPEN)
    return [(row.school_id, row.id) for row in session.execute(found.order_by(_survey.id))]


def bring_up(session: Session, school_id: int, survey_id: int, now: datetime) -> int:
    """Ask who has joined those whom an open survey asks, no more who has left; how many were asked anew."""
    survey = _held_by_itself(session, school_id, survey_id)
    actor = _author(session, survey, now)
    if survey.state is not SurveyState.OPEN or actor is None:
        return 0
    joined = renew(session, survey, places(session, actor, survey))
    invite(session, survey, joined, now, actor.time_zone)
    if joined:
        tell(session, survey)
        note(session, survey_answers_topic(survey_id))
    return len(joined)


def _held_by_itself(session: Session, school_id: int, survey_id: int) -> Survey:
    lock_row(session, Survey, school_id, survey_id)
    return session.scalars(
        select(Survey).where(col(Survey.id) == survey_id).execution_options(populate_existing=True)
    ).one()


def _author(session: Session, survey: Survey, now: datetime) -> Actor | None:
    """Its author as they may act today; nobody where they keep surveys no more."""
    accounts = session.scalars(select(_account.id).where(_account.person_id == survey.author_id)).all()
    acting = (one for actors in readers_of(session, accounts, now).values() for one in actors)
    mine = (survey.author_id, survey.school_id)
    return next((one for one in acting if (one.person_id, one.school_id) == mine and one.may(KEEP)), None)
