"""Exports of other journals, made by the tests: lists, and grids of a class and subject."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from tests.services.people_files import text, workbook

LIST = ("Класс", "ФИО ученика", "Предмет", "Дата", "Оценка", "Вид работы", "Вес", "Комментарий", "№ урока")
Pupils = Mapping[str, Sequence[Any]]
MONTHS = ("Сентябрь", "Октябрь", "Ноябрь", "Декабрь")


def marks_list(*rows: Sequence[Any], header: Sequence[str] = LIST) -> bytes:
    """A list with a row a mark; rows may be shorter than the header."""
    return text([header, *((*row, *[""] * (len(header) - len(row))) for row in rows)])


def grid_rows(
    days: Sequence[Any],
    pupils: Pupils,
    *,
    about: Sequence[Sequence[Any]] = (("Класс: 6Б",), ("Предмет: Математика",), ("II четверть",)),
    sums: Sequence[str] = ("Ср. балл", "II четв."),
) -> list[list[Any]]:
    """The rows of a grid: what it is about, an empty line, the head, pupils with their numbers."""
    head = ["№", "ФИО", *days, *sums]
    lines = [[number, name, *cells] for number, (name, cells) in enumerate(pupils.items(), 1)]
    return [*map(list, about), [], head, *lines]


def grid(
    days: Sequence[Any], pupils: Mapping[str, Sequence[Any]], title: str = "Лист1", **more: Any
) -> bytes:
    """A workbook with one grid."""
    return workbook({title: grid_rows(days, pupils, **more)})


def spread(
    title: str, days: Sequence[date], pupils: Mapping[str, Sequence[Any]], sums: Sequence[str]
) -> bytes:
    """A grid as a printed journal has it: months over merged cells, numbers of days below, sums last."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet(title)
        page.merge_range(0, 0, 0, 8, "МБОУ СОШ № 7. Журнал успеваемости")
        page.merge_range(2, 0, 3, 0, "№ п/п")
        page.merge_range(2, 1, 3, 1, "Фамилия, имя")
        column = 2
        for month in dict.fromkeys(day.month for day in days):
            last = column + sum(day.month == month for day in days) - 1
            name = MONTHS[month - 9]
            if last == column:
                page.write(2, column, name)
            else:
                page.merge_range(2, column, 2, last, name)
            column = last + 1
        for place, day in enumerate(days):
            page.write_number(3, 2 + place, day.day)
        for place, name in enumerate(sums):
            page.merge_range(2, column + place, 3, column + place, name)
        for number, (name, cells) in enumerate(pupils.items(), 1):
            page.write_row(3 + number, 0, [number, name, *cells])
        page.write(5 + len(pupils), 1, "Учитель Котова И. С. ____________")
    return file.getvalue()
