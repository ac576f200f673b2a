"""The teaching load as the timetable's editor needs it: a course added, and what it can be made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    AcademicYear,
    Course,
    Group,
    GroupClass,
    Person,
    Role,
    RoleGrant,
    Room,
    SchoolClass,
    Subject,
)
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.models.structure import class_title
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_school
from ejournal.services.base.names import by_name
from ejournal.services.base.topics import load_topic
from ejournal.services.load.groups import make_group
from ejournal.weeks import WEEKS_OF_YEAR

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
    """What a course can be made of; groups are by the id of each class that they take pupils from."""

    classes: tuple[Named, ...]
    groups: Mapping[int, tuple[Named, ...]]
    subjects: tuple[Named, ...]
    teachers: tuple[Named, ...]
    rooms: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class CourseWish:
    """Who is taught a subject by a teacher so many hours a week, and in which room if only one will do.

    A class; a group of it by its id, or a new one by its name; several classes, whole or a group of their
    pupils by its name.
    """

    class_ids: tuple[int, ...]
    subject_id: int
    teacher_id: int
    weekly_hours: Decimal | None
    group_id: int | None = None
    group_name: str = ""
    whole: bool = False
    room_id: int | None = None


def load_choices(session: Session, actor: Actor, year_id: int) -> LoadChoices:
    """The year's classes and groups, the school's subjects, teachers and rooms; six queries."""
    guard.get(session, actor, AcademicYear, year_id, Permission.SCHEDULE_WRITE)
    school_class, subject, room = table(SchoolClass), table(Subject), table(Room)
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
    rooms = session.execute(
        select(room.c.id, room.c.name).where(room.c.school_id == actor.school_id).order_by(room.c.name)
    )
    named = tuple(Named(row.id, class_title(row.grade, row.letter)) for row in classes)
    return LoadChoices(
        classes=named,
        groups=_groups(session, actor.school_id, year_id, {one.id: one.name for one in named}),
        subjects=tuple(Named(*row) for row in subjects),
        teachers=teachers_of(session, actor.school_id),
        rooms=tuple(Named(*row) for row in rooms),
    )


def _groups(
    session: Session, school_id: int, year_id: int, titles: Mapping[int, str]
) -> dict[int, tuple[Named, ...]]:
    group, link = table(Group), table(GroupClass)
    groups = session.execute(
        select(group.c.id, group.c.class_id, group.c.name)
        .where(group.c.school_id == school_id, group.c.year_id == year_id)
        .order_by(group.c.name)
    ).all()
    links: dict[int, list[int]] = {}
    for group_id, class_id in session.execute(
        select(link.c.group_id, link.c.class_id).where(link.c.school_id == school_id)
    ):
        links.setdefault(group_id, []).append(class_id)
    found: dict[int, tuple[Named, ...]] = {}
    for group_id, own, name in groups:
        drawn_from = [own] if own else [one for one in titles if one in links.get(group_id, ())]
        words = name if own else f"{name}: {', '.join(titles[one] for one in drawn_from)}"
        for class_id in drawn_from:
            found[class_id] = (*found.get(class_id, ()), Named(group_id, words))
    return found


def teachers_of(session: Session, school_id: int) -> tuple[Named, ...]:
    """Who may be given lessons, or has courses already, by name."""
    person, grant, course = table(Person), table(RoleGrant), table(Course)
    teaching = select(grant.c.person_id).where(grant.c.school_id == school_id, grant.c.role.in_(TEACHING))
    having = select(course.c.teacher_id).where(course.c.school_id == school_id)
    rows = session.execute(
        select(person.c.id, person.c.last_name, person.c.first_name, person.c.middle_name).where(
            person.c.school_id == school_id, person.c.id.in_(teaching.union(having))
        )
    ).all()
    return tuple(Named(row.id, short_name(*row[1:])) for row in sorted(rows, key=by_name))


def add_course(session: Session, actor: Actor, year_id: int, wish: CourseWish) -> int:
    """Add a course to the year's load: its id; DomainError when those are taught just that already."""
    year = guard.get(session, actor, AcademicYear, year_id, Permission.SCHEDULE_WRITE)
    lock_school(session, actor.school_id)
    hours = check_course(session, actor, wish.teacher_id, wish.weekly_hours, wish.room_id)
    guard.get(session, actor, Subject, wish.subject_id, Permission.SCHEDULE_WRITE)
    class_id, group_id = _who_comes(session, actor, year, wish)
    check_not_twice(session, actor, year_id, (class_id, group_id), wish.subject_id, wish.teacher_id)
    course = Course(
        school_id=actor.school_id, year_id=year_id, class_id=class_id, group_id=group_id,
        subject_id=wish.subject_id, teacher_id=wish.teacher_id, weekly_hours=hours,
        planned_hours=round(hours * WEEKS_OF_YEAR), room_id=wish.room_id,
    )  # fmt: skip
    session.add(course)
    session.flush()
    assert course.id is not None
    after = {"class": class_id, "group": group_id, "subject": wish.subject_id,
             "teacher": wish.teacher_id, "hours": str(hours), "room": wish.room_id}  # fmt: skip
    change = audit.Change("course.create", "course", course.id, after=after)
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, load_topic(actor.school_id))
    return course.id


