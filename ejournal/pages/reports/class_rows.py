"""What the browser sees of a class's report: its table of pupils by subjects, who came and left."""

from dataclasses import dataclass, field

from ejournal.i18n import gettext, ngettext
from ejournal.models import AttendanceCode
from ejournal.pages.reports.rows import FigureRow, MarksRow, figure_rows, marks_cells
from ejournal.services.grading.scales import CODE_TEXT
from ejournal.services.reports.classes import Absences, ClassReport, PupilLine, Roll
from ejournal.services.reports.school import Line, MarksLine
from ejournal.ui.kit import mark_tone
from ejournal.ui.words.reports import average_words, count_words, share_words


@dataclass
class CellRow:
    """A mark of the table; a draft is one that the rule proposes and nobody has set."""

    value: str
    tone: str
    draft: bool


@dataclass
class TableRow:
    """A pupil's line: marks in the order of subjects, the average, what was missed."""

    name: str
    href: str
    average: str
    missed: str
    days: str
    share: str
    reasons: str
    cells: list[CellRow] = field(default_factory=list)


def class_figures(report: ClassReport, locale: str) -> list[FigureRow]:
    """The figures of the class."""
    return figure_rows(Line(report.class_id, report.title, report.figures, None), locale)


def roll_words(roll: Roll, locale: str) -> str:
    """«На начало 25, на конец 26. Прибыли: Петров Глеб.»"""
    said = [gettext(locale, "At the start {start}, at the end {end}", start=roll.at_start, end=roll.at_end)]
    if roll.arrived:
        said.append(gettext(locale, "Arrived: {names}", names=", ".join(roll.arrived)))
    if roll.left:
        said.append(gettext(locale, "Left: {names}", names=", ".join(roll.left)))
    return ". ".join(said)


def subject_rows(report: ClassReport, locale: str) -> list[MarksRow]:
    """A line a subject with its teachers."""
    return [
        MarksRow("", one.subject, one.teachers, marks_cells(MarksLine(one.subject, one.figures), locale))
        for one in report.subjects
    ]


def table_rows(report: ClassReport, locale: str) -> list[TableRow]:
    """A line a pupil."""
    return [_table_row(one, locale) for one in report.pupils]


def _table_row(one: PupilLine, locale: str) -> TableRow:
    absences = one.absences
    return TableRow(
        name=one.name,
        href=f"/diary/dynamics?child={one.pupil_id}",
        average=average_words(one.average, locale),
        missed=count_words(absences.missed),
        days=count_words(absences.whole_days),
        share=share_words(absences.share, locale),
        reasons=reason_words(absences),
        cells=[
            CellRow(value, str(mark_tone(value)), draft)
            for value, draft in zip(one.marks, one.drafts, strict=True)
        ],
    )


def reason_words(absences: Absences) -> str:
    """«б 4, у/п 2, н 1»: the codes of the journal with their lessons; empty for nothing missed."""
    order = [AttendanceCode.ILL, AttendanceCode.EXCUSED, AttendanceCode.UNEXCUSED, AttendanceCode.ABSENT]
    found = [(CODE_TEXT[code], absences.by_code[code]) for code in order if code in absences.by_code]
    return ", ".join(f"{code} {count}" for code, count in found)


def subtitle(report: ClassReport, locale: str) -> str:
    """«I четверть 2026/27, 25 учеников»."""
    pupils = ngettext(locale, "{n} pupil", "{n} pupils", report.figures.pupils)
    return f"{report.period.name(locale)}, {pupils}"
