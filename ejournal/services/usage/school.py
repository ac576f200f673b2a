"""Use by the whole school for its head: teachers, families, and which parts of the journal nobody uses."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.models import (
    Acknowledgement,
    EarlyNoticeTalk,
    LessonStatus,
    Substitution,
)
from ejournal.models.base import table
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.grading.averages import share
from ejournal.services.reports.filling import MARKS_DUE, FillingLine, filling
from ejournal.services.reports.periods import Period
from ejournal.services.usage.families import FamiliesUse, families_use

_mark, _lesson, _remark = db.mark.c, db.lesson.c, db.remark.c
_announced, _change, _consent = db.absence_notice.c, db.change_request.c, db.consent.c
_seen, _talk, _substitution = table(Acknowledgement).c, table(EarlyNoticeTalk).c, table(Substitution).c


class Part(StrEnum):
    """A part of the journal whose use leaves rows."""

    TOPICS = "topics"
    HOMEWORK = "homework"
    COMMENTS = "comments"
    REMARKS = "remarks"
    SUBSTITUTIONS = "substitutions"
    ANNOUNCED = "announced"
    ACKNOWLEDGED = "acknowledged"
    LATE_CHANGES = "late_changes"
    TALKS = "talks"
    CONSENTS = "consents"


@dataclass(frozen=True, slots=True)
class PartUse:
    """How often a part was used in the period, and on which day last."""

    part: Part
    times: int
    last: date | None


@dataclass(frozen=True, slots=True)
class Delays:
    """Marks by days from the lesson to the entry: on its day, the next one, until they are late, late."""

    same_day: int
    next_day: int
    in_time: int
    late: int

    @property
    def marks(self) -> int:
        """All of them."""
        return self.same_day + self.next_day + self.in_time + self.late

    @property
    def share_in_time(self) -> Decimal | None:
        """Marks that are not late, in per cent."""
        return share((self.marks - self.late) * 100, self.marks)


@dataclass(frozen=True, slots=True)
class SchoolUse:
    """The use of a term until today; complete: teachers in whose journals nothing is missing."""

    periods: tuple[Period, ...]
    period: Period
    teachers: tuple[FillingLine, ...]
    complete: int
    delays: Delays
    mean_delay: Decimal | None
    families: FamiliesUse
    parts: tuple[PartUse, ...]


def school_use(session: Session, actor: Actor, key: str | None = None) -> SchoolUse | None:
    """For who leads the school; None while no year has begun. Eight queries beside the calendars kept."""
    found = filling(session, actor, key)
    if found is None:
        return None
    first, last = found.period.starts, min(found.period.ends, actor.today)
    by_days = found.by_days
    return SchoolUse(
        found.periods,
        found.period,
        found.lines,
        sum(not one.lacks for one in found.lines),
        _delays(by_days),
        share(sum(days * times for days, times in by_days.items()), sum(by_days.values())),
        families_use(session, actor),
        tuple(_parts(session, actor, first, last)),
    )


def _delays(by_days: Mapping[int, int]) -> Delays:
    late = sum(times for days, times in by_days.items() if days > MARKS_DUE.days)
    same, following = by_days.get(0, 0), by_days.get(1, 0)
    return Delays(same, following, sum(by_days.values()) - same - following - late, late)


def _parts(session: Session, actor: Actor, first: date, last: date) -> Iterable[PartUse]:
    found: dict[Part, tuple[int, date | None]] = {}
    for part, times, day in session.execute(union_all(*_of_days(actor, first, last))):
        found[Part(part)] = times, day
    for part, times, moment in session.execute(union_all(*_of_moments(actor, first, last))):
        found[Part(part)] = times, clock.local(moment, actor.time_zone).date() if moment else None
    return (PartUse(part, *found[part]) for part in Part)


def _of_days(actor: Actor, first: date, last: date) -> Iterator[Select[Any]]:
    """A statement a part whose rows have a day: its name, how often, the last day."""

    def used(part: Part, rows: Any, *where: Any) -> Select[Any]:
        inside = in_days(rows, actor.school_id, first, last)
        return select(literal(part.value), func.count(), func.max(rows.day)).where(inside, *where)

    given = _lesson.status != LessonStatus.CANCELLED
    yield used(Part.TOPICS, _lesson, given, _lesson.topic != "")
    yield used(Part.HOMEWORK, _lesson, given, _lesson.homework != "")
    yield used(Part.COMMENTS, _lesson, _mark.comment != "").join_from(
        db.lesson, db.mark, _mark.lesson_id == _lesson.id
    )
    yield used(Part.REMARKS, _remark)


def _of_moments(actor: Actor, first: date, last: date) -> Iterator[Select[Any]]:
    """The same of parts whose rows have a moment."""
    since = clock.start_of(first, actor.time_zone)
    until = clock.start_of(last + timedelta(days=1), actor.time_zone)

    def used(part: Part, rows: Any, moment: Any) -> Select[Any]:
        inside = (rows.school_id == actor.school_id, moment >= since, moment < until)
        return select(literal(part.value), func.count(), func.max(moment)).where(*inside)

    yield used(Part.SUBSTITUTIONS, _substitution, _substitution.created_at)
    yield used(Part.ANNOUNCED, _announced, _announced.announced_at)
    yield used(Part.ACKNOWLEDGED, _seen, _seen.at)
    yield used(Part.LATE_CHANGES, _change, _change.created_at)
    yield used(Part.TALKS, _talk, _talk.created_at)
    yield used(Part.CONSENTS, _consent, _consent.answered_at)
