"""Who may answer for whom: one seat for a person, a child or a family, made of those whom a survey asks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from ejournal.models import Survey, SurveyPer
from ejournal.services.audience.people import Children
from ejournal.services.base import tables as db

_seat, _reader, _child = db.survey_seat.c, db.survey_reader.c, db.survey_seat_child.c


@dataclass(frozen=True, slots=True)
class Place:
    """A right to answer once: of whom, used by whom, because of which children in which classes."""

    per: SurveyPer
    readers: frozenset[int]
    children: Mapping[int, int]

    @property
    def name(self) -> tuple[SurveyPer, frozenset[int]]:
        """By which it is the same another day: its reader, or its children."""
        return self.per, self.readers if self.per is SurveyPer.PERSON else frozenset(self.children)


def places_of(people: Mapping[int, Children], per: SurveyPer) -> list[Place]:
    """The rights to answer of those who are asked, each with the children because of whom.

    Whoever is asked for no child's sake answers for themselves. A family is all children of one set of
    guardians; these answer for it, the children do not.
    """
    alone = [one for one, children in people.items() if not children]
    found = [Place(SurveyPer.PERSON, frozenset((one,)), {}) for one in alone]
    of_child: defaultdict[int, set[int]] = defaultdict(set)
    classes: dict[int, int] = {}
    for person_id, children in people.items():
        classes |= children
        for pupil_id in children:
            of_child[pupil_id].add(person_id)
    if per is SurveyPer.PERSON:
        return found + [
            Place(per, frozenset((one,)), children) for one, children in people.items() if children
        ]
    if per is SurveyPer.CHILD:
        return found + [
            Place(per, frozenset(readers), {pupil_id: classes[pupil_id]})
            for pupil_id, readers in of_child.items()
        ]
    families: defaultdict[frozenset[int], dict[int, int]] = defaultdict(dict)
    for pupil_id, readers in of_child.items():
        guardians = frozenset(readers - {pupil_id})
        if guardians:
            families[guardians][pupil_id] = classes[pupil_id]
    return found + [Place(per, guardians, children) for guardians, children in families.items()]


def renew(session: Session, survey: Survey, places: Sequence[Place]) -> set[int]:
    """Give the survey these seats: new ones for who joined, none for who left and has not answered.

    Those who may answer now and might not before. A fixed number of statements.
    """
    there = _Standing(session, survey)
    matched: dict[int, Place] = {}
    new: list[Place] = []
    for place in places:
        seat_id = there.seat_of(place, matched)
        if seat_id is None:
            new.append(place)
        else:
            matched[seat_id] = place
    _drop(session, survey, [one for one in there.unused if one not in matched])
    joined = {one for place in new for one in place.readers}
    readers: list[tuple[int, int]] = []
    children: list[tuple[int, int, int]] = []
    for seat_id, place in [*matched.items(), *zip(_made(session, survey, new), new, strict=True)]:
        fresh = place.readers - there.readers[seat_id]
        joined |= fresh
        readers += [(seat_id, one) for one in sorted(fresh)]
        children += [
            (seat_id, pupil_id, class_id)
            for pupil_id, class_id in sorted(place.children.items())
            if pupil_id not in there.children[seat_id]
        ]
    of_survey = {"school_id": survey.school_id, "survey_id": survey.id}
    if readers:
        rows: list[dict[str, Any]] = [of_survey | {"seat_id": a, "person_id": b} for a, b in readers]
        session.execute(insert(db.survey_reader), rows)
    if children:
        rows = [of_survey | {"seat_id": a, "pupil_id": b, "class_id": c} for a, b, c in children]
        session.execute(insert(db.survey_seat_child), rows)
    return joined - there.people


class _Standing:
    """The seats that the survey has; three queries."""

    def __init__(self, session: Session, survey: Survey) -> None:
        self.readers: defaultdict[int, set[int]] = defaultdict(set)
        self.children: defaultdict[int, set[int]] = defaultdict(set)
        self.unused: list[int] = []
        self._per: dict[int, SurveyPer] = {}
        self._by_name: dict[tuple[SurveyPer, int], list[int]] = {}
        of_survey = {"school_id": survey.school_id, "survey_id": survey.id}
        for one in session.execute(select(db.survey_seat).filter_by(**of_survey)):
            self._per[one.id] = one.per
            if one.answered_on is None:
                self.unused.append(one.id)
        for one in session.execute(select(db.survey_reader).filter_by(**of_survey)):
            self.readers[one.seat_id].add(one.person_id)
        for one in session.execute(select(db.survey_seat_child).filter_by(**of_survey)):
            self.children[one.seat_id].add(one.pupil_id)
        for seat_id, per in sorted(self._per.items()):
            named = self.readers[seat_id] if per is SurveyPer.PERSON else self.children[seat_id]
            for number in named:
                self._by_name.setdefault((per, number), []).append(seat_id)
        self.people = set().union(*self.readers.values()) if self.readers else set()

    def seat_of(self, place: Place, taken: Iterable[int]) -> int | None:
        """The seat that is the place's already: of its reader, or of one of its children."""
        per, named = place.name
        found = (seat_id for one in sorted(named) for seat_id in self._by_name.get((per, one), ()))
        return next((seat_id for seat_id in found if seat_id not in taken), None)


def _made(session: Session, survey: Survey, places: Sequence[Place]) -> list[int]:
    if not places:
        return []
    rows = [{"school_id": survey.school_id, "survey_id": survey.id, "per": one.per} for one in places]
    asked = insert(db.survey_seat).returning(_seat.id, sort_by_parameter_order=True)
    return list(session.scalars(asked, rows))


def _drop(session: Session, survey: Survey, seats: Sequence[int]) -> None:
    if not seats:
        return
    for rows in (db.survey_reader, db.survey_seat_child):
        session.execute(delete(rows).where(rows.c.school_id == survey.school_id, rows.c.seat_id.in_(seats)))
    session.execute(delete(db.survey_seat).where(_seat.school_id == survey.school_id, _seat.id.in_(seats)))
