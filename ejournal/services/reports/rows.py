"""The rows that reports are made of, read with a fixed number of queries whatever the school's size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, func, literal, select, true
from sqlalchemy.types import Integer
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.models import ScaleKind, SchoolSettings, TermMarkScope
from ejournal.models.people import short_name
from ejournal.models.spans import Span, meets
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.base.names import by_name
from ejournal.services.courses.frame import rounding_rule
from ejournal.services.grading.averages import RoundingRule, Tally
from ejournal.services.grading.scales import NOT_PASSED, PASSED
from ejournal.services.journal.term_columns import propose_in_term
from ejournal.services.reports.formulas import level_of
from ejournal.services.reports.periods import Period

_term_mark, _mark, _course, _class = db.term_mark.c, db.mark.c, db.course.c, db.school_class.c
_enrolment, _member, _person = db.enrolment.c, db.group_member.c, db.person.c
_BETWEEN, _AFTER = ":", " "


@dataclass(frozen=True, slots=True)
class ReportClass:
    """A class of the period's year."""

    id: int
    title: str
    grade: int
    scheme_id: int
    scale: ScaleKind


@dataclass(frozen=True, slots=True)
class ReportCourse:
    """A course of the year; scale is its own, None where that of the pupil's class counts."""

    id: int
    class_id: int | None
    group_id: int | None
    subject_id: int
    subject: str
    teacher_id: int
    teacher: str
    scale: ScaleKind | None
    weekly_hours: Decimal
    planned_hours: int
    group: str
    is_reported: bool
    class_scale: ScaleKind | None


class Result(NamedTuple):
    """What stands for a pupil in a course: the mark, its level, whether the rule only proposes it."""

    course: ReportCourse
    value: str
    level: str
    is_draft: bool


class PupilResults(NamedTuple):
    """A pupil of a class with all results of the period, in the order of subjects, and their levels."""

    pupil_id: int
    name: str
    of_class: ReportClass
    results: list[Result]
    levels: list[str]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which classes are read and which courses are reported on, as conditions on their rows."""

    classes: ColumnElement[bool]
    courses: ColumnElement[bool] = field(default_factory=true)

    def of_schemes(self, scheme_ids: Sequence[int]) -> "Scope":
        """The same of the classes that part their year so."""
        return replace(self, classes=and_(self.classes, _class.scheme_id.in_(scheme_ids)))


@dataclass(frozen=True, slots=True)
class Place:
    """A pupil's days in a class."""

    pupil_id: int
    last_name: str
    first_name: str
    middle_name: str
    span: Span


