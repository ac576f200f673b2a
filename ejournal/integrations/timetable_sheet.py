"""A school's own timetable spreadsheet in: a sheet a grade, blocks of number, subject, room for each class.

Split rooms «331/436» mean groups taught at once; a row without a number is parallel to the one above.
Teachers are not named in such files.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ejournal.errors import DomainError
from ejournal.integrations.workbook import Sheet, open_workbook
from ejournal.models import WeekParity
from ejournal.services.class_names import is_class_name, same, split_class_name, tidy
from ejournal.services.timetable_file import (
    FileClass,
    FileEntry,
    FileLesson,
    FilePeriod,
    FileRoom,
    FileSubject,
    Note,
    Part,
    TimetableFile,
)

WEEKDAYS = {
    word: day
    for day, words in enumerate(
        (
            ("понедельник", "пн", "monday"),
            ("вторник", "вт", "tuesday"),
            ("среда", "ср", "wednesday"),
            ("четверг", "чт", "thursday"),
            ("пятница", "пт", "friday"),
            ("суббота", "сб", "saturday"),
        ),
        1,
    )
    for word in words
}
PARALLEL = "Sheet “{sheet}”, cell {cell}: no lesson number; taken as parallel to lesson {number}"
PARALLEL_TWICE = "Sheet “{sheet}”, cell {cell}: lesson {number} stands twice; taken as parallel lessons"
SLIP = "Sheet “{sheet}”, cell {cell}: the number above stands twice; read as lesson {number}"
HEADER_ROWS = 6
LAST_NUMBER = 15
GROUP_LENGTH = 70
_WEEK = re.compile(r"^(.+?)\s*\((неч[её]т[а-я.]*|ч[её]т[а-я.]*)\s*(?:нед[а-я.]*)?\)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """The three columns of one class: number, then subject, then room."""

    number: int
    class_name: str

    @property
    def subject(self) -> int:
        """The column of subjects."""
        return self.number + 1

    @property
    def room(self) -> int:
        """The column of rooms."""
        return self.number + 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One written lesson of a class."""

    class_name: str
    weekday: int
    number: int
    parity: WeekParity
    subject: str
    rooms: tuple[str, ...]
    where: str


def parse_sheet(data: bytes) -> TimetableFile:
    """The timetable of all sheets; DomainError names the sheet and cell of what is wrong."""
    reader = _Reader()
    for sheet in open_workbook(data):
        reader.read(sheet)
    if not reader.cells:
        raise DomainError(
            "No sheet of the file looks like a timetable: weekdays and class names were looked for"
        )
    return reader.file()


