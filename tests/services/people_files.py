"""Lists of people as schools keep them, made by the tests: text in any spelling, workbooks of sheets."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]


def text(rows: Rows, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """A csv file."""
    return "\r\n".join(delimiter.join(str(cell) for cell in row) for row in rows).encode(encoding)


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """An .xlsx file; a date becomes a cell with a date in it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for title, rows in sheets.items():
            page = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        page.write_datetime(number, place, cell, day)
                    else:
                        page.write(number, place, cell)
    return file.getvalue()


PUPILS = ("№", "ФИО", "Дата рождения", "Класс", "ФИО матери", "Телефон матери")


def pupils(*rows: Sequence[Any]) -> bytes:
    """A list of pupils with a header; each row without its number."""
    return text([PUPILS, *((number, *row) for number, row in enumerate(rows, 1))])
