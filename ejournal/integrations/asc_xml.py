"""aSc Timetables 2012 XML in: bit masks, comma-joined ids, groups, joint classes, unplaced lessons.

What a file holds is either taken or told with its line: one odd lesson never costs the others.
"""

from collections.abc import Iterable
from datetime import time
from decimal import Decimal, InvalidOperation

from ejournal.integrations.asc_cards import LAST_NUMBER, Cards
from ejournal.integrations.asc_names import AscGroup, Names, Remarks
from ejournal.integrations.asc_rows import Row, read_rows
from ejournal.services.base.class_names import split_class_name
from ejournal.services.exchange.file import (
    FileClass,
    FileLesson,
    FilePeriod,
    FileRoom,
    FileSubject,
    FileTeacher,
    Note,
    Part,
    TimetableFile,
)

MOST_HOURS = 200


def parse_asc(data: bytes, term: int = 1) -> TimetableFile:
    """The timetable of the file's term; DomainError only where it is no readable XML."""
    elements, remarks = read_rows(data), Remarks()
    for name, lines in elements.others.items():
        remarks.tell(
            Note("Line {line}: the journal takes no “{name}” from a timetable; {n} were left out",
                 {"line": lines[0], "name": name, "n": len(lines)})
        )  # fmt: skip
    rows = elements.rows
    names = Names(rows, remarks)
    periods = list(_periods(rows["period"], remarks))
    lessons = _Lessons(names, remarks)
    lessons.read(rows["lesson"])
    cards = Cards(
        names, remarks, lessons.places, lessons.left_out, (period.number for period in periods), term
    )
    entries = cards.read(rows["card"])
    return TimetableFile(
        source="asc",
        classes=tuple(
            FileClass(name, *split_class_name(short)) for name, short in names.class_names().items()
        ),
        subjects=tuple(FileSubject(name, row.get("short")) for name, row in _rows(names, "subject")),
        teachers=tuple(_teacher(name, row) for name, row in _rows(names, "teacher")),
        rooms=tuple(FileRoom(name, _capacity(row)) for name, row in _rows(names, "classroom")),
        periods=tuple(periods),
        lessons=tuple(lessons.found),
        entries=tuple(entries),
        notes=tuple(remarks.notes),
    )


def _rows(names: Names, kind: str) -> Iterable[tuple[str, Row]]:
    """The names of a kind, each once, with its first element."""
    found: dict[str, Row] = {}
    for key, name in names.names[kind].items():
        found.setdefault(name, names.rows[kind][key])
    return found.items()


def _teacher(name: str, row: Row) -> FileTeacher:
    given = (row.get(one) for one in ("lastname", "firstname", "short", "partner_id"))
    return FileTeacher(name, *given)


