"""Who teaches a course from which day: until then the former teacher keeps the journal."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.models import Course, School, TeacherChange, TimetableEntry, TimetableVersion
from ejournal.models.base import table
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_school
from ejournal.services.base.topics import course_topic, load_topic

Changes = Mapping[int, list[TeacherChange]]
"""The changes of each course that ever had one, in order of their days."""


def load_changes(session: Session, school_id: int) -> Changes:
    """The school's changes of teachers by course; one query."""
    rows = session.scalars(
        select(TeacherChange)
        .where(col(TeacherChange.school_id) == school_id)
        .order_by(col(TeacherChange.course_id), col(TeacherChange.starts))
    )
    found: dict[int, list[TeacherChange]] = defaultdict(list)
    for one in rows:
        found[one.course_id].append(one)
    return found


def teacher_on(changes: Iterable[TeacherChange], teacher_id: int, day: date) -> int:
    """Who teaches on the day a course that teacher_id teaches when nothing was ever changed."""
    found, first = teacher_id, True
    for one in changes:
        if one.starts <= day:
            found = one.teacher_id
        elif first:
            return one.former_id
        first = False
    return found


def plan_change(
    session: Session, course: Course, teacher_id: int, starts: date, today: date, *, at_once: bool = False
) -> None:
    """Let another teach the course from the day on, now if it has come; later changes stay.

    `at_once`: the journal is the new teacher's today already, though the lessons are from the day on.
    """
    assert course.id is not None
    known = load_changes(session, course.school_id).get(course.id, [])
    former = teacher_on(known, course.teacher_id, starts - timedelta(days=1))
    change = next((one for one in known if one.starts == starts), None) or TeacherChange(
        school_id=course.school_id, course_id=course.id, starts=starts, former_id=former,
        teacher_id=teacher_id,
    )  # fmt: skip
    later = next((one for one in known if one.starts > starts), None)
    if later is not None:
        later.former_id = teacher_id
        session.add(later)
    change.former_id, change.teacher_id, change.done = former, teacher_id, at_once or starts <= today
    if change.done and (later is None or later.starts > today):
        course.teacher_id = teacher_id
        session.add(course)
        note(session, course_topic(course.id))
    session.add(change)
    session.flush()


def adopt_teachers(session: Session, version: TimetableVersion, today: date) -> int:
    """Where a timetable names another teacher for all lessons of a course, change it from its first day."""
    entry = table(TimetableEntry)
    rows = session.execute(
        select(entry.c.course_id, entry.c.teacher_id).where(
            entry.c.school_id == version.school_id, entry.c.version_id == version.id
        )
    )
    named: dict[int, set[int | None]] = defaultdict(set)
    for course_id, teacher_id in rows:
        named[course_id].add(teacher_id)
    changes, adopted = load_changes(session, version.school_id), 0
    for course_id, teachers in named.items():
        (teacher, *others) = teachers
        course = session.get_one(Course, course_id) if teacher is not None and not others else None
        if course is None or teacher is None:
            continue
        if teacher_on(changes.get(course_id, ()), course.teacher_id, version.starts) != teacher:
            plan_change(session, course, teacher, version.starts, today)
            adopted += 1
    return adopted


def apply_due(session: Session, school_id: int, today: date) -> int:
    """Give the courses whose day has come to their new teachers: how many."""
    due = (
        col(TeacherChange.school_id) == school_id, ~col(TeacherChange.done),
        col(TeacherChange.starts) <= today,
    )  # fmt: skip
    if session.scalars(select(col(TeacherChange.id)).where(*due).limit(1)).first() is None:
        return 0
    lock_school(session, school_id)
    found = session.scalars(select(TeacherChange).where(*due).order_by(col(TeacherChange.starts))).all()
    for one in found:
        course = session.get_one(Course, one.course_id)
        course.teacher_id, one.done = one.teacher_id, True
        session.add_all([course, one])
        audit.record(
            session, school_id, None,
            audit.Change("course.teacher", "course", course.id, before={"teacher": one.former_id},
                         after={"teacher": one.teacher_id, "from": str(one.starts)}),
        )  # fmt: skip
        note(session, course_topic(one.course_id), load_topic(school_id))
    session.flush()
    return len(found)


def any_due(session: Session) -> bool:
    """Whether a change waits whose day may have come somewhere."""
    latest = clock.now().date() + timedelta(days=1)
    due = (~col(TeacherChange.done), col(TeacherChange.starts) <= latest)
    return session.scalars(select(col(TeacherChange.id)).where(*due).limit(1)).first() is not None


def apply_all_due(session: Session) -> int:
    """The same for every school, each by its own date."""
    return sum(
        apply_due(session, school.id or 0, clock.today(school.time_zone))
        for school in session.scalars(select(School)).all()
    )
