"""What a workbook would unpack to, counted before it is opened: a small file may hold gigabytes of cells."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from defusedxml.ElementTree import XMLParser

from ejournal.errors import DomainError
from ejournal.integrations.workbook.columns import column_letters, column_number
from ejournal.integrations.workbook.names import sheet_names

MEGABYTE = 1024 * 1024
MOST_BYTES = 50 * MEGABYTE
"""Of all parts together, unpacked."""
MOST_CELLS = 200_000
"""With all cells of merged areas and links."""
MOST_LIGHT = 2_000_000
MOST_HEAVY = 50_000
"""Styles, merged areas, rules of formatting and the like."""
MOST_ROWS, MOST_COLUMNS = 2000, 300
"""Of one sheet with something in them: all cells between are made when it is opened."""
PIECE = 64 * 1024

_LIGHT = {"c", "v", "f", "is", "si", "t", "r", "row"}
_WRITTEN = {"v", "is"}
_AREAS = {"mergeCell", "hyperlink"}
_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.IGNORECASE)


@dataclass(frozen=True)
class Bounds:
    """What a workbook of one kind may hold at most, in all parts together; rows and columns of a sheet."""

    megabytes: int = MOST_BYTES // MEGABYTE
    cells: int = MOST_CELLS
    light: int = MOST_LIGHT
    rows: int = MOST_ROWS
    columns: int = MOST_COLUMNS


OF_TIMETABLE = Bounds()


@dataclass(frozen=True)
class Unanswered:
    """The formulas of a sheet whose results the file does not hold."""

    count: int
    first: str
    """«C4»."""


@dataclass
class _Part:
    """What the scales saw of one part: its first written cell too far to the right, its open formulas."""

    far: str = ""
    unanswered: int = 0
    first: str = ""


class _Scales:
    """Counts the elements of all parts as they stream by; no tree is made of them."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.cells = self.light = self.heavy = 0
        self.parts: list[tuple[str, _Part]] = []

    def next_part(self, name: str) -> None:
        """Rows and columns are counted anew."""
        self.part = _Part()
        self.parts.append((name, self.part))
        self.row = self.column = 0
        self.kind = ""
        self.asked = self.answered = self.in_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "row":
            given = attributes.get("r", "")
            self.row = (
                int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else self.row + 1
            )
            self.column = 0
        elif name == "c":
            self._cell(attributes)
        elif name == "f":
            self.asked = True
        elif name in _WRITTEN:
            self._written()
        self._count(name, attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        self.cells += 1
        given = attributes.get("r", "")
        if found := _PLACE.fullmatch(given):
            self.row, self.column = int(found[2]), column_number(found[1])
        elif given:
            raise ValueError(given)
        else:
            self.column += 1
        self.kind = attributes.get("t", "")
        self.asked = self.answered = False

    def _written(self) -> None:
        if self.row > self.bounds.rows:
            if self.bounds is not OF_TIMETABLE:
                refuse_rows(self.bounds)
            raise DomainError(
                "Row {row}: a sheet of a timetable has at most {limit} rows. Copy the timetable alone into a "
                "new workbook", row=self.row, limit=self.bounds.rows,
            )  # fmt: skip
        if self.column > self.bounds.columns and not self.part.far:
            self.part.far = self._place()
        self.in_value = True

    def _count(self, name: str, attributes: dict[str, str]) -> None:
        if name in _LIGHT:
            self.light += 1
        else:
            self.heavy += 1
            if name in _AREAS:
                self.cells += _size(attributes.get("ref", ""))
        if self.cells > self.bounds.cells or self.light > self.bounds.light or self.heavy > MOST_HEAVY:
            refuse()

    def _is_open(self) -> bool:
        # A formula whose result is an empty text has the kind of a text.
        return self.kind == "e" or (self.asked and not self.answered and self.kind != "str")

    def data(self, text: str) -> None:
        """Only whether there is any counts."""
        if self.in_value and text.strip():
            self.answered = True

    def end(self, tag: str) -> None:
        """At the end of a cell it is known whether its formula has a result."""
        name = tag.rpartition("}")[2]
        if name in _WRITTEN:
            self.in_value = False
        elif name == "c" and self._is_open():
            self.part.unanswered += 1
            self.part.first = self.part.first or self._place()

    def _place(self) -> str:
        return f"{column_letters(self.column)}{self.row}"

    def close(self) -> None:
        """The end of a part."""


def check_weight(data: bytes, bounds: Bounds = OF_TIMETABLE) -> dict[str, Unanswered]:
    """The formulas without a result by the sheet's name; DomainError when a workbook is too much to hold.

    Raises BadZipFile, SyntaxError or ValueError when it is none.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        # A part that lies about its size is cut off at the size it names.
        if sum(part.file_size for part in packed.infolist()) > bounds.megabytes * MEGABYTE:
            raise DomainError("The file unpacks to more than {limit} MB", limit=bounds.megabytes)
        scales = _Scales(bounds)
        _refuse_others(set(packed.namelist()))
        for part in packed.infolist():
            scales.next_part(part.filename)
            with packed.open(part) as stream:
                _weigh(stream, scales, is_xml=_is_read(part.filename))
        return dict(_told(scales, bounds, sheet_names(packed)))


def _is_read(name: str) -> bool:
    """Whether a part belongs to the workbook itself: its sheets, texts, styles."""
    return name.startswith("xl/") and name.endswith(".xml")


def _told(scales: _Scales, bounds: Bounds, names: dict[str, str]) -> Iterator[tuple[str, Unanswered]]:
    for name, part in scales.parts:
        if part.far and bounds is not OF_TIMETABLE:
            refuse_rows(bounds)
        if part.far:
            place = {"sheet": names.get(name, name), "cell": part.far}
            raise DomainError("Sheet “{sheet}”, cell {cell}: the sheet is too large", **place)
        if part.unanswered and name in names:
            yield names[name], Unanswered(part.unanswered, part.first)


def _refuse_others(names: set[str]) -> None:
    """Say what a packed file is that is no workbook, and what to do with it."""
    if "xl/workbook.xml" in names:
        return
    if "mimetype" in names or "xl/workbook.bin" in names:
        raise DomainError(
            "This is a spreadsheet of another kind (.ods, .xlsb). Save it as .xlsx and choose it again"
        )
    if "[Content_Types].xml" not in names:
        raise DomainError(
            "This is an archive with files inside. Take the timetable out of it and choose that"
        )


def _weigh(stream: Any, scales: _Scales, *, is_xml: bool) -> None:
    parser = XMLParser(target=scales)
    try:
        while piece := stream.read(PIECE):
            parser.feed(piece)
        parser.close()
    except (SyntaxError, ValueError):
        # Not every part is XML, a picture is none; what breaks off is read by nobody.
        if is_xml:
            raise


def refuse_rows(bounds: Bounds) -> NoReturn:
    """Say that a sheet is longer or wider than is read."""
    raise DomainError(
        "At most {rows} rows and {columns} columns are read: divide the file",
        rows=bounds.rows,
        columns=bounds.columns,
    )


def refuse() -> NoReturn:
    """Say that the workbook holds more than a timetable can."""
    raise DomainError(
        "The workbook has too many cells, merged areas or styles. Copy the timetable into a new one"
    )


def _size(area: str) -> int:
    """How many cells an area such as «A1:C9» has; 1 for a single cell."""
    found = _AREA.fullmatch(area.replace("$", "").upper())
    if found is None:
        return 1
    left, top, right, bottom = found.groups()
    return (abs(column_number(right) - column_number(left)) + 1) * (abs(int(bottom) - int(top)) + 1)
