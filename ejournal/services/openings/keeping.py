"""For how many days it is known who opened whose data: the school says, older lines are thrown away."""

from datetime import timedelta

from sqlalchemy import delete, exists, select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import SchoolSettings
from ejournal.services import audit
from ejournal.services.base import tables as db

USUAL_DAYS = SchoolSettings(school_id=0).openings_kept_days
LEAST_DAYS, MOST_DAYS = 30, 1825
_opening, _settings, _school = db.opening.c, db.school_settings.c, db.school.c


def kept_days(session: Session, school_id: int) -> int:
    """For how many days the school keeps the lines."""
    found = session.scalar(select(_settings.openings_kept_days).where(_settings.school_id == school_id))
    return USUAL_DAYS if found is None else found


def keep_for(session: Session, actor: Actor, days: int) -> None:
    """Keep the lines for so many days from now on; what is older goes at once."""
    guard.require(actor, Permission.OPENINGS_KEEP)
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise DomainError(
            "A whole number from {least} to {most}", field="days", least=LEAST_DAYS, most=MOST_DAYS
        )
    known = select(SchoolSettings).where(col(SchoolSettings.school_id) == actor.school_id)
    row = session.scalars(known).first() or SchoolSettings(school_id=actor.school_id)
    before = row.openings_kept_days
    if before != days:
        row.openings_kept_days = days
        session.add(row)
        session.flush()
        change = audit.Change("openings.keep", "school_settings", row.id, {"days": before}, {"days": days})
        audit.record(session, actor.school_id, actor.person_id, change)
    _throw_away(session, actor.school_id, days, actor.time_zone)


def any_too_old(session: Session) -> list[int]:
    """The schools that have lines older than they keep them; one look into each school's oldest lines."""
    schools = session.execute(
        select(_school.id, _school.time_zone, _settings.openings_kept_days).outerjoin(
            db.school_settings, _settings.school_id == _school.id
        )
    ).all()
    return [
        one.id
        for one in schools
        if session.scalar(
            select(
                exists().where(
                    _opening.school_id == one.id,
                    _opening.day < _first_day(one.openings_kept_days or USUAL_DAYS, one.time_zone),
                )
            )
        )
    ]


def throw_away_old(session: Session, school_id: int) -> None:
    """Throw away the school's lines that are older than it keeps them."""
    zone = session.scalar(select(_school.time_zone).where(_school.id == school_id)) or "UTC"
    _throw_away(session, school_id, kept_days(session, school_id), zone)


def _throw_away(session: Session, school_id: int, days: int, time_zone: str) -> None:
    session.execute(
        delete(db.opening).where(_opening.school_id == school_id, _opening.day < _first_day(days, time_zone))
    )


def _first_day(days: int, time_zone: str) -> object:
    return clock.today(time_zone) - timedelta(days=days)
