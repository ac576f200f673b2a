"""How a pupil is doing, week by week and term by term, beside the own past; for the family and the staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil
from ejournal.models import LessonStatus
from ejournal.services.base import tables as db
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import TermSpan
from ejournal.services.diary.lessons import attended, lesson, of_pupil, place_on, read
from ejournal.services.diary.progress import PupilDays, read_days
from ejournal.services.reports.charts.place import ClassPlace, place_in_class
from ejournal.services.reports.charts.pupil_grids import (
    Attended,
    Stretch,
    kinds_grid,
    past_grid,
    pupil_absences_grid,
    pupil_weeks_grid,
    terms_grid,
)
from ejournal.services.reports.grid import Grid

_ATTENDED: Select[Any] = (
    select(lesson.c.id, lesson.c.day, lesson.c.number, lesson.c.course_id)
    .add_columns(db.subject.c.name.label("subject"), db.attendance.c.code)
    .select_from(
        attended()
        .join(db.course, db.course.c.id == lesson.c.course_id)
        .join(db.subject, db.subject.c.id == db.course.c.subject_id)
        .outerjoin(db.attendance, of_pupil(db.attendance))
    )
    .where(lesson.c.status != LessonStatus.CANCELLED, db.course.c.extracurricular.is_(False))
    .distinct()
    .order_by(lesson.c.day, lesson.c.number, lesson.c.id)
)


@dataclass(frozen=True, slots=True)
class Dynamics:
    """A pupil's charts in a term; place: in the class, where the school shows it and the reader is family."""

    pupil_id: int
    first_name: str
    terms: tuple[TermSpan, ...]
    term: TermSpan | None
    grids: tuple[Grid, ...]
    place: ClassPlace | None


@dataclass(frozen=True, slots=True)
class _Year:
    """What was read of a year of the pupil: its terms that have begun, its marks, its lessons until today."""

    terms: tuple[TermSpan, ...]
    days: PupilDays
    lessons: tuple[Attended, ...]


def dynamics(session: Session, actor: Actor, pupil_id: int, term_number: int | None, locale: str) -> Dynamics:
    """The pupil's charts, today's term by default; at most nineteen queries whatever the number of marks."""
    pupil = guard.get(session, actor, Pupil, pupil_id, Permission.DIARY_READ)
    place = place_on(pupil.places, actor.today, actor.today)
    calendar = calendar_of(session, actor.school_id, place.year_id)
    terms = tuple(calendar.terms_of(place.scheme_id)) if calendar else ()
    current = calendar.current_term(place.scheme_id, actor.today) if calendar else None
    term = next((one for one in terms if one.number == term_number), current)
    if calendar is None or term is None:
        return Dynamics(pupil_id, pupil.first_name, terms, None, (), None)
    now = _year(session, actor, pupil_id, place.year_id, terms)
    former = _former_year(session, actor, pupil, place)
    stretch = _stretch(now, term.starts, term.ends, actor.today)
    gone = max(min(term.ends, actor.today) - term.starts, timedelta(0))
    before = _before(now, former, term, gone, actor.today)
    spans = [
        (one, _stretch(year, one.starts, one.ends, actor.today))
        for year in (former, now)
        if year
        for one in year.terms
    ]
    return Dynamics(
        pupil_id,
        pupil.first_name,
        terms,
        term,
        (
            pupil_weeks_grid(stretch, locale),
            terms_grid(spans, actor.today, locale),
            kinds_grid(stretch, locale),
            pupil_absences_grid(stretch, locale),
            past_grid(term, stretch, before, locale),
        ),
        place_in_class(session, actor, pupil, place, calendar.year, term),
    )


def _year(session: Session, actor: Actor, pupil_id: int, year_id: int, terms: Sequence[TermSpan]) -> _Year:
    begun = tuple(one for one in terms if one.starts <= actor.today)
    first = min((one.starts for one in begun), default=actor.today)
    last = min(max((one.ends for one in begun), default=actor.today), actor.today)
    asked: dict[str, object] = {"pupil_id": pupil_id, "first_day": first, "last_day": last}
    lessons = tuple(
        Attended(row.day, row.number, row.course_id, row.subject, row.code)
        for row in read(session, _ATTENDED, actor, **asked)
    )
    # Marks may stand for lessons to come: a term's average on the page of marks has them, too.
    ends = max((one.ends for one in terms), default=last)
    return _Year(begun, read_days(session, actor, pupil_id, year_id, first, ends), lessons)


def _former_year(session: Session, actor: Actor, pupil: Pupil, place: Any) -> _Year | None:
    """The year before, of the class in which the pupil was last then."""
    earlier = [one for one in pupil.places if one.year_starts < place.year_starts]
    if not earlier:
        return None
    last = max(earlier, key=lambda one: (one.year_starts, one.starts))
    calendar = calendar_of(session, actor.school_id, last.year_id)
    terms = tuple(calendar.terms_of(last.scheme_id)) if calendar else ()
    return _year(session, actor, pupil.id, last.year_id, terms)


def _stretch(year: _Year, first: date, last: date, today: date) -> Stretch:
    lessons = tuple(one for one in year.lessons if first <= one.day <= last)
    return Stretch(first, last, year.days.subjects(first, last, today), lessons)


def _before(
    now: _Year, former: _Year | None, term: TermSpan, distance: timedelta, today: date
) -> tuple[TermSpan, Stretch] | None:
    """The term before, as far as this one has come; None where it was not kept here."""
    earlier = [(one, now) for one in now.terms if one.ends < term.starts]
    if former is not None and not earlier:
        earlier = [(one, former) for one in former.terms if one.kind is term.kind]
    if not earlier:
        return None
    found, year = max(earlier, key=lambda one: one[0].starts)
    last = min(found.ends, found.starts + distance)
    return found, _stretch(year, found.starts, last, today)
