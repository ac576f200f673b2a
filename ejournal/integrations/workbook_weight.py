"""What a workbook would unpack to, counted before it is opened: a small file may hold gigabytes of cells."""

import io
import re
import zipfile
from typing import Any, NoReturn

from defusedxml.ElementTree import XMLParser

from ejournal.errors import DomainError

MOST_BYTES = 50 * 1024 * 1024
"""Of all parts together, unpacked."""
MOST_CELLS = 200_000
"""With all cells of merged areas and links, which are made one by one when a workbook is opened."""
MOST_LIGHT = 2_000_000
MOST_HEAVY = 50_000
"""Elements that become objects of their own: styles, merged areas, rules of formatting."""
MOST_ROWS = 2000
"""Of one sheet with something in them."""
PIECE = 64 * 1024

_LIGHT = {"c", "v", "f", "is", "si", "t", "r", "row"}
_WRITTEN = {"v", "is"}
_AREAS = {"mergeCell", "hyperlink"}
_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")


class _Scales:
    """Counts the elements of all parts as they stream by; no tree is made of them."""

    def __init__(self) -> None:
        self.cells = self.light = self.heavy = 0
        self.row = 0

    def next_part(self) -> None:
        """Rows are counted anew."""
        self.row = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "row":
            given = attributes.get("r", "")
            self.row = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else self.row + 1
        elif name in _WRITTEN and self.row > MOST_ROWS:
            raise DomainError(
                "Row {row}: a sheet of a timetable has at most {limit} rows. Copy the timetable alone into a "
                "new workbook", row=self.row, limit=MOST_ROWS,
            )  # fmt: skip
        if name == "c":
            self.cells += 1
        if name in _LIGHT:
            self.light += 1
        else:
            self.heavy += 1
            if name in _AREAS:
                self.cells += _size(attributes.get("ref", ""))
        if self.cells > MOST_CELLS or self.light > MOST_LIGHT or self.heavy > MOST_HEAVY:
            refuse()

    def end(self, tag: str) -> None:
        """Nothing is kept of an element."""

    def data(self, text: str) -> None:
        """Nor of its text."""

    def close(self) -> None:
        """The end of a part."""


def check_weight(data: bytes) -> None:
    """DomainError when a workbook unpacks to more than the program will hold; BadZipFile when it is none."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        # A part that lies about its size is cut off at the size it names.
        if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
            raise DomainError("The file unpacks to more than {limit} MB", limit=MOST_BYTES // 1024 // 1024)
        scales = _Scales()
        _refuse_others(set(packed.namelist()))
        for part in packed.infolist():
            scales.next_part()
            with packed.open(part) as stream:
                _weigh(stream, scales)


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


def _weigh(stream: Any, scales: _Scales) -> None:
    parser = XMLParser(target=scales)
    try:
        while piece := stream.read(PIECE):
            parser.feed(piece)
    except DomainError:
        raise
    except (SyntaxError, ValueError):
        return  # no XML, such as a picture, or broken from here on: what stood before is counted


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
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
