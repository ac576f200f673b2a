"""Seats: who answers for whom, what waits for somebody's answer."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.audience.surveys import own_seats
from ejournal.access.permissions import Permission
from ejournal.models import Person, SchoolClass, Survey, SurveyPer, SurveySeat, SurveySeatChild, SurveyState
from ejournal.models.base import table
from ejournal.models.structure import class_title

_seat, _child, _survey = table(SurveySeat).c, table(SurveySeatChild).c, table(Survey).c
_person, _class = table(Person).c, table(SchoolClass).c
READ = Permission.SURVEY_READ


@dataclass(frozen=True, slots=True)
class SeatChild:
    """A child because of whom there is a seat, in the class of then."""

    pupil_id: int
    first_name: str
    class_id: int
    class_title: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat that the actor may use; per: for whom it is, answered_on: the day on which it was used."""

    id: int
    per: SurveyPer
    answered_on: date | None
    children: tuple[SeatChild, ...]

    @property
    def class_id(self) -> int | None:
        """The class that the answer is counted in: of several the first; none for the staff."""
        return self.children[0].class_id if self.children else None


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A survey that asks the actor: how many of the own seats there are, and how many of them were used."""

    id: int
    title: str
    state: SurveyState
    anonymous: bool
    closes_at: datetime | None
    seats: int
    answered: int

    @property
    def waits(self) -> bool:
        """Whether an answer of the actor's is still waited for."""
        return self.state is SurveyState.OPEN and self.answered < self.seats


def seats_of(session: Session, actor: Actor, survey: Survey) -> list[Seat]:
    """The seats of the survey that the actor may use today, for the first child first; two queries."""
    mine = own_seats(actor.school_id, actor.person_id, actor.today)
    rows = session.execute(
        select(_seat.id, _seat.per, _seat.answered_on)
        .where(_seat.school_id == actor.school_id, _seat.survey_id == survey.id, _seat.id.in_(mine))
        .order_by(_seat.id)
    ).all()
    children = seat_children(session, actor.school_id, [row.id for row in rows])
    found = [Seat(row.id, row.per, row.answered_on, children.get(row.id, ())) for row in rows]
    return sorted(found, key=lambda one: (one.per is SurveyPer.PERSON, one.id))


def seat_children(
    session: Session, school_id: int, seats: Collection[int]
) -> Mapping[int, tuple[SeatChild, ...]]:
    """The children of the seats, in the order in which they were put there; one query."""
    rows = session.execute(
        select(
            _child.seat_id, _child.pupil_id, _child.class_id, _person.first_name, _class.grade, _class.letter
        )
        .join_from(table(SurveySeatChild), table(Person), _person.id == _child.pupil_id)
        .join(table(SchoolClass), _class.id == _child.class_id)
        .where(_child.school_id == school_id, _child.seat_id.in_(list(seats)))
        .order_by(_child.id)
    )
    found: defaultdict[int, list[SeatChild]] = defaultdict(list)
    for row in rows:
        title = class_title(row.grade, row.letter)
        found[row.seat_id].append(SeatChild(row.pupil_id, row.first_name, row.class_id, title))
    return {one: tuple(children) for one, children in found.items()}


def to_answer(session: Session, actor: Actor, now: datetime, most: int = 60) -> Sequence[ToAnswer]:
    """The surveys that ask the actor: what waits first, soonest closed before others; one query."""
    guard.require(actor, READ)
    mine = own_seats(actor.school_id, actor.person_id, actor.today)
    counts = (
        select(
            _seat.survey_id,
            func.count().label("seats"),
            func.sum(case((_seat.answered_on.is_(None), 0), else_=1)).label("answered"),
        )
        .where(_seat.school_id == actor.school_id, _seat.id.in_(mine))
        .group_by(_seat.survey_id)
        .subquery()
    )
    rows = session.execute(
        select(Survey, counts.c.seats, counts.c.answered)
        .join(counts, counts.c.survey_id == _survey.id)
        .where(
            _survey.school_id == actor.school_id,
            _survey.state.in_([SurveyState.OPEN, SurveyState.CLOSED]),
        )
        .order_by(_survey.state.desc(), _survey.closes_at.is_(None), _survey.closes_at, _survey.id.desc())
        .limit(most)
    ).all()
    found = [_listed(survey, seats, int(answered or 0), now) for survey, seats, answered in rows]
    return sorted(found, key=lambda one: not one.waits)


def _listed(survey: Survey, seats: int, answered: int, now: datetime) -> ToAnswer:
    state = survey.state if is_open(survey, now) else SurveyState.CLOSED
    return ToAnswer(survey.id or 0, survey.title, state, survey.anonymous, survey.closes_at, seats, answered)


def is_open(survey: Survey, now: datetime) -> bool:
    """Whether answers are taken: its hour may be over before it is noted to be closed."""
    return survey.state is SurveyState.OPEN and (survey.closes_at is None or now < survey.closes_at)
