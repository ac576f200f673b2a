"""A grid of marks read: pupils down, dates across, term marks at the end of the rows."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ejournal.integrations.marks.columns import told_of
from ejournal.integrations.marks.context import about_of
from ejournal.integrations.marks.heads import SUMMED, Heads
from ejournal.integrations.marks.listed import BLANK, NO_CLASS, NO_PUPIL, NO_SUBJECT, NOT_READ
from ejournal.integrations.people.values import words
from ejournal.integrations.workbook.columns import column_letters, column_number
from ejournal.integrations.workbook.tables import Table
from ejournal.services.marks_import.file import (
    OF_GRID,
    TERM_MARKS,
    About,
    Column,
    Entry,
    Fault,
    Meaning,
    Row,
    Shape,
    Sheet,
)

NOT_A_DAY = "“{title}” is neither a day nor a term: what stands below is not read"
AVERAGE = "“{title}” is counted from the marks here, too: its column is not read"
NOT_A_PUPIL = "The row “{title}” is not read"
_LESSONS = re.compile(r"^(?:№|номер)?\s*урок", re.IGNORECASE)
_KINDS = re.compile(r"^(?:вид|тип|форма)\b|^работа|^за что", re.IGNORECASE)
_NUMBERED = re.compile(r"^\d+[.)]?\s+")
_MARK = re.compile(r"[\d/ .,+-]+|н|б|у|п|оп|осв|н/?[ап]|у/?п|зач\w*|незач\w*", re.IGNORECASE)


class GridReader:
    """One table of a sheet on its way: from its heads to the row before the next one's."""

    def __init__(
        self, table: Table, heads: Heads, rows: tuple[int, int], key: str, told: Mapping[str, str]
    ) -> None:
        self.table, self.heads, self.told = table, heads, told
        self.entries: list[Entry] = []
        self.faults: list[Fault] = []
        self.start, self.end = rows
        self.names = self._told_names()
        self.last_head = self._last_head()
        self.numbers, self.kinds = self._row_of(_LESSONS), self._row_of(_KINDS)
        days = tuple(sorted({one.day for one in heads.days.values()}))
        self.sheet = Sheet(
            key, table.title, Shape.GRID, heads.row, tuple(self._columns()), 0, self._about(), days
        )
        self._read()

    def _told_names(self) -> dict[Meaning, int]:
        width = len(self.table.rows[0])
        told = [at for at in range(width) if self.told.get(column_letters(at + 1)) == Meaning.NAME]
        return {Meaning.NAME: told[0]} if told else self.heads.names

    def _about(self) -> About:
        about = about_of(self.table.rows[self.start : self.heads.top - 1], self.table.title)
        said = {
            name: self.told[name] for name in ("klass", "subject", "term", "teacher") if self.told.get(name)
        }
        return replace(about, **said)

    def _last_head(self) -> int:
        """The last row of the head: below the days may stand lessons' numbers and kinds of work."""
        last = self.heads.row
        for row in self.table.rows[self.heads.row : self.heads.row + 3]:
            if (
                any(self._name(row))
                and not SUMMED.search(self._name(row))
                and not _KINDS.search(self._name(row))
            ):
                break
            if not any(words(row[place]) for place in self.heads.days if place < len(row)):
                break
            last += 1
        return last

    def _row_of(self, label: re.Pattern[str]) -> dict[int, str]:
        """By column, what a row of the head says of lessons' numbers or kinds of work."""
        for at in range(max(self.start, self.heads.row - 3), self.last_head):
            row = self.table.rows[at]
            named = any(label.search(words(cell)) for cell in row[: self.heads.first])
            cells = {place: words(row[place]) for place in self.heads.days if words(row[place])}
            below = at >= self.heads.row and not any(words(cell) for cell in row[: self.heads.first])
            unnamed = below and label is _KINDS and not any(map(_MARK.fullmatch, cells.values()))
            if cells and at != self.heads.row - 1 and (named or unnamed):
                return cells
        return {}

    def _columns(self) -> Iterator[Column]:
        names = {place: meaning for meaning, place in self.names.items()}
        for place in range(len(self.table.rows[self.heads.row - 1])):
            letter, title = column_letters(place + 1), self._title(place)
            cells = [
                words(row[place]) for row in self.table.rows[self.last_head : self.end] if words(row[place])
            ]
            if not title and not cells:
                continue
            found = names.get(place) or self._meaning(place)
            yield Column(letter, title, told_of(self.told, letter, OF_GRID) or found, next(iter(cells), ""))

    def _meaning(self, place: int) -> Meaning:
        return Meaning.DAY if place in self.heads.days else self.heads.sums.get(place, Meaning.NOTHING)

    def _title(self, place: int) -> str:
        """The column's words: of the row of days, else of those above it."""
        if head := self.heads.days.get(place):
            return f"{head.day:%d.%m.%Y}"
        rows = self.table.rows[self.heads.top - 1 : self.heads.row]
        return next((words(row[place]) for row in reversed(rows) if words(row[place])), "")

    def _read(self) -> None:
        used = list(self._used())
        if not self.sheet.about.klass:
            self._fault(self.sheet.header, "", NO_CLASS)
        if not self.sheet.about.subject:
            self._fault(self.sheet.header, "", NO_SUBJECT)
        if any(one.stops and not one.column for one in self.faults):
            return
        count = 0
        for number, row in enumerate(self.table.rows[self.last_head : self.end], self.last_head + 1):
            name = self._name(row)
            filled = [(place, text) for place, *_ in used if (text := words(row[place])) not in BLANK]
            if self._is_pupil(number, row, name, has_marks=bool(filled)):
                count += 1
                self.entries += self._line(number, name, used, row)
        self.sheet = replace(self.sheet, rows=count)

    def _is_pupil(self, number: int, row: tuple[Any, ...], name: str, *, has_marks: bool) -> bool:
        if name and not SUMMED.search(name):
            return True
        letter = column_letters(min(self.names.values()) + 1)
        label = name or next(
            (words(cell) for cell in row[: self.heads.first] if isinstance(cell, str) and cell), ""
        )
        if label:
            self._fault(number, letter, NOT_A_PUPIL, title=label[:60], stops=False)
        elif has_marks:
            self._fault(number, letter, NO_PUPIL)
        return False

    def _name(self, row: tuple[Any, ...]) -> str:
        parts = (words(row[place]) for _, place in sorted(self.names.items(), key=_in_order))
        return _NUMBERED.sub("", " ".join(part for part in parts if part))

    def _used(self) -> Iterator[tuple[int, Meaning]]:
        """The columns that are read; of the others it is said why not."""
        names = set(self.names.values())
        for one in self.sheet.columns:
            place = column_number(one.letter) - 1
            if one.meaning in TERM_MARKS or (one.meaning is Meaning.DAY and place in self.heads.days):
                yield place, one.meaning
            elif one.meaning is Meaning.DAY:
                self._fault(self.sheet.header, one.letter, NOT_A_DAY, title=one.title)
            elif place in names or place < self.heads.first:
                continue
            elif one.letter in self.told or self.heads.sums.get(place) is Meaning.NOTHING:
                message = NOT_READ if one.letter in self.told else AVERAGE
                self._fault(self.sheet.header, one.letter, message, title=one.title, stops=False)
            else:
                self._fault(self.sheet.header, one.letter, NOT_A_DAY, title=one.title or one.letter)

    def _line(
        self, number: int, name: str, used: list[tuple[int, Meaning]], row: tuple[Any, ...]
    ) -> Iterator[Entry]:
        about = self.sheet.about
        letters = {Meaning.NAME.value: column_letters(min(self.names.values()) + 1)}
        line = Row(
            self.sheet.key, number, about.klass, about.subject, name, about.teacher, None, letters, True
        )
        times = Counter(self.heads.days[place].day for place, one in used if one is Meaning.DAY)
        seen: Counter[Any] = Counter()
        for place, meaning in used:
            text, letter = words(row[place]), column_letters(place + 1)
            if meaning is Meaning.DAY:
                head = self.heads.days[place]
                nth, lesson = seen[head.day], head.number or _number(self.numbers.get(place, ""))
                seen[head.day] += 1
                if text not in BLANK:
                    kind = self.kinds.get(place, "")
                    yield Entry(line, letter, text, head.day, lesson, nth, times[head.day], kind=kind)
            elif text not in BLANK:
                yield Entry(line, letter, text, self._last_day(), term=self._term(meaning))

    def _term(self, meaning: Meaning) -> str:
        return (self.sheet.about.term or meaning.value) if meaning is Meaning.SUM else meaning.value

    def _last_day(self) -> Any:
        return self.sheet.days[-1] if self.sheet.days else None

    def _fault(self, row: int, column: str, message: str, *, stops: bool = True, **params: Any) -> None:
        self.faults.append(Fault(self.sheet.key, row, column, message, params, "", stops))


def _in_order(named: tuple[Meaning, int]) -> int:
    return tuple(Meaning).index(named[0])


def _number(text: str) -> int | None:
    digits = "".join(sign for sign in text if sign.isdecimal())
    return int(digits) if 0 < len(digits) <= 2 else None
