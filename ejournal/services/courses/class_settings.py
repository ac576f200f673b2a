"""What a school sets for a class: scale of marks, days a week, shift; and the scale of single courses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import Course, GroupClass, ScaleKind, SchoolClass
from ejournal.models.base import table
from ejournal.models.structure import class_title
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.topics import class_topic, course_topic, schedule_topic
from ejournal.services.calendar.year import current_year

DAYS_A_WEEK = (5, 6)
SHIFTS = (1, 2)


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class of the year: its scale, days a week, shift, and how many courses have a scale of their own."""

    id: int
    title: str
    scale: ScaleKind
    days_per_week: int
    shift: int
    own_scales: int


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course of a class; scale is empty where it is the class's."""

    id: int
    subject: str
    group: str
    scale: ScaleKind | None


@dataclass(frozen=True, slots=True)
class ClassFields:
    """What is set for a class; scales holds the courses' own by id, None for the class's."""

    scale: ScaleKind
    days_per_week: int
    shift: int
    scales: Mapping[int, ScaleKind | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClassChange:
    """What was set before, and the courses whose scale is another now."""

    before: ClassFields
    courses: tuple[int, ...]


def class_lines(session: Session, actor: Actor) -> list[ClassLine]:
    """The classes of the year shown today, by grade and letter; two queries."""
    guard.require(actor, Permission.SETTINGS_MANAGE)
    klass, course = db.school_class.c, db.course.c
    year = current_year(session, actor.school_id, actor.today)
    own = (
        select(course.class_id, func.count().label("own"))
        .where(course.school_id == actor.school_id, course.scale.is_not(None))
        .group_by(course.class_id)
        .subquery()
    )
    rows = session.execute(
        select(klass.id, klass.grade, klass.letter, klass.scale, klass.days_per_week, klass.shift, own.c.own)
        .outerjoin_from(db.school_class, own, own.c.class_id == klass.id)
        .where(klass.school_id == actor.school_id, klass.year_id == (year.id if year else None))
        .order_by(klass.grade, klass.letter)
    )
    return [
        ClassLine(
            row.id, class_title(row.grade, row.letter), row.scale, row.days_per_week, row.shift, row.own or 0
        )
        for row in rows
    ]


def class_courses(session: Session, actor: Actor, class_id: int) -> list[CourseLine]:
    """The courses of a class and of the groups that take pupils from it, by subject."""
    guard.get(session, actor, SchoolClass, class_id, Permission.SETTINGS_MANAGE)
    course, group = db.course.c, db.study_group.c
    rows = session.execute(
        select(course.id, course.scale, db.subject.c.name, group.name.label("study_group"))
        .join_from(db.course, db.subject, db.subject.c.id == course.subject_id)
        .outerjoin(db.study_group, group.id == course.group_id)
        .where(course.school_id == actor.school_id, _of_class(actor.school_id, class_id))
        .order_by(db.subject.c.position, db.subject.c.name, group.name, course.id)
    )
    return [CourseLine(row.id, row.name, row.study_group or "", row.scale) for row in rows]


def set_class(session: Session, actor: Actor, class_id: int, fields: ClassFields) -> ClassChange:
    """Set a class and its courses; marks already given stay as they were written."""
    found = guard.get(session, actor, SchoolClass, class_id, Permission.SETTINGS_MANAGE)
    _check(fields)
    known = {one.id: one.scale for one in class_courses(session, actor, class_id)}
    if not fields.scales.keys() <= known.keys():
        raise NotFound
    changed = {one: scale for one, scale in fields.scales.items() if known[one] != scale}
    before = ClassFields(
        found.scale, found.days_per_week, found.shift, {one: known[one] for one in fields.scales}
    )
    if _values(before) == _values(fields) and not changed:
        return ClassChange(before, ())
    touched = set(changed)
    if found.scale != fields.scale:
        touched |= {one for one, scale in known.items() if fields.scales.get(one, scale) is None}
    found.scale, found.days_per_week, found.shift = fields.scale, fields.days_per_week, fields.shift
    session.add(found)
    for course_id, scale in changed.items():
        _set_course(session, course_id, scale)
    session.flush()
    after = ClassFields(fields.scale, fields.days_per_week, fields.shift, changed)
    old = ClassFields(before.scale, before.days_per_week, before.shift, {one: known[one] for one in changed})
    change = audit.Change("class.settings", "school_class", class_id, _spelled(old), _spelled(after))
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, *map(course_topic, sorted(touched)))
    if (before.days_per_week, before.shift) != (fields.days_per_week, fields.shift):
        note(session, schedule_topic(actor.school_id), class_topic(class_id))
    return ClassChange(before, tuple(sorted(touched)))


def has_marks(session: Session, actor: Actor, class_id: int) -> bool:
    """Whether marks were given in the class's courses: a new scale does not turn them into its own."""
    guard.get(session, actor, SchoolClass, class_id, Permission.SETTINGS_MANAGE)
    courses = select(db.course.c.id).where(
        db.course.c.school_id == actor.school_id, _of_class(actor.school_id, class_id)
    )
    given = select(db.mark.c.id).where(
        db.mark.c.school_id == actor.school_id, db.mark.c.course_id.in_(courses)
    )
    return bool(session.scalar(select(exists(given))))


def _set_course(session: Session, course_id: int, scale: ScaleKind | None) -> None:
    course = session.get_one(Course, course_id)
    course.scale = scale
    session.add(course)


def _of_class(school_id: int, class_id: int) -> Any:
    of_group = table(GroupClass).c
    drawn = select(of_group.group_id).where(of_group.school_id == school_id, of_group.class_id == class_id)
    return or_(db.course.c.class_id == class_id, db.course.c.group_id.in_(drawn))


def _check(fields: ClassFields) -> None:
    if fields.days_per_week not in DAYS_A_WEEK:
        raise DomainError("Five or six days a week", field="days_per_week")
    if fields.shift not in SHIFTS:
        raise DomainError("The first or the second shift", field="shift")


def _values(fields: ClassFields) -> tuple[ScaleKind, int, int]:
    return fields.scale, fields.days_per_week, fields.shift


def _spelled(fields: ClassFields) -> dict[str, Any]:
    return {
        "scale": fields.scale.value,
        "days_per_week": fields.days_per_week,
        "shift": fields.shift,
        "courses": {str(one): scale.value if scale else None for one, scale in fields.scales.items()},
    }