@dataclass
class Book:
    """What was read for a year: whom it teaches what, the marks by period, and what the rule needs."""

    today: date
    classes: dict[int, ReportClass]
    courses: tuple[ReportCourse, ...]
    places: dict[int, list[Place]]
    members: dict[tuple[int, int], list[Span]]
    exempt: dict[tuple[int, int], list[Span]]
    marks: dict[str, dict[int, dict[int, str]]]
    tallies: dict[tuple[date, date], dict[int, dict[int, Tally]]]
    rule: RoundingRule
    former_count: bool
    _sets: dict[tuple[int, tuple[int, ...]], list[ReportCourse]] = field(default_factory=dict)
    """Courses in order, by class and groups: most pupils share theirs."""

    @cached_property
    def _whole(self) -> dict[int, list[ReportCourse]]:
        found: dict[int, list[ReportCourse]] = {}
        for one in self.courses:
            if one.group_id is None and one.class_id is not None:
                found.setdefault(one.class_id, []).append(one)
        return found

    @cached_property
    def _grouped(self) -> dict[int, list[ReportCourse]]:
        found: dict[int, list[ReportCourse]] = {}
        for one in self.courses:
            if one.group_id is not None:
                found.setdefault(one.group_id, []).append(one)
        return found

    @cached_property
    def _groups_of(self) -> dict[int, list[tuple[int, list[Span]]]]:
        found: dict[int, list[tuple[int, list[Span]]]] = {}
        for (group_id, pupil_id), spans in self.members.items():
            found.setdefault(pupil_id, []).append((group_id, spans))
        return found

    @cached_property
    def _order(self) -> dict[int, int]:
        return {one.id: place for place, one in enumerate(self.courses)}

    @cached_property
    def _by_id(self) -> dict[int, ReportCourse]:
        return {one.id: one for one in self.courses}

    def course(self, course_id: int) -> ReportCourse | None:
        """The year's course of the number, None for one that reports leave out."""
        return self._by_id.get(course_id)

    def is_open(self, period: Period, of_class: ReportClass) -> bool:
        """Whether the class's days of the period are not over: what stands is a draft."""
        span = period.span(of_class.scheme_id)
        return span is not None and span[1] >= self.today

    def roll_day(self, period: Period, of_class: ReportClass) -> date | None:
        """On which day who sits in the class is counted: the last one, of an open period today."""
        span = period.span(of_class.scheme_id)
        return None if span is None else min(span[1], max(span[0], self.today))

    def pupils(self, period: Period) -> Iterator[PupilResults]:
        """Who sits in the classes that have the period, class by class, with all results on a scale."""
        for of_class in self.classes.values():
            day = self.roll_day(period, of_class)
            if day is None:
                continue
            for place in self.places.get(of_class.id, ()):
                if place.span.holds_on(day):
                    yield self._of_pupil(period, of_class, place, day)

    def _of_pupil(self, period: Period, of_class: ReportClass, place: Place, day: date) -> PupilResults:
        stored = self.marks.get(period.key, {}).get(place.pupil_id, {})
        found = []
        for one in self.courses_of(place.pupil_id, of_class.id, day):
            kind = one.scale or of_class.scale
            if kind is ScaleKind.NONE or not one.is_reported:
                continue
            value, is_draft = stored.get(one.id, ""), False
            if not value:
                value = self._proposed(period, of_class, one, kind, place)
                is_draft = bool(value)
            found.append(Result(one, value, level_of(kind, value), is_draft))
        name = f"{place.last_name} {place.first_name}"
        return PupilResults(place.pupil_id, name, of_class, found, [one.level for one in found])

    def sits_in(self, place: Place, one: ReportCourse, day: date) -> bool:
        """Whether who has the place in the course's class, or in any for a group, sits in it on the day."""
        if not place.span.holds_on(day):
            return False
        if one.group_id is None:
            return True
        return any(span.holds_on(day) for span in self.members.get((one.group_id, place.pupil_id), ()))

    def courses_ever(self, place: Place, class_id: int) -> list[ReportCourse]:
        """The courses in which the pupil of the class sits on some day."""
        groups = [group_id for group_id, _ in self._groups_of.get(place.pupil_id, ())]
        found = [
            *self._whole.get(class_id, ()),
            *(one for key in groups for one in self._grouped.get(key, ())),
        ]
        return sorted(found, key=lambda one: self._order[one.id])

    def courses_of(self, pupil_id: int, class_id: int, day: date) -> list[ReportCourse]:
        """The courses in which the pupil of the class sits on the day, in the order of subjects."""
        inside = self._groups_of.get(pupil_id, ())
        groups = tuple(key for key, spans in inside if any(span.holds_on(day) for span in spans))
        known = self._sets.get((class_id, groups))
        if known is None:
            found = [
                *self._whole.get(class_id, ()),
                *(one for key in groups for one in self._grouped.get(key, ())),
            ]
            known = self._sets[class_id, groups] = sorted(found, key=lambda one: self._order[one.id])
        return known

    def _proposed(
        self, period: Period, of_class: ReportClass, one: ReportCourse, kind: ScaleKind, place: Place
    ) -> str:
        term = period.term(of_class.scheme_id)
        if term is None or self.today not in term or not place.span.holds_on(term.ends):
            return ""
        released = any(span.holds_on(term.ends) for span in self.exempt.get((one.id, place.pupil_id), ()))
        of_term = self.tallies.get((term.starts, term.ends), {})
        tally = self._tally(one, kind, of_term.get(place.pupil_id, {}))
        return propose_in_term(kind, tally, one.weekly_hours, self.rule, term, self.today, exempt=released)

    def _tally(self, one: ReportCourse, kind: ScaleKind, of_pupil: dict[int, Tally]) -> Tally:
        """The sums of the course, with those of the subject's former ones where they count."""
        own = of_pupil.get(one.id, Tally())
        if not self.former_count or len(of_pupil) < 2:
            return own
        for other in self._kin.get((one.subject_id, kind), ()):
            if other != one.id and other in of_pupil:
                own = _sum(own, of_pupil[other])
        return own

    @cached_property
    def _kin(self) -> dict[tuple[int, ScaleKind], list[int]]:
        found: dict[tuple[int, ScaleKind], list[int]] = {}
        for one in self.courses:
            kind = one.scale or one.class_scale or ScaleKind.FIVE
            found.setdefault((one.subject_id, kind), []).append(one.id)
        return found


def _sum(one: Tally, other: Tally) -> Tally:
    return Tally(
        one.total + other.total,
        one.weight + other.weight,
        one.count + other.count,
        one.passed + other.passed,
        one.failed + other.failed,
    )


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
            span: _tallies(session, actor, year.id, scope.of_schemes(schemes), *span)
            for span, schemes in running.items()
        },
        rule=rounding_rule(rules),
        former_count=rules.former_marks_count,
    )


def _classes(actor: Actor, year_id: int, scope: Scope) -> Select[Any]:
    return (
        select(_class.id, _class.grade, _class.letter, _class.scheme_id, _class.scale)
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


def _tallies(
    session: Session, actor: Actor, year_id: int, scope: Scope, first: date, last: date
) -> dict[int, dict[int, Tally]]:
    """The sums of the marks of these days by pupil and course, as Tally.add makes them."""
    is_word = _mark.value.in_((PASSED, NOT_PASSED))
    weight = case((is_word, 0), else_=db.kind_of_work.c.weight)
    number = case((is_word, literal("0")), else_=_mark.value)
    passed, failed = (case((_mark.value == word, 1), else_=0) for word in (PASSED, NOT_PASSED))
    rows = session.execute(
        select(_mark.pupil_id, _mark.course_id)
        .add_columns(func.sum(cast(number, Integer) * weight), func.sum(weight), func.count())
        .add_columns(func.sum(passed), func.sum(failed))
        .join_from(db.mark, db.kind_of_work, db.kind_of_work.c.id == _mark.kind_id)
        .where(in_days(_mark, actor.school_id, first, last))
        .where(_in_scope(actor, year_id, scope, _mark))
        .group_by(_mark.pupil_id, _mark.course_id)
    )
    found: dict[int, dict[int, Tally]] = {}
    for pupil_id, course_id, *sums in rows:
        found.setdefault(pupil_id, {})[course_id] = Tally(*map(int, sums))
    return found


def _class_of(row: Any) -> ReportClass:
    return ReportClass(row.id, class_title(row.grade, row.letter), row.grade, row.scheme_id, row.scale)


def _course_of(row: Any) -> ReportCourse:
    teacher = short_name(row.last_name, row.first_name, row.middle_name)
    return ReportCourse(
        row.id, row.class_id, row.group_id, row.subject_id, row.subject, row.teacher_id, teacher,
        row.scale, row.weekly_hours, row.planned_hours, row.study_group or "", bool(row.is_reported),
        row.class_scale,
    )  # fmt: skip
