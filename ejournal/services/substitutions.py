"""A lesson whose teacher is away: another gives it, groups are joined, it is moved or falls out."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import (
    Attendance,
    Course,
    Enrolment,
    GroupMember,
    Lesson,
    LessonStatus,
    Mark,
    Person,
    SchoolClass,
    Subject,
    Substitution,
    SubstitutionKind,
    TeacherAbsence,
)
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.services import audit
from ejournal.services.calendar import BellTime
from ejournal.services.errors import DomainError, NotFound
from ejournal.services.notices import News, personal_notice, tell, tell_families
from ejournal.services.schedule import calendar_on
from ejournal.services.schedule_rows import ScheduleLesson, read_lessons
from ejournal.services.schedule_rows import lesson as lesson_rows
from ejournal.services.substitute_candidates import candidates

LAST_NUMBER = 15


@dataclass(frozen=True, slots=True)
class Papers:
    """What the journal of substitutions says beside names: task, order, whether the hour is paid."""

    absence_id: int | None = None
    task: str = ""
    order_number: str = ""
    paid: bool = True


def assign(
    session: Session, actor: Actor, lesson_id: int, substitute_id: int, papers: Papers | None = None,
    join: bool = False,
) -> None:  # fmt: skip
    """Give the lesson to another teacher; join lets one take it together with their own group or class."""
    lesson = _lesson(session, actor, lesson_id)
    found = next(
        (one for one in candidates(session, actor, lesson_id) if one.teacher_id == substitute_id), None
    )
    if found is None:
        raise NotFound
    if found.away:
        raise DomainError("{teacher} is away that day", field="substitute_id", teacher=found.teacher)
    if not found.free and not join:
        raise DomainError("{teacher} has a lesson at that time", field="substitute_id", teacher=found.teacher)
    kind = SubstitutionKind.SUBSTITUTED if found.free else SubstitutionKind.JOINED
    row = _row(session, actor, lesson, papers or Papers(), kind)
    former, before = lesson.substitute_id, _state(lesson)
    lesson.substitute_id, lesson.status = substitute_id, LessonStatus.PLANNED
    row.substitute_id, row.cancelled_reason = substitute_id, ""
    _finish(session, actor, lesson, row, before, {former, substitute_id})


def cancel_lesson(
    session: Session, actor: Actor, lesson_id: int, reason: str, papers: Papers | None = None
) -> None:
    """The lesson falls out, with a reason; one in which marks or absences stand does not."""
    lesson = _lesson(session, actor, lesson_id)
    if not reason.strip() or len(reason) > 200:
        raise DomainError("Say why the lesson falls out", field="reason")
    _check_not_given(session, lesson)
    row = _row(session, actor, lesson, papers or Papers(paid=False), SubstitutionKind.CANCELLED)
    former, before = lesson.substitute_id, _state(lesson)
    lesson.substitute_id, lesson.status = None, LessonStatus.CANCELLED
    row.substitute_id, row.cancelled_reason, row.paid = None, reason.strip(), False
    _finish(session, actor, lesson, row, before, {former})


def move_lesson(
    session: Session, actor: Actor, lesson_id: int, day: date, number: int, papers: Papers | None = None
) -> None:
    """The lesson is given on another day or at another number by its own teacher; both must be free."""
    lesson = _lesson(session, actor, lesson_id)
    _check_not_given(session, lesson)
    _check_free(session, actor, lesson, day, number)
    row = _row(session, actor, lesson, papers or Papers(), SubstitutionKind.MOVED)
    former, before = lesson.substitute_id, _state(lesson)
    if row.moved_from_day is None:
        row.moved_from_day, row.moved_from_number = lesson.day, lesson.number
    lesson.day, lesson.number = day, number
    lesson.substitute_id, lesson.status = None, LessonStatus.PLANNED
    row.substitute_id, row.cancelled_reason = None, ""
    _finish(session, actor, lesson, row, before, {former, lesson.teacher_id})


def leave_task(session: Session, actor: Actor, lesson_id: int, task: str) -> None:
    """What is to be done in the lesson: left by the deputy head or by the absent teacher."""
    lesson = session.get(Lesson, lesson_id)
    if lesson is None or lesson.school_id != actor.school_id:
        raise NotFound
    if not actor.may(Permission.SUBSTITUTION_WRITE) and lesson.teacher_id != actor.person_id:
        raise NotFound
    row = _known(session, lesson)
    if row is None or len(task) > 1000:
        raise DomainError(
            "A task is left for a lesson with a substitution, in at most {limit} letters", limit=1000
        )
    before, row.task = {"task": row.task}, task.strip()
    session.add(row)
    session.flush()
    change = audit.Change("substitution.task", "substitution", row.id, before, {"task": row.task}, lesson_id)
    audit.record(session, actor.school_id, actor.person_id, change)
    if row.substitute_id:
        _tell_staff(session, actor, lesson, row, {row.substitute_id})


def restore(session: Session, actor: Actor, lesson_id: int) -> None:
    """Take back what was done: the lesson is its own teacher's again, where and when it was."""
    lesson = _lesson(session, actor, lesson_id)
    row = _known(session, lesson)
    if row is None:
        raise DomainError("Nothing was done with this lesson")
    if lesson.substitute_id is not None:
        _check_not_given(session, lesson)
    former, before = lesson.substitute_id, _state(lesson)
    if row.moved_from_day is not None and row.moved_from_number is not None:
        _check_free(session, actor, lesson, row.moved_from_day, row.moved_from_number)
        lesson.day, lesson.number = row.moved_from_day, row.moved_from_number
    lesson.substitute_id, lesson.status = None, LessonStatus.PLANNED
    session.add(lesson)
    session.delete(row)
    session.flush()
    _record(session, actor, "substitution.restore", lesson, row.id, before)
    _tell(session, actor, lesson, None, {former})


