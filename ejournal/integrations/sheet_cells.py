"""The written lessons of a sheet, cell by cell: what cannot be taken is told with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ejournal.integrations import sheet_words as words
from ejournal.integrations.sheet_layout import CLASS, COLUMN, DAY, NUMBER, Lane, Layout
from ejournal.integrations.workbook.reading import Sheet
from ejournal.services.base.class_names import LETTER_LENGTH, split_class_name
from ejournal.services.base.names import same, tidy
from ejournal.services.exchange.file import FileClass, Note
from ejournal.weeks import WeekParity

PARALLEL = "Sheet “{sheet}”, cell {cell}: no lesson number; taken as parallel to lesson {number}"
PARALLEL_TWICE = "Sheet “{sheet}”, cell {cell}: lesson {number} stands twice; taken as parallel lessons"
SLIP = "Sheet “{sheet}”, cell {cell}: the number above stands twice; read as lesson {number}"
NO_NUMBER = "Sheet “{sheet}”, cell {cell}: the lesson has no number and was left out"
BAD_NUMBER = "Sheet “{sheet}”, cell {cell}: this is not a lesson number; the lessons beside it were left out"
NO_CLASS = "Sheet “{sheet}”, cell {cell}: no class stands over or beside the lesson; it was left out"
NO_DAY = "Sheet “{sheet}”, cell {cell}: no weekday stands over or beside the lesson; it was left out"
A_DATE = "Sheet “{sheet}”, cell {cell}: a date stands where a word should be; it was left out"
ONCE_MORE = "Sheet “{sheet}”, cell {cell}: the class has that day elsewhere in the file already; left out"
UNREAD = "Sheet “{sheet}”, cell {cell}: the column was not understood, and what stands in it was left out"
UNANSWERED = (
    "Sheet “{sheet}”: formulas that have no result in the file, read as empty: {count}, the first in cell "
    "{cell}. Open the file in Excel and save it, or put values in their place, and choose it again"
)
TOO_LONG = "Sheet “{sheet}”, cell {cell}: a name is longer than {limit} letters; the lesson was left out"
SUBJECT_LENGTH, ROOM_LENGTH, TEACHER_LENGTH = 120, 80, 80
ALL = "весь класс"
_WEEK = re.compile(r"^(.+?)\s*\((неч[её]т[а-я.]*|ч[её]т[а-я.]*)\s*(?:нед[а-я.]*)?\)$", re.IGNORECASE)
_ROOMS = re.compile(r"«[^»]*[/\\][^»]*»|[^/\\]+")
_TOGETHER = re.compile(r"(.*?);\s*вместе с (.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One written lesson of a class; the group and the other classes where brackets tell them."""

    class_name: str
    weekday: int
    number: int
    parity: WeekParity
    subject: str
    rooms: tuple[str, ...]
    teachers: tuple[str, ...]
    sheet: str
    place: str
    group: str | None = None
    others: tuple[tuple[str, str], ...] = ()

    @property
    def where(self) -> str:
        """«5 класс!C4»."""
        return f"{self.sheet}!{self.place}"


