"""Dated lessons made from the published timetable, in bulk, as a plan says."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import bindparam, delete, insert, or_, update
from sqlmodel import Session

from ejournal.models import Lesson, LessonStatus
from ejournal.models.base import table
from ejournal.services.base.changed import note
from ejournal.services.base.topics import schedule_topic
from ejournal.services.lessons.planning import (
    LessonPlan,
    changes_seen,
    is_given,
    is_written,
    plan_lessons,
)
from ejournal.services.lessons.wanted import Giving, LessonKey, MadeLesson

BATCH = 5000
T = TypeVar("T")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class LessonReport:
    """How many lessons were added, removed, changed, and which stayed because they are used."""

    added: int
    removed: int
    changed: int
    kept_because_used: tuple[MadeLesson, ...]


def apply_plan(session: Session, plan: LessonPlan, progress: Progress | None = None) -> LessonReport:
    """Do what the plan says, in bulk; a lesson written in since the plan was made is still kept."""
    if plan.to_add or plan.to_remove or plan.to_change:
        note(session, schedule_topic(plan.school_id))
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


def _remove(session: Session, school_id: int, ids: list[int]) -> int:
    lesson = table(Lesson)
    unused = ~or_(is_written(lesson.c), is_given(lesson.c))
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