class _Reader:
    """Gathers the written lessons of all sheets; a name is spelt as it was first seen."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self.notes: list[Note] = []
        self.classes: dict[str, FileClass] = {}
        self.subjects: dict[str, str] = {}
        self.rooms: dict[str, str] = {}

    def read(self, sheet: Sheet) -> None:
        """Add the lessons of a sheet; one without a timetable is noted."""
        days = _days(sheet)
        blocks = list(_blocks(sheet, min(days, default=0)))
        if not days or not blocks:
            self.notes.append(
                Note("Sheet “{sheet}” has no timetable and was left out", {"sheet": sheet.title})
            )
            return
        _spread_merged(sheet, blocks)
        for block in blocks:
            self._add_class(sheet, block)
            self.cells.extend(self._lessons(sheet, block, days))

    def _add_class(self, sheet: Sheet, block: Block) -> None:
        if block.class_name in self.classes:
            raise sheet.fault(
                1, block.number, "Sheet “{sheet}”, cell {cell}: this class has a timetable already"
            )
        self.classes[block.class_name] = FileClass(block.class_name, *split_class_name(block.class_name))

    def _lessons(self, sheet: Sheet, block: Block, days: dict[int, int]) -> Iterator[Cell]:
        weekday, number = 0, None
        for row in range(min(days), sheet.last_row + 1):
            if row in days:
                weekday, number = days[row], None
            number = self._number(sheet, block, row, number)
            subject = sheet.text(row, block.subject)
            if not subject:
                continue
            if number is None:
                raise sheet.fault(
                    row, block.subject, "Sheet “{sheet}”, cell {cell}: the lesson has no number"
                )
            subject, parity = _week(subject)
            yield Cell(
                block.class_name, weekday, number, parity,
                self.subjects.setdefault(same(subject), subject),
                tuple(self._rooms(sheet.text(row, block.room))),
                f"{sheet.title}!{sheet.place(row, block.subject)}",
            )  # fmt: skip

    def _number(self, sheet: Sheet, block: Block, row: int, before: int | None) -> int | None:
        if not sheet.text(row, block.number):
            if before is not None and sheet.text(row, block.subject):
                self._tell(sheet, row, block.subject, PARALLEL, before)
            return before
        number = sheet.number(row, block.number)
        if number is None or not 0 <= number <= LAST_NUMBER:
            raise sheet.fault(row, block.number, "Sheet “{sheet}”, cell {cell}: this is not a lesson number")
        if number == before and not sheet.is_merged(row, block.number):
            # 3, 3, 5: a slip of the pen when the next number is free, else two lessons at once.
            if sheet.number(row + 1, block.number) != number + 1:
                self._tell(sheet, row, block.number, SLIP, number + 1)
                return number + 1
            self._tell(sheet, row, block.number, PARALLEL_TWICE, number)
        return number

    def _tell(self, sheet: Sheet, row: int, column: int, message: str, number: int) -> None:
        cell = sheet.place(row, column)
        self.notes.append(Note(message, {"sheet": sheet.title, "cell": cell, "number": number}))

    def _rooms(self, written: str) -> Iterator[str]:
        for part in written.replace("\\", "/").split("/"):
            if name := tidy(part):
                yield self.rooms.setdefault(same(name), name)

    def file(self) -> TimetableFile:
        """What was read, as a timetable file."""
        places: dict[tuple[Part, str], int] = {}
        lessons: list[FileLesson] = []
        entries = []
        slots = Counter(slot for cell in self.cells for slot in _slots(cell))
        for cell in self.cells:
            alone = all(slots[slot] == 1 for slot in _slots(cell))
            for part, rooms in _parts(cell, alone):
                at = places.setdefault((part, cell.subject), len(places))
                if at == len(lessons):
                    lessons.append(FileLesson((part,), cell.subject, where=cell.where))
                lessons[at] = replace(lessons[at], hours=lessons[at].hours + Decimal(1))
                entries.append(FileEntry(at, cell.weekday, cell.number, cell.parity, rooms))
        return TimetableFile(
            source="sheet",
            classes=tuple(self.classes.values()),
            subjects=tuple(FileSubject(name) for name in self.subjects.values()),
            rooms=tuple(FileRoom(name) for name in self.rooms.values()),
            periods=tuple(FilePeriod(number) for number in sorted({cell.number for cell in self.cells})),
            lessons=tuple(lessons),
            entries=tuple(dict.fromkeys(entries)),
            notes=tuple(self.notes),
        )


def _week(subject: str) -> tuple[str, WeekParity]:
    """The subject without «(чётн.)», and the weeks that it names."""
    found = _WEEK.match(subject)
    if not found:
        return subject, WeekParity.EVERY
    return found[1], WeekParity.ODD if found[2].casefold().startswith("неч") else WeekParity.EVEN


def group_name(subject: str, number: int) -> str:
    """«Английский язык, 2»: how a group is named that the file only counts."""
    return f"{subject[:GROUP_LENGTH]}, {number}"


def _slots(cell: Cell) -> list[tuple[str, int, int, WeekParity]]:
    weeks = (WeekParity.ODD, WeekParity.EVEN) if cell.parity is WeekParity.EVERY else (cell.parity,)
    return [(cell.class_name, cell.weekday, cell.number, week) for week in weeks]


def _parts(cell: Cell, alone: bool) -> list[tuple[Part, tuple[str, ...]]]:
    if len(cell.rooms) < 2 and alone:
        return [(Part(cell.class_name), cell.rooms)]
    rooms = cell.rooms or ("",)
    return [
        (Part(cell.class_name, group_name(cell.subject, at)), (room,) if room else ())
        for at, room in enumerate(rooms, 1)
    ]


def _days(sheet: Sheet) -> dict[int, int]:
    """The weekday by the row where it begins; the column is the first with a weekday in it."""
    for column in range(1, min(sheet.last_column, 3) + 1):
        found = {row: WEEKDAYS[word] for row in sheet.column(column)
                 if (word := str(sheet.raw(row, column)).strip().casefold()) in WEEKDAYS}  # fmt: skip
        if found:
            return found
    return {}


def _blocks(sheet: Sheet, first_row: int) -> Iterator[Block]:
    column = 1
    while first_row and column <= sheet.last_column:
        if _counts_lessons(sheet, column, first_row):
            yield Block(column, _heading(sheet, column, first_row))
            column += 2
        column += 1


def _counts_lessons(sheet: Sheet, column: int, first_row: int) -> bool:
    rows = [row for row in sheet.column(column) if row >= first_row]
    numbers = [number for row in rows if (number := sheet.number(row, column)) is not None]
    small = [number for number in numbers if number <= LAST_NUMBER]
    beside = any(sheet.text(row, column + 1) and sheet.number(row, column + 1) is None for row in rows)
    return len(small) >= 2 and len(small) * 2 > len(rows) and beside


def _heading(sheet: Sheet, column: int, first_row: int) -> str:
    for row in range(max(first_row - 1, 1), max(first_row - HEADER_ROWS, 0), -1):
        for at in (column + 1, column, column + 2):
            if is_class_name(name := sheet.text(row, at)):
                return name
    raise sheet.fault(
        max(first_row - 1, 1),
        column + 1,
        "Sheet “{sheet}”, cell {cell}: no class name stands above these lessons",
    )


def _spread_merged(sheet: Sheet, blocks: list[Block]) -> None:
    """Give every cell of a merged area its value: only into columns of the same kind as the first."""
    kinds = [{getattr(block, kind) for block in blocks} for kind in ("number", "subject", "room")]
    for top, left, bottom, right in sheet.merged:
        alike = next((columns for columns in kinds if left in columns), None)
        value = sheet.raw(top, left)
        if alike is None or value is None:
            continue
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if column in alike:
                    sheet.put(row, column, value)
