"""Dated lessons from the published timetable: what is wanted, what would change, and the change itself.

A lesson that carries anything (marks, attendance, remarks, topic, homework, a substitution) is never
deleted or moved; the plan names it instead, so that the deputy head decides.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, bindparam, delete, exists, func, insert, or_, select, update
from sqlmodel import Session

from ejournal.models import (
    Attendance,
    ChangeRequest,
    Course,
    Enrolment,
    GroupClass,
    GroupMember,
    Lesson,
    LessonStatus,
    Mark,
    Remark,
    SchoolClass,
    Substitution,
    TimetableEntry,
    TimetableVersion,
    VersionStatus,
    WeekParity,
)
from ejournal.models.base import table
from ejournal.services.calendar import Calendar, days_between, load_calendar
from ejournal.services.errors import NotFound

BATCH = 5000
T = TypeVar("T")
Progress = Callable[[int, int], None]


class LessonKey(NamedTuple):
    """What makes a lesson the same lesson after regeneration."""

    course_id: int
    day: date
    number: int


class Giving(NamedTuple):
    """Who gives a lesson, where, and by which entry of the timetable."""

    teacher_id: int
    room_id: int | None
    entry_id: int | None


class Audience(NamedTuple):
    """A grade with its number of school days a week."""

    grade: int
    days_per_week: int


class PlannedEntry(NamedTuple):
    """An entry of the timetable, with the course's teacher where it names none."""

    id: int
    course_id: int
    weekday: int
    number: int
    parity: WeekParity
    teacher_id: int
    room_id: int | None


@dataclass(frozen=True, slots=True)
class VersionPlan:
    """A published timetable, the days it holds and its entries."""

    id: int
    starts: date
    ends: date | None
    entries: tuple[PlannedEntry, ...]


@dataclass(frozen=True, slots=True)
class MadeLesson:
    """A lesson as it stands in the database, with who gives it."""

    id: int
    key: LessonKey
    giving: Giving
    written: bool


@dataclass(frozen=True, slots=True)
class LessonPlan:
    """What making the lessons again would do; nothing has been done yet."""

    school_id: int
    to_add: tuple[tuple[LessonKey, Giving], ...]
    to_remove: tuple[MadeLesson, ...]
    to_change: tuple[tuple[MadeLesson, Giving], ...]
    kept_because_used: tuple[MadeLesson, ...]


@dataclass(frozen=True, slots=True)
class LessonReport:
    """How many lessons were added, removed, changed, and which stayed because they are used."""

    added: int
    removed: int
    changed: int
    kept_because_used: tuple[MadeLesson, ...]


def wanted_lessons(
    calendar: Calendar,
    versions: Sequence[VersionPlan],
    audiences: Mapping[int, Sequence[Audience]],
    first: date,
    last: date,
) -> dict[LessonKey, Giving]:
    """The lessons that the timetables ask for from first to last; audiences tell who sits in each course."""
    wanted: dict[LessonKey, Giving] = {}
    entries = {version.id: _by_weekday(version.entries) for version in versions}
    for day in days_between(max(first, calendar.year.starts), min(last, calendar.year.ends)):
        version = version_on(versions, day)
        if version is None:
            continue
        parity, open_days = calendar.parity(day), dict[Audience, bool]()
        for entry in entries[version.id].get(calendar.followed_weekday(day), ()):
            if entry.parity not in (WeekParity.EVERY, parity):
                continue
            if _is_open(calendar, day, audiences.get(entry.course_id, ()), open_days):
                key = LessonKey(entry.course_id, day, entry.number)
                wanted[key] = Giving(entry.teacher_id, entry.room_id, entry.id)
    return wanted


def version_on(versions: Iterable[VersionPlan], day: date) -> VersionPlan | None:
    """The timetable in force on the day: of several the one that began last."""
    holding = (v for v in versions if v.starts <= day and (v.ends is None or day <= v.ends))
    return max(holding, key=lambda version: (version.starts, version.id), default=None)


def _by_weekday(entries: Iterable[PlannedEntry]) -> dict[int, list[PlannedEntry]]:
    found: dict[int, list[PlannedEntry]] = {}
    for entry in entries:
        found.setdefault(entry.weekday, []).append(entry)
    return found


def _is_open(calendar: Calendar, day: date, sitting: Sequence[Audience], known: dict[Audience, bool]) -> bool:
    # A group drawn from several classes meets when any of its classes has school.
    for audience in sitting:
        if audience not in known:
            known[audience] = calendar.is_school_day(day, audience.grade, audience.days_per_week)
        if known[audience]:
            return True
    return False


def compare(
    wanted: Mapping[LessonKey, Giving], made: Iterable[MadeLesson]
) -> tuple[list[tuple[LessonKey, Giving]], list[MadeLesson], list[tuple[MadeLesson, Giving]]]:
    """What is missing, what is no longer wanted, and what is given by another, elsewhere or otherwise."""
    unwanted, different, present = [], [], set()
    for lesson in made:
        present.add(lesson.key)
        giving = wanted.get(lesson.key)
        if giving is None:
            unwanted.append(lesson)
        elif giving != lesson.giving:
            different.append((lesson, giving))
    missing = [(key, giving) for key, giving in wanted.items() if key not in present]
    return missing, unwanted, different


