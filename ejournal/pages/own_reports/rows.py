"""What the browser sees of a report of one's own: what may be chosen, the table, the kept ones."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import decimal
from ejournal.models import Audience, RowKind
from ejournal.models.structure import class_title
from ejournal.services.own_reports.choice import Choice as Chosen
from ejournal.services.own_reports.columns import BY_KIND, OF_TERMS, Column
from ejournal.services.own_reports.drawing import FIRST, Drawn, OwnTable, compared_words
from ejournal.services.own_reports.keeping import Kept
from ejournal.services.own_reports.lines import Cell
from ejournal.ui.kit import Choice
from ejournal.ui.words.own_reports import AUDIENCES, KINDS
from ejournal.ui.words.reports import DASH, count_words

MOST_SHOWN = 200
LINKS = {
    RowKind.PUPILS: "/diary?child={}",
    RowKind.COURSES: "/journal?course={}",
    RowKind.CLASSES: "/reports?view=class&class={}",
}


@dataclass
class ColumnRow:
    """A column that may be chosen, and whether it is."""

    key: str
    title: str
    is_on: bool


@dataclass
class CellRow:
    """A cell with the heading of its column, for phones."""

    words: str
    head: str
    is_number: bool


@dataclass
class HeadRow:
    """A heading."""

    words: str
    is_number: bool


@dataclass
class LineRow:
    """A line of the table."""

    title: str
    href: str
    cells: list[CellRow] = field(default_factory=list)


@dataclass
class KeptRow:
    """A kept report: whose it is and with whom it is shared."""

    id: str
    title: str
    note: str


@dataclass(frozen=True)
class Offered:
    """What may be chosen; the last three, of the table, are empty before there is a year."""

    kinds: list[Choice] = field(default_factory=list)
    audiences: list[Choice] = field(default_factory=list)
    numbers: list[Choice] = field(default_factory=list)
    orders: list[Choice] = field(default_factory=list)
    periods: list[Choice] = field(default_factory=list)
    classes: list[Choice] = field(default_factory=list)
    subjects: list[Choice] = field(default_factory=list)


@dataclass(frozen=True)
class Asks:
    """Which dialog is open; form: its number, as_new: what is kept is not the open report."""

    form: int = 0
    saving: bool = False
    as_new: bool = False
    deleting: bool = False


def offered(chosen: Chosen, found: OwnTable | None, locale: str) -> Offered:
    """All that may be chosen now."""
    of_table = (
        (period_choices(found, locale), class_choices(found, locale), subject_choices(found, locale))
        if found
        else ()
    )
    numbers, orders = number_choices(chosen, locale), order_choices(chosen, locale)
    return Offered(kind_choices(locale), audience_choices(locale), numbers, orders, *of_table)


def kind_choices(locale: str) -> list[Choice]:
    """What a line may be."""
    return [Choice(one.value, gettext(locale, words)) for one, words in KINDS.items()]


def audience_choices(locale: str) -> list[Choice]:
    """With whom a report may be shared."""
    return [Choice(one.value, gettext(locale, words)) for one, words in AUDIENCES.items()]


def column_rows(chosen: Chosen, locale: str) -> list[ColumnRow]:
    """All columns of such rows, the chosen ones first, as they stand."""
    others = (one for one in BY_KIND[chosen.rows].values() if one.key not in chosen.columns)
    return [
        *(ColumnRow(one.key, gettext(locale, one.title), True) for one in chosen.shown),
        *(ColumnRow(one.key, gettext(locale, one.title), False) for one in others),
    ]


def number_choices(chosen: Chosen, locale: str) -> list[Choice]:
    """The columns by which lines may be left out."""
    none = Choice("", gettext(locale, "All lines"))
    numbers = (one for one in BY_KIND[chosen.rows].values() if one.is_number)
    return [none, *(Choice(one.key, gettext(locale, one.title)) for one in numbers)]


def order_choices(chosen: Chosen, locale: str) -> list[Choice]:
    """The columns by which lines may be put in order, of numbers the largest first too."""
    found = [Choice("", gettext(locale, "As in the journal"))]
    for one in BY_KIND[chosen.rows].values():
        title = gettext(locale, one.title)
        if one.is_number:
            found.append(Choice(f"-{one.key}", gettext(locale, "{column}, the largest first", column=title)))
            found.append(Choice(one.key, gettext(locale, "{column}, the smallest first", column=title)))
        else:
            found.append(Choice(one.key, title))
    return found


def period_choices(found: OwnTable, locale: str) -> list[Choice]:
    """The latest term, whichever it is, then each period."""
    latest = Choice("", gettext(locale, "The latest term"))
    return [latest, *(Choice(one.key, one.name(locale)) for one in reversed(found.periods))]


def class_choices(found: OwnTable, locale: str) -> list[Choice]:
    """Grades and classes, all of them first."""
    rows = [Choice("", gettext(locale, "All classes"))]
    grade = None
    for number, letter in found.classes:
        if number != grade:
            grade = number
            rows.append(Choice(str(number), gettext(locale, "All of grade {n}", n=number)))
        if letter:
            rows.append(Choice(f"{number}.{letter}", class_title(number, letter)))
    return rows


def subject_choices(found: OwnTable, locale: str) -> list[Choice]:
    """The subjects, all of them first."""
    every = Choice("", gettext(locale, "All subjects"))
    return [every, *(Choice(str(number), name) for number, name in found.subjects)]


def first_head(found: OwnTable, locale: str) -> str:
    """The heading over the names of the lines."""
    return gettext(locale, FIRST[found.choice.rows])


def head_rows(columns: Iterable[Column], locale: str) -> list[HeadRow]:
    """The headings."""
    return [HeadRow(gettext(locale, one.title), one.is_number) for one in columns]


def line_rows(found: OwnTable, locale: str) -> list[LineRow]:
    """The first lines."""
    heads = head_rows(found.columns, locale)
    return [_line_row(one, found, heads, locale) for one in found.lines[:MOST_SHOWN]]


def _line_row(line: Drawn, found: OwnTable, heads: list[HeadRow], locale: str) -> LineRow:
    link = LINKS.get(found.choice.rows, "") if line.is_open else ""
    return LineRow(
        line.title,
        link.format(line.id),
        [
            CellRow(_words(value, column.places, locale), head.words, head.is_number)
            for value, column, head in zip(line.cells, found.columns, heads, strict=True)
        ],
    )


def _words(value: Cell, places: int, locale: str) -> str:
    if value is None or value == "":
        return DASH
    if isinstance(value, Decimal):
        return decimal(locale, value, places)
    return value if isinstance(value, str) else count_words(value)


def count_of(found: OwnTable, locale: str) -> str:
    """How many lines there are, and that not all of them are shown."""
    words = ngettext(locale, "{n} line", "{n} lines", len(found.lines))
    if len(found.lines) <= MOST_SHOWN:
        return words
    return gettext(
        locale, "{lines}, the first {n} are shown: all stand in the files", lines=words, n=MOST_SHOWN
    )


def notes(found: OwnTable, locale: str) -> list[str]:
    """With what the period is compared; what is left empty, and why."""
    said = []
    if names := _named(found.hidden, locale):
        said.append(gettext(locale, "Only who leads the school sees: {columns}", columns=names))
    of_terms = [one for one in found.columns if one.reads in OF_TERMS and found.period.kind is None]
    if names := _named(of_terms, locale):
        said.append(gettext(locale, "Of a term alone, not of a year: {columns}", columns=names))
    return [*said, *filter(None, (compared_words(found, locale),))]


def _named(columns: Iterable[Column], locale: str) -> str:
    return ", ".join(gettext(locale, one.title) for one in columns)


def kept_rows(found: Iterable[Kept], locale: str) -> list[KeptRow]:
    """A line a kept report."""
    return [KeptRow(str(one.id), one.title, _kept_note(one, locale)) for one in found]


def _kept_note(one: Kept, locale: str) -> str:
    kind = gettext(locale, KINDS[one.choice.rows])
    if not one.is_own:
        return f"{kind} · {one.owner}"
    return kind if one.audience is Audience.NOBODY else f"{kind} · {gettext(locale, AUDIENCES[one.audience])}"
