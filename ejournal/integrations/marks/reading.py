"""A spreadsheet of another journal read: every sheet by its shape, every fault named by its cell."""

from collections.abc import Iterable, Mapping
from datetime import date

from ejournal.errors import DomainError
from ejournal.integrations.marks.columns import header_of
from ejournal.integrations.marks.grid import GridReader
from ejournal.integrations.marks.heads import heads_of
from ejournal.integrations.marks.listed import ListReader
from ejournal.integrations.people.reading import Fixed, Told, with_fixed
from ejournal.integrations.workbook.tables import Table, read_tables
from ejournal.services.marks_import.file import (
    MOST_ENTRIES,
    TOO_MANY,
    Entry,
    Fault,
    MarksFile,
    Shape,
    Sheet,
)

NOT_UNDERSTOOD = (
    "Neither a list (a row a mark, with “ФИО”, “Дата”, “Оценка” above) nor a table with pupils down and "
    "dates across is found in the first 30 rows"
)


def read_marks(data: bytes, begins: date) -> MarksFile:
    """What a file says of marks; DomainError when it is no spreadsheet, or too long a one.

    begins: the first day of the academic year, by which days without a year are understood.
    """
    return read_entries(read_tables(data), begins)


def read_entries(
    tables: Iterable[Table], begins: date, told: Told | None = None, fixed: Fixed | None = None
) -> MarksFile:
    """What tables say of marks, as far as nobody has said it otherwise."""
    sheets: list[Sheet] = []
    entries: list[Entry] = []
    faults: list[Fault] = []
    for written in tables:
        table = with_fixed(written, (fixed or {}).get(written.title, {}))
        if not any(cell != "" for row in table.rows for cell in row):
            continue
        for reader in _readers(table, begins, told or {}):
            sheets.append(reader.sheet)
            entries += reader.entries
            faults += reader.faults
            if len(entries) > MOST_ENTRIES:
                raise DomainError(TOO_MANY, most=MOST_ENTRIES)
    return MarksFile(tuple(sheets), tuple(entries), tuple(faults))


class _Unread:
    """A sheet of neither shape."""

    def __init__(self, table: Table) -> None:
        self.sheet = Sheet(table.title, table.title, Shape.NONE, 0, rows=len(table.rows))
        self.entries: list[Entry] = []
        self.faults = [Fault(table.title, 1, "", NOT_UNDERSTOOD)]


def _readers(
    table: Table, begins: date, told: Mapping[str, Mapping[str, str]]
) -> Iterable[ListReader | GridReader | _Unread]:
    header = header_of(table)
    if header:
        yield ListReader(table, header, told.get(table.title, {}), begins)
        return
    heads = heads_of(table, begins)
    if not heads:
        yield _Unread(table)
    above = 0
    for at, one in enumerate(heads):
        key = table.title if at == 0 else f"{table.title} ({at + 1})"
        end = _end(table, one.row, heads[at + 1].top - 1) if at + 1 < len(heads) else len(table.rows)
        yield GridReader(table, one, (above, end), key, told.get(key, {}))
        above = end


def _end(table: Table, after: int, before: int) -> int:
    """Where the rows of a table end that another follows: at its first empty row, else at the next head."""
    empty = (at for at in range(after + 1, before) if not any(cell != "" for cell in table.rows[at]))
    return next(empty, before)