def substitutions_of_day(session: Session, actor: Actor, day: date) -> list[ScheduleLesson]:
    """The day's changed lessons, as the kiosk of the hall shows them; those moved away from it too."""
    guard.require(actor, Permission.SCHEDULE_READ)
    calendar = calendar_on(session, actor.school_id, day)
    if calendar is None:
        return []
    done = table(Substitution)
    changed = select(done.c.lesson_id).where(done.c.school_id == actor.school_id)
    moved = select(done.c.lesson_id).where(done.c.school_id == actor.school_id, done.c.moved_from_day == day)
    first, last = day - timedelta(days=60), day + timedelta(days=60)
    here = read_lessons(session, calendar, day, day, lesson_rows.c.id.in_(changed))
    away = read_lessons(session, calendar, first, last, lesson_rows.c.id.in_(moved), lesson_rows.c.day != day)
    return sorted([*here, *away], key=lambda one: (one.classes, one.number))


def who_is_concerned(session: Session, actor: Actor, lesson_id: int) -> tuple[int, list[int]]:
    """The course of the lesson and the pupils who sit in it: whose open pages show what was done."""
    lesson = _lesson(session, actor, lesson_id)
    return lesson.course_id, pupils_of(session, lesson)


def _lesson(session: Session, actor: Actor, lesson_id: int) -> Lesson:
    return guard.get(session, actor, Lesson, lesson_id, Permission.SUBSTITUTION_WRITE)


def _known(session: Session, lesson: Lesson) -> Substitution | None:
    return session.scalar(
        select(Substitution).where(
            col(Substitution.school_id) == lesson.school_id, col(Substitution.lesson_id) == lesson.id
        )
    )


def _row(
    session: Session, actor: Actor, lesson: Lesson, papers: Papers, kind: SubstitutionKind
) -> Substitution:
    if len(papers.task) > 1000 or len(papers.order_number) > 40:
        raise DomainError("This text is too long", field="task")
    if papers.absence_id is not None:
        guard.get(session, actor, TeacherAbsence, papers.absence_id, Permission.SUBSTITUTION_WRITE)
    row = _known(session, lesson) or Substitution(
        school_id=actor.school_id, lesson_id=lesson.id or 0, absent_teacher_id=lesson.teacher_id,
        created_at=clock.now(), created_by_id=actor.person_id,
    )  # fmt: skip
    row.kind, row.paid = kind, papers.paid
    row.absence_id = papers.absence_id or row.absence_id
    row.task, row.order_number = (
        papers.task.strip() or row.task,
        papers.order_number.strip() or row.order_number,
    )
    return row


def _check_not_given(session: Session, lesson: Lesson) -> None:
    for rows in (table(Mark), table(Attendance)):
        query = select(rows.c.id).where(rows.c.school_id == lesson.school_id, rows.c.lesson_id == lesson.id)
        if session.execute(query.limit(1)).first() or lesson.roll_called:
            raise DomainError("Marks or absences stand in this lesson: it was given")


