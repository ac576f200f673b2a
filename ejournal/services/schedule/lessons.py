"""Dated lessons with everybody and everything in them, as Core reads them for the schedule's views."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, cast, or_, select
from sqlmodel import Session

from ejournal.access.co_teaching import TeachingSpan, is_lesson_of
from ejournal.access.sitting import sits_in
from ejournal.models import (
    CoTeacher,
    Course,
    Enrolment,
    Group,
    GroupClass,
    GroupMember,
    Lesson,
    LessonStatus,
    Person,
    Room,
    SchoolClass,
    Subject,
    SubstituteTask,
    Substitution,
    SubstitutionKind,
    TimetableEntry,
)
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.models.structure import class_title
from ejournal.services.base.lesson_rows import in_days, named_lessons
from ejournal.services.calendar.year import BellTime, Calendar

lesson, course, subject, room, group = (table(one) for one in (Lesson, Course, Subject, Room, Group))
klass, link = table(SchoolClass), table(GroupClass)
member, enrolment = table(GroupMember), table(Enrolment)
second, entry, done = table(CoTeacher), table(TimetableEntry), table(Substitution)
task = table(SubstituteTask)
teacher, substitute = table(Person).alias("teacher"), table(Person).alias("substitute")
mine = table(Course).alias("mine")
Second = tuple[int, TeachingSpan, str]
"""A second teacher of a course: whose, from when to when, by short name."""
SCHOOL: Any = bindparam("asked_school")
"""The school asked for: read_lessons fills it in."""

_ROWS = (
    select(
        lesson.c.id, lesson.c.day, lesson.c.number, lesson.c.status, lesson.c.course_id, lesson.c.room_id,
        lesson.c.teacher_id, lesson.c.substitute_id, course.c.group_id, course.c.class_id,
        subject.c.name.label("subject"), subject.c.short_name, group.c.name.label("group"),
        klass.c.grade, klass.c.letter, klass.c.shift,
        teacher.c.last_name, teacher.c.first_name, teacher.c.middle_name,
        substitute.c.last_name.label("other_last"), substitute.c.first_name.label("other_first"),
        substitute.c.middle_name.label("other_middle"),
        done.c.kind, done.c.cancelled_reason, done.c.moved_from_day, done.c.moved_from_number,
        task.c.text.label("task"),
        entry.c.more_room_ids,
    )
    .select_from(
        named_lessons()
        .join(teacher, teacher.c.id == lesson.c.teacher_id)
        .outerjoin(substitute, substitute.c.id == lesson.c.substitute_id)
        .outerjoin(entry, entry.c.id == lesson.c.entry_id)
        .outerjoin(done, and_(done.c.school_id == lesson.c.school_id, done.c.lesson_id == lesson.c.id))
        .outerjoin(task, and_(task.c.school_id == lesson.c.school_id, task.c.lesson_id == lesson.c.id))
    )
    .order_by(lesson.c.day, lesson.c.number, subject.c.name, group.c.name, lesson.c.id)
)  # fmt: skip
MIDDLE_GRADE = 5
"""Whose bells and days off a group keeps that is of no class."""


@dataclass(frozen=True, slots=True)
class Taught:
    """A class in a joint lesson."""

    class_id: int
    title: str
    grade: int
    shift: int


@dataclass(frozen=True, slots=True)
class ScheduleLesson:
    """One lesson in a schedule; absent_teacher is set when another gives it or it falls out.

    kind is empty, or what was done for the lesson: substituted, joined, moved, cancelled.
    second_ids are those who are its second teachers that day. grade is that of the first of its classes.
    note says why it falls out, or is the task of who gives it; task waits for whoever will give it.
    moment is past, now, next or later.
    """

    lesson_id: int
    course_id: int
    day: date
    number: int
    starts: time | None
    ends: time | None
    subject: str
    subject_short: str
    classes: str
    group: str
    teacher: str
    teacher_id: int
    absent_teacher: str
    room: str
    room_ids: tuple[int, ...]
    cancelled: bool
    kind: str
    note: str
    moved_from_day: date | None
    moved_from_number: int | None
    task: str = ""
    moment: str = "later"
    absent_teacher_id: int | None = None
    second_ids: tuple[int, ...] = ()
    class_ids: tuple[int, ...] = ()
    grade: int | None = None

    @property
    def is_substituted(self) -> bool:
        """Whether another than the planned teacher gives it."""
        return bool(self.absent_teacher) and not self.cancelled


def of_class(class_id: int) -> ColumnElement[bool]:
    """Lessons of the class, of its groups and of groups it sends pupils to."""
    joint = select(link.c.group_id).where(link.c.school_id == SCHOOL, link.c.class_id == class_id)
    own = select(mine.c.id).where(mine.c.school_id == SCHOOL, mine.c.class_id == class_id)
    sent = select(mine.c.id).where(mine.c.school_id == SCHOOL, mine.c.group_id.in_(joint))
    return lesson.c.course_id.in_(own.union_all(sent))


def of_teacher(teacher_id: int) -> ColumnElement[bool]:
    """Lessons that the teacher was to give, gives in another's place, or gives as the second teacher."""
    return is_lesson_of(lesson.c, teacher_id)


