"""A pupil as the guard sees one: where enrolled, and whether the actor is a guardian; all in one query."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, false, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.sentences import Asker, Columns, Condition, Sentence
from ejournal.access.wards import stands_on
from ejournal.models import AcademicYear, Enrolment, Guardianship, Person, Role, SchoolClass
from ejournal.models.base import table
from ejournal.models.spans import Span, meets

_person, _enrolment, _class = table(Person), table(Enrolment), table(SchoolClass)
_guardianship, _year, _newer = table(Guardianship), table(AcademicYear), table(AcademicYear).alias("newer")


def wards(school_id: Any, guardian_id: Any, day: Any) -> Select[Any]:
    """The pupils for whom the person stands on the day; values, parameters or columns are asked with.

    A guardian without rights stands for nobody.
    """
    return select(_guardianship.c.pupil_id).where(
        _guardianship.c.school_id == school_id,
        _guardianship.c.guardian_id == guardian_id,
        stands_on(_guardianship.c, day),
    )


def pupils_of_classes(school_id: Any, class_ids: Any) -> Select[Any]:
    """The pupils who are, or were, in the classes."""
    return select(_enrolment.c.pupil_id).where(
        _enrolment.c.school_id == school_id, _enrolment.c.class_id.in_(class_ids)
    )


def is_past_year(year: Columns, today: Any) -> Condition:
    """A newer year of the school has begun."""
    return exists().where(
        _newer.c.school_id == year.school_id, _newer.c.starts > year.starts, _newer.c.starts <= today
    )


_IS_WARD = exists(
    wards(_person.c.school_id, bindparam("actor_id"), bindparam("today")).where(
        _guardianship.c.pupil_id == _person.c.id
    )
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
        is_past_year(_year.c, bindparam("today")).label("is_past_year"),
    )
    .outerjoin_from(
        _person,
        _enrolment,
        and_(_enrolment.c.school_id == _person.c.school_id, _enrolment.c.pupil_id == _person.c.id),
    )
    .outerjoin(_class, _class.c.id == _enrolment.c.class_id)
    .outerjoin(_year, _year.c.id == _class.c.year_id)
    .where(
        _person.c.school_id == bindparam("school_id"),
        _person.c.id == bindparam("pupil_id"),
        _person.c.merged_into_id.is_(None),
    )
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
            and not Span.of(place).is_over(place.year_starts)
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


@Sentence
def is_self(_session: Session, actor: Actor, pupil: Pupil) -> bool:
    """The pupil is the actor."""
    return pupil.id == actor.person_id


@is_self.for_rows
def _(asker: Asker, person: Columns) -> Condition:
    return person.id == asker.person_id


@Sentence
def is_guardian_of(_session: Session, actor: Actor, pupil: Pupil) -> bool:
    """The actor is a guardian of the pupil today."""
    return actor.holds(Role.GUARDIAN) and pupil.is_ward


@is_guardian_of.for_rows
def _(asker: Asker, person: Columns) -> Condition:
    return person.id.in_(wards(asker.school_id, asker.person_id, asker.today)) if asker.guards else false()


@Sentence
def is_pupil_of_own_class(_session: Session, actor: Actor, pupil: Pupil) -> bool:
    """The pupil is, or was this academic year, in a class whose class teacher the actor is."""
    return pupil.was_this_year_in(actor.class_ids)


@is_pupil_of_own_class.for_rows
def _(asker: Asker, person: Columns) -> Condition:
    return person.id.in_(pupils_this_year(asker.school_id, asker.class_ids, asker.today))


def pupils_this_year(school_id: Any, class_ids: Any, today: Any) -> Select[Any]:
    """Pupil.was_this_year_in for many: who is in the classes, or was on a day of the academic year."""
    return (
        pupils_of_classes(school_id, class_ids)
        .join(_class, _class.c.id == _enrolment.c.class_id)
        .join(_year, _year.c.id == _class.c.year_id)
        .where(
            meets(_enrolment.c, _year.c.starts, None),
            ~is_past_year(_year.c, today),
        )
    )


@Sentence
def is_pupil(_session: Session, _actor: Actor, pupil: Pupil) -> bool:
    """The person was ever enrolled in a class."""
    return bool(pupil.places)


@is_pupil.for_rows
def _(asker: Asker, person: Columns) -> Condition:
    return person.id.in_(select(_enrolment.c.pupil_id).where(_enrolment.c.school_id == asker.school_id))
