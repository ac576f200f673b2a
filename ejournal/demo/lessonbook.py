"""The year's lessons in the order of each course, and what each is: plain, quiz, test, before or after."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum, auto

from sqlalchemy import select

from ejournal.demo.store import Store
from ejournal.demo.world import CourseSeed, World
from ejournal.models import Lesson, LessonStatus
from ejournal.models.base import table
from ejournal.services.calendar.year import Calendar

# The norms of domain.md: a test not oftener than once in 17 days and at most a tenth of the hours.
DAYS_BETWEEN_TESTS = timedelta(days=17)
LESSONS_BETWEEN_TESTS = 10
QUIZ_EVERY = 5


class Form(Enum):
    """What a lesson is in the course's year."""

    PLAIN = auto()
    QUIZ = auto()
    BEFORE = auto()
    TEST = auto()
    AFTER = auto()


@dataclass(eq=False, slots=True)
class Planned:
    """A lesson of the year; given tells whether the journal is filled, bare a test still without marks."""

    id: int
    day: date
    number: int
    teacher_id: int
    form: Form = Form.PLAIN
    given: bool = False
    bare: bool = False
    cancelled: bool = False


@dataclass(eq=False)
class Book:
    """All lessons by course, the calendar and the last lesson number of each class's day."""

    calendar: Calendar
    lessons: dict[CourseSeed, list[Planned]]
    last_number: dict[tuple[int, date], int] = field(default_factory=dict)


def load_book(store: Store, world: World, calendar: Calendar) -> Book:
    """Read the lessons made and plan their forms."""
    lesson = table(Lesson)
    rows = store.session.execute(
        select(
            lesson.c.course_id, lesson.c.id, lesson.c.day, lesson.c.number,
            lesson.c.teacher_id, lesson.c.substitute_id, lesson.c.status,
        )
        .where(lesson.c.school_id == world.school_id)
        .order_by(lesson.c.course_id, lesson.c.day, lesson.c.number)
    )  # fmt: skip
    by_id = {course.id: course for course in world.courses}
    book = Book(calendar, {course: [] for course in world.courses})
    for course_id, lesson_id, day, number, teacher_id, substitute_id, status in rows:
        course = by_id[course_id]
        planned = Planned(lesson_id, day, number, substitute_id or teacher_id)
        planned.cancelled = status is LessonStatus.CANCELLED
        planned.given = world.is_given(day, number) and not planned.cancelled
        book.lessons[course].append(planned)
        key = (course.klass.id, day)
        book.last_number[key] = max(book.last_number.get(key, 0), number)
    _plan_forms(world, book)
    _leave_gaps(world, book)
    return book


def _plan_forms(world: World, book: Book) -> None:
    rng = world.rng("forms")
    tests: dict[tuple[int, date], str] = {}
    for course, lessons in book.lessons.items():
        quiz_from = rng.randrange(QUIZ_EVERY)
        for place, planned in enumerate(lessons):
            if course.subject.quiz and place % QUIZ_EVERY == quiz_from and place > 1:
                planned.form = Form.QUIZ
        if course.subject.test and course.marked:
            _plan_tests(course, lessons, book, tests)


def _plan_tests(
    course: CourseSeed, lessons: Sequence[Planned], book: Book, tests: dict[tuple[int, date], str]
) -> None:
    last_place, last_day = -1, lessons[0].day if lessons else date.min
    for place, planned in enumerate(lessons):
        key = (course.klass.id, planned.day)
        if (
            place - last_place < LESSONS_BETWEEN_TESTS
            or planned.day - last_day < DAYS_BETWEEN_TESTS
            or planned.number in (1, book.last_number[key])
            or tests.get(key, course.subject.name) != course.subject.name
        ):
            continue
        tests[key] = course.subject.name
        last_place, last_day = place, planned.day
        planned.form = Form.TEST
        lessons[place - 1].form = Form.BEFORE
        if place + 1 < len(lessons):
            lessons[place + 1].form = Form.AFTER


def _leave_gaps(world: World, book: Book) -> None:
    """A few lessons of the last days are not written yet: what is left to do."""
    rng = world.rng("gaps")
    recent = world.filled_until - timedelta(days=9)
    for lessons in book.lessons.values():
        for planned in lessons:
            if planned.given and planned.day >= recent and rng.random() < 0.03:
                planned.given = False
    own = [course for course in world.courses if course.teacher.id == world.cast.get("teacher")]
    given = [
        planned
        for course in own
        if course.klass is not world.main_class and course.subject.test
        for planned in book.lessons[course]
        if planned.given and planned.day >= recent - timedelta(days=10)
    ]
    given.sort(key=lambda planned: (planned.day, planned.number))
    if len(given) > 3:
        given[-1].given = False
        given[-3].form, given[-3].bare = Form.TEST, True
