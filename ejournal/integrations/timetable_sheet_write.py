"""The timetable as a spreadsheet in the shape that schools use and this program reads back."""

import io
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from ejournal.integrations.workbook import plain, stay_text
from ejournal.models import WeekParity
from ejournal.services.timetable_file import FileClass, TimetableFile

WEEKDAYS = ("ПОНЕДЕЛЬНИК", "ВТОРНИК", "СРЕДА", "ЧЕТВЕРГ", "ПЯТНИЦА", "СУББОТА", "ВОСКРЕСЕНЬЕ")
WEEKS = {WeekParity.EVERY: "", WeekParity.ODD: " (нечётн.)", WeekParity.EVEN: " (чётн.)"}
HAIRLINE = Side(style="thin", color="B8B4A8")
WIDTHS = (4, 30, 14)

Slots = dict[tuple[str, int, int], dict[str, list[str]]]


def write_sheet(file: TimetableFile) -> bytes:
    """An .xlsx workbook: a sheet a grade, number, subject and room for each class."""
    book = Workbook()
    book.remove(book.active)
    slots = _slots(file)
    for grade in sorted({klass.grade for klass in file.classes}):
        sheet = book.create_sheet(f"{grade} класс")
        _grade(sheet, [klass for klass in file.classes if klass.grade == grade], slots)
    if not book.worksheets:
        book.create_sheet("Расписание")
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _slots(file: TimetableFile) -> Slots:
    """Rooms by subject (with its week) in each slot of each class; groups share a line."""
    slots: Slots = defaultdict(dict)
    for entry in file.entries:
        lesson = file.lessons[entry.lesson]
        for name in dict.fromkeys(part.class_name for part in lesson.parts):
            line = slots[name, entry.weekday, entry.number]
            line.setdefault(lesson.subject + WEEKS[entry.parity], []).extend(entry.rooms)
    return slots


def _grade(sheet: Any, classes: Iterable[FileClass], slots: Slots) -> None:
    classes = list(classes)
    for at, klass in enumerate(classes):
        sheet.cell(1, 3 + 3 * at, plain(f"{klass.grade} «{klass.letter}» класс")).font = Font(bold=True)
        for offset, width in enumerate(WIDTHS):
            sheet.column_dimensions[get_column_letter(2 + 3 * at + offset)].width = width
    names = {klass.name for klass in classes}
    last_day = max((5, *(day for name, day, _ in slots if name in names)))
    row = 2
    for weekday in range(1, last_day + 1):
        row = _day(sheet, row, weekday, classes, slots) + 1
    sheet.freeze_panes = "B2"


def _day(sheet: Any, row: int, weekday: int, classes: list[FileClass], slots: Slots) -> int:
    ends = [_class_day(sheet, row, 2 + 3 * at, klass, weekday, slots) for at, klass in enumerate(classes)]
    last = max((row + 1, *ends))
    label = sheet.cell(row, 1, WEEKDAYS[weekday - 1])
    label.font, label.alignment = Font(bold=True), Alignment(text_rotation=90, vertical="center")
    sheet.merge_cells(start_row=row, end_row=last - 1, start_column=1, end_column=1)
    return last


def _class_day(sheet: Any, row: int, column: int, klass: FileClass, weekday: int, slots: Slots) -> int:
    numbers = sorted(number for name, day, number in slots if (name, day) == (klass.name, weekday))
    for number in numbers:
        lines = sorted(slots[klass.name, weekday, number].items())
        for at, (subject, rooms) in enumerate(lines):
            stay_text(sheet.cell(row + at, column + 1, plain(subject)))
            stay_text(sheet.cell(row + at, column + 2, plain(_number_or_text("/".join(rooms)))))
            for offset in range(3):
                sheet.cell(row + at, column + offset).border = Border(bottom=HAIRLINE)
        sheet.cell(row, column, number)
        if len(lines) > 1:
            sheet.merge_cells(
                start_row=row, end_row=row + len(lines) - 1, start_column=column, end_column=column
            )
        row += len(lines)
    return row


def _number_or_text(value: str) -> int | str | None:
    return int(value) if value.isascii() and value.isdigit() else value or None