@dataclass
class Reader:
    """Gathers the written lessons of all sheets; a name is spelt as it was first seen."""

    cells: list[Cell] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    classes: dict[str, FileClass] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)
    rooms: dict[str, str] = field(default_factory=dict)
    teachers: dict[str, str] = field(default_factory=dict)
    owners: dict[tuple[str, int], tuple[str, int, int]] = field(default_factory=dict)

    def tell(self, note: Note) -> None:
        """Add a remark, once."""
        if note not in self.notes:
            self.notes.append(note)

    def leave_out(self, sheet: Sheet) -> None:
        """Tell that a sheet has no timetable."""
        self.tell(Note("Sheet “{sheet}” has no timetable and was left out", {"sheet": sheet.title}))

    def tell_unanswered(self, sheet: Sheet) -> None:
        """Tell of formulas that have no result: what they would show is not in the file."""
        if found := sheet.unanswered:
            self.tell(Note(UNANSWERED, {"sheet": sheet.title, "count": found.count, "cell": found.first}))

    def class_name(self, name: str) -> str:
        """The class as it was first written; its title is what tells classes apart."""
        grade, letter = split_class_name(name)
        key = same(f"{grade} {letter}")
        return self.classes.setdefault(key, FileClass(tidy(name), grade, letter)).name

    def read(self, sheet: Sheet, layout: Layout, lane: Lane) -> None:
        """Add the lessons of a lane."""
        labels = {axis: layout.labels(axis, sheet.last_row) for axis in (CLASS, DAY)}
        numbers = _Numbers(self, sheet, layout, lane)
        for row in range(lane.top, lane.bottom + 1):
            day = lane.weekday if lane.weekday is not None else labels[DAY][row]
            number = numbers.at(row, day)
            if not self._is_lesson(sheet, row, lane):
                continue
            name = lane.class_name if lane.class_name is not None else labels[CLASS][row]
            if name is None or day is None or number is None:
                fault = NO_CLASS if name is None else NO_DAY if day is None else NO_NUMBER
                self._told(sheet, row, lane.subject, fault)
            elif len(split_class_name(name)[1]) > LETTER_LENGTH:
                self._told(sheet, row, lane.subject, TOO_LONG, limit=LETTER_LENGTH)
            elif self._owns(sheet, lane, self.class_name(name), day):
                self._add(sheet, row, lane, self.class_name(name), day, number)
            else:
                self._told(sheet, row, lane.subject, ONCE_MORE)

    def _is_lesson(self, sheet: Sheet, row: int, lane: Lane) -> bool:
        if sheet.raw(row, lane.subject) is None:
            return False
        if sheet.is_date(row, lane.subject):
            self._told(sheet, row, lane.subject, A_DATE)
            return False
        text = sheet.words(row, lane.subject)
        return bool(text) and not words.is_heading(text) and words.weekday_of(text) is None

    def _owns(self, sheet: Sheet, lane: Lane, name: str, day: int) -> bool:
        """Whether the class's day is this lane's: another place for it would be another timetable."""
        # Where numbers stand in a row, each has a lane of its own.
        mine = (sheet.title, *((lane.subject, lane.top) if lane.number is None else (0, 0)))
        return self.owners.setdefault((name, day), mine) == mine

    def _add(self, sheet: Sheet, row: int, lane: Lane, name: str, day: int, number: int) -> None:
        written = _written(sheet, row, lane)
        subject, parity = _week(written.subject)
        subject, group, others = _group(subject)
        subject, parity = _week(subject) if parity is WeekParity.EVERY else (subject, parity)
        rooms = tuple(self._rooms(sheet, row, lane, written.rooms))
        teachers = tuple(tidy(one) for one in re.split(r"[/,;\n]", written.teachers) if tidy(one))
        longest = ((subject, SUBJECT_LENGTH), *((one, ROOM_LENGTH) for one in rooms),
                   *((one, TEACHER_LENGTH) for one in teachers))  # fmt: skip
        for text, limit in longest:
            if len(text) > limit:
                self._told(sheet, row, lane.subject, TOO_LONG, limit=limit)
                return
        self.cells.append(
            Cell(
                name, day, number, parity, self.subjects.setdefault(same(subject), subject),
                tuple(self.rooms.setdefault(same(one), one) for one in rooms),
                tuple(dict.fromkeys(self.teachers.setdefault(same(one), one) for one in teachers)),
                sheet.title, sheet.place(row, lane.subject), group, others,
            )
        )  # fmt: skip

    def _rooms(self, sheet: Sheet, row: int, lane: Lane, written: str) -> Iterator[str]:
        if lane.room and not sheet.words(row, lane.room) and sheet.raw(row, lane.room) not in (None, ""):
            self._told(sheet, row, lane.room, A_DATE)
        for part in _ROOMS.findall(written):
            if name := tidy(part):
                yield name[1:-1] if name.startswith("«") and _holds_slash(name) else name

    def tell_unread(self, sheet: Sheet, layout: Layout) -> None:
        """Tell of columns that stand among the lessons and are nobody's."""
        for lane in layout.lanes:
            for column in lane.others:
                for row in sheet.column(column):
                    text = sheet.words(row, column)
                    if lane.top <= row <= lane.bottom and text and not words.is_heading(text):
                        self._told(sheet, row, column, UNREAD)

    def _told(self, sheet: Sheet, row: int, column: int, message: str, **more: object) -> None:
        self.tell(Note(message, {"sheet": sheet.title, "cell": sheet.place(row, column), **more}))


