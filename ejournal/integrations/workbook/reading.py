"""A spreadsheet of strangers is read within limits, faults named by cell."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date, time
from math import isfinite
from typing import TYPE_CHECKING, Any

from ejournal.errors import DomainError
from ejournal.integrations.workbook.columns import column_letters
from ejournal.integrations.workbook.weight import Unanswered, check_weight
from ejournal.lazily import Lazily

if TYPE_CHECKING:
    import python_calamine as calamine
else:
    calamine = Lazily("python_calamine")

MAX_BYTES = 20 * 1024 * 1024


class Sheet:
    """The cells of one sheet as text, by row and column from 1; which of its formulas have no result."""

    def __init__(self, page: calamine.CalamineSheet, unanswered: Unanswered | None = None) -> None:
        self.title: str = page.name
        self.unanswered = unanswered
        top, left = page.start or (0, 0)
        self._cells: dict[tuple[int, int], Any] = {
            (row, column): _whole(value)
            for row, line in enumerate(page.to_python(), top + 1)
            for column, value in enumerate(line, left + 1)
            if value != ""
        }
        self._filled: set[tuple[int, int]] = set()
        self.merged: list[tuple[int, int, int, int]] = [
            (first_row + 1, first_column + 1, last_row + 1, last_column + 1)
            for (first_row, first_column), (last_row, last_column) in page.merged_cell_ranges or ()
        ]
        self._forget_covered(top + page.height, left + page.width)
        self.last_row = max((row for row, _ in self._cells), default=0)
        self.last_column = max((column for _, column in self._cells), default=0)

    def _forget_covered(self, last_row: int, last_column: int) -> None:
        """Of a merged area only the first cell is seen; what was once written behind it is no lesson."""
        for top, left, bottom, right in self.merged:
            for row in range(top, min(bottom, last_row) + 1):
                for column in range(left, min(right, last_column) + 1):
                    if (row, column) != (top, left):
                        self._cells.pop((row, column), None)

    def words(self, row: int, column: int) -> str:
        """The cell as text with its spaces in order; empty for a date or time, too."""
        value = self._cells.get((row, column))
        if value is None or self.is_date(row, column):
            return ""
        return " ".join(str(value).split())

    def is_date(self, row: int, column: int) -> bool:
        """Whether a date or time stands in the cell."""
        return isinstance(self._cells.get((row, column)), date | time)

    def places(self) -> Iterator[tuple[int, int]]:
        """Row and column of every cell that has something."""
        return iter(sorted(self._cells))

    def row(self, row: int) -> Iterator[int]:
        """The columns in which the row has something."""
        return iter(sorted(column for at, column in self._cells if at == row))

    def column(self, column: int) -> Iterator[int]:
        """The rows in which the column has something."""
        return iter(sorted(row for row, at in self._cells if at == column))

    def put(self, row: int, column: int, value: Any) -> None:
        """Fill a cell that is empty, as a merged area does for its other cells."""
        if (row, column) not in self._cells:
            self._cells[row, column] = value
            self._filled.add((row, column))

    def is_merged(self, row: int, column: int) -> bool:
        """Whether the cell has its value from a merged area that begins elsewhere."""
        return (row, column) in self._filled

    def raw(self, row: int, column: int) -> Any:
        """The cell's value as it is."""
        return self._cells.get((row, column))

    def place(self, row: int, column: int) -> str:
        """«C4»."""
        return f"{column_letters(column)}{row}"


def open_workbook(data: bytes) -> Iterable[Sheet]:
    """The sheets of an .xlsx file; DomainError when it is none, or unpacks to too much."""
    if len(data) > MAX_BYTES:
        raise DomainError("The file is larger than {limit} MB", limit=MAX_BYTES // 1024 // 1024)
    try:
        unanswered = check_weight(data)
        with calamine.load_workbook(io.BytesIO(data)) as book:
            return [
                Sheet(book.get_sheet_by_index(at), unanswered.get(sheet.name))
                for at, sheet in enumerate(book.sheets_metadata)
                if sheet.typ is calamine.SheetTypeEnum.WorkSheet
            ]
    except DomainError:
        raise
    except Exception:  # a broken file brings about whatever it may
        raise DomainError("This is not an Excel workbook (.xlsx), or it is damaged") from None


def _whole(value: Any) -> Any:
    """A whole number as one: a workbook holds 327 as 327.0."""
    if not isinstance(value, float):
        return value
    return str(value) if not isfinite(value) else int(value) if value.is_integer() else value
