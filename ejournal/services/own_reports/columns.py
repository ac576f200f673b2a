"""Every figure that a report of one's own may show, by the kind of its rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ejournal.models import AttendanceCode, RowKind
from ejournal.services.own_reports.lines import Cell
from ejournal.services.reports.formulas import Listed, lists_of


@dataclass(frozen=True, slots=True)
class Column:
    """A figure: its name, digits after the point, what it is of a line; width in letters.

    reads: what has to be read for it beside marks: absences, hours or filling.
    """

    key: str
    title: str
    of: Callable[[Any], Cell]
    places: int = 0
    is_number: bool = True
    width: int = 9
    reads: str = ""


ABSENCES, HOURS, FILLING = "absences", "hours", "filling"


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
    *_absences(),
)
_TEACHERS = (
    _number("courses", "Number of courses", lambda one: one.courses),
    *_marks(),
    *_shares(),
    _average(),
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
