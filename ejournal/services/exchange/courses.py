"""Courses and groups for the lessons of a timetable file: found where they exist, made where they do not.

A course is one subject for a class or group by one teacher: a second teacher of a lesson becomes a
co-teacher of the course, and a lesson that the same class has with another teacher a course of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import limits
from ejournal.models import CoTeacher, Course, Group, GroupClass, Person, SchoolClass, Subject
from ejournal.models.base import table
from ejournal.models.spans import meets
from ejournal.models.structure import class_title
from ejournal.services.base.names import same
from ejournal.services.courses.teacher_changes import load_changes, teacher_on
from ejournal.services.exchange.file import FileLesson, TimetableFile
from ejournal.services.exchange.names import NameKind
from ejournal.services.load.groups import joint_name, make_group
from ejournal.services.timetable.rows import VACANCY, CourseInfo, as_taught, load_courses
from ejournal.weeks import WEEKS_OF_YEAR

HOURS_STEP = Decimal("0.1")
Ids = dict[tuple[NameKind, str], int]
Labels = tuple[tuple[int, str], ...]


class Place(NamedTuple):
    """Who is taught what: a subject, and the classes, each with who comes of it as compared; "": all."""

    subject_id: int
    classes: tuple[tuple[int, str], ...]


@dataclass
class Wanted:
    """A course that the file asks for."""

    place: Place
    labels: Labels
    teachers: tuple[int, ...]
    hours: Decimal = Decimal(0)
    lessons: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class CourseResult:
    """The course of each lesson of the file, and what was made or given another teacher."""

    of_lesson: dict[int, int]
    made: int
    retaught: Mapping[int, int]
    groups_made: int


def place_of(lesson: FileLesson, ids: Ids) -> Place:
    """The place of a file's lesson: groups that cross two classes both ways have places of their own."""
    return Place(
        ids[NameKind.SUBJECT, lesson.subject],
        tuple((class_id, same(label)) for class_id, label in labels_of(lesson, ids)),
    )


def labels_of(lesson: FileLesson, ids: Ids) -> Labels:
    """Each class of the lesson with who comes of it, in order; empty where all of the class does."""
    found: dict[int, set[str]] = defaultdict(set)
    for part in lesson.parts:
        found[ids[NameKind.CLASS, part.class_name]].add(part.group)
    return tuple(
        (class_id, "" if "" in labels else ", ".join(sorted(labels)))
        for class_id, labels in sorted(found.items())
    )


def settle_courses(
    session: Session, school_id: int, year_id: int, starts: date, file: TimetableFile, ids: Ids
) -> CourseResult:
    """Find or make the course of every lesson; one whose only teacher changes keeps its journal.

    Who is to teach it from `starts` on is told, not done.
    """
    wanted = _wanted(file, ids)
    known: dict[Place, list[CourseInfo]] = defaultdict(list)
    for info in courses_on(session, school_id, year_id, starts).values():
        known[_known_place(info)].append(info)
    store = _Store(session, school_id, year_id, starts, tells_hours=file.tells_hours)
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


def courses_on(session: Session, school_id: int, year_id: int, day: date) -> dict[int, CourseInfo]:
    """The year's courses with whoever teaches them on the day."""
    courses, changes = load_courses(session, school_id, year_id, (day, day)), load_changes(session, school_id)
    teachers = {
        course_id: teacher_on(known, courses[course_id].teacher_id, day)
        for course_id, known in changes.items()
        if course_id in courses
    }
    return as_taught(session, school_id, courses, teachers)


def _wanted(file: TimetableFile, ids: Ids) -> dict[Place, list[Wanted]]:
    found: dict[tuple[Place, tuple[int, ...]], Wanted] = {}
    for at, lesson in enumerate(file.lessons):
        place = place_of(lesson, ids)
        teachers = tuple(dict.fromkeys(ids[NameKind.TEACHER, name] for name in lesson.teachers))
        want = found.setdefault((place, teachers), Wanted(place, labels_of(lesson, ids), teachers))
        want.hours += lesson.hours
        want.lessons.append(at)
    by_place: dict[Place, list[Wanted]] = defaultdict(list)
    for want in found.values():
        want.hours = want.hours.quantize(HOURS_STEP, ROUND_HALF_UP)
        by_place[want.place].append(want)
    return by_place


def _known_place(info: CourseInfo) -> Place:
    classes = sorted((part.id, "" if part.whole else same(part.label)) for part in info.classes)
    return Place(info.subject_id, tuple(classes))


