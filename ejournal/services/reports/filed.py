"""The three reports that schools file, as facts and tables of real numbers, for paper and spreadsheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ejournal.i18n import gettext
from ejournal.services.grading.averages import ClassFigures
from ejournal.services.reports.classes import ClassReport, PupilLine
from ejournal.services.reports.courses import CoursesReport
from ejournal.services.reports.formulas import Figures, Listed, lists_of
from ejournal.services.reports.grid import Form, Grid, Row, Spot
from ejournal.services.reports.periods import otherwise_words
from ejournal.services.reports.school import Line, MarksLine, SchoolReport

Cell = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class FiledColumn:
    """A column: its heading, its part of the width, digits after the point where it holds shares."""

    title: str
    share: int = 8
    places: int = 1


@dataclass(frozen=True, slots=True)
class FiledTable:
    """A table of a report; None is a number that there is none of."""

    title: str
    columns: tuple[FiledColumn, ...]
    lines: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class FiledReport:
    """A report: title, whether it is a draft, what stands over the tables, the role of who signs."""

    title: str
    is_draft: bool
    facts: tuple[str, ...]
    tables: tuple[FiledTable, ...]
    signs: str
    charts: tuple[Grid, ...] = ()
    """What is drawn over the tables on paper."""


_OF_PUPILS = (Listed.FIVES, Listed.FOURS, Listed.ONE_FOUR, Listed.ONE_THREE, Listed.FAILING,
              Listed.NOT_ATTESTED, Listed.NO_MARKS)  # fmt: skip
_PUPILS_HEADS = ("Pupils", "«5» only", "«4» and «5»", "One «4»", "One «3»", "With «2»", "«н/а»", "No marks",
                 "Success, %", "Quality, %", "SOU, %")  # fmt: skip
_MARKS_HEADS = ("«5»", "«4»", "«3»", "«2»", "«н/а»", "«осв»", "Success, %", "Quality, %", "SOU, %")


def _columns(locale: str, first: str, share: int, heads: Iterable[str]) -> tuple[FiledColumn, ...]:
    return (
        FiledColumn(gettext(locale, first), share),
        *(FiledColumn(gettext(locale, one)) for one in heads),
        FiledColumn(gettext(locale, "Average"), places=2),
    )


def _of_pupils(found: Figures) -> tuple[Cell, ...]:
    counts = (found.counts[what] for what in _OF_PUPILS)
    shares = (found.success, found.quality, found.marks.sou, found.marks.average)
    return (found.pupils, *counts, *shares)


def _of_marks(one: ClassFigures) -> tuple[Cell, ...]:
    counts = (one.fives, one.fours, one.threes, one.twos, one.not_attested, one.exempt)
    return (*counts, one.success, one.quality, one.sou, one.average)


def school_filed(found: SchoolReport, locale: str) -> FiledReport:
    """The head's report: by class, grade, subject, teacher, and how it went from term to term."""

    def lines(title: str, first: str, of: Sequence[Line]) -> FiledTable:
        rows = tuple((one.title, *_of_pupils(one.figures)) for one in of)
        return FiledTable(gettext(locale, title), _columns(locale, first, 12, _PUPILS_HEADS), rows)

    def marks(title: str, first: str, of: Sequence[MarksLine]) -> FiledTable:
        rows = tuple((one.title, *_of_marks(one.figures)) for one in of)
        return FiledTable(gettext(locale, title), _columns(locale, first, 28, _MARKS_HEADS), rows)

    whole = Line(0, gettext(locale, "All"), found.whole.figures, None)
    dynamics = FiledTable(
        gettext(locale, "By period"),
        _columns(locale, "Period", 24, _PUPILS_HEADS),
        tuple((one.period.name(locale), *_of_pupils(one.figures)) for one in found.trend),
    )
    return FiledReport(
        f"{gettext(locale, 'Success and quality')}, {found.period.name(locale)}",
        found.whole.is_draft,
        tuple(left_out(found, locale)),
        (
            lines("By class", "Class", (*found.classes, whole)),
            lines("By grade", "Grade", found.grades),
            marks("By subject", "Subject", found.subjects),
            marks("By teacher", "Teacher", found.teachers),
            dynamics,
        ),
        gettext(locale, "Deputy head"),
        _drawn(found, locale),
    )


def _drawn(found: SchoolReport, locale: str) -> tuple[Grid, ...]:
    """Quality from period to period, where there are several."""
    if len(found.trend) < 2:
        return ()
    heads = tuple((one.period.key, one.period.short_name(locale)) for one in found.trend)
    spots = tuple(Spot(one.figures.quality, is_draft=one.is_draft) for one in found.trend)
    title = gettext(locale, "Quality by term, %")
    row = Row("quality", gettext(locale, "Quality, %"), spots, 1)
    return (Grid("trend", title, Form.LINE, heads, (row,), top=100),)


def left_out(found: SchoolReport, locale: str) -> Iterable[str]:
    """Which classes are not counted, and why."""
    if found.without_marks:
        names = ", ".join(found.without_marks)
        yield gettext(locale, "No marks are given in {classes}: not counted here", classes=names)
    if found.of_other_terms:
        yield otherwise_words(found.of_other_terms, locale)


