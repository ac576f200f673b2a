"""Who takes part in a survey: by class, and by name where it has names."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlmodel import Session

from ejournal.errors import NotFound
from ejournal.models import Person, SchoolClass, Survey, SurveyReader, SurveySeat, SurveySeatChild
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.models.structure import class_title
from ejournal.services.surveys.answers.seats import seat_children
from ejournal.services.surveys.results.seen import Sight

_seat, _child, _class = table(SurveySeat).c, table(SurveySeatChild).c, table(SchoolClass).c
_reader, _person = table(SurveyReader).c, table(Person).c
PAGE = 60
"""How many seats stand on a page (pagination)."""


@dataclass(frozen=True, slots=True)
class ClassTurnout:
    """A class: how many rights to answer it has, how many were used; no class: the staff."""

    class_id: int | None
    title: str
    seats: int
    answered: int


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A right to answer by name: who may use it, because of which children, and the day on which it was
    used."""

    seat_id: int
    people: tuple[str, ...]
    children: tuple[str, ...]
    answered_on: date | None


def turnout(session: Session, survey: Survey) -> tuple[ClassTurnout, ...]:
    """How many have answered, by class; of several children the class of the first counts. One query."""
    rows = session.execute(
        select(
            _class.id, _class.grade, _class.letter, func.count(_seat.id).label("seats"),
            func.count(_seat.answered_on).label("answered"),
        )
        .select_from(_seats_with_class(survey))
        .where(_seat.school_id == survey.school_id, _seat.survey_id == survey.id)
        .group_by(_class.id, _class.grade, _class.letter)
        .order_by(_class.grade, _class.letter)
    )  # fmt: skip
    found = [
        ClassTurnout(row.id, class_title(row.grade, row.letter) if row.id else "", row.seats, row.answered)
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: one.class_id is None))


def _seats_with_class(survey: Survey) -> Any:
    first = (
        select(func.min(_child.id))
        .where(_child.school_id == survey.school_id, _child.survey_id == survey.id)
        .group_by(_child.seat_id)
    )
    return (
        table(SurveySeat)
        .outerjoin(
            table(SurveySeatChild),
            and_(
                _child.school_id == survey.school_id,
                _child.survey_id == survey.id,
                _child.seat_id == _seat.id,
                _child.id.in_(first),
            ),
        )
        .outerjoin(table(SchoolClass), _class.id == _child.class_id)
    )


def seat_lines(
    session: Session, sight: Sight, *, answered: bool | None, class_id: int | None = None, page: int = 1
) -> tuple[tuple[SeatLine, ...], int]:
    """A page of seats by name, and how many pages there are; NotFound where the survey tells no names."""
    if sight.survey.anonymous or not sight.keeps:
        raise NotFound
    survey = sight.survey
    which = [_seat.school_id == survey.school_id, _seat.survey_id == survey.id]
    if answered is not None:
        which.append(_seat.answered_on.is_not(None) if answered else _seat.answered_on.is_(None))
    if class_id is not None:
        which.append(_class.id == class_id)
    total = (
        session.scalar(select(func.count(_seat.id)).select_from(_seats_with_class(survey)).where(*which)) or 0
    )
    pages = max(1, -(-total // PAGE))
    rows = session.execute(
        select(_seat.id, _seat.answered_on)
        .select_from(_seats_with_class(survey))
        .where(*which)
        .order_by(_class.grade, _class.letter, _seat.id)
        .offset((min(max(page, 1), pages) - 1) * PAGE)
        .limit(PAGE)
    ).all()
    return named_seats(session, survey, rows), pages


def who_answered(session: Session, survey: Survey, seats: Collection[int]) -> dict[int, str]:
    """By the seat, the people and the children of it in one line: for whoever may see names."""
    rows = session.execute(select(_seat.id, _seat.answered_on).where(_seat.id.in_(list(seats)))).all()
    return {
        one.seat_id: "; ".join((", ".join(one.people), *one.children))
        for one in named_seats(session, survey, rows)
    }


def named_seats(session: Session, survey: Survey, rows: Sequence[Any]) -> tuple[SeatLine, ...]:
    """The seats of rows (id, answered_on) with their names; two queries."""
    numbers = [row.id for row in rows]
    children = seat_children(session, survey.school_id, numbers)
    people: dict[int, list[str]] = {}
    for row in session.execute(
        select(_reader.seat_id, _person.last_name, _person.first_name, _person.middle_name)
        .join_from(table(SurveyReader), table(Person), _person.id == _reader.person_id)
        .where(_reader.school_id == survey.school_id, _reader.seat_id.in_(numbers))
        .order_by(_reader.id)
    ):
        people.setdefault(row.seat_id, []).append(short_name(row.last_name, row.first_name, row.middle_name))
    return tuple(
        SeatLine(
            row.id,
            tuple(people.get(row.id, ())),
            tuple(f"{one.first_name}, {one.class_title}" for one in children.get(row.id, ())),
            row.answered_on,
        )
        for row in rows
    )


def all_seats(session: Session, sight: Sight) -> tuple[SeatLine, ...]:
    """All seats by name; NotFound where the survey tells no names."""
    if sight.survey.anonymous or not sight.keeps:
        raise NotFound
    rows = session.execute(
        select(_seat.id, _seat.answered_on)
        .where(_seat.school_id == sight.survey.school_id, _seat.survey_id == sight.survey.id)
        .order_by(_seat.id)
    ).all()
    return named_seats(session, sight.survey, rows)