def of_room(session: Session, school_id: int, room_id: int) -> ColumnElement[bool]:
    """Lessons in the room, also where it is one of several; one query."""
    rows = session.execute(
        select(entry.c.id, entry.c.more_room_ids).where(
            entry.c.school_id == school_id, cast(entry.c.more_room_ids, String) != "[]"
        )
    )
    more = [entry_id for entry_id, rooms in rows if room_id in (rooms or ())]
    return (
        or_(lesson.c.room_id == room_id, lesson.c.entry_id.in_(more)) if more else lesson.c.room_id == room_id
    )


def of_pupil(pupil_id: int) -> ColumnElement[bool]:
    """Lessons of the pupil's class and groups, on the days on which the pupil is in them."""
    # The courses first: by them and the days lessons are found in the index, instead of the whole school's.
    classes = select(enrolment.c.class_id).where(
        enrolment.c.school_id == SCHOOL, enrolment.c.pupil_id == pupil_id
    )
    groups = select(member.c.group_id).where(member.c.school_id == SCHOOL, member.c.pupil_id == pupil_id)
    whole = select(mine.c.id).where(
        mine.c.school_id == SCHOOL, mine.c.class_id.in_(classes), mine.c.group_id.is_(None)
    )
    split = select(mine.c.id).where(mine.c.school_id == SCHOOL, mine.c.group_id.in_(groups))
    return and_(lesson.c.course_id.in_(whole.union_all(split)), sits_in(course.c, pupil_id, lesson.c.day))


def read_lessons(
    session: Session, calendar: Calendar, first: date, last: date, *limits: ColumnElement[bool]
) -> list[ScheduleLesson]:
    """The school's lessons from first to last within the limits, with the bells; four queries."""
    school_id = calendar.school_id
    rows = session.execute(
        _ROWS.where(
            in_days(lesson.c, school_id, first, last),
            course.c.year_id == calendar.year.id,
            *limits,
        ),
        {"asked_school": school_id},
    ).all()
    joint, rooms, seconds = (
        _joint(session, school_id),
        _rooms(session, school_id),
        _seconds(session, school_id),
    )
    bells: dict[tuple[int, int, date], dict[int, BellTime]] = {}
    return [_lesson(row, calendar, joint, rooms, seconds.get(row.course_id, ()), bells) for row in rows]


