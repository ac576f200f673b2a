"""The place of a pupil in the class by the mean of averages: for the pupil and own guardians alone.

Of averages on one scale.
Never a list; and only among so many others that nobody's average can be worked out from it.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.pupils import Pupil, is_guardian_of, is_self, wards
from ejournal.models import ScaleKind
from ejournal.services.base import tables as db
from ejournal.services.calendar.year import TermSpan, YearSpan
from ejournal.services.diary.progress import mean
from ejournal.services.grading.scales import scale_of
from ejournal.services.reports.book import Book, Place, ReportClass
from ejournal.services.reports.periods import Period
from ejournal.services.reports.rows import Scope, read_book, read_tallies

CENT = Decimal("0.01")
FEWEST_OTHERS = 10
"""Among fewer others, own children apart, a place says too much of somebody else."""
_WORDS = (ScaleKind.NONE, ScaleKind.PASS)


@dataclass(frozen=True, slots=True)
class ClassPlace:
    """Which place of how many with an average; who have the same average have the same place."""

    place: int
    of: int


def place_in_class(
    session: Session, actor: Actor, pupil: Pupil, place: Any, year: YearSpan, term: TermSpan
) -> ClassPlace | None:
    """The pupil's place in the term; None for staff, in a small class, where the school does not show it."""
    is_family = is_self(session, actor, pupil) or is_guardian_of(session, actor, pupil)
    if not is_family or not _is_shown(session, actor):
        return None
    scope = Scope(db.school_class.c.id == place.class_id)
    period = Period(year, term.kind, term.number, (term,))
    book = read_book(session, actor, [period], scope)
    tallies = read_tallies(session, actor, year.id, scope, term.starts, term.ends)
    of_class = book.classes[place.class_id]
    scale = _scale(book, of_class, term)
    day = min(term.ends, max(term.starts, actor.today))
    found = {
        one.pupil_id: average
        for one in book.places.get(of_class.id, ())
        if one.span.holds_on(day)
        and (average := _average(book, of_class, one, term, scale, tallies)) is not None
    }
    return standing(found, pupil.id, _own(session, actor), scale)


def standing(
    averages: Mapping[int, Decimal], pupil_id: int, own: Collection[int], scale: ScaleKind
) -> ClassPlace | None:
    """The place by these averages; None where it would say too much to who knows those of the own ones.

    Held back by the number of the others and by the own averages alone: that it is, says nothing of others.
    """
    mine, known = averages.get(pupil_id), {*own, pupil_id}
    if mine is None or len(averages.keys() - known) < FEWEST_OTHERS:
        return None
    if _leaves_no_choice({averages[one] for one in known & averages.keys()}, scale):
        return None
    return ClassPlace(1 + sum(one > mine for one in averages.values()), len(averages))


def _leaves_no_choice(own: Collection[Decimal], scale: ScaleKind) -> bool:
    """Whether between two own averages, or one and an end of the scale, an average of others has one value.

    A place says how many of the others are above: of all of them in such a gap each would be known.
    """
    marks = [int(one) for one in scale_of(scale, None).marks]
    lowest, best = Decimal(min(marks)), Decimal(max(marks))
    ends = sorted({*own, best})
    return ends[0] <= lowest or any(after - one <= CENT for one, after in pairwise(ends))


def _is_shown(session: Session, actor: Actor) -> bool:
    settings = db.school_settings.c
    return bool(session.scalar(select(settings.place_in_class).where(settings.school_id == actor.school_id)))


def _own(session: Session, actor: Actor) -> set[int]:
    """Who are the reader's own: of these the reader knows the averages."""
    return {*session.scalars(wards(actor.school_id, actor.person_id, actor.today)), actor.person_id}


def _scale(book: Book, of_class: ReportClass, term: TermSpan) -> ScaleKind:
    """The scale on which the class learns most: averages on several have no mean."""
    counts = Counter(
        course.scale or of_class.scale
        for place in book.places.get(of_class.id, ())
        for course in book.courses_in(place, of_class.id, term.starts, term.ends)
    )
    numeric = {kind: times for kind, times in counts.items() if kind not in _WORDS}
    return max(numeric, key=lambda kind: (numeric[kind], kind is of_class.scale), default=ScaleKind.FIVE)


def _average(
    book: Book, of_class: ReportClass, place: Place, term: TermSpan, scale: ScaleKind,
    tallies: dict[int, dict[int, Any]],
) -> Decimal | None:  # fmt: skip
    """The mean of the averages of the subjects on the scale."""
    of_pupil = tallies.get(place.pupil_id, {})
    last: dict[int, Decimal | None] = {}
    for course in book.courses_in(place, of_class.id, term.starts, term.ends):
        kind = course.scale or of_class.scale
        of_scale = kind is scale
        last[course.subject_id] = book.tally_of(course, kind, of_pupil).average if of_scale else None
    return mean(last.values())
