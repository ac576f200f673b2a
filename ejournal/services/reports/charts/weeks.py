"""The marks of lessons week by week: their average on five points, how many there are."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.i18n import gettext
from ejournal.models import ScaleKind
from ejournal.models.spans import holds_on
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.base.names import by_name
from ejournal.services.calendar.year import monday
from ejournal.services.grading.averages import Tally
from ejournal.services.grading.scales import five_point
from ejournal.services.reports.book import Book
from ejournal.services.reports.charts.pupil_grids import last_weekday, week_words
from ejournal.services.reports.charts.whose import Whose
from ejournal.services.reports.grid import Fact, Facts, Form, Grid, Row, Spot

_mark, _kind, _enrolment = db.mark.c, db.kind_of_work.c, db.enrolment.c
ODD = "odd"
_SUNDAY = timedelta(days=6)


def weeks_grid(
    session: Session, actor: Actor, book: Book, whose: Whose, span: tuple[date, date], locale: str
) -> Grid:
    """Of every week with marks that are numbers; three queries at most, two for what a number counts."""
    weights = dict(
        session.execute(select(_kind.id, _kind.weight).where(_kind.school_id == actor.school_id)).all()
    )
    odd = _odd(book).label(ODD)
    rows = [
        row
        for marks in _marks(actor, book, whose, span)
        for row in session.execute(
            marks.with_only_columns(_mark.day, odd, _mark.value, _mark.kind_id, func.count()).group_by(
                _mark.day, ODD, _mark.value, _mark.kind_id
            )
        )
    ]
    weeks: dict[date, Tally] = {}
    scales = set()
    for day, course_id, value, kind_id, times in rows:
        scale = _scale(book, course_id)
        level = _level(scale, value)
        if level:
            scales.add(scale)
            weeks.setdefault(monday(day), Tally()).add(level, weights[kind_id], times)
    last = last_weekday(day for day, *_ in rows)
    note = gettext(locale, "Marks of other scales are counted on five points")
    spots = []
    for week in sorted(weeks):
        days = max(week, span[0]), min(week + _SUNDAY, span[1])
        facts = Facts(weeks[week].count, _read(session, actor, book, whose, days))
        spots.append((week, weeks[week], facts))
    return Grid(
        "weeks",
        gettext(locale, "Average by week"),
        Form.LINE,
        tuple((week.isoformat(), week_words(week, last, locale)) for week in sorted(weeks)),
        (
            Row("average", gettext(locale, "Average"), tuple(Spot(t.average, f) for _, t, f in spots), 2),
            Row("marks", gettext(locale, "Marks"), tuple(Spot(t.count, f) for _, t, f in spots)),
        ),
        first=gettext(locale, "Figure"),
        note=note if scales - {ScaleKind.FIVE} else "",
        low=2,
        top=5,
    )


def _scale(book: Book, course_id: int) -> ScaleKind:
    """The scale of a course; none is told of those on five points, which most are."""
    one = book.course(course_id)
    return ScaleKind.FIVE if one is None else one.scale or one.class_scale or ScaleKind.FIVE


def _odd(book: Book) -> ColumnElement[Any]:
    """The course of a mark where it is not on five points."""
    ids = [one.id for one in book.courses if _scale(book, one.id) is not ScaleKind.FIVE]
    return case((_mark.course_id.in_(ids), _mark.course_id), else_=0) if ids else literal(0)


def _level(scale: ScaleKind, value: str) -> str:
    """The mark on five points; empty for a word."""
    if scale in (ScaleKind.PASS, ScaleKind.NONE) or not value.isdecimal():
        return ""
    return value if scale is ScaleKind.FIVE else five_point(scale, value)


def _marks(actor: Actor, book: Book, whose: Whose, span: tuple[date, date]) -> list[Select[Any]]:
    """The marks of the courses in scope; where classes are meant, of who is in them on the day.

    A course of a class is the class's, whoever has passed through it; of groups drawn from several classes,
    and of one class alone, each mark is asked about.
    """
    every = [one for one in book.courses if one.is_reported]
    own: list[int] = [one.id for one in every]
    asked: list[int] = []
    if whose.by_pupils:
        of_classes = [one.id for one in every if one.class_id in book.classes]
        drawn = [one.id for one in every if one.class_id is None]
        own, asked = ([], of_classes + drawn) if whose.of_one_class else (of_classes, drawn)
    found = select(_mark.id).where(in_days(_mark, actor.school_id, *span))
    seat = exists().where(
        _enrolment.school_id == actor.school_id,
        _enrolment.pupil_id == _mark.pupil_id,
        holds_on(_enrolment, _mark.day),
        _enrolment.class_id.in_(list(book.classes)),
    )
    parts = [found.where(_mark.course_id.in_(own))] if own else []
    return [*parts, found.where(_mark.course_id.in_(asked), seat)] if asked else parts


def _read(session: Session, actor: Actor, book: Book, whose: Whose, span: tuple[date, date]) -> Any:
    """What gives the marks of the days, by the alphabet."""
    person = db.person.c

    def read() -> Iterable[Fact]:
        rows = [
            row
            for marks in _marks(actor, book, whose, span)
            for row in session.execute(
                marks.with_only_columns(_mark.day, _mark.value, _mark.pupil_id, _mark.course_id)
                .add_columns(person.last_name, person.first_name, person.middle_name, db.lesson.c.number)
                .join(db.person, person.id == _mark.pupil_id)
                .join(db.lesson, db.lesson.c.id == _mark.lesson_id)
            )
        ]
        for row in sorted(rows, key=lambda one: (by_name(one), one.day, one.number)):
            course = book.course(row.course_id)
            if course is not None and _level(_scale(book, course.id), row.value):
                name = f"{row.last_name} {row.first_name}"
                title = book.class_of(row.pupil_id, row.day)
                yield Fact(
                    row.pupil_id, name, title, course.id, course.subject, row.day, row.number, row.value
                )

    return read
