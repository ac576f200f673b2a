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


def _marks(of: Callable[[Any], Any]) -> tuple[Column, ...]:
    """The counts of marks by level."""
    return (
        _number("fives", "«5»", lambda one: of(one).fives),
        _number("fours", "«4»", lambda one: of(one).fours),
        _number("threes", "«3»", lambda one: of(one).threes),
        _number("twos", "«2»", lambda one: of(one).twos),
        _number("not_attested", "«н/а»", lambda one: of(one).not_attested),
        _number("exempt", "«осв»", lambda one: of(one).exempt),
    )


def _shares(of: Callable[[Any], Any]) -> tuple[Column, ...]:
    """The figures of marks."""
    return (
        _number("success", "Success, %", lambda one: of(one).success, 1),
        _number("quality", "Quality, %", lambda one: of(one).quality, 1),
        _number("sou", "SOU, %", lambda one: of(one).sou, 1),
    )


def _average(of: Callable[[Any], Any]) -> Column:
    return _number("average", "Average", lambda one: of(one).average, 2)


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


def _listed(what: Listed) -> Callable[[Any], int]:
    return lambda one: one.figures.counts[what]


def _filled(name: str) -> Callable[[Any], Cell]:
    """A figure of how the teacher's journals are filled; none where that is not to be seen."""
    return lambda one: None if one.filling is None else getattr(one.filling, name)


_PUPILS = (
    _words("class", "Class", lambda one: one.class_title, 8),
    *_marks(lambda one: one.marks),
    _number("marks", "Marks", lambda one: one.marks.counted),
    _average(lambda one: one.marks),
    _number("sou", "SOU, %", lambda one: one.marks.sou, 1),
    _number("is_success", "Succeeds (1)", lambda one: int(Listed.SUCCESS in lists_of(one.levels))),
    _number("is_quality", "«4» and «5» only (1)", lambda one: int(Listed.QUALITY in lists_of(one.levels))),
    *_absences(),
)
_COURSES = (
    _words("whom", "Class or group", lambda one: one.whom, 16),
    _words("teacher", "Teacher", lambda one: one.teacher, 20),
    _number("pupils", "Pupils", lambda one: one.pupils),
    *_marks(lambda one: one.marks),
    *_shares(lambda one: one.marks),
    _average(lambda one: one.marks),
    _number("planned", "By the timetable", lambda one: one.hours.planned, reads=HOURS),
    _number("given", "Given", lambda one: one.hours.given, reads=HOURS),
    _number("cancelled", "Fell out", lambda one: one.hours.cancelled, reads=HOURS),
    _number("untitled", "Without a topic", lambda one: one.hours.untitled, reads=HOURS),
    _number("year_hours", "In the year", lambda one: one.year_hours or None),
)
_CLASSES = (
    _number("pupils", "Pupils", _listed(Listed.PUPILS)),
    _number("all_fives", "«5» only", _listed(Listed.FIVES)),
    _number("fours_fives", "«4» and «5»", _listed(Listed.FOURS)),
    _number("one_four", "One «4»", _listed(Listed.ONE_FOUR)),
    _number("one_three", "One «3»", _listed(Listed.ONE_THREE)),
    _number("failing", "With «2»", _listed(Listed.FAILING)),
    _number("missing_marks", "«н/а»", _listed(Listed.NOT_ATTESTED)),
    _number("no_marks", "No marks", _listed(Listed.NO_MARKS)),
    _number("success", "Success, %", lambda one: one.figures.success, 1),
    _number("quality", "Quality, %", lambda one: one.figures.quality, 1),
    _number("sou", "SOU, %", lambda one: one.figures.marks.sou, 1),
    _average(lambda one: one.figures.marks),
    *_absences(),
)
_TEACHERS = (
    _number("courses", "Number of courses", lambda one: one.courses),
    *_marks(lambda one: one.marks),
    *_shares(lambda one: one.marks),
    _average(lambda one: one.marks),
    _number("lessons", "Lessons", _filled("lessons"), reads=FILLING),
    _number("no_topic", "Without a topic", _filled("without_topic"), reads=FILLING),
    _number("no_tests", "Tests without marks", _filled("tests_without_marks"), reads=FILLING),
    _number("no_homework", "Without homework", _filled("without_homework"), reads=FILLING),
    _number("late", "Later than 3 days", _filled("late_marks"), reads=FILLING),
    _number("delay", "Days to a mark", _filled("delay"), 1, reads=FILLING),
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
