"""Minutes of homework by class and day beside the norm of the grade."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.i18n.dates import weekday_short
from ejournal.models import LessonStatus
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.calendar.year import monday
from ejournal.services.grading.averages import share
from ejournal.services.reports.book import Book, ReportClass
from ejournal.services.reports.charts.pupil_grids import MONDAY, last_weekday, week_words
from ejournal.services.reports.charts.seats import timetables_of
from ejournal.services.reports.grid import NO_SPOT, Fact, Form, Grid, Row, Spot
from ejournal.services.reports.periods import Period

_lesson = db.lesson.c
MINUTES = {1: 60, 2: 90, 3: 90, 4: 120, 5: 120, 6: 150, 7: 150, 8: 150, 9: 210, 10: 210, 11: 210}
"""How much a grade may be given for a day. Source: SanPiN 1.2.3685-21."""
OVER = "over"
Given = dict[date, list[Fact]]


def norm_of(grade: int, *, first_grade: bool) -> int:
    """Minutes a day; none in grade 1 where the school keeps the older rule."""
    return 0 if grade == 1 and not first_grade else MINUTES.get(grade, 0)


def homework_grid(
    session: Session, actor: Actor, book: Book, period: Period, locale: str, link: Callable[[int], str]
) -> Grid:
    """Minutes written for what was given on a day, of those pupils of the class who have most; two queries.

    Of one class week by week, of several as the mean of days with homework and how many pass the norm.
    """
    days, norms = read_days(session, actor, book, period), read_norms(session, actor, book)
    if len(book.classes) == 1:
        return _of_class(next(iter(book.classes.values())), days, norms, locale)
    return _of_classes(book, days, norms, locale, link)


def read_days(
    session: Session, actor: Actor, book: Book, period: Period, subject_id: int | None = None
) -> dict[int, Given]:
    """By class and day what those have to do who have most, in all subjects or in one; one query."""
    by_course = _read(session, actor, book, period, subject_id)
    return {
        one.id: _heaviest(book, one, period, by_course)
        for one in book.classes.values()
        if period.span(one.scheme_id)
    }


def read_norms(session: Session, actor: Actor, book: Book) -> dict[int, int]:
    """Minutes a day by class; one query."""
    settings = db.school_settings.c
    first_grade = bool(
        session.scalar(select(settings.first_grade_homework).where(settings.school_id == actor.school_id))
    )
    return {one.id: norm_of(one.grade, first_grade=first_grade) for one in book.classes.values()}


def _read(
    session: Session, actor: Actor, book: Book, period: Period, subject_id: int | None
) -> dict[int, Given]:
    """By course and day the lessons with minutes at home."""
    rows = session.execute(
        select(_lesson.course_id, _lesson.day, _lesson.number, _lesson.homework_minutes)
        .where(in_days(_lesson, actor.school_id, period.starts, period.ends))
        .where(_lesson.status != LessonStatus.CANCELLED, _lesson.homework_minutes > 0)
        .order_by(_lesson.day, _lesson.number, _lesson.course_id)
    )
    found: dict[int, Given] = {}
    for course_id, day, number, minutes in rows:
        course = book.course(course_id)
        if course is not None and subject_id in (None, course.subject_id):
            fact = Fact(course_id=course_id, subject=course.subject, day=day, number=number,
                        value=str(minutes))  # fmt: skip
            found.setdefault(course_id, {}).setdefault(day, []).append(fact)
    return found


def _heaviest(book: Book, of_class: ReportClass, period: Period, by_course: dict[int, Given]) -> Given:
    """By day what those of the class have to do who have most."""
    first, last = period.span(of_class.scheme_id) or (period.starts, period.ends)
    found: Given = {}
    for stretch in timetables_of(book, of_class.id, first, last):
        for courses in stretch.sets:
            of_set: Given = {}
            for course_id in courses:
                for day, facts in by_course.get(course_id, {}).items():
                    if stretch.first <= day <= stretch.last:
                        of_set.setdefault(day, []).extend(facts)
            for day, facts in of_set.items():
                if minutes_of(facts) > minutes_of(found.get(day, [])):
                    found[day] = sorted(facts, key=lambda one: (one.number, one.subject))
    return found


def minutes_of(facts: Sequence[Fact]) -> int:
    """The minutes of the lessons together."""
    return sum(int(one.value) for one in facts)


def _of_class(of_class: ReportClass, days: dict[int, Given], norms: dict[int, int], locale: str) -> Grid:
    given, norm = days.get(of_class.id, {}), norms[of_class.id]
    weeks = sorted({monday(day) for day in given})
    weekdays = sorted({day.weekday() for day in given})
    last = max(of_class.days_per_week - 1, last_weekday(given))

    def spot(day: date) -> Spot:
        facts = given.get(day)
        return Spot(minutes_of(facts), facts, is_over=minutes_of(facts) > norm) if facts else NO_SPOT

    rows = tuple(
        Row(
            week.isoformat(),
            week_words(week, last, locale),
            tuple(spot(week + timedelta(days=day)) for day in weekdays),
        )
        for week in weeks
    )
    return _grid(weekdays, rows, "Week", gettext(locale, "Norm: {n} minutes a day", n=norm), locale)


def _of_classes(
    book: Book,
    days: dict[int, Given],
    norms: dict[int, int],
    locale: str,
    link: Callable[[int], str],
) -> Grid:
    weekdays = sorted({day.weekday() for given in days.values() for day in given})
    rows = []
    for one in book.classes.values():
        given, norm = _named(days.get(one.id, {}), one.title), norms[one.id]
        if not given:
            continue
        spots = []
        for weekday in weekdays:
            facts = [of_day for day, of_day in given.items() if day.weekday() == weekday]
            mean = share(sum(map(minutes_of, facts)), len(facts))
            lessons = [fact for of_day in facts for fact in of_day]
            spots.append(Spot(mean, lessons, is_over=mean is not None and mean > norm))
        over = [facts for facts in given.values() if minutes_of(facts) > norm]
        spots.append(Spot(len(over), [fact for of_day in over for fact in of_day], is_over=bool(over)))
        title = gettext(locale, "{title}, norm {n}", title=one.title, n=norm)
        rows.append(Row(str(one.id), title, tuple(spots), 0, link(one.id)))
    return _grid(weekdays, tuple(rows), "Class", "", locale, over=True)


def _named(given: Given, title: str) -> Given:
    return {day: [fact._replace(class_title=title) for fact in facts] for day, facts in given.items()}


def _grid(
    weekdays: Sequence[int], rows: tuple[Row, ...], first: str, note: str, locale: str, *, over: bool = False
) -> Grid:
    heads = [(str(day), weekday_short(locale, MONDAY + timedelta(days=day))) for day in weekdays]
    if over:
        heads.append((OVER, gettext(locale, "Days over the norm")))
    return Grid(
        "homework",
        gettext(locale, "Homework given on a day, minutes"),
        Form.TABLE,
        tuple(heads),
        rows,
        first=gettext(locale, first),
        note=note,
    )
