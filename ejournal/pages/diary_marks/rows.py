"""What the browser sees of a term's marks: a line a subject, the chosen subject in full, a drawn chart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import day_month, decimal, short_date
from ejournal.models import ScaleKind, TermMarkScope
from ejournal.services.diary.progress import Point, ProgressMark, SubjectProgress, Supposition, TermProgress
from ejournal.services.diary.year_results import YearResults
from ejournal.services.grading.scales import five_point
from ejournal.ui.kit import Choice
from ejournal.ui.words.charts import DrawnRow, drawn_line
from ejournal.ui.words.charts import Point as Drawn

_TONES = {"5": "good", "2": "low"}
_TOP_OF = {ScaleKind.FIVE: 5, ScaleKind.TEN: 10, ScaleKind.TWELVE: 12, ScaleKind.HUNDRED: 100}


@dataclass
class MarkRow:
    """A mark with its lesson."""

    value: str
    tone: str
    date: str
    day: str
    kind: str
    comment: str
    topic: str


@dataclass
class ShortMark:
    """A mark in a subject's line: the frame and the hint."""

    value: str
    tone: str
    hint: str


@dataclass
class SubjectRow:
    """A subject's line: its marks, average and term mark."""

    id: str
    subject: str
    average: str
    tone: str
    term_mark: str
    year_mark: str
    marks: list[ShortMark] = field(default_factory=list)


@dataclass
class SupposedRow:
    """A supposed mark of the calculator."""

    index: int
    value: str
    tone: str
    kind: str


@dataclass
class ResultRow:
    """A subject's results of the year, in the order of the columns."""

    subject: str
    marks: list[ShortMark] = field(default_factory=list)


def result_columns(found: YearResults, locale: str) -> list[str]:
    """«I ч.», «II ч.», …, «Год»: what stands over the year's results."""
    last = {
        TermMarkScope.YEAR: gettext(locale, "Year"),
        TermMarkScope.EXAM: gettext(locale, "Exam"),
        TermMarkScope.FINAL: gettext(locale, "Final"),
    }
    return [term.short_name(locale) for term in found.terms] + [last[one] for one in found.last]


def result_rows(found: YearResults) -> list[ResultRow]:
    """A line a subject."""
    keys = [str(term.number) for term in found.terms] + [one.value for one in found.last]
    return [
        ResultRow(
            one.subject,
            [ShortMark(value, mark_tone(value), "") for value in (one.marks.get(key, "") for key in keys)],
        )
        for one in found.subjects
    ]


def mark_tone(value: str) -> str:
    """How a result is drawn: failing ones bold, as in the journal."""
    return "low" if value in ("1", "2", "н/а") else "plain"


def term_choices(progress: TermProgress, locale: str) -> list[Choice]:
    """The terms to choose from."""
    return [Choice(value=str(term.number), label=term.short_name(locale)) for term in progress.terms]


def subject_rows(progress: TermProgress, locale: str) -> list[SubjectRow]:
    """A line a subject."""
    number = progress.term.number if progress.term else 0
    return [_subject_row(one, number, locale) for one in progress.subjects]


def _subject_row(one: SubjectProgress, number: int, locale: str) -> SubjectRow:
    return SubjectRow(
        id=str(one.subject_id),
        subject=one.subject,
        average=_decimal(one.average, locale),
        tone=_average_tone(one),
        term_mark=one.term_marks.get(number, ""),
        year_mark=one.year_mark,
        marks=[ShortMark(mark.value, _tone(one, mark.value), _hint(mark, locale)) for mark in one.marks],
    )


def _hint(mark: ProgressMark, locale: str) -> str:
    return ", ".join(filter(None, (short_date(locale, mark.day), mark.kind, _whence(mark, locale))))


def _whence(mark: ProgressMark, locale: str) -> str:
    """For a mark of the class or group before: that it is, and whether it counts."""
    if not mark.former:
        return ""
    if mark.counts:
        return gettext(locale, "in the former class or group")
    return gettext(locale, "in the former class or group, does not count")


def mark_rows(one: SubjectProgress, locale: str) -> list[MarkRow]:
    """The subject's marks, the latest first."""
    return [_mark_row(one, mark, locale) for mark in reversed(one.marks)]


def _mark_row(one: SubjectProgress, mark: ProgressMark, locale: str) -> MarkRow:
    kind = mark.kind
    if mark.weight > 1:
        kind = gettext(locale, "{kind}, weight {weight}", kind=kind, weight=mark.weight)
    if whence := _whence(mark, locale):
        kind = f"{kind}, {whence}"
    return MarkRow(
        value=mark.value,
        tone=_tone(one, mark.value),
        date=day_month(locale, mark.day),
        day=mark.day.isoformat(),
        kind=kind,
        comment=mark.comment,
        topic=mark.topic,
    )


def _tone(one: SubjectProgress, value: str) -> str:
    return _TONES.get(five_point(one.scale, value), "plain")


def _average_tone(one: SubjectProgress) -> str:
    """Red below the threshold of a «3», so that a family sees trouble while there is time."""
    if one.average is None or one.scale is not ScaleKind.FIVE:
        return "plain"
    return "low" if one.average < one.rule.to_three else "plain"


def _decimal(value: Decimal | None, locale: str) -> str:
    return "" if value is None else decimal(locale, value)


def subtitle(progress: TermProgress, locale: str) -> str:
    """«Анна · II четверть · средний балл 4,26»."""
    parts = [progress.first_name]
    if progress.term:
        parts.append(progress.term.name(locale))
    if progress.average is not None:
        parts.append(gettext(locale, "average {value}", value=decimal(locale, progress.average)))
    return " · ".join(parts)


def top_of(progress: TermProgress, subject: SubjectProgress | None = None) -> int:
    """The best mark of the scale drawn."""
    return _TOP_OF.get(subject.scale if subject else progress.scale, 5)


def chart(points: Sequence[Point], top: int, locale: str) -> DrawnRow:
    """The averages drawn from left to right, day by day; empty below two points."""
    if len(points) < 2:
        return DrawnRow()
    drawn = [
        Drawn(
            point.day.toordinal(),
            float(point.average),
            day_month(locale, point.day),
            decimal(locale, point.average),
        )
        for point in points
    ]
    words = gettext(
        locale,
        "The average from {first} on {start} to {last} on {end}",
        first=drawn[0].words,
        start=drawn[0].head,
        last=drawn[-1].words,
        end=drawn[-1].head,
    )
    return drawn_line(drawn, 2 if top == 5 else 0, top, words)


def supposed_rows(subject: SubjectProgress, supposed: Sequence[tuple[str, int]]) -> list[SupposedRow]:
    """The marks supposed so far."""
    return [
        SupposedRow(index, value, _tone(subject, value), f"×{weight}" if weight > 1 else "")
        for index, (value, weight) in enumerate(supposed)
    ]


def outcome(found: Supposition, added: int, locale: str) -> str:
    """«Сейчас 4,20, выходит «4». С ещё 2 отметками: 4,55, выходит «5»»."""
    if found.supposed_average is None:
        return gettext(locale, "No marks yet. Add some to see the average")
    now = gettext(
        locale, "Now {average}, which makes {mark}", average=_decimal(found.average, locale), mark=found.mark
    )
    if not added:
        return now
    then = ngettext(
        locale,
        "With {n} more mark: {average}, which makes {mark}",
        "With {n} more marks: {average}, which makes {mark}",
        added,
        average=_decimal(found.supposed_average, locale),
        mark=found.supposed_mark,
    )
    return then if found.average is None else f"{now}. {then}"
