"""A lesson as a whole: call the roll, write topic, homework and kind of work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlmodel import Session

from ejournal import clock, limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import Lesson, LessonStatus, SchoolClass
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.texts import cleaned
from ejournal.services.base.topics import course_topic, pupil_topic
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.courses.frame import CourseFrame, frames
from ejournal.services.courses.members import members
from ejournal.services.journal.batch import lock_lessons, spelled
from ejournal.services.journal.cells import read_lesson_cells
from ejournal.services.journal.reading import KindChoice, default_kind, read_kinds

CLOSED_LINE = "The edit window of this lesson has passed: what is written stays"
NO_ROLL = "The roll is called on the day of the lesson"
NOT_MINUTES = "Give the minutes as a number up to {most}"
LAST_BELL = time(19)
"""The second shift ends by then: the end of the school day where no bells are known."""


class WrittenMeanwhile(Exception):
    """Another has written where the person has seen something else: nothing was changed."""


@dataclass(frozen=True, slots=True)
class LessonSaved:
    """A lesson's line of the facing page as it now stands.

    homework_late: the homework came after the end of the school day; kinds_changed: marks of the column
    moved to the new kind of work, so that averages are to be read anew.
    """

    lesson_id: int
    course_id: int
    topic: str
    homework: str
    homework_minutes: int | None
    kind_id: int
    kind: str
    is_test: bool
    roll_called: bool
    homework_late: bool
    kinds_changed: bool


def call_roll(session: Session, actor: Actor, lesson_id: int) -> None:
    """Note that the roll was called at the lesson: whoever has no code was there."""
    lesson = guard.get(session, actor, Lesson, lesson_id, Permission.JOURNAL_WRITE)
    if lesson.status is LessonStatus.CANCELLED:
        raise DomainError("This lesson was cancelled")
    if lesson.day > actor.today:
        raise DomainError(NO_ROLL)
    if not lesson.roll_called:
        _update(session, lesson, {"roll_called": True})
        change = audit.Change("lesson.roll", "lesson", lesson.id, None, {"roll_called": True}, lesson.id)
        audit.record(session, actor.school_id, actor.person_id, change)
        note(session, course_topic(lesson.course_id))


def _update(session: Session, lesson: Lesson, values: dict[str, Any]) -> None:
    session.execute(update(db.lesson).where(db.lesson.c.id == lesson.id).values(**values))
    session.expire(lesson)


def marks_of_kind(session: Session, actor: Actor, lesson_id: int) -> int:
    """How many marks would take another kind of work along with the lesson; NotFound for another's lesson."""
    lesson = guard.get(session, actor, Lesson, lesson_id, Permission.JOURNAL_WRITE)
    mark, kind = db.mark.c, lesson.kind_id or default_kind(read_kinds(session, actor.school_id))
    own = and_(mark.school_id == actor.school_id, mark.lesson_id == lesson_id, mark.kind_id == kind)
    return session.scalar(select(func.count()).select_from(db.mark).where(own)) or 0


def set_lesson(
    session: Session,
    actor: Actor,
    lesson_id: int,
    now: datetime,
    *,
    topic: str | None = None,
    homework: str | None = None,
    homework_minutes: int | None = None,
    kind_id: int | None = None,
    seen: Mapping[str, str] | None = None,
) -> LessonSaved:
    """Write what is given of topic, homework, its minutes and kind of work (0 takes minutes or kind away).

    seen: what the person saw where they write; WrittenMeanwhile where other words stand there by now.
    Past the edit window an empty line may still be filled, but what stands there stays, marks' weights too.
    """
    lock_lessons(session, actor.school_id, [lesson_id])
    lesson = guard.get(session, actor, Lesson, lesson_id, Permission.JOURNAL_WRITE)
    frame = frames(session, actor.school_id, [lesson.course_id])[lesson.course_id]
    kinds = read_kinds(session, actor.school_id)
    wanted = _wanted(lesson, kinds, topic, homework, homework_minutes, kind_id)
    before = {name: getattr(lesson, name) for name in wanted}
    late = "homework" in wanted and _after_school_day(session, actor, lesson, frame, now)
    moved: list[audit.Change] = []
    if any((seen or {}).get(name, _spelled(value)) != _spelled(value) for name, value in before.items()):
        raise WrittenMeanwhile
    if wanted:
        _check_window(frame, lesson, before, actor.today)
        if "kind_id" in wanted:
            moved = _move_marks(session, lesson, kinds, wanted["kind_id"])
            if moved and frame.is_late(lesson.day, actor.today):  # else averages would change unasked
                raise DomainError(CLOSED_LINE, field="kind")
        _update(session, lesson, wanted)
        after = wanted | ({"homework_late": True} if late else {})
        change = audit.Change("lesson.put", "lesson", lesson_id, before, after, lesson_id)
        audit.record(session, actor.school_id, actor.person_id, change, *moved)
        pupils = members(session, frame, lesson.day, lesson.day)
        note(session, course_topic(lesson.course_id), *map(pupil_topic, pupils))
    return _saved(lesson, kinds, late, bool(moved))


