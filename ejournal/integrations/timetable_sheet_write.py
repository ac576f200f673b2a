"""The timetable as a spreadsheet in the shape that schools use and this program reads back."""

import io
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from ejournal.integrations.workbook import plain, stay_text
from ejournal.services.exchange.file import FileClass, FileLesson, Part, TimetableFile
from ejournal.weeks import WeekParity

WEEKDAYS = ("ПОНЕДЕЛЬНИК", "ВТОРНИК", "СРЕДА", "ЧЕТВЕРГ", "ПЯТНИЦА", "СУББОТА", "ВОСКРЕСЕНЬЕ")
WEEKS = {WeekParity.EVERY: "", WeekParity.ODD: " (нечётн.)", WeekParity.EVEN: " (чётн.)"}
HAIRLINE = Side(style="thin", color="B8B4A8")
WIDTHS = (4, 30, 14, 24)
HEADS = ("№", "Предмет", "Кабинет", "Учитель")
BLOCK = len(HEADS)
ALL = "весь класс"


class Line(NamedTuple):
    """One written lesson: subject with weeks and group, rooms, teachers."""

    subject: str
    rooms: str
    teachers: str


Slots = dict[tuple[str, int, int], list[Line]]


def write_sheet(file: TimetableFile) -> bytes:
    """An .xlsx workbook: a sheet a grade; number, subject, room and teacher for each class.

    Groups, and with which other classes a lesson is held, stand in brackets: it is read back as the same.
    """
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
    """The lines of each slot of each class."""
    standing = Counter(
        (part.class_name, entry.weekday, entry.number)
        for entry in file.entries
        for part in file.lessons[entry.lesson].parts
    )
    titles = {klass.name: _title(klass) for klass in file.classes}
    slots: Slots = defaultdict(list)
    for entry in file.entries:
        lesson = file.lessons[entry.lesson]
        for part in lesson.parts:
            slot = (part.class_name, entry.weekday, entry.number)
            alone = standing[slot] == 1 and len(entry.rooms) < 2
            words = [lesson.subject + WEEKS[entry.parity], _brackets(lesson, part, titles, alone=alone)]
            rooms = "/".join(_one_room(room) for room in entry.rooms)
            slots[slot].append(Line(" ".join(filter(None, words)), rooms, ", ".join(lesson.teachers)))
    return slots


def _brackets(lesson: FileLesson, part: Part, titles: dict[str, str], *, alone: bool) -> str:
    """«[1 гр.; вместе с 5 «Б»: 2 гр.]»; nothing for a whole class that has the slot to itself."""
    others = [
        f"{titles[one.class_name]}: {one.group}" if one.group else titles[one.class_name]
        for one in lesson.parts
        if one != part
    ]
    if alone and not part.group and not others and not lesson.subject.endswith("]"):
        return ""
    together = f"; вместе с {' + '.join(others)}" if others else ""
    return f"[{part.group or ALL}{together}]"


def _one_room(room: str) -> str:
    """A room that has a stroke in its name is not two rooms."""
    return f"«{room}»" if "/" in room or "\\" in room else room


def _title(klass: FileClass) -> str:
    return f"{klass.grade} «{klass.letter}»" if klass.letter else f"{klass.grade} класс"


def _grade(sheet: Any, classes: Iterable[FileClass], slots: Slots) -> None:
    classes = list(classes)
    for at, klass in enumerate(classes):
        heading = f"{_title(klass)} класс" if klass.letter else _title(klass)
        sheet.cell(1, 3 + BLOCK * at, plain(heading)).font = Font(bold=True)
        for offset, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
            sheet.cell(2, 2 + BLOCK * at + offset, head).font = Font(color="777777")
            sheet.column_dimensions[get_column_letter(2 + BLOCK * at + offset)].width = width
    names = {klass.name for klass in classes}
    last_day = max((5, *(day for name, day, _ in slots if name in names)))
    row = 3
    for weekday in range(1, last_day + 1):
        row = _day(sheet, row, weekday, classes, slots) + 1
    sheet.freeze_panes = "B3"


def _day(sheet: Any, row: int, weekday: int, classes: list[FileClass], slots: Slots) -> int:
    ends = [_class_day(sheet, row, 2 + BLOCK * at, klass, weekday, slots) for at, klass in enumerate(classes)]
    last = max((row + 1, *ends))
    label = sheet.cell(row, 1, WEEKDAYS[weekday - 1])
    label.font, label.alignment = Font(bold=True), Alignment(text_rotation=90, vertical="center")
    sheet.merge_cells(start_row=row, end_row=last - 1, start_column=1, end_column=1)
    return last


def _class_day(sheet: Any, row: int, column: int, klass: FileClass, weekday: int, slots: Slots) -> int:
    numbers = sorted(number for name, day, number in slots if (name, day) == (klass.name, weekday))
    for number in numbers:
        lines = sorted(slots[klass.name, weekday, number])
        for at, line in enumerate(lines):
            stay_text(sheet.cell(row + at, column + 1, plain(line.subject)))
            stay_text(sheet.cell(row + at, column + 2, plain(_number_or_text(line.rooms))))
            stay_text(sheet.cell(row + at, column + 3, plain(line.teachers)))
            for offset in range(BLOCK):
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
