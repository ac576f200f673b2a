"""The journal of substitutions as a spreadsheet: real dates and numbers, widths to read."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from ejournal.integrations.workbook import plain, stay_text

Cell = str | int | date


def write_substitutions(
    title: str, heads: Sequence[str], lines: Sequence[Sequence[Cell]], widths: Sequence[int]
) -> bytes:
    """An xlsx file of one sheet, its columns so many letters wide; what looks like a formula stays a text."""
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
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    written = BytesIO()
    book.save(written)
    return written.getvalue()
