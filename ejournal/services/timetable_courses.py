"""Courses and groups for the lessons of a timetable file: found where they exist, made where they do not.

A course is one subject for a class or group by one teacher: a second teacher of a lesson becomes a
co-teacher of the course, and a lesson that the same class has with another teacher a course of its own.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal.models import CoTeacher, Course, Group, Person, Subject
from ejournal.services.timetable_file import FileLesson, TimetableFile
from ejournal.services.timetable_groups import GROUP_NAME, make_group
from ejournal.services.timetable_names import NameKind
from ejournal.services.timetable_rows import VACANCY, CourseInfo, load_courses

WEEKS_OF_YEAR = 34
Ids = dict[tuple[NameKind, str], int]


class Place(NamedTuple):
    """Who is taught what: a subject, the classes, and the group's name, empty for a whole class."""

    subject_id: int
    classes: tuple[tuple[int, bool], ...]
    group: str


@dataclass
class Wanted:
    """A course that the file asks for."""

    place: Place
    teachers: tuple[int, ...]
    hours: Decimal = Decimal(0)
    lessons: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class CourseResult:
    """The course of each lesson of the file, and what was made or given another teacher."""

    of_lesson: dict[int, int]
    made: int
    retaught: int
    groups_made: int


def place_of(lesson: FileLesson, ids: Ids) -> Place:
    """The place of a file's lesson; whole classes taught together have no group's name."""
    labels = sorted({part.group for part in lesson.parts if part.group})
    whole: dict[int, bool] = {}
    for part in lesson.parts:
        class_id = ids[NameKind.CLASS, part.class_name]
        whole[class_id] = whole.get(class_id, False) or not part.group
    classes = sorted(whole.items())
    return Place(ids[NameKind.SUBJECT, lesson.subject], tuple(classes), ", ".join(labels)[:GROUP_NAME])


def settle_courses(
    session: Session, school_id: int, year_id: int, starts: date, file: TimetableFile, ids: Ids
) -> CourseResult:
    """Find or make the course of every lesson; a course whose only teacher changed keeps its journal."""
    wanted = _wanted(file, ids)
    known: dict[Place, list[CourseInfo]] = defaultdict(list)
    for info in load_courses(session, school_id, year_id).values():
        known[_known_place(info)].append(info)
    store = _Store(session, school_id, year_id, starts)
    settled = [
        pair for place, asked in wanted.items() for pair in store.settle(place, asked, known.get(place, []))
    ]
    session.flush()
    of_lesson: dict[int, int] = {}
    for want, course in settled:
        assert course.id is not None
        of_lesson.update(dict.fromkeys(want.lessons, course.id))
        store.assist(course.id, want.teachers[1:])
    session.flush()
    return CourseResult(of_lesson, store.made, store.retaught, store.groups_made)


def _wanted(file: TimetableFile, ids: Ids) -> dict[Place, list[Wanted]]:
    found: dict[tuple[Place, tuple[int, ...]], Wanted] = {}
    for at, lesson in enumerate(file.lessons):
        place = place_of(lesson, ids)
        teachers = tuple(dict.fromkeys(ids[NameKind.TEACHER, name] for name in lesson.teachers))
        want = found.setdefault((place, teachers), Wanted(place, teachers))
        want.hours += lesson.hours
        want.lessons.append(at)
    by_place: dict[Place, list[Wanted]] = defaultdict(list)
    for want in found.values():
        by_place[want.place].append(want)
    return by_place


def _known_place(info: CourseInfo) -> Place:
    classes = tuple(sorted((part.id, part.whole) for part in info.classes))
    together = len(classes) > 1 and all(part.whole for part in info.classes)
    return Place(info.subject_id, classes, "" if together else info.group)


