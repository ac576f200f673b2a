"""A pupil as the guard sees one: where enrolled, and whether the actor is a guardian; all in one query."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.models import AcademicYear, Enrolment, Guardianship, Person, SchoolClass
from ejournal.models.base import table

_person, _enrolment, _class = table(Person), table(Enrolment), table(SchoolClass)
_guardianship, _year, _newer = table(Guardianship), table(AcademicYear), table(AcademicYear).alias("newer")

_IS_WARD = exists().where(
    _guardianship.c.school_id == _person.c.school_id,
    _guardianship.c.guardian_id == bindparam("actor_id"),
    _guardianship.c.pupil_id == _person.c.id,
    or_(_guardianship.c.starts.is_(None), _guardianship.c.starts <= bindparam("today")),
    or_(_guardianship.c.ends.is_(None), _guardianship.c.ends >= bindparam("today")),
)
_IS_PAST_YEAR = exists().where(
    _newer.c.school_id == _year.c.school_id,
    _newer.c.starts > _year.c.starts,
    _newer.c.starts <= bindparam("today"),
)
_PUPIL = (
    select(
        _person.c.id,
        _person.c.first_name,
        _person.c.last_name,
        _IS_WARD.label("is_ward"),
        _enrolment.c.starts,
        _enrolment.c.ends,
        _class.c.id.label("class_id"),
        _class.c.year_id,
        _class.c.grade,
        _class.c.letter,
        _class.c.scheme_id,
        _class.c.scale,
        _class.c.days_per_week,
        _class.c.shift,
        _year.c.starts.label("year_starts"),
        _IS_PAST_YEAR.label("is_past_year"),
    )
    .outerjoin_from(
        _person,
        _enrolment,
        and_(_enrolment.c.school_id == _person.c.school_id, _enrolment.c.pupil_id == _person.c.id),
    )
    .outerjoin(_class, _class.c.id == _enrolment.c.class_id)
    .outerjoin(_year, _year.c.id == _class.c.year_id)
    .where(_person.c.school_id == bindparam("school_id"), _person.c.id == bindparam("pupil_id"))
    .order_by(_enrolment.c.starts)
)
"""One row an enrolment; prepared once, for it is asked at every look into a diary."""


@dataclass(frozen=True, slots=True)
class Pupil:
    """A person, every enrolment in a class in order of time, and whether the actor is a guardian today."""

    id: int
    school_id: int
    first_name: str
    last_name: str
    is_ward: bool
    places: tuple[Any, ...]

    def was_this_year_in(self, class_ids: frozenset[int]) -> bool:
        """Whether the pupil is, or was this academic year, in one of the classes.

        The year lasts until a newer one begins: in summer a class teacher still reports on the last.
        """
        return any(
            place.class_id in class_ids
            and not place.is_past_year
            and (place.ends is None or place.ends >= place.year_starts)
            for place in self.places
        )


def read_pupil(session: Session, actor: Actor, pupil_id: int) -> Pupil | None:
    """The person of the actor's school, None when there is no such one; places are empty for an adult."""
    asked = {
        "school_id": actor.school_id,
        "pupil_id": pupil_id,
        "actor_id": actor.person_id,
        "today": actor.today,
    }
    rows = session.connection().execute(_PUPIL, asked).all()
    if not rows:
        return None
    first = rows[0]
    places = tuple(rows) if first.class_id is not None else ()
    return Pupil(first.id, actor.school_id, first.first_name, first.last_name, bool(first.is_ward), places)
