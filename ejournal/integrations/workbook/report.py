"""A filed report as a spreadsheet: a sheet a table, real numbers, widths to read, heads that stay."""

import re
from io import BytesIO
from typing import Any

from ejournal.integrations.workbook.writing import new_workbook, plain
from ejournal.services.reports.filed import FiledReport, FiledTable

LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
NARROWEST, WIDEST = 9, 60


def write_report(report: FiledReport) -> bytes:
    """The xlsx file; over each table stand the report's title and its facts."""
    written = BytesIO()
    with new_workbook(written) as book:
        book.set_properties({"title": plain(report.title)})
        for table in report.tables:
            _write(book, report, table)
    return written.getvalue()


def _write(book: Any, report: FiledReport, table: FiledTable) -> None:
    sheet = book.add_worksheet(_FORBIDDEN.sub(" ", table.title)[:LONGEST_NAME])
    bold, text = book.add_format({"bold": True, "text_wrap": True, "valign": "top"}), _format(book, "General")
    by_places = {places: _format(book, "0." + "0" * places) for places in (1, 2)}
    sheet.write_string(0, 0, plain(report.title), book.add_format({"bold": True, "font_size": 14}))
    for row, fact in enumerate(report.facts, 1):
        sheet.write_string(row, 0, plain(fact))
    top = len(report.facts) + 2
    for column, one in enumerate(table.columns):
        sheet.write_string(top, column, plain(one.title), bold)
        sheet.set_column(column, column, min(max(one.share * 1.2, NARROWEST), WIDEST))
        for row, line in enumerate(table.lines, top + 1):
            value = line[column]
            if value is None:
                sheet.write_blank(row, column, None, text)
            elif isinstance(value, str):
                sheet.write_string(row, column, plain(value), text)
            else:
                whole = isinstance(value, int)
                sheet.write_number(row, column, value, text if whole else by_places[one.places])
    sheet.freeze_panes(top + 1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


def _format(book: Any, number: str) -> Any:
    return book.add_format({"text_wrap": True, "valign": "top", "num_format": number})