class _Store:
    def __init__(self, session: Session, school_id: int, year_id: int, starts: date) -> None:
        self.session, self.school_id, self.year_id, self.starts = session, school_id, year_id, starts
        self.made = self.retaught = self.groups_made = 0
        self.vacancy: int | None = None
        self.groups: dict[tuple[tuple[tuple[int, bool], ...], str], int] = {}
        self._load_groups()
        # All at once into the session: each is then found there without a query.
        self.courses = {
            course.id: course
            for course in session.scalars(
                select(Course).where(col(Course.school_id) == school_id, col(Course.year_id) == year_id)
            )
        }
        self.assisting = {
            (course_id, teacher_id)
            for course_id, teacher_id in session.execute(
                select(col(CoTeacher.course_id), col(CoTeacher.teacher_id)).where(
                    col(CoTeacher.school_id) == school_id
                )
            )
        }

    def _load_groups(self) -> None:
        rows = self.session.execute(
            select(col(Group.id), col(Group.class_id), col(Group.name)).where(
                col(Group.school_id) == self.school_id, col(Group.year_id) == self.year_id
            )
        )
        for group_id, class_id, name in rows:
            if class_id is not None:
                self.groups[((class_id, False),), name] = group_id

    def settle(
        self, place: Place, asked: list[Wanted], known: list[CourseInfo]
    ) -> Iterable[tuple[Wanted, Course]]:
        """The course of each wanted one: by its teacher, else the only one left, else a new one."""
        left = {info.id: info for info in known}
        waiting = []
        for want in asked:
            found = next((one for one in left.values() if want.teachers[:1] == (one.teacher_id,)), None)
            if found:
                yield want, self._renew(left.pop(found.id), want)
            else:
                waiting.append(want)
        if len(waiting) == 1 and len(left) == 1:
            yield waiting[0], self._renew(next(iter(left.values())), waiting[0])
            return
        for want in waiting:
            yield want, self._make(place, want)

    def _renew(self, info: CourseInfo, want: Wanted) -> Course:
        course = self.courses[info.id]
        if want.teachers and course.teacher_id != want.teachers[0]:
            course.teacher_id = want.teachers[0]
            self.retaught += 1
        if want.hours and course.weekly_hours != want.hours:
            course.weekly_hours = want.hours
            course.planned_hours = round(want.hours * WEEKS_OF_YEAR)
        self.session.add(course)
        return course

    def _make(self, place: Place, want: Wanted) -> Course:
        joint = len(place.classes) > 1
        course = Course(
            school_id=self.school_id,
            year_id=self.year_id,
            class_id=None if joint else place.classes[0][0],
            group_id=self._group(place) if place.group or joint else None,
            subject_id=place.subject_id,
            teacher_id=want.teachers[0] if want.teachers else self._nobody(),
            weekly_hours=want.hours,
            planned_hours=round(want.hours * WEEKS_OF_YEAR),
        )
        self.session.add(course)
        self.made += 1
        return course

    def _nobody(self) -> int:
        if self.vacancy is None:
            self.vacancy = vacancy(self.session, self.school_id)
        return self.vacancy

    def assist(self, course_id: int, teachers: Iterable[int]) -> None:
        """Give a course its second teachers; those it has already stay."""
        for person_id in teachers:
            if (course_id, person_id) not in self.assisting:
                self.assisting.add((course_id, person_id))
                self.session.add(
                    CoTeacher(school_id=self.school_id, course_id=course_id, teacher_id=person_id)
                )

    def _group(self, place: Place) -> int:
        key = (place.classes, place.group)
        if key in self.groups:
            return self.groups[key]
        name = place.group or self._subject(place.subject_id)
        made = make_group(self.session, self.school_id, self.year_id, self.starts, place.classes, name)
        self.groups_made += 1
        if len(place.classes) == 1:
            self.groups[key] = made
        return made

    def _subject(self, subject_id: int) -> str:
        return self.session.get_one(Subject, subject_id).name[:GROUP_NAME]


def vacancy(session: Session, school_id: int) -> int:
    """The person who stands for a teacher not yet named, made when first needed."""
    found = session.scalar(
        select(col(Person.id)).where(col(Person.school_id) == school_id, col(Person.external_id) == VACANCY)
    )
    if found is not None:
        return found
    person = Person(school_id=school_id, last_name="Вакансия", first_name="", external_id=VACANCY)
    session.add(person)
    session.flush()
    assert person.id is not None
    return person.id