def class_filed(found: ClassReport, locale: str) -> FiledReport:
    """The class teacher's report: roll, who stands out and by which subject, pupils by subjects, absences."""
    subjects = tuple(FiledColumn(one.subject, 7) for one in found.subjects)
    number = {"places": 2}
    pupils = FiledTable(
        gettext(locale, "Pupils by subject"),
        (FiledColumn(gettext(locale, "Pupil"), 24), *subjects,
         FiledColumn(gettext(locale, "Average"), 7, **number)),
        tuple((one.name, *(_mark(value) for value in one.marks), one.average) for one in found.pupils),
    )  # fmt: skip
    by_subject = FiledTable(
        gettext(locale, "By subject"),
        _columns(locale, "Subject", 28, _MARKS_HEADS),
        tuple((f"{one.subject}, {one.teachers}", *_of_marks(one.figures)) for one in found.subjects),
    )
    heads = ("Pupil", "Lessons", "Lessons missed", "Whole days", "Missed, %")
    absences = FiledTable(
        gettext(locale, "Absences"),
        tuple(FiledColumn(gettext(locale, head), 30 if head == "Pupil" else 12) for head in heads),
        tuple(
            (one.name, one.absences.lessons, one.absences.missed, one.absences.whole_days, one.absences.share)
            for one in found.pupils
        ),
    )
    lists = FiledTable(
        gettext(locale, "Who stands out"),
        (FiledColumn("", 20), FiledColumn(gettext(locale, "Pupils"), 6), FiledColumn("", 70)),
        tuple(_who(found, what, locale) for what in _OF_PUPILS),
    )
    return FiledReport(
        f"{gettext(locale, 'Report of the class {title}', title=found.title)}, {found.period.name(locale)}",
        found.is_open,
        tuple(_class_facts(found, locale)),
        (lists, pupils, by_subject, absences),
        gettext(locale, "Class teacher"),
    )


def _mark(value: str) -> Cell:
    """A mark as a number where it is one."""
    return int(value) if value.isascii() and value.isdecimal() else value


_LISTS = {
    Listed.FIVES: "With «5» only",
    Listed.FOURS: "With «4» and «5»",
    Listed.ONE_FOUR: "With a single «4»",
    Listed.ONE_THREE: "With a single «3»",
    Listed.FAILING: "With «2»",
    Listed.NOT_ATTESTED: "Not attested",
    Listed.NO_MARKS: "Without marks",
}
_WHY = {Listed.ONE_FOUR: "4", Listed.ONE_THREE: "3", Listed.FAILING: "2", Listed.NOT_ATTESTED: "н/а"}


def _who(found: ClassReport, what: Listed, locale: str) -> tuple[Cell, ...]:
    pupils = [one for one in found.pupils if what in lists_of(one.levels)]
    names = "; ".join(_named(found, one, _WHY.get(what)) for one in pupils)
    return gettext(locale, _LISTS[what]), len(pupils), names


def _named(found: ClassReport, one: PupilLine, level: str | None) -> str:
    """«Котов Иван (алгебра, И. С. Белова)»: by which subject, where one is meant."""
    if level is None:
        return one.name
    why = [
        f"{subject.subject}, {subject.teachers}"
        for subject, levels in zip(found.subjects, one.subject_levels, strict=True)
        if level in levels
    ]
    return f"{one.name} ({'; '.join(why)})"


def _class_facts(found: ClassReport, locale: str) -> Iterable[str]:
    roll = found.roll
    yield gettext(locale, "At the start {start}, at the end {end}", start=roll.at_start, end=roll.at_end)
    if roll.arrived:
        yield gettext(locale, "Arrived: {names}", names=", ".join(roll.arrived))
    if roll.left:
        yield gettext(locale, "Left: {names}", names=", ".join(roll.left))
    figures = found.figures
    yield gettext(
        locale,
        "Success {success} %, quality {quality} %, degree of learning {sou} %",
        success=_words(figures.success, locale),
        quality=_words(figures.quality, locale),
        sou=_words(figures.marks.sou, locale),
    )


def _words(value: Decimal | None, locale: str) -> str:
    words = "–" if value is None else str(value)
    return words.replace(".", ",") if locale == "ru" else words


def courses_filed(found: CoursesReport, teacher: str, locale: str) -> FiledReport:
    """The subject teacher's report: marks, figures, hours, and room to write why lessons were lost."""
    heads = ("Pupils", *_MARKS_HEADS)
    hours = ("By the timetable", "Given", "Fell out", "In the year")
    columns = (
        *_columns(locale, "Course", 26, heads),
        *(FiledColumn(gettext(locale, one)) for one in hours),
        FiledColumn(gettext(locale, "Why lessons fell out"), 16),
    )
    lines = tuple(
        (
            f"{one.subject}, {one.whom}",
            one.pupils,
            *_of_marks(one.figures),
            one.hours.planned,
            one.hours.given,
            one.hours.cancelled,
            one.planned_hours or None,
            "",
        )
        for one in found.lines
    )
    return FiledReport(
        f"{gettext(locale, 'Report of the teacher')}: {teacher}, {found.period.name(locale)}",
        any(one.is_draft for one in found.lines),
        (),
        (FiledTable(gettext(locale, "By course"), columns, lines),),
        gettext(locale, "Teacher"),
    )
