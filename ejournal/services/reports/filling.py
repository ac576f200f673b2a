"""How journals are filled, teacher by teacher: what lessons lack, how long after them marks come."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, and_, case, cast, exists, func, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotAllowed
from ejournal.models import LessonStatus, NoticeKind
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.base.names import by_name
from ejournal.services.calendar.year import monday
from ejournal.services.grading.averages import share
from ejournal.services.notices.outbox import personal_notice, tell
from ejournal.services.reports.delays import GIVEN_BY, days_to_marks
from ejournal.services.reports.periods import Period, chosen, periods_of

MARKS_DUE = timedelta(days=3)
"""A mark entered later than so many days after its lesson is late; a test paper without marks lacks them."""

_lesson, _mark, _person = db.lesson.c, db.mark.c, db.person.c


@dataclass(frozen=True, slots=True)
class FillingLine:
    """A teacher's lessons of a period until today, what they lack; delay: mean days from lesson to mark."""

    teacher_id: int
    teacher: str
    lessons: int
    without_topic: int
    tests_without_marks: int
    without_homework: int
    marks: int
    late_marks: int
    delay: Decimal | None

    @property
    def lacks(self) -> bool:
        """Whether there is something to remind of: topics or marks of tests; homework is not always given."""
        return self.without_topic > 0 or self.tests_without_marks > 0


@dataclass(frozen=True, slots=True)
class Filling:
    """The journals of a school in a period; by_days: marks by the days from the lesson to the entry."""

    periods: tuple[Period, ...]
    period: Period
    lines: tuple[FillingLine, ...]
    by_days: Mapping[int, int]


def filling(session: Session, actor: Actor, key: str | None = None) -> Filling | None:
    """Every teacher with lessons in the period, by the alphabet; for who leads the school; three queries.

    None while no year has begun; by default the term that runs, or ran last.
    """
    guard.require(actor, Permission.REPORTS_READ)
    if not actor.leads:
        raise NotAllowed
    periods = periods_of(session, actor.school_id, actor.today)
    begun = [one for one in periods if one.kind]
    period = chosen(periods, key or (begun[-1].key if begun else None), actor.today)
    if period is None:
        return None
    until = min(period.ends, actor.today)
    by_teacher = days_to_marks(session, actor, period.starts, until)
    delays = _delays(by_teacher)
    by_days: Counter[int] = Counter()
    for (_, days), times in by_teacher.items():
        by_days[days] += times
    rows = session.execute(_lessons(actor, period.starts, until)).all()
    return Filling(
        tuple(periods),
        period,
        tuple(_line(row, delays.get(row.teacher_id, (0, 0, 0))) for row in sorted(rows, key=by_name)),
        by_days,
    )


def _lessons(actor: Actor, first: date, last: date) -> Any:
    marked = exists().where(_mark.school_id == actor.school_id, _mark.lesson_id == _lesson.id)
    due = _lesson.day <= actor.today - MARKS_DUE
    unmarked = and_(db.kind_of_work.c.is_test.is_(True), due, ~marked)

    def count(condition: Any, name: str) -> Any:
        return cast(func.sum(case((condition, 1), else_=0)), Integer).label(name)

    return (
        select(GIVEN_BY.label("teacher_id"), _person.last_name, _person.first_name, _person.middle_name)
        .add_columns(func.count().label("lessons"), count(_lesson.topic == "", "topics"))
        .add_columns(count(unmarked, "tests"), count(_lesson.homework == "", "homework"))
        .join_from(db.lesson, db.person, _person.id == GIVEN_BY)
        .outerjoin(db.kind_of_work, db.kind_of_work.c.id == _lesson.kind_id)
        .where(in_days(_lesson, actor.school_id, first, last), _lesson.status != LessonStatus.CANCELLED)
        .group_by(GIVEN_BY, _person.last_name, _person.first_name, _person.middle_name)
    )


def _delays(by_days: Counter[tuple[int, int]]) -> dict[int, tuple[int, int, int]]:
    """By teacher: how many marks, how many of them late, and the days from lesson to mark of all of them."""
    found: dict[int, tuple[int, int, int]] = {}
    for (teacher_id, days), times in by_days.items():
        marks, late, total = found.get(teacher_id, (0, 0, 0))
        late += times if days > MARKS_DUE.days else 0
        found[teacher_id] = (marks + times, late, total + days * times)
    return found


def _line(row: Any, delays: tuple[int, int, int]) -> FillingLine:
    marks, late, days = delays
    return FillingLine(
        row.teacher_id,
        short_name(row.last_name, row.first_name, row.middle_name),
        row.lessons,
        row.topics,
        row.tests,
        row.homework,
        marks,
        late,
        share(days, marks),
    )


def remind(session: Session, actor: Actor, key: str | None, teacher_ids: set[int]) -> int:
    """Tell those of the teachers whose journals lack something, in their bell; how many were told.

    One reminder a teacher and week: another one is the same notice, corrected. DomainError for nobody.
    """
    found = filling(session, actor, key)
    guard.require_own_eyes(actor)
    lines = [one for one in found.lines if one.lacks and one.teacher_id in teacher_ids] if found else []
    if not lines or found is None:
        raise DomainError("Nothing is missing in these journals")
    week = monday(actor.today).isoformat()
    tell(
        session,
        (
            personal_notice(
                actor.school_id,
                one.teacher_id,
                NoticeKind.JOURNAL_UNFILLED,
                f"journal-unfilled:{week}",
                {"topics": one.without_topic, "tests": one.tests_without_marks,
                 "day": found.period.starts.isoformat()},
                clock.now(),
            )
            for one in lines
        ),
    )  # fmt: skip
    return len(lines)
