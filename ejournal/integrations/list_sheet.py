"""A list as a spreadsheet: real dates and numbers, widths to read."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from ejournal.integrations.workbook.writing import new_workbook, plain

Cell = str | int | date


def write_list(
    title: str, heads: Sequence[str], lines: Sequence[Sequence[Cell]], widths: Sequence[int]
) -> bytes:
    """An xlsx file of one sheet, its columns so many letters wide; what looks like a formula stays a text."""
    written = BytesIO()
    with new_workbook(written) as book:
        sheet = book.add_worksheet(title[:31])
        wrapped = {"text_wrap": True, "valign": "top"}
        text, day = book.add_format(wrapped), book.add_format({**wrapped, "num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
        for row, line in enumerate(lines, 1):
            for column, value in enumerate(line):
                sheet.write(row, column, plain(value), day if isinstance(value, date) else text)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
    return written.getvalue()
