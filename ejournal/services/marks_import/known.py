"""On what marks may be laid: classes, pupils with their days, courses, lessons; who teaches."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal.errors import DomainError
from ejournal.models import LessonStatus, Role
from ejournal.models.spans import Span
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import Calendar, current_year
from ejournal.services.courses.frame import CourseFrame, frames
from ejournal.services.journal.reading import KindChoice, read_kinds

NO_YEAR = "First the school needs an academic year: lessons are of a year"
_TEACHING = (Role.TEACHER, Role.CLASS_TEACHER, Role.DEPUTY, Role.DIRECTOR)


@dataclass(slots=True)
class Somebody:
    """A pupil or a member of staff; spans are a pupil's days in the class that is asked about."""

    id: int
    last_name: str
    first_name: str
    middle_name: str = ""
    birth: date | None = None
    spans: list[Span] = field(default_factory=list)

    @property
    def name(self) -> str:
        """«Котова Ирина Сергеевна»."""
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)

    def is_there(self, day: date | None) -> bool:
        """Whether the day is one of the spans; of no day, always."""
        return day is None or any(one.holds_on(day) for one in self.spans)


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the year."""

    id: int
    grade: int
    letter: str
    days_per_week: int

    @property
    def title(self) -> str:
        """«6 «Б»»."""
        return class_title(self.grade, self.letter)


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of the school."""

    id: int
    name: str
    short_name: str

    def whole(self) -> str:
        """The name."""
        return self.name

    def short(self) -> str:
        """The short name, which several subjects may have."""
        return self.short_name


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course, of a class or of a group."""

    id: int
    subject_id: int
    class_id: int | None
    group_id: int | None
    teacher_id: int


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson of a course."""

    id: int
    course_id: int
    day: date
    number: int
    teacher_id: int
    is_cancelled: bool


@dataclass
class Ground:
    """All of a school that a file of marks may speak of; lessons are read when their courses are known."""

    school_id: int
    calendar: Calendar
    classes: dict[int, Class]
    pupils: dict[int, dict[int, Somebody]]
    """By class, the pupils who were in it this year."""
    subjects: list[Subject]
    courses: dict[int, list[CourseRow]]
    """By subject."""
    members: dict[int, dict[int, list[Span]]]
    """By group, by pupil, the days in it."""
    staff: list[Somebody]
    kinds: dict[int, KindChoice]
    frames: dict[int, CourseFrame] = field(default_factory=dict)
    lessons: dict[tuple[int, date], list[LessonRow]] = field(default_factory=dict)
    days: dict[int, list[date]] = field(default_factory=dict)
    """By course, the days on which it has lessons."""

    def is_member(self, course: CourseRow, pupil_id: int, day: date | None) -> bool:
        """Whether the pupil is in the course's group on the day; on any day, where none is named."""
        if course.group_id is None:
            return True
        spans = self.members.get(course.group_id, {}).get(pupil_id, ())
        return any(day is None or one.holds_on(day) for one in spans)


def load_ground(session: Session, school_id: int, today: date) -> Ground:
    """What stands in the school this year, without lessons; DomainError when there is no year."""
    year = current_year(session, school_id, today)
    calendar = calendar_of(session, school_id, year.id) if year else None
    if calendar is None:
        raise DomainError(NO_YEAR)
    klass, subject = db.school_class.c, db.subject.c
    classes = select(klass.id, klass.grade, klass.letter, klass.days_per_week)
    subjects = select(subject.id, subject.name, subject.short_name).order_by(subject.id)
    year_id = calendar.year.id
    of_year = session.execute(
        classes.where(klass.school_id == school_id, klass.year_id == year_id).order_by(klass.id)
    )
    found = {row.id: Class(*row) for row in of_year}
    return Ground(
        school_id=school_id,
        calendar=calendar,
        classes=found,
        pupils=_pupils(session, school_id, found),
        subjects=[Subject(*row) for row in session.execute(subjects.where(subject.school_id == school_id))],
        courses=_courses(session, school_id, year_id),
        members=_members(session, school_id, year_id),
        staff=_staff(session, school_id),
        kinds=read_kinds(session, school_id),
    )


def _pupils(session: Session, school_id: int, classes: Iterable[int]) -> dict[int, dict[int, Somebody]]:
    place, person = db.enrolment.c, db.person.c
    rows = session.execute(
        select(place.class_id, place.starts, place.ends, *_person(person), person.birth_date)
        .join_from(db.enrolment, db.person, person.id == place.pupil_id)
        .where(place.school_id == school_id, place.class_id.in_(list(classes)))
        .order_by(place.class_id, place.id)
    )
    found: dict[int, dict[int, Somebody]] = defaultdict(dict)
    for class_id, starts, ends, *about in rows:
        one = found[class_id].setdefault(about[0], Somebody(*about))
        one.spans.append(Span(starts, ends))
    return dict(found)


def _person(person: Any) -> tuple[Any, ...]:
    return (person.id, person.last_name, person.first_name, person.middle_name)


def _courses(session: Session, school_id: int, year_id: int) -> dict[int, list[CourseRow]]:
    course = db.course.c
    rows = session.execute(
        select(course.id, course.subject_id, course.class_id, course.group_id, course.teacher_id)
        .where(course.school_id == school_id, course.year_id == year_id)
        .order_by(course.id)
    )
    found: dict[int, list[CourseRow]] = defaultdict(list)
    for row in rows:
        found[row.subject_id].append(CourseRow(*row))
    return dict(found)


def _members(session: Session, school_id: int, year_id: int) -> dict[int, dict[int, list[Span]]]:
    member, group = db.group_member.c, db.study_group.c
    rows = session.execute(
        select(member.group_id, member.pupil_id, member.starts, member.ends)
        .join_from(db.group_member, db.study_group, group.id == member.group_id)
        .where(member.school_id == school_id, group.year_id == year_id)
    )
    found: dict[int, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for group_id, pupil_id, starts, ends in rows:
        found[group_id][pupil_id].append(Span(starts, ends))
    return {group_id: dict(pupils) for group_id, pupils in found.items()}


def _staff(session: Session, school_id: int) -> list[Somebody]:
    """Who teaches here, or has: by role, or by a course."""
    person, grant = db.person.c, db.role_grant.c
    of_role = select(grant.person_id).where(grant.school_id == school_id, grant.role.in_(_TEACHING))
    rows = session.execute(
        select(*_person(person))
        .where(person.school_id == school_id, person.id.in_(of_role))
        .order_by(person.id)
    )
    return [Somebody(*row) for row in rows]


def load_lessons(session: Session, ground: Ground, course_ids: Iterable[int], days: Sequence[date]) -> None:
    """Read the frames of the courses, and their lessons from the first to the last of the days."""
    ids = sorted(set(course_ids) - set(ground.frames))
    if not ids:
        return
    ground.frames |= frames(session, ground.school_id, ids)
    if not days:
        return
    lesson = db.lesson.c
    rows = session.execute(
        select(lesson.id, lesson.course_id, lesson.day, lesson.number, lesson.teacher_id, lesson.status)
        .where(in_days(lesson, ground.school_id, min(days), max(days)), lesson.course_id.in_(ids))
        .order_by(lesson.day, lesson.number)
    )
    for row_id, course_id, day, number, teacher_id, status in rows:
        cancelled = status is LessonStatus.CANCELLED
        row = LessonRow(row_id, course_id, day, number, teacher_id, cancelled)
        ground.lessons.setdefault((row.course_id, row.day), []).append(row)
        if not row.is_cancelled:
            ground.days.setdefault(row.course_id, []).append(row.day)