def plan_lessons(
    session: Session, school_id: int, year_id: int, first: date | None = None, last: date | None = None
) -> LessonPlan:
    """What the published timetables would change from first to last; raises NotFound for a foreign year."""
    calendar = load_calendar(session, school_id, year_id)
    if calendar is None:
        raise NotFound()
    first, last = first or calendar.year.starts, last or calendar.year.ends
    versions, audiences = (
        load_versions(session, school_id, year_id),
        load_audiences(session, school_id, year_id),
    )
    wanted = wanted_lessons(calendar, versions, audiences, first, last)
    for moved in _moved_away(session, school_id, first, last):
        wanted.pop(moved, None)
    missing, unwanted, different = compare(wanted, _load_made(session, school_id, year_id, first, last))
    used = _used_lessons(session, school_id, year_id, first, last) if unwanted or different else set()
    # Who gave a lesson that was given stays; one that only has homework waiting gets its new teacher.
    kept = [lesson for lesson in unwanted if lesson.written or lesson.id in used]
    kept += [lesson for lesson, giving in different if lesson.id in used and giving[:2] != lesson.giving[:2]]
    kept_ids = {lesson.id for lesson in kept}
    return LessonPlan(
        school_id=school_id,
        to_add=tuple(missing),
        to_remove=tuple(lesson for lesson in unwanted if lesson.id not in kept_ids),
        to_change=tuple(pair for pair in different if pair[0].id not in kept_ids),
        kept_because_used=tuple(kept),
    )


def apply_plan(session: Session, plan: LessonPlan, progress: Progress | None = None) -> LessonReport:
    """Do what the plan says, in bulk; a lesson written in since the plan was made is still kept."""
    total, done = len(plan.to_add) + len(plan.to_remove) + len(plan.to_change), 0
    removed = 0
    for batch in _batches(plan.to_remove, 500):
        removed += _remove(session, plan.school_id, [lesson.id for lesson in batch])
        done = _tell(progress, done + len(batch), total)
    for changes in _batches(plan.to_change, BATCH):
        _change(session, changes)
        done = _tell(progress, done + len(changes), total)
    for new in _batches(plan.to_add, BATCH):
        _add(session, plan.school_id, new)
        done = _tell(progress, done + len(new), total)
    return LessonReport(len(plan.to_add), removed, changes_seen(plan), plan.kept_because_used)


def changes_seen(plan: LessonPlan) -> int:
    """How many lessons get another teacher or room; a new entry of the timetable behind one is not seen."""
    return sum(giving[:2] != made.giving[:2] for made, giving in plan.to_change)


def make_lessons(
    session: Session,
    school_id: int,
    year_id: int,
    first: date | None = None,
    last: date | None = None,
    progress: Progress | None = None,
) -> LessonReport:
    """Plan and apply at once: the year's lessons, or those from first to last."""
    return apply_plan(session, plan_lessons(session, school_id, year_id, first, last), progress)


def load_versions(session: Session, school_id: int, year_id: int) -> list[VersionPlan]:
    """The year's published timetables with their entries; two queries."""
    version, entry, course = table(TimetableVersion), table(TimetableEntry), table(Course)
    published = (
        version.c.school_id == school_id,
        version.c.year_id == year_id,
        version.c.status == VersionStatus.PUBLISHED,
    )
    rows = session.execute(
        select(
            entry.c.version_id, entry.c.id, entry.c.course_id, entry.c.weekday, entry.c.number,
            entry.c.parity, func.coalesce(entry.c.teacher_id, course.c.teacher_id), entry.c.room_id,
        )
        .join(version, version.c.id == entry.c.version_id)
        .join(course, course.c.id == entry.c.course_id)
        .where(*published)
        .order_by(entry.c.id)
    )  # fmt: skip
    entries: dict[int, list[PlannedEntry]] = {}
    for version_id, *rest in rows:
        entries.setdefault(version_id, []).append(PlannedEntry._make(rest))
    heads = session.execute(select(version.c.id, version.c.starts, version.c.ends).where(*published))
    return [
        VersionPlan(version_id, starts, ends, tuple(entries.get(version_id, ())))
        for version_id, starts, ends in heads
    ]


