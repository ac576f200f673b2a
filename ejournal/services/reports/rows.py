"""The rows that reports are made of, read with a fixed number of queries whatever the school's size."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, func, literal, select, true
from sqlalchemy.types import Integer
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.models import SchoolSettings, TermMarkScope
from ejournal.models.people import short_name
from ejournal.models.spans import Span, meets
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.base.names import by_name
from ejournal.services.courses.frame import rounding_rule
from ejournal.services.grading.averages import Tally
from ejournal.services.grading.scales import NOT_PASSED, PASSED
from ejournal.services.reports.book import Book, Place, ReportClass, ReportCourse
from ejournal.services.reports.periods import Period

_term_mark, _mark, _course, _class = db.term_mark.c, db.mark.c, db.course.c, db.school_class.c
_enrolment, _member, _person = db.enrolment.c, db.group_member.c, db.person.c
_BETWEEN, _AFTER = ":", " "


@dataclass(frozen=True, slots=True)
class Scope:
    """Which classes are read and which courses are reported on, as conditions on their rows."""

    classes: ColumnElement[bool]
    courses: ColumnElement[bool] = field(default_factory=true)
    is_whole: bool = False
    """Whether it is the whole school: its marks are then found by the courses, not by the pupils."""

    def of_schemes(self, scheme_ids: Sequence[int]) -> "Scope":
        """The same of the classes that part their year so."""
        return replace(self, classes=and_(self.classes, _class.scheme_id.in_(scheme_ids)))


def read_book(
    session: Session, actor: Actor, periods: Sequence[Period], scope: Scope, drafted: Sequence[Period] = ()
) -> Book:
    """What the periods, all of one year, need of the classes and courses in scope; seven queries.

    drafted: those of which, while they run, marks are proposed; one query more for each term that runs.
    """
    year = periods[0].year
    first, last = year.starts, year.ends
    classes = {row.id: _class_of(row) for row in session.execute(_classes(actor, year.id, scope))}
    courses = tuple(_course_of(row) for row in session.execute(_courses(actor, year.id, scope)))
    settings = session.execute(
        select(db.school_settings).where(db.school_settings.c.school_id == actor.school_id)
    ).first()
    rules: Any = settings or SchoolSettings(school_id=0)
    running: dict[tuple[date, date], list[int]] = {}
    for term in (term for one in drafted for term in one.terms if actor.today in term):
        running.setdefault((term.starts, term.ends), []).append(term.scheme_id)
    return Book(
        today=actor.today,
        classes=classes,
        courses=courses,
        places=_read_places(session, actor, year.id, scope),
        members=_spans(session.execute(_members(actor, year.id))),
        exempt=_spans(session.execute(_exemptions(actor, year.id, first, last))),
        marks=_read_marks(session, actor, periods, scope),
        tallies={
            span: read_tallies(session, actor, year.id, scope.of_schemes(schemes), *span)
            for span, schemes in running.items()
        },
        rule=rounding_rule(rules),
        former_count=rules.former_marks_count,
    )


def _classes(actor: Actor, year_id: int, scope: Scope) -> Select[Any]:
    return (
        select(_class.id, _class.grade, _class.letter, _class.scheme_id, _class.scale)
        .add_columns(_class.days_per_week)
        .where(_class.school_id == actor.school_id, _class.year_id == year_id, scope.classes)
        .order_by(_class.grade, _class.letter)
    )


def _courses(actor: Actor, year_id: int, scope: Scope) -> Select[Any]:
    own = db.school_class.alias("own_class")  # of whichever class: those in scope are not all
    return (
        select(_course.id, _course.class_id, _course.group_id, _course.subject_id, _course.teacher_id)
        .add_columns(_course.scale, _course.weekly_hours, _course.planned_hours)
        .add_columns(db.subject.c.name.label("subject"), db.study_group.c.name.label("study_group"))
        .add_columns(_person.last_name, _person.first_name, _person.middle_name)
        .add_columns(scope.courses.label("is_reported"), own.c.scale.label("class_scale"))
        .join_from(db.course, db.subject, db.subject.c.id == _course.subject_id)
        .join(db.person, _person.id == _course.teacher_id)
        .outerjoin(db.study_group, db.study_group.c.id == _course.group_id)
        .outerjoin(own, own.c.id == _course.class_id)
        .where(_course.school_id == actor.school_id, _course.year_id == year_id)
        .where(_course.extracurricular.is_(False))
        .order_by(db.subject.c.position, db.subject.c.name, _course.id)
    )


def _ids(actor: Actor, year_id: int, scope: Scope) -> Select[Any]:
    """The classes in scope, as a list for other statements."""
    return select(_class.id).where(
        _class.school_id == actor.school_id, _class.year_id == year_id, scope.classes
    )


def _read_places(session: Session, actor: Actor, year_id: int, scope: Scope) -> dict[int, list[Place]]:
    rows = session.execute(
        select(_enrolment.class_id, _enrolment.pupil_id, _enrolment.starts, _enrolment.ends)
        .add_columns(_person.last_name, _person.first_name, _person.middle_name)
        .join_from(db.enrolment, db.person, _person.id == _enrolment.pupil_id)
        .where(_enrolment.school_id == actor.school_id)
        .where(_enrolment.class_id.in_(_ids(actor, year_id, scope)))
    )
    found: dict[int, list[Place]] = {}
    for row in sorted(rows, key=lambda one: (by_name(one), one.pupil_id)):
        names = (row.last_name, row.first_name, row.middle_name)
        found.setdefault(row.class_id, []).append(Place(row.pupil_id, *names, Span(row.starts, row.ends)))
    return found


def _members(actor: Actor, year_id: int) -> Select[Any]:
    return (
        select(_member.group_id, _member.pupil_id, _member.starts, _member.ends)
        .join_from(db.group_member, db.study_group, db.study_group.c.id == _member.group_id)
        .where(_member.school_id == actor.school_id, db.study_group.c.year_id == year_id)
    )


def _exemptions(actor: Actor, year_id: int, first: date, last: date) -> Select[Any]:
    exemption = db.exemption.c
    return (
        select(exemption.course_id, exemption.pupil_id, exemption.starts, exemption.ends)
        .join_from(db.exemption, db.course, _course.id == exemption.course_id)
        .where(exemption.school_id == actor.school_id, _course.year_id == year_id)
        .where(meets(exemption, first, last))
    )


def _spans(rows: Any) -> dict[tuple[int, int], list[Span]]:
    found: dict[tuple[int, int], list[Span]] = {}
    for whose, pupil_id, starts, ends in rows:
        found.setdefault((whose, pupil_id), []).append(Span(starts, ends))
    return found


def _in_scope(actor: Actor, year_id: int, scope: Scope, rows: Any) -> ColumnElement[bool]:
    """The rows of pupils of the classes in scope, in the subjects of its courses.

    Not in these courses alone: of an open term the marks of the class or group before count, too.
    """
    pupils = select(_enrolment.pupil_id).where(
        _enrolment.school_id == actor.school_id, _enrolment.class_id.in_(_ids(actor, year_id, scope))
    )
    kin = db.course.alias("kin")
    subjects = select(_course.subject_id).where(
        _course.school_id == actor.school_id, _course.year_id == year_id, scope.courses
    )
    courses = select(kin.c.id).where(
        kin.c.school_id == actor.school_id, kin.c.year_id == year_id, kin.c.subject_id.in_(subjects)
    )
    return and_(rows.school_id == actor.school_id, rows.pupil_id.in_(pupils), rows.course_id.in_(courses))


def _read_marks(
    session: Session, actor: Actor, periods: Sequence[Period], scope: Scope
) -> dict[str, dict[int, dict[int, str]]]:
    """By period, pupil and course. Marks of a pupil come as one text, since rows cost more than words."""
    line = cast(_term_mark.course_id, Text).concat(literal(_BETWEEN)).concat(_term_mark.value)
    rows = session.execute(
        select(_term_mark.pupil_id, _term_mark.scope, _term_mark.term_number)
        .add_columns(func.aggregate_strings(line, _AFTER).label("marks"))
        .where(_in_scope(actor, periods[0].year.id, scope, _term_mark))
        .where(_term_mark.scope.in_((TermMarkScope.TERM, TermMarkScope.YEAR)))
        .where(_term_mark.term_number.in_({one.number for one in periods}))
        .group_by(_term_mark.pupil_id, _term_mark.scope, _term_mark.term_number)
    )
    keys: dict[tuple[TermMarkScope, int], list[str]] = {}
    for one in periods:
        scope_of = TermMarkScope.TERM if one.kind else TermMarkScope.YEAR
        keys.setdefault((scope_of, one.number), []).append(one.key)
    found: dict[str, dict[int, dict[int, str]]] = {}
    for row in rows:
        marks = {}
        for word in row.marks.split(_AFTER):
            course_id, _, value = word.partition(_BETWEEN)
            marks[int(course_id)] = value
        for key in keys.get((row.scope, row.term_number), ()):
            found.setdefault(key, {})[row.pupil_id] = marks
    return found


def read_tallies(
    session: Session, actor: Actor, year_id: int, scope: Scope, first: date, last: date
) -> dict[int, dict[int, Tally]]:
    """The sums of the marks of these days by pupil and course, as Tally.add makes them."""
    is_word = _mark.value.in_((PASSED, NOT_PASSED))
    weight = case((is_word, 0), else_=db.kind_of_work.c.weight)
    number = case((is_word, literal("0")), else_=_mark.value)
    passed, failed = (case((_mark.value == word, 1), else_=0) for word in (PASSED, NOT_PASSED))
    of_scope: ColumnElement[bool]
    if scope.is_whole:
        ids = session.scalars(
            select(_course.id).where(_course.school_id == actor.school_id, _course.year_id == year_id)
        ).all()
        of_scope = _mark.course_id.in_(ids)
    else:
        of_scope = _in_scope(actor, year_id, scope, _mark)
    rows = session.execute(
        select(_mark.pupil_id, _mark.course_id)
        .add_columns(func.sum(cast(number, Integer) * weight), func.sum(weight), func.count())
        .add_columns(func.sum(passed), func.sum(failed))
        .join_from(db.mark, db.kind_of_work, db.kind_of_work.c.id == _mark.kind_id)
        .where(in_days(_mark, actor.school_id, first, last))
        .where(of_scope)
        .group_by(_mark.course_id, _mark.pupil_id)
    )
    found: dict[int, dict[int, Tally]] = {}
    for pupil_id, course_id, *sums in rows:
        found.setdefault(pupil_id, {})[course_id] = Tally(*map(int, sums))
    return found


def _class_of(row: Any) -> ReportClass:
    title = class_title(row.grade, row.letter)
    return ReportClass(row.id, title, row.grade, row.scheme_id, row.scale, row.letter, row.days_per_week)


def _course_of(row: Any) -> ReportCourse:
    teacher = short_name(row.last_name, row.first_name, row.middle_name)
    return ReportCourse(
        row.id, row.class_id, row.group_id, row.subject_id, row.subject, row.teacher_id, teacher,
        row.scale, row.weekly_hours, row.planned_hours, row.study_group or "", bool(row.is_reported),
        row.class_scale,
    )  # fmt: skip
