"""What is noticed of one pupil on a day, from marks and lessons before it; asks no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from ejournal.models import EarlyNoticeKind
from ejournal.services.grading.averages import Tally, share

FORTNIGHT = timedelta(days=14)
LOOK_BACK = timedelta(days=56)
"""Older marks and lessons say little of today."""
FEWEST_MARKS = 3
"""Fewer marks make no average to compare with."""
FEWEST_LESSONS = 20
"""Of fewer lessons a share says nothing: one ill day would be much."""


class Rule(NamedTuple):
    """From which facts on: failing marks in a subject, fall of an average, shares of lessons in per cent."""

    failing_marks: int = 3
    average_drop: Decimal = Decimal("0.5")
    absence_share: int = 10
    growth_share: int = 5


class DatedMark(NamedTuple):
    """A mark of a subject: its weight, and whether it fails."""

    day: date
    value: str
    weight: int
    fails: bool


class Attended(NamedTuple):
    """Of a day the lessons that a pupil had, those missed, and of these those without a valid reason."""

    day: date
    lessons: int
    missed: int
    unexcused: int


@dataclass(frozen=True, slots=True)
class Flag:
    """A fact of a pupil: of a subject (its id, else None), count, and what it was before and is now.

    Marks: how many fail in the fortnight, averages. Absences: lessons missed of so many, of them unexcused,
    the share before and now.
    """

    kind: EarlyNoticeKind
    subject_id: int | None
    count: int
    of: int = 0
    unexcused: int = 0
    before: Decimal | None = None
    now: Decimal | None = None

    @property
    def key(self) -> tuple[EarlyNoticeKind, int | None]:
        """What of a pupil it is about."""
        return self.kind, self.subject_id


def flags_of(
    day: date, marks: Mapping[int, Sequence[DatedMark]], days: Iterable[Attended], rule: Rule
) -> list[Flag]:
    """The flags of a pupil on the day: by subject, then of absences; a subject has one of marks at most."""
    found = [
        flag
        for subject_id, of_subject in marks.items()
        if (flag := _of_marks(day, subject_id, of_subject, rule))
    ]
    absences = _of_absences(day, days, rule)
    return [*found, absences] if absences else found


def _of_marks(day: date, subject_id: int, marks: Sequence[DatedMark], rule: Rule) -> Flag | None:
    known = [one for one in marks if day - LOOK_BACK < one.day <= day]
    before = [one for one in known if one.day <= day - FORTNIGHT]
    fails = sum(one.fails for one in known if one.day > day - FORTNIGHT)
    was, now = _average(before), _average(known)
    if fails >= rule.failing_marks:
        return Flag(EarlyNoticeKind.FAILING_MARKS, subject_id, fails, before=was, now=now)
    fell = was is not None and now is not None and was - now >= rule.average_drop
    if fell and len(before) >= FEWEST_MARKS:
        recent = len(known) - len(before)
        return Flag(EarlyNoticeKind.AVERAGE_FELL, subject_id, recent, before=was, now=now)
    return None


def _average(marks: Iterable[DatedMark]) -> Decimal | None:
    tally = Tally()
    for one in marks:
        tally.add(one.value, one.weight)
    return tally.average


def _of_absences(day: date, days: Iterable[Attended], rule: Rule) -> Flag | None:
    known = [one for one in days if day - LOOK_BACK < one.day <= day]
    lessons, missed = sum(one.lessons for one in known), sum(one.missed for one in known)
    if lessons < FEWEST_LESSONS:
        return None
    unexcused, all_share = sum(one.unexcused for one in known), share(missed * 100, lessons)
    recent = [one for one in known if one.day > day - FORTNIGHT]
    earlier = [one for one in known if day - 2 * FORTNIGHT < one.day <= day - FORTNIGHT]
    now, before = _missed_share(recent), _missed_share(earlier)
    if all_share is not None and all_share >= rule.absence_share:
        return Flag(EarlyNoticeKind.ABSENCES, None, missed, lessons, unexcused, now=all_share)
    if now is not None and before is not None and now >= rule.growth_share and now >= 2 * before and missed:
        of_recent = sum(one.missed for one in recent)
        in_all = sum(one.lessons for one in recent)
        bad = sum(one.unexcused for one in recent)
        return Flag(EarlyNoticeKind.ABSENCES_GREW, None, of_recent, in_all, bad, before, now)
    return None


def _missed_share(days: Sequence[Attended]) -> Decimal | None:
    return share(sum(one.missed for one in days) * 100, sum(one.lessons for one in days))