class _Lessons:
    """The lessons of a file: the place of each by its id, and the lines of those left out."""

    def __init__(self, names: Names, remarks: Remarks) -> None:
        self.names, self.remarks = names, remarks
        self.found: list[FileLesson] = []
        self.places: dict[str, int] = {}
        self.left_out: dict[str, int] = {}
        self.lines: dict[str, int] = {}

    def read(self, rows: Iterable[Row]) -> None:
        """Take every lesson that a class has in a subject; tell of the others."""
        for row in rows:
            key = row.get("id")
            fault = self._id_fault(row, key)
            lesson = None if fault else self._lesson(row)
            if isinstance(lesson, FileLesson):
                self.places[key] = len(self.found)
                self.found.append(lesson)
                continue
            self.remarks.tell(fault or lesson or _no_class(row))
            if key not in self.places:
                self.left_out.setdefault(key, row.line)

    def _id_fault(self, row: Row, key: str) -> Note | None:
        if not key:
            return Note("Line {line}: “{name}” is missing; the element was left out",
                        {"line": row.line, "name": "id"})  # fmt: skip
        other = self.lines.setdefault(key, row.line)
        if other == row.line:
            return None
        return Note("Line {line}: the id “{id}” stands already in line {other}; this one was left out",
                    {"line": row.line, "id": key, "other": other})  # fmt: skip

    def _lesson(self, row: Row) -> FileLesson | Note | None:
        """The lesson of a <lesson>; what is wrong with it; None when no class has it."""
        subject_id = row.get("subjectid")
        subject = self.names.of("subject", subject_id)
        if subject is None:
            return _unknown(row, subject_id)
        parts = self._parts(row)
        if isinstance(parts, Note):
            return parts
        if not parts:
            return None
        return FileLesson(
            parts=parts, subject=subject, teachers=tuple(self._teachers(row)), hours=self._hours(row),
            where=str(row.line),
        )  # fmt: skip

    def _parts(self, row: Row) -> tuple[Part, ...] | Note:
        asked: dict[str, list[AscGroup]] = {key: [] for key in row.ids("classids")}
        for key in row.ids("groupids"):
            group = self.names.groups.get(key)
            if group is None:
                return _unknown(row, key)
            asked.setdefault(group.class_id, []).append(group)
        parts = []
        for class_id, groups in asked.items():
            class_name = self.names.of("class", class_id)
            if class_name is None:
                return _unknown(row, class_id)
            parts.append(Part(class_name, self._label(row, class_id, groups)))
        return tuple(sorted(parts))

    def _label(self, row: Row, class_id: str, groups: list[AscGroup]) -> str:
        named = sorted({group.name for group in groups if not group.entire})
        if any(group.entire for group in groups):
            if named:
                self.remarks.tell(
                    Note("Line {line}: the lesson names the whole class and its group “{name}”; the whole "
                         "class was taken", {"line": row.line, "name": ", ".join(named)})
                )  # fmt: skip
            return ""
        if not named or self._is_whole(class_id, groups):
            return ""
        return named[0] if len(named) == 1 else self._together(class_id, named)

    def _together(self, class_id: str, named: list[str]) -> str:
        """One label for several groups, which no group of the class has by itself."""
        own = {group.name for group in self.names.groups.values() if group.class_id == class_id}
        label = ", ".join(named)
        return f"{label} ({len(named)})" if label in own else label

    def _is_whole(self, class_id: str, groups: list[AscGroup]) -> bool:
        # All groups of one division together are the class again.
        division = groups[0].division
        whole = {
            g.name
            for g in self.names.groups.values()
            if g.class_id == class_id and g.division == division and not g.entire
        }
        return len(whole) > 1 and {g.name for g in groups} == whole

    def _teachers(self, row: Row) -> Iterable[str]:
        named = [(key, self.names.of("teacher", key)) for key in row.ids("teacherids")]
        for key, name in named:
            if name is None:
                self.remarks.tell(
                    Note("Line {line}: nothing in the file has the id “{id}”; the lesson is taken without "
                         "that teacher", {"line": row.line, "id": key})
                )  # fmt: skip
        return dict.fromkeys(name for _, name in named if name is not None)

    def _hours(self, row: Row) -> Decimal:
        value = row.get("periodsperweek") or "0"
        try:
            hours = Decimal(value.replace(",", "."))
        except InvalidOperation:
            hours = Decimal(-1)
        if hours.is_finite() and 0 <= hours <= MOST_HOURS:
            return hours
        self.remarks.tell(
            Note("Line {line}: “{value}” is not a number of hours; the lesson is taken without it",
                 {"line": row.line, "value": value})
        )  # fmt: skip
        return Decimal(0)


def _unknown(row: Row, key: str) -> Note:
    return Note("Line {line}: nothing in the file has the id “{id}”; the lesson was left out",
                {"line": row.line, "id": key})  # fmt: skip


def _no_class(row: Row) -> Note:
    return Note("Line {line}: the lesson has no class, as a meeting has none; it was left out, for the "
                "journal keeps lessons of classes", {"line": row.line})  # fmt: skip


def _capacity(row: Row) -> int | None:
    value = row.get("capacity")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 5 else None


def _periods(rows: Iterable[Row], remarks: Remarks) -> Iterable[FilePeriod]:
    seen: dict[int, int] = {}
    for row in rows:
        value = row.get("period") or row.get("name")
        if not (value.isascii() and value.isdecimal() and len(value) < 4 and int(value) <= LAST_NUMBER):
            remarks.tell(Note("Line {line}: “{value}” is not a lesson number; its times were left out",
                              {"line": row.line, "value": value}))  # fmt: skip
            continue
        number = int(value)
        other = seen.setdefault(number, row.line)
        if other == row.line:
            yield _period(row, number, remarks)
            continue
        remarks.tell(
            Note("Line {line}: lesson {number} has its times in line {other} already; these were left out",
                 {"line": row.line, "number": number, "other": other})
        )  # fmt: skip


def _period(row: Row, number: int, remarks: Remarks) -> FilePeriod:
    starts, ends = _time(row, "starttime", remarks), _time(row, "endtime", remarks)
    if starts and ends and starts >= ends:
        remarks.tell(Note("Line {line}: the lesson ends before it begins; its times were left out",
                          {"line": row.line}))  # fmt: skip
        starts = ends = None
    return FilePeriod(number, starts, ends, row.get("short"))


def _time(row: Row, name: str, remarks: Remarks) -> time | None:
    value = row.get(name)
    if not value:
        return None
    hour, _, minute = value.partition(":")
    told = {"line": row.line, "value": value}
    if (
        not (value.isascii() and hour.isdecimal() and minute.isdecimal())
        or int(hour) > 23
        or int(minute) > 59
    ):
        remarks.tell(Note("Line {line}: “{value}” is not a time, such as 8:05; it was left out", told))
        return None
    found = time(int(hour), int(minute))
    if len(minute) == 1:
        remarks.tell(Note("Line {line}: the time “{value}” is read as {read}",
                          {**told, "read": f"{found:%H:%M}"}))  # fmt: skip
    return found
