"""Workbooks of strangers: small files that would unpack to gigabytes are refused before they are opened."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ejournal.errors import DomainError
from ejournal.integrations.workbook import reading
from ejournal.integrations.workbook.reading import open_workbook
from ejournal.integrations.workbook.weight import MOST_BYTES, MOST_CELLS, MOST_HEAVY
from tests.services.timetable_files import book

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"


def packed(**parts: bytes) -> bytes:
    """A real workbook with some of its parts replaced or added (names with «__» for «/» and no «.xml»)."""
    file = io.BytesIO(book(("5А", {(1, 1): "5А"}, [])))
    changed = {
        name.replace("__", "/") + ("" if "." in name else ".xml"): content for name, content in parts.items()
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, changed.pop(name, before.read(name)))
        for name, content in changed.items():
            after.writestr(name, content)
    return packed.getvalue()


def sheet_of(rows: str, after: str = "") -> bytes:
    """A sheet's part."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def cells(count: int) -> str:
    """So many cells, a thousand a row."""
    row = "<c><v>1</v></c>" * 1000
    return f"<row>{row}</row>" * (count // 1000)


@contextmanager
def never_opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Opening it is what would take the memory."""

    def fail(*_given: object, **_more: object) -> None:
        raise AssertionError("opened")

    with monkeypatch.context() as patch:
        patch.setattr(reading.calamine, "load_workbook", fail)
        yield


BOMBS = {
    "many cells": {"xl__worksheets__sheet1": sheet_of(cells(MOST_CELLS + 1000))},
    "a merged area of the whole sheet": {
        "xl__worksheets__sheet1": sheet_of(
            "<row><c><v>1</v></c></row>", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        )
    },
    "a link over the whole sheet": {
        "xl__worksheets__sheet1": sheet_of(
            "<row><c><v>1</v></c></row>", '<hyperlinks><hyperlink ref="$A$1:$XFD$1048576"/></hyperlinks>'
        )
    },
    "many styles": {
        "xl__styles": f'<styleSheet xmlns="{MAIN}">{"<xf/>" * MOST_HEAVY}</styleSheet>'.encode(),
    },
    "many cells in a part that breaks off": {
        "xl__worksheets__sheet1": sheet_of(cells(MOST_CELLS + 1000))[:-20],
    },
    "many cells under another name": {"xl__anything": sheet_of(cells(MOST_CELLS + 1000))},
    "fifty megabytes of nothing": {"xl__more": b" " * (MOST_BYTES + 1)},
}


@pytest.mark.parametrize("name", list(BOMBS))
def test_a_bomb_is_refused_before_it_is_opened(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed(**BOMBS[name])
    assert len(data) < 400_000
    with never_opened(monkeypatch), pytest.raises(DomainError):
        open_workbook(data)


def test_a_cell_at_the_far_end_does_not_make_those_between() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    (found,) = open_workbook(packed(xl__worksheets__sheet1=sheet_of(rows)))
    assert (found.last_row, found.last_column) == (1, 1)


def test_a_workbook_of_a_usual_size_is_read() -> None:
    (found,) = open_workbook(packed())
    assert found.words(1, 1) == "5А"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no workbook", packed()[:-200]])
def test_what_is_no_workbook_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(DomainError) as raised:
        open_workbook(data)
    assert raised.value.message.startswith("This is not an Excel workbook")
