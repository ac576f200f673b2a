"""Lessons with absences, homework and test papers for a drawn school, and who sits in them, row by row."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from ejournal.models import (
    Attendance,
    AttendanceCode,
    Course,
    Enrolment,
    GroupMember,
    KindOfWork,
    Lesson,
    LessonStatus,
    SchoolClass,
    Term,
)
from tests.services.reports.drawn import (
    CLASSES,
    COURSES,
    NOW,
    PUPILS,
    QUARTERS,
    YEARS,
    Drawn,
    Frame,
    planted,
    rows_of,
)

OF_THE_YEAR = [place for place, (of, *_) in enumerate(COURSES) if CLASSES[of][0] == 1]
"""The courses of the second year: its days have no lesson of another."""
CODES = (AttendanceCode.ABSENT, AttendanceCode.ILL, AttendanceCode.LATE, AttendanceCode.UNEXCUSED)


@dataclass(frozen=True)
class DrawnLessons:
    """Lessons by course, day of the year and number: (cancelled, minutes, test paper); who was away."""

    lessons: dict[tuple[int, int, int], tuple[bool, int, bool]]
    away: dict[tuple[int, int], int]


drawn_lessons = st.builds(
    DrawnLessons,
    lessons=st.dictionaries(
        st.tuples(
            st.sampled_from(OF_THE_YEAR), st.integers(0, 70), st.sampled_from((2, 3, 4))
        ),
        st.tuples(
            st.sampled_from((False, False, False, True)), st.sampled_from((0, 30, 60, 120)), st.booleans()
        ),
        max_size=50,
    ),
    away=st.dictionaries(
        st.tuples(st.integers(0, 49), st.sampled_from(range(PUPILS))), st.integers(0, 3), max_size=40
    ),
)  # fmt: skip


@contextmanager
def planted_with_lessons(frame: Frame, found: Drawn, lessons: DrawnLessons) -> Iterator[date]:
    """The school with what was drawn and its lessons, and its day; undone after."""
    with planted(frame, found) as today:
        plant_lessons(frame, lessons)
        yield today


def plant_lessons(frame: Frame, found: DrawnLessons) -> None:
    """Put the lessons into the school; who does not sit in one is not away from it."""
    of: dict[str, Any] = {"school_id": frame.school_id}
    kind = KindOfWork(**of, name="Контрольная", short_name="к", weight=2, is_test=True)
    frame.session.add(kind)
    frame.session.flush()
    rows = []
    for (course, day, number), (is_cancelled, minutes, is_test) in found.lessons.items():
        rows.append(Lesson(
            **of, course_id=frame.courses[course], day=YEARS[1][0] + timedelta(day), number=number,
            teacher_id=frame.teacher, homework_minutes=minutes or None, kind_id=kind.id if is_test else None,
            status=LessonStatus.CANCELLED if is_cancelled else LessonStatus.PLANNED,
        ))  # fmt: skip
    frame.session.add_all(rows)
    frame.session.flush()
    frame.raw.clear()
    for (place, who), code in found.away.items():
        if place < len(rows) and sits(frame, frame.people[who], rows[place].course_id, rows[place].day, None):
            frame.session.add(Attendance(
                **of, lesson_id=rows[place].id, course_id=rows[place].course_id, day=rows[place].day,
                pupil_id=frame.people[who], code=CODES[code], author_id=frame.teacher, changed_at=NOW,
            ))  # fmt: skip
    frame.session.flush()
    frame.raw.clear()


def holds(row: Any, day: date) -> bool:
    """Whether the row's span holds the day."""
    return bool(row.starts <= day and (row.ends is None or day <= row.ends))


def sits(frame: Frame, pupil_id: int, course_id: int, day: date, classes: set[int] | None) -> bool:
    """Whether the pupil sits in the course on the day, being in one of the classes (any, for None)."""
    course = next(one for one in rows_of(frame, Course) if one.id == course_id)
    places = {
        one.class_id
        for one in rows_of(frame, Enrolment)
        if one.pupil_id == pupil_id and holds(one, day) and (classes is None or one.class_id in classes)
    }
    if course.group_id is None:
        return course.class_id in places
    return bool(places) and any(
        one.group_id == course.group_id and one.pupil_id == pupil_id and holds(one, day)
        for one in rows_of(frame, GroupMember)
    )


def given(frame: Frame, first: date, last: date) -> Iterator[Lesson]:
    """The lessons of these days that were not cancelled."""
    for one in rows_of(frame, Lesson):
        if first <= one.day <= last and one.status is LessonStatus.PLANNED:
            yield one


def quarter(number: int) -> tuple[date, date]:
    """The first and last day of a quarter of the second year."""
    first, last = QUARTERS[number - 1]
    return YEARS[1][0] + timedelta(first), YEARS[1][0] + timedelta(last)


def quarter_of(today: date) -> tuple[int, date, date]:
    """The number of the first quarter until the second has begun, then of that; its first and last day."""
    number = 1 if today < quarter(2)[0] else 2
    return number, *quarter(number)


def classes_of(frame: Frame, number: int) -> set[int]:
    """The classes of the second year that have such a quarter."""
    first, last = quarter(number)
    schemes = {one.scheme_id for one in rows_of(frame, Term) if (one.starts, one.ends) == (first, last)}
    return {one.id for one in rows_of(frame, SchoolClass) if one.scheme_id in schemes}
