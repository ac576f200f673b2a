"""A spreadsheet of strangers is read within limits, faults named by cell; their words written as words."""

import io
from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from ejournal.errors import DomainError
from ejournal.integrations.workbook_weight import MOST_ROWS, check_weight

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = MOST_ROWS, 300


class Sheet:
    """The cells of one sheet as text, by row and column from 1."""

    def __init__(self, worksheet: Any) -> None:
        self.title: str = worksheet.title
        # Not iter_rows: it makes every cell up to the last one, and that may stand at XFD1048576.
        cells = [worksheet._cells[place] for place in sorted(worksheet._cells)]
        written = [cell for cell in cells if cell.value is not None and cell.value != ""]
        # Formatting may reach far below the text: only what is written counts.
        for cell in written:
            if cell.row > MAX_ROWS or cell.column > MAX_COLUMNS:
                raise self.fault(
                    cell.row, cell.column, "Sheet “{sheet}”, cell {cell}: the sheet is too large"
                )
        self._cells: dict[tuple[int, int], Any] = {(cell.row, cell.column): cell.value for cell in written}
        self._filled: set[tuple[int, int]] = set()
        self.merged: list[tuple[int, int, int, int]] = [
            (area.min_row, area.min_col, area.max_row, area.max_col) for area in worksheet.merged_cells.ranges
        ]
        self.last_row = max((row for row, _ in self._cells), default=0)
        self.last_column = max((column for _, column in self._cells), default=0)

    def words(self, row: int, column: int) -> str:
        """The cell as text with its spaces in order; empty for a date or time, too."""
        value = self._cells.get((row, column))
        if value is None or self.is_date(row, column):
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return " ".join(str(value).split())

    def number(self, row: int, column: int) -> int | None:
        """The cell as a whole number, None where it is none."""
        value = self._cells.get((row, column))
        if isinstance(value, str):
            value = value.strip().rstrip(".")
            return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return int(value) if value == int(value) else None

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
        return f"{get_column_letter(column)}{row}"

    def fault(self, row: int, column: int, message: str) -> DomainError:
        """The error of a cell; the message id may use {sheet} and {cell}."""
        return DomainError(message, sheet=self.title, cell=self.place(row, column))


def open_workbook(data: bytes) -> Iterable[Sheet]:
    """The sheets of an .xlsx file; DomainError when it is none, or unpacks to too much."""
    if len(data) > MAX_BYTES:
        raise DomainError("The file is larger than {limit} MB", limit=MAX_BYTES // 1024 // 1024)
    try:
        check_weight(data)
        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except DomainError:
        raise
    except Exception:  # openpyxl raises whatever it meets in a broken file
        raise DomainError("This is not an Excel workbook (.xlsx), or it is damaged") from None
    return [Sheet(worksheet) for worksheet in book.worksheets]


def plain(value: Any) -> Any:
    """The value, a text without the control characters that no workbook can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


def stay_text(cell: Any) -> None:
    """Let a text that looks like a formula stay a text: it was typed by somebody else than its reader."""
    if isinstance(cell.value, str):
        cell.data_type = "s"
