"""The teaching load as the timetable's editor needs it: a course added, and what it can be made of."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import (
    AcademicYear,
    Course,
    Group,
    Person,
    Role,
    RoleGrant,
    SchoolClass,
    Subject,
)
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.models.structure import class_title
from ejournal.services import audit
from ejournal.services.errors import DomainError, NotFound
from ejournal.services.timetable_courses import WEEKS_OF_YEAR

MOST_HOURS = 20
STEP = Decimal("0.5")
TEACHING = (Role.TEACHER, Role.CLASS_TEACHER, Role.DEPUTY, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class Named:
    """A row to choose by its name."""

    id: int
    name: str


@dataclass(frozen=True)
class LoadChoices:
    """What a course can be made of; groups are of the classes by their id."""

    classes: tuple[Named, ...]
    groups: dict[int, tuple[Named, ...]]
    subjects: tuple[Named, ...]
    teachers: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class CourseWish:
    """A class or a group of it, taught a subject by a teacher so many hours a week."""

    class_id: int
    group_id: int | None
    subject_id: int
    teacher_id: int
    weekly_hours: Decimal | None


def load_choices(session: Session, actor: Actor, year_id: int) -> LoadChoices:
    """The year's classes and groups, the school's subjects and teachers; four queries."""
    guard.get(session, actor, AcademicYear, year_id, Permission.SCHEDULE_WRITE)
    school_class, group, subject = table(SchoolClass), table(Group), table(Subject)
    classes = session.execute(
        select(school_class.c.id, school_class.c.grade, school_class.c.letter)
        .where(school_class.c.school_id == actor.school_id, school_class.c.year_id == year_id)
        .order_by(school_class.c.grade, school_class.c.letter)
    )
    subjects = session.execute(
        select(subject.c.id, subject.c.name)
        .where(subject.c.school_id == actor.school_id)
        .order_by(subject.c.position, subject.c.name)
    )
    groups: dict[int, tuple[Named, ...]] = {}
    for group_id, class_id, name in session.execute(
        select(group.c.id, group.c.class_id, group.c.name)
        .where(
            group.c.school_id == actor.school_id, group.c.year_id == year_id, group.c.class_id.is_not(None)
        )
        .order_by(group.c.name)
    ):
        groups[class_id] = (*groups.get(class_id, ()), Named(group_id, name))
    return LoadChoices(
        classes=tuple(Named(row.id, class_title(row.grade, row.letter)) for row in classes),
        groups=groups,
        subjects=tuple(Named(*row) for row in subjects),
        teachers=teachers_of(session, actor.school_id),
    )


def teachers_of(session: Session, school_id: int) -> tuple[Named, ...]:
    """Who may be given lessons, or has courses already, by name."""
    person, grant, course = table(Person), table(RoleGrant), table(Course)
    teaching = select(grant.c.person_id).where(grant.c.school_id == school_id, grant.c.role.in_(TEACHING))
    having = select(course.c.teacher_id).where(course.c.school_id == school_id)
    rows = session.execute(
        select(person.c.id, person.c.last_name, person.c.first_name, person.c.middle_name)
        .where(person.c.school_id == school_id, person.c.id.in_(teaching.union(having)))
        .order_by(person.c.last_name, person.c.first_name)
    )
    return tuple(Named(row.id, short_name(*row[1:])) for row in rows)


def add_course(session: Session, actor: Actor, year_id: int, wish: CourseWish) -> int:
    """Add a course to the year's load: its id; DomainError when the class has just that already."""
    guard.get(session, actor, AcademicYear, year_id, Permission.SCHEDULE_WRITE)
    _check(session, actor, year_id, wish)
    assert wish.weekly_hours is not None
    course = Course(
        school_id=actor.school_id, year_id=year_id, class_id=wish.class_id, group_id=wish.group_id,
        subject_id=wish.subject_id, teacher_id=wish.teacher_id, weekly_hours=wish.weekly_hours,
        planned_hours=round(wish.weekly_hours * WEEKS_OF_YEAR),
    )  # fmt: skip
    session.add(course)
    session.flush()
    assert course.id is not None
    after = {"class": wish.class_id, "group": wish.group_id, "subject": wish.subject_id,
             "teacher": wish.teacher_id, "hours": str(wish.weekly_hours)}  # fmt: skip
    change = audit.Change("course.create", "course", course.id, after=after)
    audit.record(session, actor.school_id, actor.person_id, change)
    return course.id


def _check(session: Session, actor: Actor, year_id: int, wish: CourseWish) -> None:
    hours = wish.weekly_hours
    if hours is None or not 0 < hours <= MOST_HOURS or hours % STEP:
        raise DomainError("From half an hour to {most} hours a week", field="hours", most=MOST_HOURS)
    school_class = guard.get(session, actor, SchoolClass, wish.class_id, Permission.SCHEDULE_WRITE)
    guard.get(session, actor, Subject, wish.subject_id, Permission.SCHEDULE_WRITE)
    if school_class.year_id != year_id:
        raise NotFound
    if wish.group_id is not None:
        group = guard.get(session, actor, Group, wish.group_id, Permission.SCHEDULE_WRITE)
        if group.class_id != wish.class_id:
            raise NotFound
    if wish.teacher_id not in {one.id for one in teachers_of(session, actor.school_id)}:
        raise NotFound
    course = table(Course)
    same = (
        course.c.school_id == actor.school_id, course.c.year_id == year_id,
        course.c.class_id == wish.class_id, course.c.subject_id == wish.subject_id,
        course.c.teacher_id == wish.teacher_id,
        course.c.group_id.is_(None) if wish.group_id is None else course.c.group_id == wish.group_id,
    )  # fmt: skip
    if session.execute(select(course.c.id).where(*same)).first():
        raise DomainError("This teacher has this subject in this class already", field="subject")
