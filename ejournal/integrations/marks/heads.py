"""Where the tables of a sheet begin that have pupils down and dates across: their rows of heads."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ejournal.integrations.marks.columns import HEADER_WITHIN, meaning_of
from ejournal.integrations.marks.days import Head, head_of, month_of, sum_of
from ejournal.integrations.people.values import words
from ejournal.integrations.workbook.tables import Table
from ejournal.services.marks_import.file import TERM_MARKS, Meaning

NAMES = (Meaning.NAME, Meaning.LAST, Meaning.FIRST, Meaning.MIDDLE)
_NAME = re.compile(r"(?:\d+[.)]?\s+)?[А-ЯЁA-Z][А-Яа-яЁёA-Za-z-]+(?:\s+[А-ЯЁA-Z][А-Яа-яЁёA-Za-z.-]*\.?){1,3}")
SUMMED = re.compile(
    r"^(?:средн|ср\.|итог|всего|качеств|успева|подпис|учител|тема|дом|кол-?\s?во|количеств|процент|%|соу|обучен|"
    r"абсолют|дата|месяц|вид работ|тип|№|номер|классн|завуч|директор|пропущ)",
    re.IGNORECASE,
)
"""How the rows begin that are no pupil's."""
_JUDGED, _ABOVE = 12, 3
"""Rows below by whose names a table is known; rows above in which months and names of columns stand."""


@dataclass(slots=True)
class Heads:
    """A row of heads by its number from 1: columns (from 0) with days, with term marks, with names."""

    row: int
    days: dict[int, Head] = field(default_factory=dict)
    sums: dict[int, Meaning] = field(default_factory=dict)
    names: dict[Meaning, int] = field(default_factory=dict)
    top: int = 0
    """The first row of the head, where months or names of columns stand above the days."""

    @property
    def first(self) -> int:
        """The first column that holds marks."""
        return min((*self.days, *self.sums), default=0)


def heads_of(table: Table, begins: date) -> list[Heads]:
    """The heads of the tables of a sheet; the first stands within the first rows."""
    found: list[Heads] = []
    for number, row in enumerate(table.rows, 1):
        if number > HEADER_WITHIN and not found:
            break
        heads = _heads(table, number, row, begins)
        if heads is None:
            continue
        if found and number - found[-1].row < _ABOVE:
            # Months, and names of columns, stand above the days: one head of several rows.
            if not heads.days or found[-1].days:
                continue
            found.pop()
        found.append(heads)
    return found


def _heads(table: Table, number: int, row: Sequence[Any], begins: date) -> Heads | None:
    heads = Heads(number, top=number)
    months = _months(table, number)
    for place, cell in enumerate(row):
        if cell == "":
            continue
        if head := head_of(cell, begins, months.get(place)):
            heads.days[place] = head
    above = range(max(0, number - _ABOVE), number)
    if months and heads.days:
        heads.top = min(at + 1 for at in above if any(month_of(cell) for cell in table.rows[at]))
    for at in above if heads.days else range(number - 1, number):
        for place, cell in enumerate(table.rows[at]):
            meaning = sum_of(cell) if isinstance(cell, str) and place not in heads.days else None
            if meaning is not None and place > 0:
                heads.sums[place] = meaning
    real = [one for one in heads.sums.values() if one in TERM_MARKS]
    if not heads.days and not real:
        return None
    heads.names = _names(table, heads)
    if not heads.names or not _is_head(table, heads, row):
        return None
    return heads


def _is_head(table: Table, heads: Heads, row: Sequence[Any]) -> bool:
    """Whether the row is a head: not a pupil's own, and pupils stand below."""
    name = min(heads.names.values())
    if name >= heads.first or (
        _NAME.fullmatch(words(row[name])) and meaning_of(words(row[name])) not in NAMES
    ):
        return False
    below = [words(one[name]) for one in table.rows[heads.row : heads.row + _JUDGED]]
    return any(cell and not SUMMED.search(cell) for cell in below)


def _months(table: Table, number: int) -> dict[int, tuple[int, int | None]]:
    """By column the month named above it; a month holds up to the next one."""
    for at in range(number - 2, max(-1, number - 1 - _ABOVE), -1):
        named = {place: month for place, cell in enumerate(table.rows[at]) if (month := month_of(cell))}
        if named:
            return dict(_carried(named, len(table.rows[at])))
    return {}


def _carried(
    named: dict[int, tuple[int, int | None]], width: int
) -> Iterator[tuple[int, tuple[int, int | None]]]:
    month: tuple[int, int | None] | None = None
    for place in range(width):
        month = named.get(place, month)
        if month is not None:
            yield place, month


def _names(table: Table, heads: Heads) -> dict[Meaning, int]:
    """The columns with names: by the words above them, else by what stands below."""
    found: dict[Meaning, int] = {}
    for row in table.rows[max(0, heads.row - _ABOVE) : heads.row]:
        for place, cell in enumerate(row[: heads.first]):
            meaning = meaning_of(words(cell)) if isinstance(cell, str) else Meaning.NOTHING
            if meaning in NAMES:
                found.setdefault(meaning, place)
    if Meaning.NAME in found:
        return {Meaning.NAME: found[Meaning.NAME]}
    if Meaning.LAST in found:
        return found
    for place in range(heads.first):
        below = [words(row[place]) for row in table.rows[heads.row : heads.row + _JUDGED]]
        filled = [cell for cell in below if cell]
        if filled and sum(bool(_NAME.fullmatch(cell)) for cell in filled) * 10 >= len(filled) * 6:
            return {Meaning.NAME: place}
    return {}
