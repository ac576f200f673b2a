"""A lesson whose teacher is away: another gives it, groups are joined, it is moved or falls out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    Course,
    Lesson,
    LessonStatus,
    SchoolClass,
    Substitution,
    SubstitutionKind,
    TeacherAbsence,
)
from ejournal.services import audit
from ejournal.services.base.locks import lock_school
from ejournal.services.base.texts import cleaned
from ejournal.services.calendar.year import BellTime
from ejournal.services.journal.batch import lock_lessons
from ejournal.services.schedule.lessons import MIDDLE_GRADE, ScheduleLesson, read_lessons
from ejournal.services.schedule.lessons import lesson as lesson_rows
from ejournal.services.schedule.weeks import calendar_on
from ejournal.services.substitutions.candidates import candidates
from ejournal.services.substitutions.notices import tell_concerned
from ejournal.services.substitutions.stored import arrangement_of, given_lessons, task_of
from ejournal.services.substitutions.tasks import write_task

LAST_NUMBER = 15
LONGEST_ORDER = 40


@dataclass(frozen=True, slots=True)
class Papers:
    """What the journal of substitutions says beside names: order, whether the hour is paid; and the task.

    Without a task the one that was left before stays. seen is the mark of the arrangement that the deputy
    head was looking at: one made meanwhile is then not written over.
    """

    absence_id: int | None = None
    task: str | None = None
    order_number: str = ""
    paid: bool = True
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is arranged for a lesson, and the task left for it; the mark changes with the arrangement."""

    mark: str
    task: str
    order_number: str
    paid: bool


def arrangement(session: Session, actor: Actor, lesson_id: int) -> Arrangement:
    """What the deputy head finds when opening the lesson."""
    lesson = guard.get(session, actor, Lesson, lesson_id, Permission.SUBSTITUTION_WRITE)
    row, task = arrangement_of(session, lesson), task_of(session, lesson)
    return Arrangement(
        mark=_mark(lesson, row),
        task=task.text if task else "",
        order_number=row.order_number if row else "",
        paid=row.paid if row else True,
    )


def _mark(lesson: Lesson, row: Substitution | None) -> str:
    return f"{row.kind.value}:{row.substitute_id}:{lesson.day}:{lesson.number}" if row else ""


def assign(
    session: Session, actor: Actor, lesson_id: int, substitute_id: int, papers: Papers | None = None,
    join: bool = False,
) -> None:  # fmt: skip
    """Give the lesson to another teacher; join lets one take it together with their own group or class."""
    lesson = _lesson(session, actor, lesson_id, papers)
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
    lesson = _lesson(session, actor, lesson_id, papers)
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
    lesson = _lesson(session, actor, lesson_id, papers)
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


def restore(session: Session, actor: Actor, lesson_id: int) -> None:
    """Take back what was done: the lesson is its own teacher's again, where and when it was."""
    lesson = _lesson(session, actor, lesson_id)
    row = arrangement_of(session, lesson)
    if row is None:
        raise DomainError("Nothing was done with this lesson")
    if lesson.substitute_id is not None or row.moved_from_day is not None:
        _check_not_given(session, lesson)
    former, before = lesson.substitute_id, _state(lesson)
    if row.moved_from_day is not None and row.moved_from_number is not None:
        _check_free(session, actor, lesson, row.moved_from_day, row.moved_from_number)
        lesson.day, lesson.number = row.moved_from_day, row.moved_from_number
    elif lesson.status is LessonStatus.CANCELLED:  # another may have been put into its place meanwhile
        _check_free(session, actor, lesson, lesson.day, lesson.number)
    lesson.substitute_id, lesson.status = None, LessonStatus.PLANNED
    session.add(lesson)
    session.delete(row)
    session.flush()
    _record(session, actor, "substitution.restore", lesson, row.id, before)
    tell_concerned(session, actor, lesson, {former})


def has_its_place(session: Session, actor: Actor, lesson_id: int) -> bool:
    """Whether nothing was put into the place of the cancelled lesson, so that it can come back."""
    lesson = guard.get(session, actor, Lesson, lesson_id, Permission.SUBSTITUTION_WRITE)
    try:
        _check_free(session, actor, lesson, lesson.day, lesson.number)
    except DomainError:
        return False
    return True


