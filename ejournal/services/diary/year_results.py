"""The year's results of a pupil: every subject with its marks of the terms, the year, exam and final ones."""

from dataclasses import dataclass

from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil
from ejournal.models import TermMarkScope
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import TermSpan
from ejournal.services.diary.lessons import place_on, read
from ejournal.services.diary.progress import COURSES, TERM_MARKS

LAST_COLUMNS = (TermMarkScope.YEAR, TermMarkScope.EXAM, TermMarkScope.FINAL)


@dataclass(frozen=True, slots=True)
class SubjectResults:
    """A subject's results by column: the number of a term, or year, exam, final."""

    subject: str
    marks: dict[str, str]


@dataclass(frozen=True, slots=True)
class YearResults:
    """The terms, those of the last columns in which some mark stands (the year's always), the subjects."""

    terms: tuple[TermSpan, ...]
    last: tuple[TermMarkScope, ...]
    subjects: tuple[SubjectResults, ...]


def year_results(session: Session, actor: Actor, pupil_id: int) -> YearResults:
    """The results of the pupil's present or latest year; three queries, empty where nothing is planned."""
    pupil = guard.get(session, actor, Pupil, pupil_id, Permission.DIARY_READ)
    place = place_on(pupil.places, actor.today, actor.today)
    calendar = calendar_of(session, actor.school_id, place.year_id)
    if calendar is None:
        return YearResults((), (), ())
    asked: dict[str, object] = {
        "pupil_id": pupil_id,
        "year_id": place.year_id,
        "first_day": calendar.year.starts,
        "last_day": calendar.year.ends,
    }
    courses = read(session, COURSES, actor, **asked)
    names = {row.id: row.name for row in courses}
    subjects: dict[str, dict[str, str]] = {name: {} for name in names.values()}
    for row in read(session, TERM_MARKS, actor, **asked):
        if row.course_id in names:
            key = str(row.term_number) if row.scope is TermMarkScope.TERM else row.scope.value
            subjects[names[row.course_id]][key] = row.value
    stand = {key for marks in subjects.values() for key in marks}
    return YearResults(
        tuple(calendar.terms_of(place.scheme_id)),
        tuple(one for one in LAST_COLUMNS if one is TermMarkScope.YEAR or one.value in stand),
        tuple(SubjectResults(name, marks) for name, marks in subjects.items()),
    )
