"""The classes whose overview an actor may open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import SchoolClass
from ejournal.models.spans import meets
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.topics import class_topic, course_topic, pupil_topic
from ejournal.services.calendar.year import current_year, monday
from ejournal.services.diary.lessons import SCHOOL, read


@dataclass(frozen=True, slots=True)
class ClassName:
    """A class of this year."""

    id: int
    title: str
    is_own: bool


_CLASSES: Select[Any] = (
    select(db.school_class.c.id, db.school_class.c.grade, db.school_class.c.letter)
    .where(db.school_class.c.school_id == SCHOOL, db.school_class.c.year_id == bindparam("year_id"))
    .order_by(db.school_class.c.grade, db.school_class.c.letter)
)


def classes_for(session: Session, actor: Actor) -> list[ClassName]:
    """Own classes of a class teacher first, then all others for those who lead the school; two queries."""
    guard.require(actor, Permission.CLASS_READ)
    year = current_year(session, actor.school_id, actor.today)
    rows = read(session, _CLASSES, actor, year_id=year.id if year else None)
    found = [ClassName(row.id, class_title(row.grade, row.letter), row.id in actor.class_ids) for row in rows]
    seen = [one for one in found if one.is_own or actor.leads]
    return sorted(seen, key=lambda one: not one.is_own)


def week_of_class(session: Session, actor: Actor, class_id: int, day: date) -> tuple[date, date]:
    """The first and last school day of the class in the week of the day: Monday, and Friday or Saturday."""
    found = guard.get(session, actor, SchoolClass, class_id, Permission.CLASS_READ)
    first = monday(day)
    return first, first + timedelta(days=found.days_per_week - 1)


def note_absence(
    session: Session, actor: Actor, pupil_id: int, since: date, courses: Iterable[int] = ()
) -> None:
    """Say where a pupil's absence shows: to the family, in these journals, in the classes since then."""
    place = db.enrolment.c
    classes = session.scalars(
        select(place.class_id).where(
            place.school_id == actor.school_id, place.pupil_id == pupil_id, meets(place, since, actor.today)
        )
    )
    note(session, pupil_topic(pupil_id), *map(class_topic, classes), *map(course_topic, courses))