def load_audiences(session: Session, school_id: int, year_id: int) -> dict[int, list[Audience]]:
    """Which grades with how many days a week sit in each course, a joint one too."""
    course, klass = table(Course), table(SchoolClass)
    member, enrolment, group_class = table(GroupMember), table(Enrolment), table(GroupClass)
    of_year = (course.c.school_id == school_id, course.c.year_id == year_id)
    own_class = (
        select(course.c.id, klass.c.grade, klass.c.days_per_week)
        .join(klass, klass.c.id == course.c.class_id)
        .where(*of_year)
    )
    joint = (
        select(course.c.id, klass.c.grade, klass.c.days_per_week)
        .join(member, member.c.group_id == course.c.group_id)
        .join(enrolment, enrolment.c.pupil_id == member.c.pupil_id)
        .join(klass, klass.c.id == enrolment.c.class_id)
        .where(*of_year, course.c.class_id.is_(None), klass.c.year_id == year_id)
    )
    named = (
        select(course.c.id, klass.c.grade, klass.c.days_per_week)
        .join(group_class, group_class.c.group_id == course.c.group_id)
        .join(klass, klass.c.id == group_class.c.class_id)
        .where(*of_year, course.c.class_id.is_(None))
    )
    found: dict[int, list[Audience]] = {}
    for course_id, grade, days_per_week in session.execute(own_class.union(joint, named)):
        found.setdefault(course_id, []).append(Audience(grade, days_per_week))
    return found


def _load_made(
    session: Session, school_id: int, year_id: int, first: date, last: date
) -> Iterator[MadeLesson]:
    lesson, course = table(Lesson), table(Course)
    rows = session.execute(
        select(
            lesson.c.id, lesson.c.course_id, lesson.c.day, lesson.c.number,
            lesson.c.teacher_id, lesson.c.room_id, lesson.c.entry_id, _is_written(lesson.c),
        )
        .join(course, course.c.id == lesson.c.course_id)
        .where(lesson.c.school_id == school_id, course.c.year_id == year_id)
        .where(lesson.c.day.between(first, last))
    )  # fmt: skip
    for lesson_id, course_id, day, number, teacher_id, room_id, entry_id, written in rows:
        key, giving = LessonKey(course_id, day, number), Giving(teacher_id, room_id, entry_id)
        yield MadeLesson(lesson_id, key, giving, bool(written))


def _moved_away(session: Session, school_id: int, first: date, last: date) -> Iterator[LessonKey]:
    """Where moved lessons stood: they are not to be made there a second time."""
    lesson, moved = table(Lesson), table(Substitution)
    rows = session.execute(
        select(lesson.c.course_id, moved.c.moved_from_day, moved.c.moved_from_number)
        .join(lesson, lesson.c.id == moved.c.lesson_id)
        .where(moved.c.school_id == school_id, moved.c.moved_from_day.between(first, last))
    )
    return (LessonKey(*row) for row in rows)


def _is_written(lesson: Any) -> ColumnElement[bool]:
    return or_(
        lesson.topic != "",
        lesson.homework != "",
        lesson.kind_id.is_not(None),
        lesson.substitute_id.is_not(None),
        lesson.status != LessonStatus.PLANNED,
        lesson.roll_called,
    )


def _is_given(lesson: Any) -> ColumnElement[bool]:
    carrying = (table(model) for model in (Mark, Attendance, Remark, Substitution, ChangeRequest))
    carried = [
        exists().where(rows.c.school_id == lesson.school_id, rows.c.lesson_id == lesson.id)
        for rows in carrying
    ]
    return or_(lesson.roll_called, lesson.substitute_id.is_not(None), *carried)


def _used_lessons(session: Session, school_id: int, year_id: int, first: date, last: date) -> set[int]:
    lesson, course = table(Lesson), table(Course)
    query = (
        select(lesson.c.id)
        .join(course, course.c.id == lesson.c.course_id)
        .where(
            lesson.c.school_id == school_id, course.c.year_id == year_id, lesson.c.day.between(first, last)
        )
        .where(_is_given(lesson.c))
    )
    return set(session.scalars(query))


def _remove(session: Session, school_id: int, ids: list[int]) -> int:
    lesson = table(Lesson)
    unused = ~or_(_is_written(lesson.c), _is_given(lesson.c))
    done: Any = session.execute(
        delete(lesson).where(lesson.c.school_id == school_id, lesson.c.id.in_(ids), unused)
    )
    return int(done.rowcount)


def _change(session: Session, changes: Sequence[tuple[MadeLesson, Giving]]) -> None:
    lesson = table(Lesson)
    statement = (
        update(lesson)
        .where(lesson.c.id == bindparam("lesson"))
        .values(teacher_id=bindparam("teacher"), room_id=bindparam("room"), entry_id=bindparam("entry"))
    )
    rows = [
        {"lesson": made.id, "teacher": new.teacher_id, "room": new.room_id, "entry": new.entry_id}
        for made, new in changes
    ]
    session.connection().execute(statement, rows)


def _add(session: Session, school_id: int, new: Sequence[tuple[LessonKey, Giving]]) -> None:
    empty = {
        "school_id": school_id,
        "status": LessonStatus.PLANNED,
        "topic": "",
        "homework": "",
        "roll_called": False,
    }
    rows = [empty | key._asdict() | giving._asdict() for key, giving in new]
    session.connection().execute(insert(table(Lesson)), rows)


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _tell(progress: Progress | None, done: int, total: int) -> int:
    if progress:
        progress(done, total)
    return done
