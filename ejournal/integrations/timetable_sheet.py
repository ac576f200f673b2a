"""A school's own timetable spreadsheet in, however it is laid out: each written lesson is taken or told.

Split rooms «331/436» mean groups taught at once; a row without a number is parallel to the one above. A
group, and with which other classes a lesson is held, may stand in brackets: «Физкультура [юноши; вместе с
5 «Б»]».
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ejournal.integrations.sheet_cells import Cell, Reader
from ejournal.integrations.sheet_layout import COLUMN, NUMBER, Layout, find_layout
from ejournal.integrations.workbook.reading import Sheet, open_workbook
from ejournal.services.exchange.file import (
    FileEntry,
    FileLesson,
    FilePeriod,
    FileRoom,
    FileSubject,
    FileTeacher,
    Note,
    Part,
    TimetableFile,
)
from ejournal.weeks import WeekParity

GROUP_LENGTH = 80
CORNER_ROWS, CORNER_COLUMNS, CORNER_LETTERS = 9, 8, 24
LONG_GROUP = "Sheet “{sheet}”, cell {cell}: the group’s name would be longer than {limit} letters; left out"


def parse_sheet(data: bytes, layout: Mapping[str, str] | None = None) -> TimetableFile:
    """The timetable of all sheets; what is odd in a cell is told with sheet and cell."""
    reader, corner = Reader(), tuple[tuple[str, ...], ...]()
    for sheet in open_workbook(data):
        corner = corner or _corner(sheet)
        reader.tell_unanswered(sheet)
        found = find_layout(sheet, layout)
        if found is None:
            reader.leave_out(sheet)
        else:
            _read(reader, sheet, found)
    return replace(_file(reader), corner=corner)


def _corner(sheet: Sheet) -> tuple[tuple[str, ...], ...]:
    """The first cells of a sheet, as they are shown."""
    rows, columns = min(sheet.last_row, CORNER_ROWS), min(sheet.last_column, CORNER_COLUMNS)
    return tuple(
        tuple(sheet.words(row, column)[:CORNER_LETTERS] for column in range(1, columns + 1))
        for row in range(1, rows + 1)
    )


def _read(reader: Reader, sheet: Sheet, layout: Layout) -> None:
    _spread_merged(sheet, layout)
    for lane in layout.lanes:
        reader.read(sheet, layout, lane)
    reader.tell_unread(sheet, layout)


def _spread_merged(sheet: Sheet, layout: Layout) -> None:
    """Give every cell of a merged area its value: only into columns of the same kind as the first."""
    shared = layout.axes[NUMBER].column if layout.axes[NUMBER].kind == COLUMN else 0
    kinds = [
        {shared, *(lane.number_column for lane in layout.lanes)},
        {lane.subject for lane in layout.lanes},
        {lane.room for lane in layout.lanes},
        {lane.teacher for lane in layout.lanes},
    ]
    first = min((lane.top for lane in layout.lanes), default=0)
    for top, left, bottom, right in sheet.merged:
        alike = next((columns - {0} for columns in kinds if left in columns), set[int]())
        value = sheet.raw(top, left)
        if value is None or top < first:
            continue
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if column in alike:
                    sheet.put(row, column, value)


@dataclass
class _Lessons:
    """The lessons of a file, each once; cells of joint classes meet in one."""

    found: list[FileLesson] = field(default_factory=list)
    places: dict[tuple[tuple[Part, ...], str, tuple[str, ...]], int] = field(default_factory=dict)

    def place(self, cell: Cell, parts: tuple[Part, ...]) -> int:
        """The lesson of a cell; its hours count each time it is written, half in every other week."""
        key = (parts, cell.subject, cell.teachers)
        at = self.places.setdefault(key, len(self.found))
        if at == len(self.found):
            self.found.append(FileLesson(parts, cell.subject, cell.teachers, where=cell.where))
        hour = Decimal(1) if cell.parity is WeekParity.EVERY else Decimal("0.5")
        self.found[at] = replace(self.found[at], hours=self.found[at].hours + hour)
        return at


def _file(reader: Reader) -> TimetableFile:
    lessons, entries = _Lessons(), list[FileEntry]()
    slots = Counter(slot for cell in reader.cells for slot in _slots(cell))
    for cell in reader.cells:
        alone = all(slots[slot] == 1 for slot in _slots(cell))
        for parts, rooms in _parts(reader, cell, alone):
            if any(len(part.group) > GROUP_LENGTH for part in parts):
                place = {"sheet": cell.sheet, "cell": cell.place}
                reader.tell(Note(LONG_GROUP, {**place, "limit": GROUP_LENGTH}))
                continue
            at = lessons.place(cell, parts)
            entries.append(FileEntry(at, cell.weekday, cell.number, cell.parity, rooms, cell.where))
    return TimetableFile(
        source="sheet",
        classes=tuple(reader.classes.values()),
        subjects=tuple(FileSubject(name) for name in reader.subjects.values()),
        teachers=tuple(FileTeacher(name) for name in reader.teachers.values()),
        rooms=tuple(FileRoom(name) for name in reader.rooms.values()),
        periods=tuple(FilePeriod(number) for number in sorted({cell.number for cell in reader.cells})),
        lessons=tuple(lessons.found),
        entries=tuple(_once(entries)),
        notes=tuple(reader.notes),
    )


def _once(entries: list[FileEntry]) -> Iterator[FileEntry]:
    """A lesson of several classes is written with each of them."""
    seen: dict[tuple[object, ...], FileEntry] = {}
    for entry in entries:
        seen.setdefault((entry.lesson, entry.weekday, entry.number, entry.parity, entry.rooms), entry)
    yield from seen.values()


def _slots(cell: Cell) -> list[tuple[str, int, int, WeekParity]]:
    weeks = (WeekParity.ODD, WeekParity.EVEN) if cell.parity is WeekParity.EVERY else (cell.parity,)
    return [(cell.class_name, cell.weekday, cell.number, week) for week in weeks]


def group_name(subject: str, number: int) -> str:
    """«Английский язык, 2»: how a group is named that the file only counts."""
    return f"{subject}, {number}"


def _parts(reader: Reader, cell: Cell, alone: bool) -> list[tuple[tuple[Part, ...], tuple[str, ...]]]:
    """Who is taught in the cell, each with the rooms: what brackets say, else a group for each room."""
    if cell.group is not None:
        others = tuple(Part(reader.class_name(title), group) for title, group in cell.others)
        return [(tuple(sorted({Part(cell.class_name, cell.group), *others})), cell.rooms)]
    if alone and len(cell.rooms) < 2:
        return [((Part(cell.class_name),), cell.rooms)]
    rooms = cell.rooms or ("",)
    return [
        ((Part(cell.class_name, group_name(cell.subject, at)),), (room,) if room else ())
        for at, room in enumerate(rooms, 1)
    ]
