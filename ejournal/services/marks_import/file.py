"""What a file of another journal says, whatever its shape: an entry a mark, an absence or a term mark."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ejournal.services.base.faults import SheetFault

MOST_ENTRIES = 150_000
"""Of one file: those of a big school's half-year."""
TOO_MANY = "A file of more than {most} marks is not read: divide it"


class Shape(StrEnum):
    """How a sheet is laid out: a row a mark, or pupils down and dates across."""

    LIST = "list"
    GRID = "grid"
    NONE = "none"


class Meaning(StrEnum):
    """What a column says: the first ones of a list, from DAY on of a grid."""

    NAME = "name"
    LAST = "last"
    FIRST = "first"
    MIDDLE = "middle"
    BIRTH = "birth"
    CLASS = "class"
    SUBJECT = "subject"
    DATE = "date"
    LESSON = "lesson"
    MARK = "mark"
    CODE = "code"
    TERM = "term"
    KIND = "kind"
    WEIGHT = "weight"
    COMMENT = "comment"
    TEACHER = "teacher"
    NUMBER = "number"
    NOTHING = "nothing"
    """Left out by choice, an average, or not understood."""
    DAY = "day"
    SUM = "sum"
    """A term mark of the term that the sheet is of."""
    TERM_1 = "1"
    TERM_2 = "2"
    TERM_3 = "3"
    TERM_4 = "4"
    YEAR = "year"
    EXAM = "exam"
    FINAL = "final"


TERM_MARKS = frozenset(tuple(Meaning)[tuple(Meaning).index(Meaning.SUM) :])
"""Columns of a grid with term marks."""
OF_LIST = tuple(Meaning)[: tuple(Meaning).index(Meaning.DAY)]
OF_GRID = (Meaning.NAME, Meaning.DAY, *sorted(TERM_MARKS, key=tuple(Meaning).index), Meaning.NOTHING)


ABOUT = ("klass", "subject", "term", "teacher")
"""What a person may say of a table beside its columns."""


class Asked(StrEnum):
    """What a person is asked about once for all rows that say the same."""

    CLASS = "class"
    SUBJECT = "subject"
    PUPIL = "pupil"
    TEXT = "text"
    KIND = "kind"
    TEACHER = "teacher"
    CELL = "cell"


LEFT_OUT = "-"
"""The choice that what is so called is left out."""
TAKE, KEEP, ALL = "take", "keep", "*"
"""Of a cell that holds another mark: take that of the file, keep that of the journal; ALL cells at once."""
Choices = Mapping[tuple[str, str], str]
"""By what was asked about and its name, what was chosen."""


@dataclass(frozen=True, slots=True)
class Fault(SheetFault):
    """What is wrong at a place of the file; asked and name say what a choice settles, options are the ways.

    options are (value, words); the first is proposed.
    """

    asked: str = ""
    name: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its letter, the words of its header, what it is taken to mean, and a value of it."""

    letter: str
    title: str
    meaning: Meaning
    sample: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a sheet says above its table, or in its name: class, subject, term, teacher as written."""

    klass: str = ""
    subject: str = ""
    term: str = ""
    teacher: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was understood; key names it in choices: one sheet may hold several tables."""

    key: str
    title: str
    shape: Shape
    header: int
    columns: tuple[Column, ...] = ()
    rows: int = 0
    about: About = About()
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What the entries of one line have in common, and by meaning the letters of its columns."""

    sheet: str
    row: int
    klass: str
    subject: str
    pupil: str
    teacher: str = ""
    birth: date | None = None
    letters: Mapping[str, str] = field(default_factory=dict)
    is_grid: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark, a code or a term mark as written, with where and when; of a lesson unless a term is named.

    nth of times: which of the grid's columns of that day it is; code is what a column of absences says.
    """

    line: Row
    column: str
    text: str
    day: date | None = None
    number: int | None = None
    nth: int = 0
    times: int = 1
    term: str = ""
    code: str = ""
    kind: str = ""
    weight: str = ""
    comment: str = ""

    def fault(self, message: str, suggestion: str = "", column: str | None = None, **more: Any) -> Fault:
        """A fault at the entry's cell, or at another column of its row."""
        ask: dict[str, Any] = {name: more.pop(name) for name in ("asked", "name", "options") if name in more}
        stops = more.pop("stops", True)
        place = self.column if column is None else column
        return Fault(self.line.sheet, self.line.row, place, message, more, suggestion, stops, **ask)

    def place(self, meaning: Meaning) -> str:
        """The letter of the row's column of that meaning; empty where it has none."""
        return self.line.letters.get(meaning.value, "")


@dataclass(frozen=True, slots=True)
class MarksFile:
    """All that a file says, and what of it could not be read."""

    sheets: tuple[Sheet, ...]
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
