"""The timetable as a spreadsheet in the shape that schools use and this program reads back."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ejournal.integrations.workbook.writing import new_workbook, plain
from ejournal.services.exchange.file import FileClass, FileLesson, Part, TimetableFile
from ejournal.weeks import WeekParity

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet
WEEKDAYS = ("ПОНЕДЕЛЬНИК", "ВТОРНИК", "СРЕДА", "ЧЕТВЕРГ", "ПЯТНИЦА", "СУББОТА", "ВОСКРЕСЕНЬЕ")
WEEKS = {WeekParity.EVERY: "", WeekParity.ODD: " (нечётн.)", WeekParity.EVEN: " (чётн.)"}
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
    packed = io.BytesIO()
    slots = _slots(file)
    with new_workbook(packed) as book:
        for grade in sorted({klass.grade for klass in file.classes}):
            _Grade(book, grade, [klass for klass in file.classes if klass.grade == grade], slots).write()
        if not file.classes:
            book.add_worksheet("Расписание")
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


class _Grade:
    """The sheet of a grade; rows and columns count from 0."""

    def __init__(self, book: Workbook, grade: int, classes: Sequence[FileClass], slots: Slots) -> None:
        self.classes, self.slots = classes, slots
        self.sheet: Worksheet = book.add_worksheet(f"{grade} класс")
        self.bold, self.grey = book.add_format({"bold": True}), book.add_format({"font_color": "#777777"})
        self.day = book.add_format({"bold": True, "rotation": 90, "valign": "vcenter"})
        self.line = book.add_format({"bottom": 1, "bottom_color": "#B8B4A8"})

    def write(self) -> None:
        for at, klass in enumerate(self.classes):
            heading = f"{_title(klass)} класс" if klass.letter else _title(klass)
            self.sheet.write(0, 2 + BLOCK * at, plain(heading), self.bold)
            for column, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True), 1 + BLOCK * at):
                self.sheet.write(1, column, head, self.grey)
                self.sheet.set_column(column, column, width)
        names = {klass.name for klass in self.classes}
        last_day = max((5, *(day for name, day, _ in self.slots if name in names)))
        row = 2
        for weekday in range(1, last_day + 1):
            row = self._day(row, weekday) + 1
        self.sheet.freeze_panes(2, 1)

    def _day(self, row: int, weekday: int) -> int:
        ends = [self._class_day(row, 1 + BLOCK * at, klass, weekday) for at, klass in enumerate(self.classes)]
        last = max((row + 1, *ends))
        self._down(row, last, 0, WEEKDAYS[weekday - 1], self.day)
        return last

    def _class_day(self, row: int, column: int, klass: FileClass, weekday: int) -> int:
        numbers = sorted(number for name, day, number in self.slots if (name, day) == (klass.name, weekday))
        for number in numbers:
            lines = sorted(self.slots[klass.name, weekday, number])
            for at, line in enumerate(lines, row):
                cells = (line.subject, _number_or_text(line.rooms), line.teachers)
                self.sheet.write_row(at, column + 1, map(plain, cells), self.line)
            self._down(row, row + len(lines), column, number, self.line)
            row += len(lines)
        return row

    def _down(self, row: int, end: int, column: int, value: str | int, style: Format) -> None:
        """Let the value stand over all the rows before the end."""
        if end - row > 1:
            self.sheet.merge_range(row, column, end - 1, column, value, style)
        else:
            self.sheet.write(row, column, value, style)


def _number_or_text(value: str) -> int | str | None:
    return int(value) if value.isascii() and value.isdecimal() else value or None