def _lesson(session: Session, actor: Actor, lesson_id: int, papers: Papers | None = None) -> Lesson:
    """The lesson under lock; who is free is asked of the whole school, so its heads wait for each other."""
    if not actor.may(Permission.SUBSTITUTION_WRITE):
        raise NotFound
    lock_school(session, actor.school_id)
    lock_lessons(session, actor.school_id, [lesson_id])
    lesson = guard.get(session, actor, Lesson, lesson_id, Permission.SUBSTITUTION_WRITE)
    if papers and papers.seen not in (None, _mark(lesson, arrangement_of(session, lesson))):
        raise DomainError("Another head has settled this lesson meanwhile: look at it again")
    return lesson


def _row(
    session: Session, actor: Actor, lesson: Lesson, papers: Papers, kind: SubstitutionKind
) -> Substitution:
    order_number = cleaned(papers.order_number, LONGEST_ORDER, "order_number")
    if papers.task is not None:
        write_task(session, actor, lesson, papers.task)
    row = arrangement_of(session, lesson) or Substitution(
        school_id=actor.school_id, lesson_id=lesson.id or 0, absent_teacher_id=lesson.teacher_id,
        created_at=clock.now(), created_by_id=actor.person_id,
    )  # fmt: skip
    row.kind, row.paid = kind, papers.paid
    if papers.absence_id is not None:
        absence = guard.get(session, actor, TeacherAbsence, papers.absence_id, Permission.SUBSTITUTION_WRITE)
        # A substitute who falls ill in turn is not the one in whose place the lesson is given.
        row.absence_id = absence.id if absence.teacher_id == row.absent_teacher_id else row.absence_id
    row.order_number = order_number or row.order_number
    return row


def _check_not_given(session: Session, lesson: Lesson) -> None:
    if given_lessons(session, lesson.school_id, [lesson.id or 0]):
        raise DomainError("Marks or absences stand in this lesson: it was given")


def _check_free(session: Session, actor: Actor, lesson: Lesson, day: date, number: int) -> None:
    if not 0 <= number <= LAST_NUMBER:
        raise DomainError("There is no such lesson in the week", field="number")
    calendar = calendar_on(session, actor.school_id, day)
    course = session.get_one(Course, lesson.course_id)
    if calendar is None or calendar.year.id != course.year_id or day not in calendar.year:
        raise DomainError("The day must be in the academic year", field="day")
    me = next(iter(read_lessons(session, calendar, lesson.day, lesson.day, lesson_rows.c.id == lesson.id)))
    if calendar.day_off(day, me.grade or MIDDLE_GRADE) is not None:
        raise DomainError("There are no lessons that day", field="day")
    klass = session.get(SchoolClass, course.class_id) if course.class_id else None
    bells = calendar.bells(klass.grade, klass.shift, day) if klass else ()
    bell = next((one for one in bells if one.number == number), None)
    at_once = [
        one
        for one in read_lessons(session, calendar, day, day)
        if one.lesson_id != lesson.id and not one.cancelled and _meets(one, number, bell)
    ]
    if any(lesson.teacher_id in (one.teacher_id, *one.second_ids) for one in at_once):
        raise DomainError("The teacher has a lesson at that time", field="number")
    for one in at_once:
        if {*me.class_ids} & {*one.class_ids} and (
            not me.group or not one.group or one.course_id == me.course_id
        ):
            raise DomainError("The class has a lesson at that time", field="number")


def _meets(one: ScheduleLesson, number: int, bell: BellTime | None) -> bool:
    """Whether the lesson is given at that time: by the bells, which differ by shift, else by the number."""
    if bell is None or one.starts is None or one.ends is None:
        return one.number == number
    return one.starts < bell.ends and bell.starts < one.ends


def _finish(
    session: Session, actor: Actor, lesson: Lesson, row: Substitution, before: dict[str, Any],
    concerned: set[int | None],
) -> None:  # fmt: skip
    session.add(lesson)
    session.add(row)
    session.flush()
    _record(session, actor, f"substitution.{row.kind.value}", lesson, row.id, before)
    tell_concerned(session, actor, lesson, concerned)


def _state(lesson: Lesson) -> dict[str, Any]:
    return {"day": str(lesson.day), "number": lesson.number, "substitute_id": lesson.substitute_id,
            "status": lesson.status.value}  # fmt: skip


def _record(
    session: Session, actor: Actor, action: str, lesson: Lesson, row_id: int | None, before: dict[str, Any]
) -> None:
    change = audit.Change(action, "substitution", row_id, before, _state(lesson), lesson.id)
    audit.record(session, actor.school_id, actor.person_id, change)