def check_course(
    session: Session, actor: Actor, teacher_id: int, hours: Decimal | None, room_id: int | None,
    least: Decimal = STEP,
) -> Decimal:  # fmt: skip
    """The hours a week, when they are halves, and teacher and room are the school's."""
    if hours is None or not least <= hours <= MOST_HOURS or hours % STEP:
        message = "From half an hour to {most} hours a week" if least else "From 0 to {most} hours a week"
        raise DomainError(message, field="hours", most=MOST_HOURS)
    if teacher_id not in {one.id for one in teachers_of(session, actor.school_id)}:
        raise NotFound
    if room_id is not None:
        guard.get(session, actor, Room, room_id, Permission.SCHEDULE_WRITE)
    return hours


def check_not_twice(
    session: Session, actor: Actor, year_id: int, who: tuple[int | None, int | None], subject_id: int,
    teacher_id: int, but: int = 0,
) -> None:  # fmt: skip
    """DomainError when another course is just that class or group, subject and teacher."""
    course, (class_id, group_id) = table(Course), who
    same = (
        course.c.school_id == actor.school_id, course.c.year_id == year_id, course.c.id != but,
        course.c.subject_id == subject_id, course.c.teacher_id == teacher_id,
        course.c.class_id.is_(None) if class_id is None else course.c.class_id == class_id,
        course.c.group_id.is_(None) if group_id is None else course.c.group_id == group_id,
    )  # fmt: skip
    if session.execute(select(course.c.id).where(*same)).first():
        raise DomainError("This teacher has this subject in this class already", field="subject")


def _who_comes(
    session: Session, actor: Actor, year: AcademicYear, wish: CourseWish
) -> tuple[int | None, int | None]:
    """The course's class and group; a group that is not there yet is made."""
    assert year.id is not None
    class_ids = tuple(dict.fromkeys(wish.class_ids))
    for class_id in class_ids or (0,):
        if guard.get(session, actor, SchoolClass, class_id, Permission.SCHEDULE_WRITE).year_id != year.id:
            raise NotFound
    if wish.group_id is not None:
        return _known_group(session, actor, class_ids, wish.group_id)
    name = wish.group_name.strip()
    if len(class_ids) == 1 and not name:
        return class_ids[0], None
    if not name and wish.whole:
        name = session.get_one(Subject, wish.subject_id).name
    if not name or len(name) > limits.GROUP:
        text = "Name the group, in at most {limit} letters"
        raise DomainError(text, field="group_name", limit=limits.GROUP)
    classes = [(class_id, "" if wish.whole else name) for class_id in class_ids]
    known = _same_group(session, actor.school_id, year.id, class_ids, name)
    group_id = known or make_group(session, actor.school_id, year.id, actor.today, classes, name)
    return (class_ids[0] if len(class_ids) == 1 else None), group_id


def _known_group(
    session: Session, actor: Actor, class_ids: Iterable[int], group_id: int
) -> tuple[int | None, int | None]:
    group = guard.get(session, actor, Group, group_id, Permission.SCHEDULE_WRITE)
    link = table(GroupClass)
    drawn = session.scalars(
        select(link.c.class_id).where(link.c.school_id == actor.school_id, link.c.group_id == group_id)
    ).all()
    if not set(class_ids) <= ({group.class_id} if group.class_id else set(drawn)):
        raise NotFound
    return group.class_id, group_id


def _same_group(
    session: Session, school_id: int, year_id: int, class_ids: tuple[int, ...], name: str
) -> int | None:
    """The group of that name, when one class has it already."""
    if len(class_ids) != 1:
        return None
    group = table(Group)
    found: int | None = session.scalar(
        select(group.c.id).where(
            group.c.school_id == school_id, group.c.year_id == year_id,
            group.c.class_id == class_ids[0], group.c.name == name,
        )
    )  # fmt: skip
    return found
