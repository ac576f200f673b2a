"""The journal of substitutions as a spreadsheet: real dates and numbers, widths to read."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from ejournal.integrations.workbook import plain, stay_text

Cell = str | int | date
WIDTHS = (11, 12, 22, 7, 22, 16, 22, 36, 12, 8)


def write_substitutions(title: str, heads: Sequence[str], lines: Sequence[Sequence[Cell]]) -> bytes:
    """An xlsx file of one sheet; a text that looks like a formula stays a text."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title[:31]
    sheet.append(list(heads))
    for line in lines:
        sheet.append([plain(value) for value in line])
        for cell in sheet[sheet.max_row]:
            stay_text(cell)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    written = BytesIO()
    book.save(written)
    return written.getvalue()
