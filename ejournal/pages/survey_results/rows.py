"""What the browser sees of a survey's results."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import decimal, short_date
from ejournal.models import QuestionKind
from ejournal.services.reports.grid import tint_of
from ejournal.services.surveys.answers.form import WORDS, FormQuestion
from ejournal.services.surveys.results.cross import Cross
from ejournal.services.surveys.results.earlier import Before, EarlierRun
from ejournal.services.surveys.results.participation import ClassTurnout, SeatLine
from ejournal.services.surveys.results.shown import Figures, Results, share
from ejournal.services.surveys.results.texts import Tag, Text
from ejournal.ui.kit import Choice
from ejournal.ui.words.charts import TONES
from ejournal.ui.words.surveys.results import (
    HIDDEN,
    KINDS,
    class_words,
    held_words,
    number_words,
    of_words,
    share_words,
    way_words,
)

BARS, COLUMNS, TABLE, WORDS_ONLY, NUMBER, HELD = "bars", "columns", "table", "words", "number", "held"
MOST_WAYS = 40
"""Of dates: the first ones stand on the page, all in the spreadsheet."""


@dataclass
class BarRow:
    """A way of a question: how many, what share; before: the share of the earlier run, in words."""

    label: str
    count: str
    share: str
    width: str
    before: str = ""


@dataclass
class CellRow:
    """A number of a table, tinted by its share."""

    count: str
    share: str = ""
    tone: str = ""


@dataclass
class LineRow:
    """A line of a table."""

    title: str
    cells: list[CellRow] = field(default_factory=list)
    total: str = ""
    total_share: str = ""


@dataclass
class FigureRow:
    """A question with its figures, drawn as form says."""

    id: str
    title: str
    kind: str
    form: str
    of: str
    bars: list[BarRow] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    lines: list[LineRow] = field(default_factory=list)
    mean: str = ""
    mean_note: str = ""
    before: str = ""
    low_words: str = ""
    high_words: str = ""
    texts: str = ""
    note: str = ""


@dataclass
class HeadRow:
    """What stands over the results: where the survey stands, how many answered, what must be known with it.

    named: there are names; keeps: the survey is one's own; broken_down: classes and cross-tables are shown;
    query: of the files' addresses.
    """

    title: str = ""
    subtitle: str = ""
    turnout: str = ""
    share: str = ""
    width: str = "0%"
    before: str = ""
    notes: list[str] = field(default_factory=list)
    shown: bool = False
    named: bool = False
    keeps: bool = False
    broken_down: bool = False
    query: str = ""


@dataclass
class CrossRow:
    """A table that crosses two; note says what is held back; what may be crossed, and by what."""

    questions: list[Choice] = field(default_factory=list)
    others: list[Choice] = field(default_factory=list)
    first: str = ""
    heads: list[str] = field(default_factory=list)
    sizes: list[str] = field(default_factory=list)
    lines: list[LineRow] = field(default_factory=list)
    of_all: str = ""
    note: str = ""


@dataclass
class TextRow:
    """A text, to which question, of whom where that is known."""

    words: str
    question: str
    who: str = ""


@dataclass
class TagRow:
    """A word that stands in many texts."""

    word: str
    count: int


@dataclass
class TextsRow:
    """Texts of a question or of all, with the words said most; count: how many there are in all."""

    count: int = 0
    questions: list[Choice] = field(default_factory=list)
    tags: list[TagRow] = field(default_factory=list)
    lines: list[TextRow] = field(default_factory=list)
    more: str = ""


@dataclass
class ClassRow:
    """The share of a class."""

    title: str
    words: str
    share: str
    width: str


@dataclass
class SeatRow:
    """Who may answer, because of whom, and whether it was done."""

    people: str
    children: str
    when: str
    done: bool


def figure_rows(found: Results, earlier: EarlierRun | None, locale: str) -> list[FigureRow]:
    """The questions with their figures."""
    many = len(found.figures) > 1
    return [
        _figure_row(one, f"{number}. " if many else "", earlier, locale)
        for number, one in enumerate(found.figures, 1)
    ]


def _figure_row(one: Figures, number: str, earlier: EarlierRun | None, locale: str) -> FigureRow:
    question = one.question
    row = FigureRow(
        str(question.id), f"{number}{question.title}", gettext(locale, KINDS[question.kind]), HELD,
        of_words(one.answered, one.asked, locale), low_words=question.low_words,
        high_words=question.high_words,
    )  # fmt: skip
    if one.texts:
        row.texts = ngettext(locale, "{n} answer in words", "{n} answers in words", one.texts)
    if one.held:
        row.of, row.note = "", held_words(locale)
        if question.kind in WORDS and one.texts:
            row.form, row.note = WORDS_ONLY, ""
        return row
    before = earlier.before.get(question.id) if earlier is not None else None
    row.bars = _bars(one, before, locale)
    row.form = _form(question)
    if question.kind is QuestionKind.MATRIX:
        row.heads = [column.title for column in question.columns]
        row.lines = _matrix_lines(one)
    if question.kind is QuestionKind.ORDER:
        row.heads = [gettext(locale, "Average place"), gettext(locale, "First")]
        row.lines = _order_lines(one, locale)
    if one.mean is not None:
        row.mean = number_words(round(one.mean, 1), locale)
        row.mean_note = _mean_note(one, locale)
        if before is not None and before.mean is not None:
            row.before = gettext(
                locale, "was {mean} before", mean=number_words(round(before.mean, 1), locale)
            )
    if question.kind is QuestionKind.FILE:
        row.note = ngettext(locale, "{n} file", "{n} files", len(one.files))
    return row


def _form(question: FormQuestion) -> str:
    if question.kind is QuestionKind.SCALE:
        return COLUMNS
    if question.kind in (QuestionKind.MATRIX, QuestionKind.ORDER):
        return TABLE
    if question.kind is QuestionKind.NUMBER:
        return NUMBER
    return WORDS_ONLY if question.kind in (*WORDS, QuestionKind.FILE) else BARS


def _mean_note(one: Figures, locale: str) -> str:
    if one.question.kind is QuestionKind.SCALE:
        return gettext(locale, "of {high}", high=one.question.ends[1])
    middle = number_words(one.middle or 0, locale)
    if one.ends is None:
        return gettext(locale, "on average, the middle one is {middle}", middle=middle)
    low, high = (number_words(end, locale) for end in one.ends)
    return gettext(
        locale,
        "on average, the middle one is {middle}, from {low} to {high}",
        middle=middle,
        low=low,
        high=high,
    )


def _bars(one: Figures, before: Before | None, locale: str) -> list[BarRow]:
    most = max((count for _, count in one.ways), default=0)
    rows = []
    for way, count in one.ways[:MOST_WAYS]:
        was = ""
        if before is not None and way in before.shares:
            was = gettext(locale, "was {share} %", share=before.shares[way])
        rows.append(
            BarRow(
                way_words(one.question, way, locale), str(count), share_words(count, one.answered),
                f"{100 * count / most if most else 0:.1f}%", was,
            )
        )  # fmt: skip
    return rows


def _matrix_lines(one: Figures) -> list[LineRow]:
    lines = []
    for row in one.question.options:
        counts = [one.pairs.get((row.id, column.id), 0) for column in one.question.columns]
        whole = sum(counts)
        cells = [CellRow(str(count), share_words(count, whole), _tone(count, whole)) for count in counts]
        lines.append(LineRow(row.title, cells))
    return lines


def _tone(count: int, whole: int) -> str:
    return TONES[tint_of(share(count, whole) or None, 0, 100)] if whole else ""


def _order_lines(one: Figures, locale: str) -> list[LineRow]:
    titles = {option.id: option.title for option in one.question.options}
    return [
        LineRow(
            titles[option],
            [
                CellRow(decimal(locale, average, 1)),
                CellRow(str(first), share_words(first, one.answered)),
            ],
        )
        for option, average, first in one.places
    ]


def cross_row(
    question: FormQuestion,
    by: FormQuestion | None,
    table: Cross,
    classes: Sequence[ClassTurnout],
    locale: str,
) -> CrossRow:
    """The table in words; by: the question in the columns, none for classes."""
    titles = {one.class_id: one.title for one in classes}
    hidden = gettext(locale, HIDDEN)
    heads = []
    for column in table.columns:
        if by is not None:
            heads.append(way_words(by, column, locale))
        elif column is None:
            heads.append(_rest_words(table, classes, locale))
        else:
            heads.append(titles.get(column, "") if isinstance(column, int) else "")
    lines = [
        LineRow(
            way_words(question, line.way, locale),
            [
                CellRow(hidden)
                if cell is None
                else CellRow(str(cell), share_words(cell, size), _tone(cell, size))
                for cell, size in zip(line.cells, table.sizes, strict=True)
            ],
            str(line.total),
            share_words(line.total, table.of_all),
        )
        for line in table.lines
    ]
    note = ""
    if table.held:
        note = gettext(
            locale,
            "Numbers below five are hidden, others with them, so that nobody can work them out; in files too",
        )
    sizes = [str(one) for one in table.sizes]
    return CrossRow(
        first=question.title, heads=heads, sizes=sizes, lines=lines, of_all=str(table.of_all), note=note
    )


def _rest_words(table: Cross, classes: Sequence[ClassTurnout], locale: str) -> str:
    """Which classes stand together in the last column."""
    named = {one for one in table.columns if one is not None}
    rest = [class_words(one, locale) for one in classes if one.answered and one.class_id not in named]
    if 0 < len(rest) <= 3:
        return ", ".join(rest)
    return gettext(locale, "Others together") if named else gettext(locale, "All together")


def text_rows(texts: Sequence[Text], found: Results, who: dict[int, str]) -> list[TextRow]:
    """Texts with their questions; who: by the number of the answer."""
    titles = {one.question.id: one.question.title for one in found.figures}
    return [TextRow(one.words, titles.get(one.question_id, ""), who.get(one.answer_id, "")) for one in texts]


def tag_rows(tags: Sequence[Tag]) -> list[TagRow]:
    """The words said most."""
    return [TagRow(one.word, one.count) for one in tags]


def class_rows(classes: Sequence[ClassTurnout], locale: str) -> list[ClassRow]:
    """The share of each class."""
    return [
        ClassRow(
            class_words(one, locale),
            gettext(locale, "{answered} of {seats}", answered=one.answered, seats=one.seats),
            share_words(one.answered, one.seats),
            f"{share(one.answered, one.seats)}%",
        )
        for one in classes
    ]


def seat_rows(lines: Sequence[SeatLine], locale: str) -> list[SeatRow]:
    """Who has answered and who has not, by name."""
    return [
        SeatRow(
            ", ".join(one.people),
            " · ".join(one.children),
            short_date(locale, one.answered_on) if one.answered_on else gettext(locale, "not yet"),
            one.answered_on is not None,
        )
        for one in lines
    ]
