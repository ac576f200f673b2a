"""A timetable's entries with everybody and everything in them, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal.models import (
    CoTeacher,
    Course,
    Group,
    GroupClass,
    Person,
    Room,
    SchoolClass,
    Subject,
    TimetableEntry,
    TimetableVersion,
    WeekParity,
)
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.models.spans import Span, meets
from ejournal.models.structure import class_title

VACANCY = "vacancy"
"""external_id of the person who stands for a teacher not yet named."""


@dataclass(frozen=True, slots=True)
class ClassPart:
    """A class in a course, and whether all of it comes; the label tells which part does."""

    id: int
    title: str
    grade: int
    whole: bool
    shift: int = 1
    days: int = 6
    room_id: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class CourseInfo:
    """A course with its names: who is taught what by whom."""

    id: int
    subject_id: int
    subject: str
    subject_short: str
    difficulty: int
    teacher_id: int
    teacher: str
    vacant: bool
    group_id: int | None
    group: str
    classes: tuple[ClassPart, ...]
    weekly_hours: float
    co_teachers: tuple[tuple[int, str], ...] = ()
    room_id: int | None = None

    @property
    def shift(self) -> int:
        """The shift in which the course is taught."""
        return self.classes[0].shift if self.classes else 1

    @property
    def days(self) -> int:
        """The days of the week on which all its classes come to school."""
        return min((part.days for part in self.classes), default=6)

    @property
    def class_titles(self) -> str:
        """«9 «А», 9 «Б»»."""
        return ", ".join(part.title for part in self.classes)

    @property
    def teacher_ids(self) -> frozenset[int]:
        """The teachers who must be free; a vacancy is nobody."""
        own = () if self.vacant else (self.teacher_id,)
        return frozenset((*own, *(person_id for person_id, _ in self.co_teachers)))

    @property
    def teachers(self) -> str:
        """All teachers by short name, the course's own first."""
        return ", ".join((self.teacher, *(name for _, name in self.co_teachers)))


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry of a timetable: where its course stands."""

    id: int
    course: CourseInfo
    weekday: int
    number: int
    parity: WeekParity
    room_id: int | None
    more_room_ids: tuple[int, ...] = ()
    teacher_id: int | None = None
    rooms: tuple[str, ...] = field(default=(), compare=False)

    @property
    def room_ids(self) -> tuple[int, ...]:
        """All rooms the entry takes."""
        return (() if self.room_id is None else (self.room_id,)) + self.more_room_ids

    @property
    def teacher_ids(self) -> frozenset[int]:
        """Who must be free: the entry's own teacher stands before the course's."""
        if self.teacher_id is None or self.teacher_id == self.course.teacher_id:
            return self.course.teacher_ids
        return self.course.teacher_ids - {self.course.teacher_id} | {self.teacher_id}


def as_taught(
    session: Session, school_id: int, courses: Mapping[int, CourseInfo], teachers: Mapping[int, int]
) -> dict[int, CourseInfo]:
    """The courses with other teachers where some are named; one query."""
    other = {key: one for key, one in teachers.items() if key in courses and courses[key].teacher_id != one}
    person = table(Person)
    rows = session.execute(
        select(person.c.id, person.c.last_name, person.c.first_name, person.c.middle_name,
               person.c.external_id)
        .where(person.c.school_id == school_id, person.c.id.in_(set(other.values())))
    ).all()  # fmt: skip
    named = {person_id: (short_name(*name), external == VACANCY) for person_id, *name, external in rows}
    return {
        key: replace(info, teacher_id=other[key], teacher=named[other[key]][0], vacant=named[other[key]][1])
        if key in other
        else info
        for key, info in courses.items()
    }


def load_courses(
    session: Session, school_id: int, year_id: int, days: tuple[date, date | None]
) -> dict[int, CourseInfo]:
    """The year's courses by id, with the second teachers of any of the days; four queries."""
    course, subject, person, group = (table(model) for model in (Course, Subject, Person, Group))
    rows = session.execute(
        select(
            course.c.id, course.c.class_id, course.c.group_id, course.c.subject_id, course.c.teacher_id,
            course.c.weekly_hours, course.c.room_id,
            subject.c.name, subject.c.short_name, subject.c.difficulty,
            group.c.name.label("group"), person.c.last_name, person.c.first_name, person.c.middle_name,
            person.c.external_id,
        )
        .join(subject, subject.c.id == course.c.subject_id)
        .join(person, person.c.id == course.c.teacher_id)
        .outerjoin(group, group.c.id == course.c.group_id)
        .where(course.c.school_id == school_id, course.c.year_id == year_id)
    ).all()  # fmt: skip
    classes, joint = _classes(session, school_id, year_id), _joint(session, school_id)
    seconds = _co_teachers(session, school_id, *days)
    return {row.id: _info(row, classes, joint, seconds.get(row.id, ())) for row in rows}


