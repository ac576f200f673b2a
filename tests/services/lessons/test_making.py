"""Lessons made from the timetable: what is wanted, and that nothing used is ever lost or moved."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, SQLModel, select

from ejournal.errors import NotFound
from ejournal.models import (
    AcademicYear,
    Attendance,
    AttendanceCode,
    Course,
    Holiday,
    KindOfWork,
    Lesson,
    Mark,
    Person,
    Remark,
    Room,
    School,
    SchoolClass,
    Subject,
    Substitution,
    TermKind,
    TermScheme,
    TimetableEntry,
    TimetableVersion,
    VersionStatus,
    WeekParity,
)
from ejournal.services.lessons.making import apply_plan, make_lessons
from ejournal.services.lessons.planning import plan_lessons
from tests.infra.databases import Engines, kept_for_examples

STARTS, ENDS = date(2026, 9, 1), date(2026, 9, 30)
SECOND = date(2026, 9, 14)
NOW = datetime(2026, 9, 20, 12, tzinfo=UTC)
Place = tuple[int, int, int, WeekParity]
"""Course by its place in the list, weekday, lesson number, weeks."""


@dataclass
class Small:
    """A class with two courses and a month to teach."""

    session: Session
    school_id: int
    year_id: int
    courses: list[int]
    teachers: list[int]
    rooms: list[int]
    kind_id: int

    def publish(
        self, places: list[Place], starts: date, status: VersionStatus = VersionStatus.PUBLISHED
    ) -> int:
        """A timetable from the day on, in the first room."""
        version = TimetableVersion(
            school_id=self.school_id, year_id=self.year_id, name=str(starts), starts=starts, status=status
        )
        number = put(self.session, version)
        for course, weekday, lesson, parity in places:
            put(
                self.session,
                TimetableEntry(
                    school_id=self.school_id,
                    version_id=number,
                    course_id=self.courses[course],
                    weekday=weekday,
                    number=lesson,
                    parity=parity,
                    room_id=self.rooms[0],
                ),
            )
        return number

    def lessons(self) -> list[Lesson]:
        """All lessons in order, read afresh."""
        self.session.expire_all()
        return list(self.session.exec(select(Lesson).order_by(Lesson.day, Lesson.number)))  # type: ignore[arg-type]

    def use(self, lesson: Lesson, how: str) -> None:
        """Make the lesson carry something."""
        row: dict[str, object] = {
            "school_id": self.school_id,
            "lesson_id": lesson.id,
            "pupil_id": self.teachers[0],
            "day": lesson.day,
            "author_id": self.teachers[0],
        }
        kept: SQLModel
        if how == "mark":
            row |= {"course_id": lesson.course_id, "value": "5", "kind_id": self.kind_id}
            kept = Mark(**row, created_at=NOW, changed_at=NOW)
        elif how == "attendance":
            kept = Attendance(**row, course_id=lesson.course_id, code=AttendanceCode.ILL, changed_at=NOW)
        elif how == "remark":
            kept = Remark(**row, text="Молодец", created_at=NOW)
        elif how == "substitution":
            kept = Substitution(
                school_id=self.school_id,
                lesson_id=lesson.id,
                absent_teacher_id=self.teachers[0],
                created_at=NOW,
                created_by_id=self.teachers[1],
            )
        else:
            setattr(lesson, how, "§ 18, № 412, 415")
            kept = lesson
        put(self.session, kept)


USES = ("mark", "attendance", "remark", "substitution", "topic", "homework")


def put(session: Session, row: SQLModel) -> int:
    session.add(row)
    session.flush()
    number: int = row.id  # type: ignore[attr-defined]
    return number


def small_school(session: Session, code: str = "small") -> Small:
    school = put(session, School(code=code, name="Школа № 1", short_name="Школа № 1"))
    year = put(session, AcademicYear(school_id=school, name="2026/2027", starts=STARTS, ends=ENDS))
    scheme = put(session, TermScheme(school_id=school, year_id=year, kind=TermKind.QUARTER, name="Четверти"))
    klass = put(session, SchoolClass(school_id=school, year_id=year, grade=6, letter="Б", scheme_id=scheme))
    teachers = [put(session, Person(school_id=school, last_name=name, first_name="И")) for name in "АБ"]
    courses = []
    for name, teacher in zip(("Математика", "История"), teachers, strict=True):
        subject = put(session, Subject(school_id=school, name=name))
        course = Course(
            school_id=school, year_id=year, class_id=klass, subject_id=subject, teacher_id=teacher
        )
        courses.append(put(session, course))
    rooms = [put(session, Room(school_id=school, name=name)) for name in ("143", "327")]
    kind = put(session, KindOfWork(school_id=school, name="Ответ", short_name="отв"))
    return Small(session, school, year, courses, teachers, rooms, kind)


@pytest.fixture
def small(session: Session) -> Small:
    return small_school(session)


EVERY_MONDAY: list[Place] = [(0, 1, 2, WeekParity.EVERY)]


def test_lessons_stand_on_every_school_day_of_the_timetable(small: Small) -> None:
    small.publish([(0, 1, 2, WeekParity.EVERY), (1, 2, 3, WeekParity.ODD)], STARTS)
    put(
        small.session,
        Holiday(
            school_id=small.school_id,
            year_id=small.year_id,
            name="День города",
            starts=date(2026, 9, 21),
            ends=date(2026, 9, 21),
        ),
    )
    report = make_lessons(small.session, small.school_id, small.year_id)
    made = {(lesson.course_id, lesson.day.day) for lesson in small.lessons()}
    maths, history = small.courses
    assert made == {(maths, 7), (maths, 14), (maths, 28), (history, 1), (history, 15), (history, 29)}
    assert (report.added, report.removed, report.changed) == (6, 0, 0)
    lesson = small.lessons()[0]
    assert (lesson.teacher_id, lesson.room_id) == (small.teachers[1], small.rooms[0])


def test_making_again_changes_nothing(small: Small) -> None:
    small.publish(EVERY_MONDAY, STARTS)
    make_lessons(small.session, small.school_id, small.year_id)
    report = make_lessons(small.session, small.school_id, small.year_id)
    assert (report.added, report.removed, report.changed, report.kept_because_used) == (0, 0, 0, ())


def test_a_draft_makes_no_lessons(small: Small) -> None:
    small.publish(EVERY_MONDAY, STARTS, VersionStatus.DRAFT)
    assert make_lessons(small.session, small.school_id, small.year_id).added == 0


def test_a_new_timetable_leaves_the_days_before_it_untouched(small: Small) -> None:
    small.publish(EVERY_MONDAY, STARTS)
    make_lessons(small.session, small.school_id, small.year_id)
    before = [lesson.id for lesson in small.lessons() if lesson.day < SECOND]
    small.publish([(0, 3, 4, WeekParity.EVERY)], SECOND)
    make_lessons(small.session, small.school_id, small.year_id)
    lessons = small.lessons()
    assert [lesson.id for lesson in lessons if lesson.day < SECOND] == before
    assert {lesson.day.isoweekday() for lesson in lessons if lesson.day >= SECOND} == {3}


@pytest.mark.parametrize("how", USES)
def test_a_used_lesson_is_kept_and_named(small: Small, how: str) -> None:
    version = small.publish(EVERY_MONDAY, STARTS)
    make_lessons(small.session, small.school_id, small.year_id)
    used = small.lessons()[1]
    small.use(used, how)
    entry = small.session.exec(select(TimetableEntry).where(TimetableEntry.version_id == version)).one()
    entry.weekday = 2
    small.session.flush()
    report = make_lessons(small.session, small.school_id, small.year_id)
    assert [kept.id for kept in report.kept_because_used] == [used.id]
    assert report.removed == 3
    assert used.id in [lesson.id for lesson in small.lessons()]


def test_another_room_and_teacher_reach_lessons_to_come_but_not_those_given(small: Small) -> None:
    version = small.publish(EVERY_MONDAY, STARTS)
    make_lessons(small.session, small.school_id, small.year_id)
    given_lesson, with_homework, *_ = small.lessons()
    small.use(given_lesson, "mark")
    small.use(with_homework, "homework")
    entry = small.session.exec(select(TimetableEntry).where(TimetableEntry.version_id == version)).one()
    entry.room_id, entry.teacher_id = small.rooms[1], small.teachers[1]
    small.session.flush()
    report = make_lessons(small.session, small.school_id, small.year_id)
    assert (report.added, report.removed, report.changed) == (0, 0, 3)
    assert [kept.id for kept in report.kept_because_used] == [given_lesson.id]
    now_given, *others = small.lessons()
    assert (now_given.teacher_id, now_given.room_id) == (small.teachers[0], small.rooms[0])
    assert {(one.teacher_id, one.room_id) for one in others} == {(small.teachers[1], small.rooms[1])}
    assert others[0].homework


def test_the_plan_alone_changes_nothing_and_progress_is_told(small: Small) -> None:
    small.publish(EVERY_MONDAY, STARTS)
    plan = plan_lessons(small.session, small.school_id, small.year_id)
    assert len(plan.to_add) == 4
    assert small.lessons() == []
    told: list[tuple[int, int]] = []
    apply_plan(small.session, plan, lambda done, total: told.append((done, total)))
    assert told == [(4, 4)]


def test_a_lesson_written_in_after_the_plan_is_still_kept(small: Small) -> None:
    version = small.publish(EVERY_MONDAY, STARTS)
    make_lessons(small.session, small.school_id, small.year_id)
    found = small.session.get(TimetableVersion, version)
    assert found
    found.status = VersionStatus.DRAFT
    small.session.flush()
    plan = plan_lessons(small.session, small.school_id, small.year_id)
    assert len(plan.to_remove) == 4
    small.use(small.lessons()[0], "mark")
    assert apply_plan(small.session, plan).removed == 3
    assert len(small.lessons()) == 1


def test_the_year_of_another_school_does_not_exist(small: Small) -> None:
    other = small_school(small.session, "other")
    with pytest.raises(NotFound):
        make_lessons(small.session, other.school_id, small.year_id)


@pytest.fixture(scope="module")
def quick(_engines: Engines) -> Iterator[Callable[[str], Small]]:
    """The small school in each kind of database for many examples, each undone."""
    with kept_for_examples(_engines, small_school) as quick:
        yield quick


places = st.lists(
    st.tuples(st.integers(0, 1), st.integers(1, 6), st.integers(1, 7), st.sampled_from(list(WeekParity))),
    max_size=12,
    unique_by=lambda place: place[:3],
)


def keeps_every_mark(
    small: Small, first: list[Place], second: list[Place], change: int, data: st.DataObject
) -> None:
    """Whatever the two timetables and whatever is written between them, nothing written is lost or moved."""
    with small.session.begin_nested() as savepoint:
        small.publish(first, STARTS)
        make_lessons(small.session, small.school_id, small.year_id)
        made = small.lessons()
        used = data.draw(st.lists(st.sampled_from(made), unique_by=id)) if made else []
        for lesson in used:
            small.use(lesson, data.draw(st.sampled_from(USES)))
        before = {lesson.id: (lesson.course_id, lesson.day, lesson.number) for lesson in used}
        marks = {(mark.id, mark.lesson_id) for mark in small.session.exec(select(Mark))}
        small.publish(second, STARTS + timedelta(days=change))
        report = make_lessons(small.session, small.school_id, small.year_id)
        after = {lesson.id: (lesson.course_id, lesson.day, lesson.number) for lesson in small.lessons()}
        assert before.items() <= after.items()
        assert {(mark.id, mark.lesson_id) for mark in small.session.exec(select(Mark))} == marks
        again = make_lessons(small.session, small.school_id, small.year_id)
        assert (again.added, again.removed, again.changed) == (0, 0, 0)
        assert again.kept_because_used == report.kept_because_used
        savepoint.rollback()


timetables = given(first=places, second=places, change=st.integers(0, 29), data=st.data())
Quick = Callable[[str], Small]


@settings(max_examples=60, deadline=None)
@timetables
def test_regeneration_keeps_every_mark(
    quick: Quick, first: list[Place], second: list[Place], change: int, data: st.DataObject
) -> None:
    keeps_every_mark(quick("sqlite"), first, second, change, data)


@settings(max_examples=12, deadline=None)
@timetables
def test_regeneration_keeps_every_mark_on_postgresql(
    quick: Quick, first: list[Place], second: list[Place], change: int, data: st.DataObject
) -> None:
    keeps_every_mark(quick("postgresql"), first, second, change, data)