class _Numbers:
    """The lesson numbers of a lane, from its heading, its own column, or the one that all share."""

    def __init__(self, reader: Reader, sheet: Sheet, layout: Layout, lane: Lane) -> None:
        self.reader, self.sheet, self.lane = reader, sheet, lane
        axis = layout.axes[NUMBER]
        self.only: int | None = lane.number if lane.number is not None else axis.only
        self.column = lane.number_column or (axis.column if axis.kind == COLUMN else 0)
        self.before: int | None = None
        self.day: Any = None

    def at(self, row: int, day: int | None) -> int | None:
        """The number of a row; what is odd about it is told."""
        if not self.column:
            return self.only
        if day != self.day:
            self.day, self.before = day, None
        self.before = self._read(row)
        return self.before

    def _read(self, row: int) -> int | None:
        sheet, column = self.sheet, self.column
        text = sheet.words(row, column)
        if not text or words.is_heading(text) or words.weekday_of(text) is not None:
            if text:
                return self.before
            if self.before is not None and sheet.words(row, self.lane.subject):
                self._tell(row, self.lane.subject, PARALLEL, self.before)
            return self.before
        number = words.number_of(sheet.raw(row, column))
        if number is None:
            if sheet.words(row, self.lane.subject):
                self.reader._told(sheet, row, column, BAD_NUMBER)
            return None
        if number == self.before and not sheet.is_merged(row, column):
            # 3, 3, 5: a slip of the pen when the next number is free, else two lessons at once.
            if words.number_of(sheet.raw(row + 1, column)) != number + 1:
                self._tell(row, column, SLIP, number + 1)
                return number + 1
            self._tell(row, column, PARALLEL_TWICE, number)
        return number

    def _tell(self, row: int, column: int, message: str, number: int) -> None:
        self.reader._told(self.sheet, row, column, message, number=number)


def _written(sheet: Sheet, row: int, lane: Lane) -> words.Lesson:
    """Subject, rooms and teachers: from columns of their own where there are any."""
    subject = sheet.words(row, lane.subject)
    if not lane.room and not lane.teacher:
        return words.take_apart(str(sheet.raw(row, lane.subject)))
    rooms = sheet.words(row, lane.room) if lane.room else ""
    return words.Lesson(subject, rooms, sheet.words(row, lane.teacher) if lane.teacher else "")


def _week(subject: str) -> tuple[str, WeekParity]:
    """The subject without «(чётн.)», and the weeks that it names."""
    found = _WEEK.match(subject)
    if not found:
        return subject, WeekParity.EVERY
    return found[1], WeekParity.ODD if found[2].casefold().startswith("неч") else WeekParity.EVEN


def _group(subject: str) -> tuple[str, str | None, tuple[tuple[str, str], ...]]:
    """The subject without brackets; the group in them; the other classes with their groups."""
    found = words.GROUP.fullmatch(subject)
    if not found:
        return subject, None, ()
    together = _TOGETHER.fullmatch(found[2])
    group, others = (together[1], together[2].split(" + ")) if together else (found[2], [])
    return found[1], _label(group), tuple(_other(one) for one in others)


def _other(written: str) -> tuple[str, str]:
    title, _, group = written.partition(": ")
    return tidy(title), _label(group)


def _label(group: str) -> str:
    return "" if same(group) == ALL else tidy(group)


def _holds_slash(name: str) -> bool:
    return "/" in name or "\\" in name