def days_of(version: TimetableVersion, today: date) -> tuple[date, date | None]:
    """The days of the version that are left, or all of them when none is: for load_courses."""
    is_over = Span.of(version).is_over(today)
    return (version.starts if is_over else max(version.starts, today)), version.ends


def _info(row: Any, classes: dict[int, Any], joint: dict[int, Any], seconds: Iterable[Any]) -> CourseInfo:
    group = row.group or ""
    own = [(row.class_id, row.group_id is None, group)]
    parts = own if row.class_id else joint.get(row.group_id, [])
    return CourseInfo(
        id=row.id,
        subject_id=row.subject_id,
        subject=row.name,
        subject_short=row.short_name or row.name,
        difficulty=row.difficulty,
        teacher_id=row.teacher_id,
        teacher=short_name(row.last_name, row.first_name, row.middle_name),
        vacant=row.external_id == VACANCY,
        group_id=row.group_id,
        group=group,
        classes=tuple(
            ClassPart(class_id, title, grade, whole, shift, days, room_id, "" if whole else label or group)
            for class_id, whole, label in parts
            if class_id in classes
            for title, grade, shift, days, room_id in (classes[class_id],)
        ),
        weekly_hours=float(row.weekly_hours),
        co_teachers=tuple(seconds),
        room_id=row.room_id,
    )


def _classes(
    session: Session, school_id: int, year_id: int
) -> dict[int, tuple[str, int, int, int, int | None]]:
    klass = table(SchoolClass)
    rows = session.execute(
        select(
            klass.c.id, klass.c.grade, klass.c.letter, klass.c.shift, klass.c.days_per_week, klass.c.room_id
        ).where(klass.c.school_id == school_id, klass.c.year_id == year_id)
    )
    return {
        class_id: (class_title(grade, letter), grade, shift, days, room_id)
        for class_id, grade, letter, shift, days, room_id in rows
    }


def _joint(session: Session, school_id: int) -> dict[int, list[tuple[int, bool, str]]]:
    link = table(GroupClass)
    found: dict[int, list[tuple[int, bool, str]]] = defaultdict(list)
    rows = session.execute(
        select(link.c.group_id, link.c.class_id, link.c.whole, link.c.label)
        .where(link.c.school_id == school_id)
        .order_by(link.c.group_id, link.c.class_id)
    )
    for group_id, *part in rows:
        found[group_id].append(tuple(part))
    return found


def _co_teachers(
    session: Session, school_id: int, first: date, last: date | None
) -> dict[int, list[tuple[int, str]]]:
    second, person, course = table(CoTeacher), table(Person), table(Course)
    rows = session.execute(
        select(second.c.course_id, person.c.id, person.c.last_name, person.c.first_name, person.c.middle_name)
        .join(person, person.c.id == second.c.teacher_id)
        .join(course, course.c.id == second.c.course_id)
        .where(
            second.c.school_id == school_id,
            second.c.teacher_id != course.c.teacher_id,
            meets(second.c, first, last),
        )
        .order_by(second.c.id)
    )
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for course_id, person_id, *name in rows:
        found[course_id][person_id] = short_name(*name)
    return {course_id: list(named.items()) for course_id, named in found.items()}


def load_standings(
    session: Session, school_id: int, version_id: int, courses: dict[int, CourseInfo]
) -> list[Standing]:
    """The version's entries in order of weekday and number; two queries."""
    entry = table(TimetableEntry)
    rows = session.execute(
        select(
            entry.c.id, entry.c.course_id, entry.c.weekday, entry.c.number, entry.c.parity,
            entry.c.room_id, entry.c.more_room_ids, entry.c.teacher_id,
        )
        .where(entry.c.school_id == school_id, entry.c.version_id == version_id)
        .order_by(entry.c.weekday, entry.c.number, entry.c.id)
    ).all()  # fmt: skip
    rooms = room_names(session, school_id)
    return [
        Standing(
            row.id, courses[row.course_id], row.weekday, row.number, row.parity, row.room_id,
            tuple(row.more_room_ids or ()), row.teacher_id,
            tuple(rooms[at] for at in (row.room_id, *(row.more_room_ids or ())) if at in rooms),
        )
        for row in rows if row.course_id in courses
    ]  # fmt: skip


def room_names(session: Session, school_id: int) -> dict[int, str]:
    """The school's rooms by id."""
    room = table(Room)
    rows = session.execute(select(room.c.id, room.c.name).where(room.c.school_id == school_id))
    return dict(rows.all())
