"""Every figure that a report of one's own may show, by the kind of its rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ejournal.models import AttendanceCode, RowKind
from ejournal.services.own_reports.lines import Cell
from ejournal.services.reports.formulas import Listed, lists_of


@dataclass(frozen=True, slots=True)
class Column:
    """A figure: its name, digits after the point, what it is of a line; width in letters.

    reads: what has to be read for it beside the marks of the period; empty for nothing.
    """

    key: str
    title: str
    of: Callable[[Any], Cell]
    places: int = 0
    is_number: bool = True
    width: int = 9
    reads: str = ""


ABSENCES, HOURS, FILLING = "absences", "hours", "filling"
GIVEN, HOMEWORK, PAPERS, BEFORE = "given", "homework", "papers", "before"
OF_TERMS = (GIVEN,)
"""What is read of a term alone: a year has no norm of marks."""


def _number(key: str, title: str, of: Callable[[Any], Cell], places: int = 0, reads: str = "") -> Column:
    return Column(key, title, of, places, reads=reads)


def _words(key: str, title: str, of: Callable[[Any], Cell], width: int) -> Column:
    return Column(key, title, of, is_number=False, width=width)


def _part(whole: str, name: str) -> Callable[[Any], Cell]:
    """A figure of a part of the line; none where the line has no such part."""
    return lambda one: None if (part := getattr(one, whole)) is None else getattr(part, name)


def _marks() -> tuple[Column, ...]:
    """The counts of marks by level."""
    return (
        _number("fives", "«5»", _part("marks", "fives")),
        _number("fours", "«4»", _part("marks", "fours")),
        _number("threes", "«3»", _part("marks", "threes")),
        _number("twos", "«2»", _part("marks", "twos")),
        _number("not_attested", "«н/а»", _part("marks", "not_attested")),
        _number("exempt", "«осв»", _part("marks", "exempt")),
    )


def _shares() -> tuple[Column, ...]:
    """The figures of marks."""
    return (
        _number("success", "Success, %", _part("marks", "success"), 1),
        _number("quality", "Quality, %", _part("marks", "quality"), 1),
        _number("sou", "SOU, %", _part("marks", "sou"), 1),
    )


def _average() -> Column:
    return _number("average", "Average", _part("marks", "average"), 2)


def _missed_by(*codes: AttendanceCode) -> Callable[[Any], int]:
    return lambda one: sum(one.absences.by_code.get(code, 0) for code in codes)


def _absences() -> tuple[Column, ...]:
    return (
        _number("lessons", "Lessons", lambda one: one.absences.lessons, reads=ABSENCES),
        _number("missed", "Lessons missed", lambda one: one.absences.missed, reads=ABSENCES),
        _number("missed_share", "Missed, %", lambda one: one.absences.share, 1, reads=ABSENCES),
        _number("days", "Whole days", lambda one: one.absences.whole_days, reads=ABSENCES),
        _number("ill", "By illness", _missed_by(AttendanceCode.ILL), reads=ABSENCES),
        _number("excused", "With a valid reason", _missed_by(AttendanceCode.EXCUSED), reads=ABSENCES),
        _number(
            "unexcused",
            "No reason",
            _missed_by(AttendanceCode.UNEXCUSED, AttendanceCode.ABSENT),
            reads=ABSENCES,
        ),
    )


def _change(title: str, whole: str, name: str, places: int) -> Column:
    """By how much a figure has changed since the period before; none where it was not there."""
    of = _part(whole, name)

    def changed(one: Any) -> Cell:
        now, before = of(one), None if one.before is None else of(one.before)
        return now - before if isinstance(now, Decimal) and isinstance(before, Decimal) else None

    return _number(f"{name}_change", title, changed, places, BEFORE)


def _average_change() -> Column:
    return _change("Average, change", "marks", "average", 2)


def _shares_change(whole: str) -> tuple[Column, ...]:
    return (
        _change("Success, change", whole, "success", 1),
        _change("Quality, change", whole, "quality", 1),
    )


def _given(mean: str, short: str) -> tuple[Column, ...]:
    """The marks of lessons beside the norm of the term."""
    return (
        _number("lesson_marks", "Marks in lessons", _part("given", "marks"), reads=GIVEN),
        _number("lesson_average", "Average in lessons", _part("given", "average"), 2, GIVEN),
        _number("lesson_mean", mean, _part("given", "mean"), 1, GIVEN),
        _number("short", short, _part("given", "short"), reads=GIVEN),
    )


def _of_papers(what: str) -> Callable[[Any], Cell]:
    return lambda one: None if one.papers is None else one.papers[what]


def _listed(what: Listed) -> Callable[[Any], Cell]:
    return lambda one: None if one.figures is None else one.figures.counts[what]


def _is_listed(what: Listed) -> Callable[[Any], Cell]:
    """One or zero; none for who has no course with marks."""
    return lambda one: None if one.marks is None else int(what in lists_of(one.levels))


_PUPILS = (
    _words("class", "Class", lambda one: one.class_title, 8),
    *_marks(),
    _number("marks", "Marks", _part("marks", "counted")),
    _average(),
    _number("sou", "SOU, %", _part("marks", "sou"), 1),
    _number("is_success", "Succeeds (1)", _is_listed(Listed.SUCCESS)),
    _number("is_quality", "«4» and «5» only (1)", _is_listed(Listed.QUALITY)),
    _average_change(),
    *_given("Marks of a pupil in a course", "Courses with fewer than the norm"),
    *_absences(),
)
_COURSES = (
    _words("whom", "Class or group", lambda one: one.whom, 16),
    _words("teacher", "Teacher", lambda one: one.teacher, 20),
    _number("pupils", "Pupils", lambda one: one.pupils),
    *_marks(),
    *_shares(),
    _average(),
    _number("planned", "By the timetable", lambda one: one.hours.planned, reads=HOURS),
    _number("given", "Given", lambda one: one.hours.given, reads=HOURS),
    _number("cancelled", "Fell out", lambda one: one.hours.cancelled, reads=HOURS),
    _number("untitled", "Without a topic", lambda one: one.hours.untitled, reads=HOURS),
    *_shares_change("marks"),
    _average_change(),
    *_given("Marks of a pupil", "Pupils with fewer than the norm"),
    _number("year_hours", "In the year", lambda one: one.year_hours or None),
)
_CLASSES = (
    _number("pupils", "Pupils", lambda one: one.pupils),
    _number("all_fives", "«5» only", _listed(Listed.FIVES)),
    _number("fours_fives", "«4» and «5»", _listed(Listed.FOURS)),
    _number("one_four", "One «4»", _listed(Listed.ONE_FOUR)),
    _number("one_three", "One «3»", _listed(Listed.ONE_THREE)),
    _number("failing", "With «2»", _listed(Listed.FAILING)),
    _number("missing_marks", "«н/а»", _listed(Listed.NOT_ATTESTED)),
    _number("no_marks", "No marks", _listed(Listed.NO_MARKS)),
    _number("success", "Success, %", _part("figures", "success"), 1),
    _number("quality", "Quality, %", _part("figures", "quality"), 1),
    _number("sou", "SOU, %", _part("marks", "sou"), 1),
    _average(),
    *_shares_change("figures"),
    _average_change(),
    *_given("Marks of a pupil in a course", "Fewer than the norm"),
    _number("home_mean", "Homework, minutes a day", _part("homework", "mean"), reads=HOMEWORK),
    _number("home_over", "Days over the norm", _part("homework", "over"), reads=HOMEWORK),
    _number("papers", "Test papers", _of_papers("all"), reads=PAPERS),
    _number("papers_two", "With another the same day", _of_papers("two"), reads=PAPERS),
    _number("papers_edge", "On the first or last lesson", _of_papers("edge"), reads=PAPERS),
    _number("papers_often", "Within 17 days of the last", _of_papers("often"), reads=PAPERS),
    _number("papers_share", "Over 10 % of the year's hours", _of_papers("share"), reads=PAPERS),
    *_absences(),
)
_TEACHERS = (
    _number("courses", "Number of courses", lambda one: one.courses),
    *_marks(),
    *_shares(),
    _average(),
    *_shares_change("marks"),
    _average_change(),
    *_given("Marks of a pupil in a course", "Fewer than the norm"),
    _number("lessons", "Lessons", _part("filling", "lessons"), reads=FILLING),
    _number("no_topic", "Without a topic", _part("filling", "without_topic"), reads=FILLING),
    _number("no_tests", "Tests without marks", _part("filling", "tests_without_marks"), reads=FILLING),
    _number("no_homework", "Without homework", _part("filling", "without_homework"), reads=FILLING),
    _number("late", "Later than 3 days", _part("filling", "late_marks"), reads=FILLING),
    _number("delay", "Days to a mark", _part("filling", "delay"), 1, reads=FILLING),
)

BY_KIND: Mapping[RowKind, Mapping[str, Column]] = {
    kind: {one.key: one for one in columns}
    for kind, columns in (
        (RowKind.PUPILS, _PUPILS),
        (RowKind.COURSES, _COURSES),
        (RowKind.CLASSES, _CLASSES),
        (RowKind.TEACHERS, _TEACHERS),
    )
}
"""The columns by key, in the order in which they are offered."""
USUAL: Mapping[RowKind, tuple[str, ...]] = {
    RowKind.PUPILS: ("class", "average", "twos", "not_attested", "missed_share"),
    RowKind.COURSES: ("whom", "teacher", "pupils", "success", "quality", "average"),
    RowKind.CLASSES: ("pupils", "success", "quality", "sou", "average"),
    RowKind.TEACHERS: ("courses", "success", "quality", "sou", "average"),
}
"""With which columns a new report begins."""
