"""Who keeps a survey beside its author."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal.access.actor import Actor, holders
from ejournal.access.permissions import GRANTED
from ejournal.errors import DomainError, NotFound
from ejournal.models import Survey, SurveyAuthor
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name, folded
from ejournal.services.surveys.keeping import KEEP, held, own_survey, saved

MOST_AUTHORS, MOST_FOUND = 10, 20
_person, _author = db.person.c, db.survey_author.c
_NAMES = (_person.id, _person.last_name, _person.first_name, _person.middle_name)
ROLES = tuple(role for role, may in GRANTED.items() if KEEP in may)
"""The roles that may keep surveys."""
People = list[tuple[int, str]]


def authors(session: Session, survey: Survey) -> People:
    """Those who keep it beside its author: number and name; for whoever may see that."""
    rows = session.execute(
        select(*_NAMES)
        .join_from(db.survey_author, db.person, _person.id == _author.person_id)
        .where(_author.school_id == survey.school_id, _author.survey_id == survey.id)
    ).all()
    return [
        (row.id, short_name(row.last_name, row.first_name, row.middle_name))
        for row in sorted(rows, key=by_name)
    ]


def find_authors(session: Session, actor: Actor, survey_id: int, words: str) -> People:
    """Colleagues of this name who may keep surveys and do not keep this one."""
    survey = own_survey(session, actor, survey_id)
    sought = folded(words).split()
    if len("".join(sought)) < 2:
        return []
    rows = session.execute(
        select(*_NAMES).where(
            _person.school_id == actor.school_id,
            _person.merged_into_id.is_(None),
            _person.id.in_(holders(actor.school_id, actor.today, *ROLES)),
            *(_person.sought.contains(one, autoescape=True) for one in sought),
        )
    ).all()
    known = {survey.author_id, *(number for number, _ in authors(session, survey))}
    people = sorted((row for row in rows if row.id not in known), key=by_name)
    return [
        (row.id, short_name(row.last_name, row.first_name, row.middle_name)) for row in people[:MOST_FOUND]
    ]


def add_author(session: Session, actor: Actor, survey_id: int, person_id: int, now: datetime) -> None:
    """Let a colleague keep the survey too; NotFound for whoever may keep none."""
    survey = held(session, actor, survey_id)
    may = holders(actor.school_id, actor.today, *ROLES).where(db.role_grant.c.person_id == person_id)
    if session.scalar(may) is None:
        raise NotFound
    there = {number for number, _ in authors(session, survey)} | {survey.author_id}
    if person_id in there:
        return
    if len(there) > MOST_AUTHORS:
        raise DomainError("At most {n} people keep a survey", field="author", n=MOST_AUTHORS)
    session.add(SurveyAuthor(school_id=survey.school_id, survey_id=survey_id, person_id=person_id))
    saved(session, survey, now)


def drop_author(session: Session, actor: Actor, survey_id: int, person_id: int, now: datetime) -> None:
    """Let a colleague keep the survey no more; whoever keeps it may do so, oneself among them."""
    survey = held(session, actor, survey_id)
    for one in session.scalars(
        select(SurveyAuthor).where(
            col(SurveyAuthor.school_id) == survey.school_id,
            col(SurveyAuthor.survey_id) == survey_id,
            col(SurveyAuthor.person_id) == person_id,
        )
    ):
        session.delete(one)
    saved(session, survey, now)