class _Store:
    def __init__(
        self, session: Session, school_id: int, year_id: int, starts: date, *, tells_hours: bool
    ) -> None:
        self.session, self.school_id, self.year_id, self.starts = session, school_id, year_id, starts
        self.tells_hours = tells_hours
        self.made = self.groups_made = 0
        self.retaught: dict[int, int] = {}
        self.vacancy: int | None = None
        self.groups = _known_groups(session, school_id, year_id)
        self.titles = _titles(session, school_id, year_id)
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
                    col(CoTeacher.school_id) == school_id,
                    meets(CoTeacher, starts, None),
                )
            )
        }

    def settle(
        self, place: Place, asked: list[Wanted], known: list[CourseInfo]
    ) -> Iterable[tuple[Wanted, Course]]:
        """The course of each wanted one: by its teacher, else the only one left, else a new one."""
        left = {info.id: info for info in known}
        waiting = []
        for want in sorted(asked, key=lambda one: not _is_taught(one, known)):
            just = [one for one in left.values() if _teachers(one) == want.teachers]
            mine = just or [one for one in left.values() if want.teachers[:1] == (one.teacher_id,)]
            found = mine[0] if mine else None
            if found:
                yield want, self._renew(left.pop(found.id), want)
            else:
                waiting.append(want)
        if len(waiting) == 1 and len(left) == 1:
            yield waiting[0], self._renew(next(iter(left.values())), waiting[0])
            return
        for want in waiting:
            yield want, self._make(want)

    def _renew(self, info: CourseInfo, want: Wanted) -> Course:
        course = self.courses[info.id]
        if want.teachers and _teachers(info)[:1] != want.teachers[:1]:
            self.retaught[info.id] = want.teachers[0]
        if want.hours and self.tells_hours and course.weekly_hours != want.hours:
            course.weekly_hours = want.hours
            course.planned_hours = round(want.hours * WEEKS_OF_YEAR)
        self.session.add(course)
        return course

    def _make(self, want: Wanted) -> Course:
        joint, grouped = len(want.labels) > 1, any(label for _, label in want.labels)
        course = Course(
            school_id=self.school_id,
            year_id=self.year_id,
            class_id=None if joint else want.labels[0][0],
            group_id=self._group(want) if grouped or joint else None,
            subject_id=want.place.subject_id,
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
        """Give a course its second teachers from the import's day on; those it has already stay."""
        for person_id in teachers:
            if (course_id, person_id) not in self.assisting:
                self.assisting.add((course_id, person_id))
                self.session.add(
                    CoTeacher(
                        school_id=self.school_id,
                        course_id=course_id,
                        teacher_id=person_id,
                        starts=self.starts,
                    )
                )

    def _group(self, want: Wanted) -> int:
        """The group of just these parts; pupils of whole classes are a group for each subject."""
        key = want.place.classes
        if key in self.groups:
            return self.groups[key]
        if any(label for _, label in want.labels):
            name = joint_name((self.titles[class_id], label) for class_id, label in want.labels)
        else:
            name = self.session.get_one(Subject, want.place.subject_id).name[: limits.GROUP]
        made = make_group(self.session, self.school_id, self.year_id, self.starts, want.labels, name)
        self.groups_made += 1
        if any(label for _, label in want.labels):
            self.groups[key] = made
        return made


def _teachers(info: CourseInfo) -> tuple[int, ...]:
    """The course's own teacher first; a vacancy is nobody."""
    own = () if info.vacant else (info.teacher_id,)
    return (*own, *(person_id for person_id, _ in info.co_teachers))


def _is_taught(want: Wanted, known: list[CourseInfo]) -> bool:
    """Whether just these teachers have a course already: whoever fits only in part comes after."""
    return any(_teachers(one) == want.teachers for one in known)


def _known_groups(session: Session, school_id: int, year_id: int) -> dict[tuple[tuple[int, str], ...], int]:
    """The year's groups by who comes of which class, but for those of whole classes."""
    group, link = table(Group), table(GroupClass)
    rows = session.execute(
        select(group.c.id, group.c.class_id, group.c.name)
        .where(group.c.school_id == school_id, group.c.year_id == year_id)
        .order_by(group.c.id)
    ).all()
    drawn: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for group_id, class_id, whole, label in session.execute(
        select(link.c.group_id, link.c.class_id, link.c.whole, link.c.label).where(
            link.c.school_id == school_id
        )
    ):
        drawn[group_id].append((class_id, "" if whole else same(label)))
    found: dict[tuple[tuple[int, str], ...], int] = {}
    for group_id, class_id, name in rows:
        key = ((class_id, same(name)),) if class_id is not None else tuple(sorted(drawn[group_id]))
        if any(label for _, label in key):
            found.setdefault(key, group_id)
    return found


def _titles(session: Session, school_id: int, year_id: int) -> dict[int, str]:
    klass = table(SchoolClass)
    rows = session.execute(
        select(klass.c.id, klass.c.grade, klass.c.letter).where(
            klass.c.school_id == school_id, klass.c.year_id == year_id
        )
    )
    return {class_id: class_title(grade, letter) for class_id, grade, letter in rows}


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
