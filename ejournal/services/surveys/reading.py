"""The surveys that somebody keeps, and one of them as its builder shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.models import FileUser, Survey, SurveyState
from ejournal.models.people import short_name
from ejournal.services.audience.parts import Part
from ejournal.services.base import tables as db
from ejournal.services.files import keeping as files
from ejournal.services.files.keeping import Stored
from ejournal.services.surveys import authors as keepers
from ejournal.services.surveys.authors import People
from ejournal.services.surveys.checking import Lack, lacks
from ejournal.services.surveys.keeping import KEEP, has_answers, own_survey, parts_of
from ejournal.services.surveys.opening import answered
from ejournal.services.surveys.questions import Built, built

PAGE = 30
"""How many lines go to the browser at once (pagination)."""
_survey, _seat, _person = db.survey.c, db.survey_seat.c, db.person.c


@dataclass(frozen=True, slots=True)
class Kept:
    """A survey in the list of who keeps it; author: of another's."""

    id: int
    title: str
    state: SurveyState
    anonymous: bool
    saved_at: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    seats: int
    answered: int
    author: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list, the latest first, and whether there are earlier ones."""

    lines: Sequence[Kept]
    has_more: bool


@dataclass(frozen=True, slots=True)
class ToBuild:
    """A survey as its builder shows it."""

    survey: Survey
    built: Built
    pictures: Mapping[int, tuple[Stored, ...]]
    parts: tuple[Part, ...]
    authors: People
    lacks: Sequence[Lack]
    answered: int
    has_answers: bool


def kept_surveys(session: Session, actor: Actor, page: int) -> Listed:
    """What the actor keeps: drafts, open ones, closed ones by when they were changed; two queries."""
    guard.require(actor, KEEP)
    rows = session.execute(
        select(Survey, _person.last_name, _person.first_name, _person.middle_name)
        .join(db.person, _person.id == _survey.author_id)
        .where(guard.reached(session, actor, Survey, KEEP))
        .order_by(_survey.saved_at.desc(), _survey.id.desc())
        .offset(max(page - 1, 0) * PAGE)
        .limit(PAGE + 1)
    ).all()
    counts = _counts(session, actor, [row[0].id for row in rows])
    lines = []
    for row in rows[:PAGE]:
        one: Survey = row[0]
        seats, used = counts.get(one.id or 0, (0, 0))
        other = one.author_id != actor.person_id
        lines.append(
            Kept(
                one.id or 0, one.title, one.state, one.anonymous, one.saved_at, one.opens_at, one.closes_at,
                one.closed_at, seats, used,
                short_name(row.last_name, row.first_name, row.middle_name) if other else "",
            )
        )  # fmt: skip
    return Listed(lines, len(rows) > PAGE)


def _counts(session: Session, actor: Actor, surveys: Sequence[int]) -> dict[int, tuple[int, int]]:
    rows = session.execute(
        select(_seat.survey_id, func.count().label("seats"), func.count(_seat.answered_on).label("used"))
        .where(_seat.school_id == actor.school_id, _seat.survey_id.in_(surveys))
        .group_by(_seat.survey_id)
    )
    return {row.survey_id: (row.seats, row.used) for row in rows}


def to_build(session: Session, actor: Actor, survey_id: int, now: datetime) -> ToBuild:
    """All that the builder shows of a survey that the actor keeps; a fixed number of queries."""
    survey = own_survey(session, actor, survey_id)
    has = built(session, survey)
    numbers = [one.id or 0 for found in has.options.values() for one in found]
    return ToBuild(
        survey,
        has,
        files.files_of(session, survey.school_id, FileUser.SURVEY_OPTION, numbers),
        parts_of(session, survey).chosen,
        keepers.authors(session, survey),
        lacks(session, survey, now),
        answered(session, survey),
        survey.state is SurveyState.OPEN and has_answers(session, survey),
    )