def _wanted(
    lesson: Lesson,
    kinds: dict[int, KindChoice],
    topic: str | None,
    homework: str | None,
    homework_minutes: int | None,
    kind_id: int | None,
) -> dict[str, Any]:
    """What differs from what stands in the lesson."""
    given: dict[str, Any] = {}
    if topic is not None:
        given["topic"] = cleaned(topic, limits.TOPIC, "topic")
    if homework is not None:
        given["homework"] = cleaned(homework, limits.HOMEWORK, "homework")
    if homework_minutes is not None:
        if not 0 <= homework_minutes <= limits.HOMEWORK_MINUTES:
            raise DomainError(NOT_MINUTES, field="homework_minutes", most=limits.HOMEWORK_MINUTES)
        given["homework_minutes"] = homework_minutes or None
    if kind_id is not None:
        if kind_id and not (kind_id in kinds and kinds[kind_id].active):
            raise DomainError("There is no such kind of work", field="kind")
        given["kind_id"] = kind_id or None
    return {name: value for name, value in given.items() if getattr(lesson, name) != value}


def _spelled(value: object) -> str:
    """A field of the lesson as a person sees it."""
    return str(value or "").strip()


def _check_window(frame: CourseFrame, lesson: Lesson, before: dict[str, Any], today: date) -> None:
    if frame.is_late(lesson.day, today) and any(before.values()):
        field = next(name for name, value in before.items() if value)
        raise DomainError(CLOSED_LINE, field=field)


def _after_school_day(
    session: Session, actor: Actor, lesson: Lesson, frame: CourseFrame, now: datetime
) -> bool:
    """Whether the class's last bell of the lesson's day has rung."""
    at = clock.local(now, actor.time_zone)
    if at.date() != lesson.day:
        return at.date() > lesson.day
    calendar = calendar_of(session, actor.school_id, frame.year_id)
    school_class = session.get(SchoolClass, frame.class_id) if frame.class_id else None
    bells = (
        calendar.bells(school_class.grade, school_class.shift, lesson.day)
        if calendar and school_class
        else ()
    )
    return at.time() > max((bell.ends for bell in bells), default=LAST_BELL)


def _move_marks(
    session: Session, lesson: Lesson, kinds: dict[int, KindChoice], kind_id: int | None
) -> list[audit.Change]:
    """Give the column's marks of the lesson's old kind the new one; their authors and times stay.

    What the audit trail says of it, an entry a cell.
    """
    old, new = lesson.kind_id or default_kind(kinds), kind_id or default_kind(kinds)
    mark = db.mark.c
    of_lesson = and_(mark.school_id == lesson.school_id, mark.lesson_id == lesson.id, mark.kind_id == old)
    if old == new or lesson.id is None:
        return []
    cells = read_lesson_cells(session, lesson.school_id, [lesson.id])
    moved = {key: cell for key, cell in cells.items() if any(one.kind_id == old for one in cell.marks)}
    if moved:
        session.execute(update(db.mark).where(of_lesson).values(kind_id=new))
    return [
        audit.Change(
            "cell.kind", "cell", None, spelled(cell, kinds), spelled(cell.with_kind(old, new), kinds), *key
        )
        for key, cell in moved.items()
    ]


def _saved(lesson: Lesson, kinds: dict[int, KindChoice], late: bool, moved: bool) -> LessonSaved:
    if lesson.id is None:
        raise NotFound
    kind = kinds.get(lesson.kind_id or 0)
    return LessonSaved(
        lesson_id=lesson.id,
        course_id=lesson.course_id,
        topic=lesson.topic,
        homework=lesson.homework,
        homework_minutes=lesson.homework_minutes,
        kind_id=kind.id if kind else 0,
        kind=kind.short_name if kind else "",
        is_test=bool(kind and kind.is_test),
        roll_called=lesson.roll_called,
        homework_late=late,
        kinds_changed=moved,
    )
