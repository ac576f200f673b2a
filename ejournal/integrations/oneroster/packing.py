"""The archive opened within bounds, its CSV files taken apart into rows that know their numbers."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ejournal.errors import DomainError
from ejournal.integrations.oneroster.columns import COLUMNS, NOT_KEPT, OTHERS, REQUIRED
from ejournal.services.base.texts import UNSEEN_SIGNS
from ejournal.services.people_import.file import Fault
from ejournal.services.people_import.roster import At

MEGABYTE = 1024 * 1024
MOST_BYTES = 200 * MEGABYTE
"""Of all files unpacked."""
MOST_FILES = 100
MOST_ROWS = 200_000
"""Of one file."""
MOST_RATIO = 400
"""How many times larger a file may become; small ones are never asked."""
SMALL = MEGABYTE

NO_ZIP = "This is no archive: OneRoster is a .zip with files such as users.csv"
TOO_MANY = "The archive holds more than {limit} files"
TOO_LARGE = "The archive unpacks to more than {limit} MB"
LOCKED = "The archive is locked with a password or broken: {name} cannot be read"
NOTHING = "There is no file of OneRoster in the archive, such as users.csv"
IN_FOLDER = "The file stands in a folder of the archive: it is read"
TWICE_IN = "The archive holds this file twice: the second is left out"
NO_ROSTER = "This is no file of OneRoster: it is not read"
NOT_READ = "Marks and materials are not taken from OneRoster: {rows} rows are left out"
NOT_UTF8 = "The file is not UTF-8 as OneRoster demands: it is read as {encoding}"
SEMICOLONS = "The columns are parted by “{sign}”, not by commas: they are read so"
NO_COLUMN = "The column is missing: without it nothing can be read from this file"
STRANGE = "This column is not known to OneRoster: it is not read"
COLUMN_TWICE = "The column stands here twice: the first is read"
BROKEN = "The row cannot be read: {reason}"
TOO_LONG = "The file has more than {limit} rows"
MORE_CELLS = "The row has more cells than there are columns: is a comma inside without quotes?"
NOT_KEPT_HERE = "The journal keeps nothing of this: {columns}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file with its number there; get gives a cell without its outer spaces, else empty."""

    sheet: str
    number: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """The cell's text."""
        return " ".join(self.cells.get(column, "").split())

    @property
    def at(self) -> At:
        """Where it stands."""
        return At(self.sheet, self.number)

    @property
    def id(self) -> str:
        """The row's own id."""
        return self.get("sourcedId")


