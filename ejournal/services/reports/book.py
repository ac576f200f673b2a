"""What was read for a year's reports: who sits in which courses with which marks; asks no database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from ejournal.models import ScaleKind
from ejournal.models.spans import Span
from ejournal.services.grading.averages import RoundingRule, Tally
from ejournal.services.journal.term_columns import propose_in_term
from ejournal.services.reports.formulas import level_of
from ejournal.services.reports.periods import Period

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReportClass:
    """A class of the period's year."""

    id: int
    title: str
    grade: int
    scheme_id: int
    scale: ScaleKind
    letter: str = ""
    days_per_week: int = 5


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
    _scales: dict[tuple[int, tuple[int, ...]], list[tuple[ReportCourse, ScaleKind]]] = field(
        default_factory=dict
    )
    _steady: dict[int, tuple[date, date, tuple[int, ...]]] = field(default_factory=dict)
    """By pupil from which to which day the groups are the same, and which."""
    _proposals: dict[tuple[object, ...], str] = field(default_factory=dict)
    """What the rule proposes by sums and weekly hours: many pupils have the same."""

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

    def standing(self, period: Period) -> Iterator[PupilResults]:
        """The same for a period that is only looked back at: levels without results, nothing proposed."""
        of_period = self.marks.get(period.key, {})
        for of_class in self.classes.values():
            day = self.roll_day(period, of_class)
            if day is None:
                continue
            for place in self.places.get(of_class.id, ()):
                if place.span.holds_on(day):
                    stored = of_period.get(place.pupil_id, {})
                    graded = self._graded(place.pupil_id, of_class, day)
                    levels = [level_of(kind, stored.get(one.id, "")) for one, kind in graded]
                    yield PupilResults(place.pupil_id, "", of_class, [], levels)

    def _graded(
        self, pupil_id: int, of_class: ReportClass, day: date
    ) -> list[tuple[ReportCourse, ScaleKind]]:
        """The pupil's courses of the report that have marks, each with its scale."""
        groups = self._groups_on(pupil_id, day)
        known = self._scales.get((of_class.id, groups))
        if known is None:
            found = self.courses_of(pupil_id, of_class.id, day)
            scaled = [(one, one.scale or of_class.scale) for one in found if one.is_reported]
            known = [pair for pair in scaled if pair[1] is not ScaleKind.NONE]
            self._scales[of_class.id, groups] = known
        return known

    def _groups_on(self, pupil_id: int, day: date) -> tuple[int, ...]:
        """The groups in which the pupil is on the day; most pupils change none in a year."""
        known = self._steady.get(pupil_id)
        if known is not None and known[0] <= day <= known[1]:
            return known[2]
        inside = self._groups_of.get(pupil_id, ())
        groups = tuple(key for key, spans in inside if any(span.holds_on(day) for span in spans))
        first, last = date.min, date.max
        for _, spans in inside:
            for span in spans:
                for change in (span.starts, None if span.ends is None else span.ends + _DAY):
                    if change is not None and change <= day:
                        first = max(first, change)
                    elif change is not None:
                        last = min(last, change - _DAY)
        self._steady[pupil_id] = (first, last, groups)
        return groups

    def _of_pupil(self, period: Period, of_class: ReportClass, place: Place, day: date) -> PupilResults:
        stored = self.marks.get(period.key, {}).get(place.pupil_id, {})
        found = []
        for one, kind in self._graded(place.pupil_id, of_class, day):
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
        return self._courses_in(class_id, (key for key, _ in self._groups_of.get(place.pupil_id, ())))

    def courses_in(self, place: Place, class_id: int, first: date, last: date) -> list[ReportCourse]:
        """The courses in which the pupil of the class sits on some day from first to last."""
        days, inside = Span(first, last), self._groups_of.get(place.pupil_id, ())
        return self._courses_in(
            class_id, (key for key, spans in inside if any(span.meets(days) for span in spans))
        )

    def members_of(self, group_id: int) -> Sequence[tuple[int, list[Span]]]:
        """Who is in the group on some day, with the days."""
        return self._members_of.get(group_id, ())

    @cached_property
    def _members_of(self) -> dict[int, list[tuple[int, list[Span]]]]:
        found: dict[int, list[tuple[int, list[Span]]]] = {}
        for (group_id, pupil_id), spans in self.members.items():
            found.setdefault(group_id, []).append((pupil_id, spans))
        return found

    def groups_spans(self, pupil_id: int) -> Iterator[Span]:
        """The days of the pupil in each of the groups."""
        return (span for _, spans in self._groups_of.get(pupil_id, ()) for span in spans)

    def class_of(self, pupil_id: int, day: date) -> str:
        """The title of the pupil's class on the day."""
        found = (class_id for class_id, place in self.places_of(pupil_id) if place.span.holds_on(day))
        return next((self.classes[one].title for one in found if one in self.classes), "")

    def places_of(self, pupil_id: int) -> Sequence[tuple[int, Place]]:
        """The pupil's classes with the days in each."""
        return self._places_of.get(pupil_id, ())

    @cached_property
    def _places_of(self) -> dict[int, list[tuple[int, Place]]]:
        found: dict[int, list[tuple[int, Place]]] = {}
        for class_id, places in self.places.items():
            for place in places:
                found.setdefault(place.pupil_id, []).append((class_id, place))
        return found

    def courses_of(self, pupil_id: int, class_id: int, day: date) -> list[ReportCourse]:
        """The courses in which the pupil of the class sits on the day, in the order of subjects."""
        groups = self._groups_on(pupil_id, day)
        known = self._sets.get((class_id, groups))
        if known is None:
            known = self._sets[class_id, groups] = self._courses_in(class_id, groups)
        return known

    def _courses_in(self, class_id: int, groups: Iterable[int]) -> list[ReportCourse]:
        """The courses of the class and of the groups, in the order of subjects."""
        of_groups = (one for key in groups for one in self._grouped.get(key, ()))
        return sorted([*self._whole.get(class_id, ()), *of_groups], key=lambda one: self._order[one.id])

    def _proposed(
        self, period: Period, of_class: ReportClass, one: ReportCourse, kind: ScaleKind, place: Place
    ) -> str:
        term = period.term(of_class.scheme_id)
        if term is None or self.today not in term or not place.span.holds_on(term.ends):
            return ""
        released = self.is_exempt(one, place.pupil_id, term.ends)
        of_term = self.tallies.get((term.starts, term.ends), {})
        tally = self.tally_of(one, kind, of_term.get(place.pupil_id, {}))
        sums = (tally.total, tally.weight, tally.count, tally.passed, tally.failed)
        key = (kind, sums, one.weekly_hours, term.ends, released)
        known = self._proposals.get(key)
        if known is None:
            known = self._proposals[key] = propose_in_term(
                kind, tally, one.weekly_hours, self.rule, term, self.today, exempt=released
            )
        return known

    def is_exempt(self, one: ReportCourse, pupil_id: int, day: date) -> bool:
        """Whether the pupil is released from the course on the day."""
        return any(span.holds_on(day) for span in self.exempt.get((one.id, pupil_id), ()))

    def tally_of(self, one: ReportCourse, kind: ScaleKind, of_pupil: dict[int, Tally]) -> Tally:
        """The sums of the course, with those of the subject's former ones where they count."""
        own = of_pupil.get(one.id, Tally())
        if not self.former_count or not of_pupil.keys() - {one.id}:
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
