"""No timetable is published without an override with anybody or anything in two places at once."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from ejournal.errors import DomainError
from ejournal.models import (
    CoTeacher,
    Course,
    Enrolment,
    Group,
    GroupClass,
    GroupMember,
    Lesson,
    TimetableEntry,
    WeekParity,
)
from ejournal.services.timetable.versions import create_version, publish
from tests.cast import YEAR_STARTS, Cast, make_cast
from tests.infra.databases import Engines, kept_for_examples

STARTS = date(2026, 11, 23)
ENDS = STARTS + timedelta(days=11)
COURSES = ("maths", "russian", "english1", "english2", "maths_v", "russian_v", "joint")
Place = tuple[str, int, int, WeekParity, str | None, str | None]
"""Course, weekday, lesson number, weeks, room, the entry's own teacher."""


def school(session: Session) -> Cast:
    """The cast, and a course for pupils of two classes with a second teacher."""
    cast = make_cast(session)
    year, a = cast.years["a"], cast.schools["a"].id or 0
    group = Group(school_id=a, year_id=year.id or 0, name="Театр")
    session.add(group)
    session.flush()
    for name in ("6b", "6v"):
        session.add(GroupClass(school_id=a, group_id=group.id or 0, class_id=cast.classes[name].id or 0))
    for name in ("classmate", "other_pupil"):
        session.add(
            GroupMember(school_id=a, group_id=group.id or 0, pupil_id=cast.id_of(name), starts=YEAR_STARTS)
        )
    cast.courses["joint"] = Course(
        school_id=a, year_id=year.id or 0, group_id=group.id,
        subject_id=cast.courses["maths"].subject_id, teacher_id=cast.id_of("primary_teacher"),
    )  # fmt: skip
    session.add(cast.courses["joint"])
    session.flush()
    session.add(
        CoTeacher(
            school_id=a, course_id=cast.courses["joint"].id or 0, teacher_id=cast.id_of("teacher_parent")
        )
    )
    session.flush()
    return cast


@pytest.fixture(scope="module")
def quick(_engines: Engines) -> Iterator[Callable[[str], Cast]]:
    """The school in each kind of database for many examples, each undone."""
    with kept_for_examples(_engines, school) as quick:
        yield quick


places = st.lists(
    st.tuples(
        st.sampled_from(COURSES), st.integers(1, 2), st.integers(1, 2), st.sampled_from(list(WeekParity)),
        st.sampled_from((None, None, "31", "12")), st.sampled_from((None, None, None, "teacher")),
    ),
    max_size=6,
    unique_by=lambda place: place[:3],
)  # fmt: skip


def enter(cast: Cast, places: list[Place]) -> int:
    """A draft with the entries."""
    version = create_version(
        cast.session, cast.actor("deputy"), cast.years["a"].id or 0, "Черновик", STARTS, ENDS
    )
    for course, weekday, number, parity, room, teacher in places:
        cast.session.add(
            TimetableEntry(
                school_id=cast.schools["a"].id or 0, version_id=version,
                course_id=cast.courses[course].id or 0, weekday=weekday, number=number, parity=parity,
                room_id=cast.rooms[room].id if room else None,
                teacher_id=cast.id_of(teacher) if teacher else None,
            )
        )  # fmt: skip
    cast.session.flush()
    return version


def occupied(cast: Cast, lesson: Lesson) -> set[tuple[str, int]]:
    """Everybody and everything that a lesson takes, read from the plainest tables."""
    session, course = cast.session, cast.session.get_one(Course, lesson.course_id)
    seconds = select(CoTeacher.teacher_id).where(CoTeacher.course_id == course.id)
    taken = {("person", lesson.teacher_id), *(("person", one) for one in session.exec(seconds))}
    if lesson.room_id:
        taken.add(("room", lesson.room_id))
    if course.group_id:
        pupils = select(GroupMember.pupil_id).where(GroupMember.group_id == course.group_id)
    else:
        taken.add(("class", course.class_id or 0))
        pupils = select(Enrolment.pupil_id).where(
            Enrolment.class_id == course.class_id,
            Enrolment.ends == None,  # noqa: E711
        )
    return taken | {("person", one) for one in session.exec(pupils)}


def nobody_is_twice(cast: Cast, places: list[Place]) -> None:
    """Published without an override, or refused: never published with a clash."""
    with cast.session.begin_nested() as savepoint:
        version = enter(cast, places)
        try:
            publish(cast.session, cast.actor("deputy"), version)
        except DomainError:
            event("refused")
        else:
            event("published")
            entries = select(TimetableEntry.id).where(TimetableEntry.version_id == version)
            made = cast.session.exec(select(Lesson).where(Lesson.entry_id.in_(entries))).all()  # type: ignore[union-attr]
            assert bool(made) == bool(places)
            for one, other in combinations(made, 2):
                if (one.day, one.number) == (other.day, other.number):
                    assert not occupied(cast, one) & occupied(cast, other)
        savepoint.rollback()
    cast.session.expire_all()


Quick = Callable[[str], Cast]


@settings(max_examples=60, deadline=None)
@given(places=places)
def test_nobody_is_published_in_two_places(quick: Quick, places: list[Place]) -> None:
    nobody_is_twice(quick("sqlite"), places)


@settings(max_examples=12, deadline=None)
@given(places=places)
def test_nobody_is_published_in_two_places_on_postgresql(quick: Quick, places: list[Place]) -> None:
    nobody_is_twice(quick("postgresql"), places)


def test_the_property_meets_both_refused_and_published(quick: Quick) -> None:
    """By hand, so that the search above is known to reach both sides."""
    cast, every = quick("sqlite"), WeekParity.EVERY
    for places, fits in (
        ([("maths", 1, 1, every, "31", None), ("russian_v", 1, 1, every, "12", None)], True),
        ([("english1", 1, 1, every, None, None), ("english2", 1, 1, every, None, None)], True),
        ([("english2", 1, 1, every, None, None), ("joint", 1, 1, every, None, None)], False),
        ([("english1", 1, 1, every, None, None), ("joint", 1, 1, every, None, None)], False),
        ([("maths", 1, 1, every, "31", None), ("russian_v", 1, 1, every, "31", None)], False),
        ([("maths", 1, 1, every, None, "teacher"), ("russian_v", 1, 1, every, None, None)], False),
        ([("russian", 1, 1, WeekParity.ODD, "31", None), ("maths", 1, 1, WeekParity.EVEN, "31", None)], True),
    ):
        with cast.session.begin_nested() as savepoint:
            version = enter(cast, places)
            if fits:
                publish(cast.session, cast.actor("deputy"), version)
            else:
                with pytest.raises(DomainError, match="Conflicts"):
                    publish(cast.session, cast.actor("deputy"), version)
            savepoint.rollback()
        cast.session.expire_all()