@dataclass
class Files:
    """The rows by file, and what is wrong with the files themselves; headers are the columns that are there.

    present: all files of OneRoster in the archive, whether they could be read or not."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    headers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    present: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    by_id: dict[str, dict[str, Row]] = field(default_factory=dict)
    """The rows by file and id, once they are looked up."""

    def tell(self, fault: Fault) -> None:
        """Put a fault on the list."""
        self.faults.append(fault)


def unpack(data: bytes) -> Files:
    """The files of the archive; DomainError when it is none, or more than can be held."""
    files = Files()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name, text in _texts(packed, files):
                _take(name, text, files)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, ValueError):
        raise DomainError(NO_ZIP) from None
    if not files.present - {"manifest.csv"}:
        raise DomainError(NOTHING)
    return files


def _texts(packed: zipfile.ZipFile, files: Files) -> Iterator[tuple[str, str]]:
    """By name, the text of each file that may be read; no folder is ever believed, nothing is written."""
    parts = [one for one in packed.infolist() if not one.is_dir()]
    if len(parts) > MOST_FILES:
        raise DomainError(TOO_MANY, limit=MOST_FILES)
    if sum(one.file_size for one in parts) > MOST_BYTES:
        raise DomainError(TOO_LARGE, limit=MOST_BYTES // MEGABYTE)
    names = {one.lower(): one for one in (*COLUMNS, *(f"{name}.csv" for name in OTHERS))}
    for part in parts:
        base = part.filename.replace("\\", "/").rpartition("/")[2]
        if base.startswith((".", "__")) or part.filename.startswith("__MACOSX"):
            continue
        name = names.get(base.lower())
        at = At(name or base[:80])
        if name is None:
            files.tell(at.fault(NO_ROSTER, stops=False))
        elif name in files.present:
            files.tell(at.fault(TWICE_IN))
        else:
            files.present.add(name)
            if base != part.filename:
                files.tell(at.fault(IN_FOLDER, stops=False))
            yield name, _decoded(name, _bytes(packed, part), files)


def _bytes(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The part unpacked, never more than it says it is."""
    if part.file_size > SMALL and part.file_size > MOST_RATIO * max(1, part.compress_size):
        raise DomainError(TOO_LARGE, limit=MOST_BYTES // MEGABYTE)
    try:
        with packed.open(part) as stream:
            return stream.read(part.file_size)
    except (RuntimeError, NotImplementedError, zipfile.BadZipFile, OSError, EOFError):
        raise DomainError(LOCKED, name=part.filename[:80]) from None
    except Exception as error:  # zlib and lzma have errors of their own for broken data
        raise DomainError(LOCKED, name=part.filename[:80]) from error


def _decoded(name: str, data: bytes, files: Files) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1251"
        files.tell(At(name).fault(NOT_UTF8, stops=False, encoding=encoding.upper()))
        return data.decode(encoding, errors="replace")


def _take(name: str, text: str, files: Files) -> None:
    first = text.partition("\n")[0]
    sign = next((one for one in ";\t" if one in first and "," not in first), ",")
    if sign != ",":
        files.tell(At(name, 1).fault(SEMICOLONS, stops=False, sign=sign.replace("\t", "TAB")))
    rows = csv.reader(io.StringIO(text.translate(UNSEEN_SIGNS), newline=""), delimiter=sign)
    if name not in COLUMNS:
        count = sum(1 for _ in text.splitlines()) - 1
        files.tell(At(name).fault(NOT_READ, stops=False, rows=max(0, count)))
        return
    try:
        header = _header(name, next(rows, []), files)
        if header is not None:
            files.rows[name] = list(_rows(name, header, rows, files))
    except csv.Error as error:
        files.tell(At(name, rows.line_num).fault(BROKEN, reason=str(error)))
    _tell_not_kept(name, files)


def _header(name: str, cells: list[str], files: Files) -> list[str] | None:
    """The columns in their order, empty for one that is not read; nothing when the file says nothing."""
    known = {one.lower(): one for one in COLUMNS[name]}
    header: list[str] = []
    for cell in cells:
        title = " ".join(cell.split())
        column = known.get(title.lower(), title if title.startswith("metadata.") else "")
        at = At(name, 1)
        if title and not column:
            files.tell(at.fault(STRANGE, title[:80], stops=False))
        elif column and column in header:
            files.tell(at.fault(COLUMN_TWICE, column, stops=False))
            column = ""
        header.append(column)
    missing = [one for one in REQUIRED[name] if one not in header]
    for one in missing:
        files.tell(At(name, 1).fault(NO_COLUMN, one))
    if missing:
        return None
    files.headers[name] = tuple(header)
    return header


def _rows(name: str, header: list[str], rows: Any, files: Files) -> Iterator[Row]:
    before = rows.line_num
    for cells in rows:
        number, before = before + 1, rows.line_num
        if number > MOST_ROWS:
            raise DomainError(TOO_LONG, limit=MOST_ROWS)
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            files.tell(At(name, number).fault(MORE_CELLS))
            continue
        yield Row(name, number, {column: cell for column, cell in zip(header, cells, strict=False) if column})


def _tell_not_kept(name: str, files: Files) -> None:
    rows = files.rows.get(name, [])
    filled = [column for column in NOT_KEPT.get(name, ()) if any(row.get(column) for row in rows)]
    if filled:
        files.tell(At(name, 1).fault(NOT_KEPT_HERE, stops=False, columns=", ".join(filled)))