def _lesson(
    row: Any, calendar: Calendar, joint: dict[int, list[Taught]], rooms: dict[int, str],
    seconds: Sequence[Second], bells: dict[tuple[int, int, date], dict[int, BellTime]],
) -> ScheduleLesson:  # fmt: skip
    taught = joint.get(row.group_id, []) if row.class_id is None else []
    if row.class_id is not None:
        taught = [Taught(row.class_id, class_title(row.grade, row.letter), row.grade, row.shift)]
    bell = _bell(calendar, taught, row.day, row.number, bells)
    own = short_name(row.last_name, row.first_name, row.middle_name)
    other = short_name(row.other_last, row.other_first, row.other_middle) if row.substitute_id else ""
    given_by = row.substitute_id or row.teacher_id
    beside = [(one, name) for one, span, name in seconds if one != given_by and span.holds_on(row.day)]
    cancelled = row.status is LessonStatus.CANCELLED
    replaced = bool(other) or (cancelled and row.kind is SubstitutionKind.CANCELLED)
    room_ids = tuple(at for at in (row.room_id, *(row.more_room_ids or ())) if at is not None)
    return ScheduleLesson(
        lesson_id=row.id,
        course_id=row.course_id,
        day=row.day,
        number=row.number,
        starts=bell.starts if bell else None,
        ends=bell.ends if bell else None,
        subject=row.subject,
        subject_short=row.short_name or row.subject,
        classes=", ".join(one.title for one in taught),
        class_ids=tuple(one.class_id for one in taught),
        grade=taught[0].grade if taught else None,
        group=row.group or "",
        teacher=", ".join((other or own, *(name for _, name in beside))),
        teacher_id=given_by,
        second_ids=tuple(one for one, _ in beside),
        absent_teacher=own if replaced else "",
        absent_teacher_id=row.teacher_id if replaced else None,
        room=", ".join(rooms[at] for at in room_ids if at in rooms),
        room_ids=room_ids,
        cancelled=cancelled,
        kind=row.kind.value if row.kind else "",
        note=row.cancelled_reason or (row.task if row.substitute_id else "") or "",
        task=row.task or "",
        moved_from_day=row.moved_from_day,
        moved_from_number=row.moved_from_number,
    )


def _bell(
    calendar: Calendar, taught: Sequence[Taught], day: date, number: int,
    known: dict[tuple[int, int, date], dict[int, BellTime]],
) -> BellTime | None:  # fmt: skip
    grade, shift = (taught[0].grade, taught[0].shift) if taught else (MIDDLE_GRADE, 1)
    key = (grade, shift, day)
    if key not in known:
        known[key] = {bell.number: bell for bell in calendar.bells(*key)}
    return known[key].get(number)


def _joint(session: Session, school_id: int) -> dict[int, list[Taught]]:
    rows = session.execute(
        select(link.c.group_id, klass.c.id, klass.c.grade, klass.c.letter, klass.c.shift)
        .join(klass, klass.c.id == link.c.class_id)
        .where(link.c.school_id == school_id)
        .order_by(link.c.group_id, klass.c.grade, klass.c.letter)
    )
    found: dict[int, list[Taught]] = defaultdict(list)
    for group_id, class_id, grade, letter, shift in rows:
        found[group_id].append(Taught(class_id, class_title(grade, letter), grade, shift))
    return found


def _rooms(session: Session, school_id: int) -> dict[int, str]:
    rows = session.execute(select(room.c.id, room.c.name).where(room.c.school_id == school_id))
    return dict(rows.all())


def _seconds(session: Session, school_id: int) -> dict[int, list[Second]]:
    person = table(Person)
    rows = session.execute(
        select(second.c.course_id, second.c.teacher_id, second.c.starts, second.c.ends)
        .add_columns(person.c.last_name, person.c.first_name, person.c.middle_name)
        .join(person, person.c.id == second.c.teacher_id)
        .where(second.c.school_id == school_id)
        .order_by(second.c.id)
    )
    found: dict[int, list[Second]] = defaultdict(list)
    for course_id, person_id, starts, ends, *name in rows:
        found[course_id].append((person_id, TeachingSpan(starts, ends), short_name(*name)))
    return found
