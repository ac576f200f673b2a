"""Those who have not answered are reminded; who they are is told to nobody."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.errors import DomainError, NotFound
from ejournal.models import SurveyState
from ejournal.services.base import tables as db
from ejournal.services.surveys.keeping import held, saved
from ejournal.services.surveys.opening import invite

REMINDED_AFTER = timedelta(hours=12)
"""Who has not answered is reminded no more often."""
_seat, _reader = db.survey_seat.c, db.survey_reader.c


def remind(session: Session, actor: Actor, survey_id: int, now: datetime) -> int:
    """Remind those of the seats that are not used yet; how many people. DomainError where it is too soon."""
    survey = held(session, actor, survey_id)
    if survey.state is not SurveyState.OPEN:
        raise NotFound
    if survey.reminded_at is not None and survey.reminded_at + REMINDED_AFTER > now:
        raise DomainError(
            "They were reminded lately: again after {n} hours", n=REMINDED_AFTER.seconds // 3600
        )
    waiting = set(
        session.scalars(
            select(_reader.person_id)
            .join_from(db.survey_reader, db.survey_seat, _seat.id == _reader.seat_id)
            .where(
                _reader.school_id == actor.school_id,
                _reader.survey_id == survey_id,
                _seat.answered_on.is_(None),
            )
        )
    )
    survey.reminded_at = now
    saved(session, survey, now)
    invite(session, survey, waiting, now, actor.time_zone, reminder=True)
    return len(waiting)