def _check_free(session: Session, actor: Actor, lesson: Lesson, day: date, number: int) -> None:
    if not 0 <= number <= LAST_NUMBER:
        raise DomainError("There is no such lesson in the week", field="number")
    calendar = calendar_on(session, actor.school_id, day)
    course = session.get_one(Course, lesson.course_id)
    if calendar is None or calendar.year.id != course.year_id or day not in calendar.year:
        raise DomainError("The day must be in the academic year", field="day")
    me = next(iter(read_lessons(session, calendar, lesson.day, lesson.day, lesson_rows.c.id == lesson.id)))
    if calendar.day_off(day, _grade(me)) is not None:
        raise DomainError("There are no lessons that day", field="day")
    klass = session.get(SchoolClass, course.class_id) if course.class_id else None
    bells = calendar.bells(klass.grade, klass.shift, day) if klass else ()
    bell = next((one for one in bells if one.number == number), None)
    at_once = [
        one
        for one in read_lessons(session, calendar, day, day)
        if one.lesson_id != lesson.id and not one.cancelled and _meets(one, number, bell)
    ]
    if any(one.teacher_id == lesson.teacher_id for one in at_once):
        raise DomainError("The teacher has a lesson at that time", field="number")
    mine = set(me.classes.split(", "))
    for one in at_once:
        if mine & set(one.classes.split(", ")) and (
            not me.group or not one.group or one.course_id == me.course_id
        ):
            raise DomainError("The class has a lesson at that time", field="number")


def _meets(one: ScheduleLesson, number: int, bell: BellTime | None) -> bool:
    """Whether the lesson is given at that time: by the bells, which differ by shift, else by the number."""
    if bell is None or one.starts is None or one.ends is None:
        return one.number == number
    return one.starts < bell.ends and bell.starts < one.ends


def _grade(one: ScheduleLesson) -> int:
    digits = one.classes.split(" ", 1)[0]
    return int(digits) if digits.isdigit() else 5


def _finish(
    session: Session, actor: Actor, lesson: Lesson, row: Substitution, before: dict[str, Any],
    concerned: set[int | None],
) -> None:  # fmt: skip
    session.add(lesson)
    session.add(row)
    session.flush()
    _record(session, actor, f"substitution.{row.kind.value}", lesson, row.id, before)
    _tell(session, actor, lesson, row, concerned)


def _state(lesson: Lesson) -> dict[str, Any]:
    return {"day": str(lesson.day), "number": lesson.number, "substitute_id": lesson.substitute_id,
            "status": lesson.status.value}  # fmt: skip


def _record(
    session: Session, actor: Actor, action: str, lesson: Lesson, row_id: int | None, before: dict[str, Any]
) -> None:
    change = audit.Change(action, "substitution", row_id, before, _state(lesson), lesson.id)
    audit.record(session, actor.school_id, actor.person_id, change)


def _tell(
    session: Session, actor: Actor, lesson: Lesson, row: Substitution | None, concerned: set[int | None]
) -> None:
    payload, key, now = _payload(session, lesson, row), f"substitution:{lesson.id}", clock.now()
    news = [News(pupil_id, "substitution", key, payload) for pupil_id in pupils_of(session, lesson)]
    tell_families(session, actor.school_id, news, actor.today, now)
    _tell_staff(session, actor, lesson, row, {one for one in concerned if one})


def _tell_staff(
    session: Session, actor: Actor, lesson: Lesson, row: Substitution | None, people: set[int]
) -> None:
    payload, key, now = _payload(session, lesson, row), f"substitution:{lesson.id}", clock.now()
    notices = []
    for person_id in people:
        gives = person_id == lesson.substitute_id
        about = payload | {"gives": gives, "task": row.task if row and gives else ""}
        notices.append(personal_notice(actor.school_id, person_id, "substitution_given", key, about, now))
    tell(session, notices)


def _payload(session: Session, lesson: Lesson, row: Substitution | None) -> dict[str, Any]:
    course = session.get_one(Course, lesson.course_id)
    person = session.get_one(Person, lesson.substitute_id or lesson.teacher_id)
    return {
        "lesson_id": lesson.id,
        "day": str(lesson.day),
        "number": lesson.number,
        "subject": session.get_one(Subject, course.subject_id).name,
        "teacher": short_name(person.last_name, person.first_name, person.middle_name),
        "kind": row.kind.value if row else "restored",
        "reason": row.cancelled_reason if row else "",
        "from_day": str(row.moved_from_day) if row and row.moved_from_day else "",
    }


def pupils_of(session: Session, lesson: Lesson) -> list[int]:
    """The pupils who sit in the lesson on its day; one query."""
    course = session.get_one(Course, lesson.course_id)
    rows = table(GroupMember) if course.group_id else table(Enrolment)
    whose = rows.c.group_id == course.group_id if course.group_id else rows.c.class_id == course.class_id
    return list(
        session.scalars(
            select(rows.c.pupil_id).where(
                rows.c.school_id == lesson.school_id, whose, rows.c.starts <= lesson.day,
                or_(rows.c.ends.is_(None), rows.c.ends >= lesson.day),
            )
        ).unique()
    )  # fmt: skip
