"""Test papers beside their limits: of a day, of the first and last lesson, of a subject, of its hours."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.models import LessonStatus
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.reports.book import Book, ReportClass
from ejournal.services.reports.charts.seats import Timetables, timetables_of
from ejournal.services.reports.grid import Fact, Form, Grid, Row, Spot
from ejournal.services.reports.periods import Period
from ejournal.weeks import WEEKS_OF_YEAR

APART = timedelta(days=17)
"""Test papers of one subject are at least so far from each other."""
MOST_SHARE = 10
"""Per cent of a subject's hours of the year that may be test papers."""
_lesson = db.lesson.c
LIMITS = ("two", "edge", "often", "share")


@dataclass(frozen=True, slots=True)
class Paper:
    """A lesson with a test paper."""

    course_id: int
    subject_id: int
    day: date
    number: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class PaperYear:
    """The year's test papers in order until the period ends; its (first, last) lessons by course and day."""

    papers: dict[int, list[Paper]]
    lessons: dict[int, dict[date, tuple[int, int]]]


def papers_grid(
    session: Session, actor: Actor, book: Book, period: Period, locale: str, link: Callable[[int], str]
) -> Grid:
    """By class how many test papers there are and how many pass each limit; two queries."""
    read = read_papers(session, actor, book, period)
    rows = []
    for one in book.classes.values():
        span = period.span(one.scheme_id)
        if span is None:
            continue
        found = breaches(book, one, *span, read)
        every, broken = found
        spots = [Spot(len(every), _facts(every, one.title))]
        spots += [
            Spot(len(broken[what]), _facts(broken[what], one.title), is_over=bool(broken[what]))
            for what in LIMITS
        ]
        if every:
            rows.append(Row(str(one.id), one.title, tuple(spots), 0, link(one.id)))
    return Grid(
        "papers",
        gettext(locale, "Test papers and their limits"),
        Form.TABLE,
        (
            ("all", gettext(locale, "Test papers")),
            ("two", gettext(locale, "With another the same day")),
            ("edge", gettext(locale, "On the first or last lesson")),
            ("often", gettext(locale, "Within 17 days of the last")),
            ("share", gettext(locale, "Over 10 % of the year's hours")),
        ),
        tuple(rows),
        first=gettext(locale, "Class"),
        note=gettext(
            locale,
            "At most one a day, not on the first or last lesson, of a subject once in 17 days and in at most "
            "10 % of its hours of the year: those of all terms so far are counted.",
        ),
    )


def _facts(papers: Iterable[Paper], title: str) -> list[Fact]:
    return [one.fact._replace(class_title=title) for one in papers]


def read_papers(session: Session, actor: Actor, book: Book, period: Period) -> PaperYear:
    """Of the courses that the book reports on; two queries."""
    courses = [one.id for one in book.courses if one.is_reported]
    given = (
        in_days(_lesson, actor.school_id, period.year.starts, period.ends),
        _lesson.status != LessonStatus.CANCELLED,
        _lesson.course_id.in_(courses),
    )
    papers: dict[int, list[Paper]] = {}
    for course_id, day, number in session.execute(
        select(_lesson.course_id, _lesson.day, _lesson.number)
        .join(db.kind_of_work, db.kind_of_work.c.id == _lesson.kind_id)
        .where(*given, db.kind_of_work.c.is_test.is_(True))
        .order_by(_lesson.day, _lesson.number, _lesson.course_id)
    ):
        course = book.course(course_id)
        if course is not None:
            fact = Fact(course_id=course_id, subject=course.subject, day=day, number=number)
            papers.setdefault(course_id, []).append(Paper(course_id, course.subject_id, day, number, fact))
    lessons: dict[int, dict[date, tuple[int, int]]] = {}
    for course_id, day, low, high in session.execute(
        select(_lesson.course_id, _lesson.day, func.min(_lesson.number), func.max(_lesson.number))
        .where(*given, _lesson.day >= period.starts)
        .group_by(_lesson.course_id, _lesson.day)
    ):
        lessons.setdefault(course_id, {})[day] = (low, high)
    return PaperYear(papers, lessons)


def breaches(
    book: Book, of_class: ReportClass, first: date, last: date, read: PaperYear
) -> tuple[list[Paper], dict[str, list[Paper]]]:
    """The test papers of the class, and those that pass each limit for some of its pupils."""
    every: set[Paper] = set()
    broken: dict[str, set[Paper]] = {what: set() for what in LIMITS}
    for stretch in timetables_of(book, of_class.id, first, last):
        for courses in stretch.sets:
            _of_set(sorted(courses), stretch, read, every, broken)
    for course_id in {one.course_id for one in every}:
        own = [one for one in read.papers[course_id] if one.day <= last]
        if len(own) * 100 > _hours_of_year(book, course_id) * MOST_SHARE:
            broken["share"] |= every & set(own)
    return _in_order(every), {what: _in_order(found) for what, found in broken.items()}


def _hours_of_year(book: Book, course_id: int) -> int:
    """The hours planned for the course, else what its hours a week come to."""
    one = book.course(course_id)
    return 0 if one is None else one.planned_hours or round(one.weekly_hours * WEEKS_OF_YEAR)


def _of_set(
    courses: Sequence[int],
    stretch: Timetables,
    read: PaperYear,
    every: set[Paper],
    broken: dict[str, set[Paper]],
) -> None:
    """Those of pupils who have these courses in the stretch of days."""
    papers = [one for course_id in courses for one in read.papers.get(course_id, ())]
    now = [one for one in papers if stretch.first <= one.day <= stretch.last]
    every |= set(now)
    for one in now:
        if any(other.day == one.day and other.subject_id != one.subject_id for other in now):
            broken["two"].add(one)
        if any(
            other.subject_id == one.subject_id and timedelta(0) < one.day - other.day < APART
            for other in papers
        ):
            broken["often"].add(one)
        of_day = [read.lessons[key][one.day] for key in courses if one.day in read.lessons.get(key, {})]
        if one.number in (min(low for low, _ in of_day), max(high for _, high in of_day)):
            broken["edge"].add(one)


def _in_order(papers: set[Paper]) -> list[Paper]:
    return sorted(papers, key=lambda one: (one.day, one.number, one.course_id))
