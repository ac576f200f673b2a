"""A file as plain tables, row by row: workbooks of any kind, and text whose signs and delimiter are found."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ejournal.errors import DomainError
from ejournal.integrations.workbook.reading import MAX_BYTES
from ejournal.integrations.workbook.weight import Bounds, check_weight, refuse_rows
from ejournal.lazily import Lazily
from ejournal.services.base.texts import UNSEEN_SIGNS

if TYPE_CHECKING:
    import python_calamine as calamine
else:
    calamine = Lazily("python_calamine")

MOST_ROWS, MOST_COLUMNS = 60_000, 256
OF_LISTS = Bounds(megabytes=200, cells=1_500_000, light=6_000_000, rows=MOST_ROWS, columns=MOST_COLUMNS)
NOT_A_TABLE = "This is not a spreadsheet (.xlsx, .xls, .ods, .csv), or it is damaged"
_XLSX_MARK, _OLD_MARK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = ";\t,|"
_LOOKED_AT = 50
"""Rows by which a delimiter is judged."""
_CYRILLIC = range(0x0410, 0x0450)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its title and its rows, each as long as the longest; the first row has number 1.

    A cell is text or a number; a day is text, «25.11.2014».
    """

    title: str
    rows: tuple[tuple[str | int | float, ...], ...]


def read_tables(data: bytes) -> list[Table]:
    """The tables of a file; DomainError when it is none, is damaged or is too long."""
    if len(data) > MAX_BYTES:
        raise DomainError("The file is larger than {limit} MB", limit=MAX_BYTES // 1024 // 1024)
    if data.startswith((_XLSX_MARK, _OLD_MARK)):
        return list(_workbook(data))
    return [_text(data)]


def _workbook(data: bytes) -> Iterator[Table]:
    try:
        if b"mimetype" not in data[:60] and data.startswith(_XLSX_MARK):
            check_weight(data, OF_LISTS)
        with calamine.load_workbook(io.BytesIO(data)) as book:
            found = []
            for at, sheet in enumerate(book.sheets_metadata):
                if sheet.typ is calamine.SheetTypeEnum.WorkSheet:
                    page = book.get_sheet_by_index(at)
                    top, left = page.start or (0, 0)
                    _check_size(top + page.height, left + page.width)
                    found.append((page.name, top, left, page.to_python()))
    except DomainError:
        raise
    except Exception:  # a broken file brings about whatever it may
        raise DomainError(NOT_A_TABLE) from None
    for title, top, left, rows in found:
        empty = [[""]] * top
        yield Table(title, _even([*empty, *([""] * left + list(row) for row in rows)]))


def _text(data: bytes) -> Table:
    words = _decoded(data)
    if "\x00" in words:
        raise DomainError(NOT_A_TABLE)
    try:
        rows = [list(row) for row in csv.reader(io.StringIO(words, newline=""), delimiter=_delimiter(words))]
    except csv.Error:
        raise DomainError(NOT_A_TABLE) from None
    _check_size(len(rows), max((len(row) for row in rows), default=0))
    return Table("", _even(rows))


def _decoded(data: bytes) -> str:
    """The text in UTF-8 or UTF-16 where it is such, else as Windows writes Russian."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    windows, whole = data.decode("cp1251", errors="replace"), data.decode("utf-8-sig", errors="replace")
    # Half-broken UTF-8 is still UTF-8: read as cp1251 its letters would be «Р» and «С» in turn.
    return whole if _letters(whole) > _letters(windows) - windows.count("Р") - windows.count("С") else windows


def _letters(words: str) -> int:
    return sum(ord(sign) in _CYRILLIC for sign in words)


def _delimiter(words: str) -> str:
    """The delimiter that divides most lines into the same number of cells, more than one."""
    lines = [line for line in words.splitlines() if line.strip()][:_LOOKED_AT]

    def weight(sign: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=sign)]
        usual = max(set(counts), key=counts.count, default=1)
        return (counts.count(usual) if usual > 1 else 0, usual)

    try:
        return max(_DELIMITERS, key=weight)
    except csv.Error:
        return _DELIMITERS[0]


def _even(rows: list[list[Any]]) -> tuple[tuple[str | int | float, ...], ...]:
    width = max((len(row) for row in rows), default=0)
    return tuple((*map(_plain, row), *("" for _ in range(width - len(row)))) for row in rows)


def _plain(cell: Any) -> str | int | float:
    if isinstance(cell, datetime | date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, str):
        return cell.translate(UNSEEN_SIGNS)
    return cell if isinstance(cell, int | float) and not isinstance(cell, bool) else str(cell)


def _check_size(rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        refuse_rows(OF_LISTS)
