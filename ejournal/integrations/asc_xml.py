"""aSc Timetables 2012 XML in: bit masks, comma-joined ids, groups, joint classes, unplaced lessons."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal, InvalidOperation

from ejournal.errors import DomainError
from ejournal.integrations.asc_rows import Row, by_id, read_rows
from ejournal.models import WeekParity
from ejournal.services.class_names import split_class_name, tidy
from ejournal.services.timetable_file import (
    FileClass,
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

LAST_NUMBER = 30
MAX_WEEKDAY = 7
PARITIES = {"1": WeekParity.EVERY, "11": WeekParity.EVERY, "10": WeekParity.ODD, "01": WeekParity.EVEN}


def parse_asc(data: bytes, term: int = 1) -> TimetableFile:
    """The timetable of the file's term; DomainError names the line of what is wrong."""
    rows = read_rows(data)
    notes: list[Note] = []
    reader = _Reader(rows, term, notes)
    lessons = [reader.lesson(row) for row in rows["lesson"]]
    entries = [entry for row in rows["card"] for entry in reader.card(row)]
    return TimetableFile(
        source="asc",
        classes=tuple(
            FileClass(name, *split_class_name(short)) for name, short in reader.class_names.items()
        ),
        subjects=tuple(FileSubject(name, short) for name, short in reader.named("subject")),
        teachers=tuple(reader.file_teachers()),
        rooms=tuple(FileRoom(name, _capacity(row)) for name, row in reader.rooms_by_name().items()),
        periods=tuple(_period(row, notes) for row in rows["period"]),
        lessons=tuple(lessons),
        entries=tuple(_merged(entries)),
        notes=tuple(notes),
    )


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    class_id: str
    entire: bool
    division: str


class _Reader:
    """Looks ids up, and says in which line an unknown one stands."""

    def __init__(self, rows: Mapping[str, list[Row]], term: int, notes: list[Note]) -> None:
        self.rows, self.term, self.notes = rows, term, notes
        self.ids = {
            kind: by_id(rows[kind])
            for kind in ("subject", "teacher", "classroom", "class", "group", "lesson")
        }
        self.places = {key: at for at, key in enumerate(self.ids["lesson"])}
        self.names = {kind: _distinct(self.ids[kind]) for kind in ("subject", "classroom", "class")}
        self.names["teacher"] = _people(self.ids["teacher"])
        self.class_names = {
            self.names["class"][key]: row.get("short") or row.need("name")
            for key, row in self.ids["class"].items()
        }
        self.groups = {key: self._group(row) for key, row in self.ids["group"].items()}

    def named(self, kind: str) -> list[tuple[str, str]]:
        """Name and short name of each, once."""
        found = {self.names[kind][key]: row.get("short") for key, row in self.ids[kind].items()}
        return list(found.items())

    def rooms_by_name(self) -> dict[str, Row]:
        """The rooms, each name once."""
        return {self.names["classroom"][key]: row for key, row in self.ids["classroom"].items()}

    def file_teachers(self) -> Iterable[FileTeacher]:
        """The teachers, each name once."""
        found = {self.names["teacher"][key]: row for key, row in self.ids["teacher"].items()}
        for name, row in found.items():
            yield FileTeacher(name, row.get("lastname"), row.get("firstname"), row.get("short"))

    def name(self, kind: str, row: Row, key: str) -> str:
        """The name behind an id; DomainError with the line of who asked."""
        if key not in self.names[kind]:
            raise DomainError("Line {line}: nothing in the file has the id “{id}”", line=row.line, id=key)
        return self.names[kind][key]

    def _group(self, row: Row) -> _Group:
        class_id = row.need("classid")
        self.name("class", row, class_id)
        return _Group(row.need("name"), class_id, row.get("entireclass") == "1", row.get("divisiontag"))

    def lesson(self, row: Row) -> FileLesson:
        """The lesson of a <lesson>."""
        return FileLesson(
            parts=self._parts(row),
            subject=self.name("subject", row, row.need("subjectid")),
            teachers=tuple(dict.fromkeys(self.name("teacher", row, key) for key in row.ids("teacherids"))),
            hours=_hours(row),
            where=str(row.line),
        )

    def _parts(self, row: Row) -> tuple[Part, ...]:
        asked: dict[str, list[_Group]] = {key: [] for key in row.ids("classids")}
        for key in row.ids("groupids"):
            if key not in self.groups:
                raise DomainError("Line {line}: nothing in the file has the id “{id}”", line=row.line, id=key)
            group = self.groups[key]
            asked.setdefault(group.class_id, []).append(group)
        if not asked:
            raise DomainError("Line {line}: the lesson has no class", line=row.line)
        parts = []
        for class_id, groups in asked.items():
            class_name = self.name("class", row, class_id)
            if not groups or self._is_whole(class_id, groups):
                parts.append(Part(class_name))
            else:
                parts.append(Part(class_name, ", ".join(sorted({group.name for group in groups}))))
        return tuple(sorted(parts))

    def _is_whole(self, class_id: str, groups: list[_Group]) -> bool:
        # All groups of one division together are the class again.
        if any(group.entire for group in groups):
            return True
        division = groups[0].division
        whole = {
            g.name
            for g in self.groups.values()
            if g.class_id == class_id and g.division == division and not g.entire
        }
        return len(whole) > 1 and {g.name for g in groups} == whole

    def card(self, row: Row) -> Iterable[FileEntry]:
        """The entries of a <card>: one for each day of its mask; none in another term."""
        lesson_id = row.need("lessonid")
        if lesson_id not in self.places:
            raise DomainError(
                "Line {line}: nothing in the file has the id “{id}”", line=row.line, id=lesson_id
            )
        if not row.get("days") or not row.get("period"):
            return ()  # a card in the tray of unplaced ones
        terms = _mask(row, "terms") if row.get("terms") else "1"
        if len(terms) > 1 and "0" in terms and terms[self.term - 1 : self.term] != "1":
            self._tell(
                Note("Line {line}: the lesson is of another term and was left out", {"line": row.line})
            )
            return ()
        number, parity = _number(row, row.get("period"), LAST_NUMBER), self._parity(row)
        rooms = tuple(dict.fromkeys(self.name("classroom", row, key) for key in row.ids("classroomids")))
        return [
            FileEntry(self.places[lesson_id], weekday, number, parity, rooms)
            for weekday, bit in enumerate(_mask(row, "days")[:MAX_WEEKDAY], 1)
            if bit == "1"
        ]

    def _parity(self, row: Row) -> WeekParity:
        mask = _mask(row, "weeks") if row.get("weeks") else "1"
        if set(mask) == {"1"}:
            return WeekParity.EVERY
        found = next(
            (parity for bits, parity in PARITIES.items() if len(bits) == 2 and _repeats(mask, bits)), None
        )
        if found is None:
            self._tell(Note("Line {line}: weeks “{value}” are neither odd nor even; every week is taken",
                            {"line": row.line, "value": mask}))  # fmt: skip
        return found or WeekParity.EVERY

    def _tell(self, note: Note) -> None:
        self.notes.append(note)


def _repeats(mask: str, bits: str) -> bool:
    return len(mask) % 2 == 0 and mask == bits * (len(mask) // 2)


def _distinct(rows: Mapping[str, Row]) -> dict[str, str]:
    """Names by id; ids with the same name are the same thing."""
    return {key: tidy(row.get("name") or row.need("short")) for key, row in rows.items()}


def _people(rows: Mapping[str, Row]) -> dict[str, str]:
    """Names by id; namesakes are two people, told apart by their short names."""
    names = _distinct(rows)
    times = Counter(names.values())
    return {
        key: f"{name} ({rows[key].get('short') or key})" if times[name] > 1 else name
        for key, name in names.items()
    }


def _merged(entries: Iterable[FileEntry]) -> Iterable[FileEntry]:
    """A lesson twice in one slot is one entry with the rooms of both."""
    found: dict[tuple[int, int, int, WeekParity], FileEntry] = {}
    for entry in entries:
        key = (entry.lesson, entry.weekday, entry.number, entry.parity)
        if key in found:
            rooms = tuple(dict.fromkeys((*found[key].rooms, *entry.rooms)))
            entry = FileEntry(*key, rooms=rooms)  # noqa: PLW2901 (the two become one)
        found[key] = entry
    return found.values()


def _mask(row: Row, name: str) -> str:
    value = row.need(name)
    if not set(value) <= {"0", "1"}:
        raise DomainError(
            "Line {line}: “{name}” must be zeros and ones, not “{value}”",
            line=row.line,
            name=name,
            value=value,
        )
    return value


def _number(row: Row, value: str, limit: int) -> int:
    if not value.isascii() or not value.isdigit() or not 0 <= int(value) <= limit:
        raise DomainError("Line {line}: “{value}” is not a lesson number", line=row.line, value=value)
    return int(value)


def _hours(row: Row) -> Decimal:
    value = row.get("periodsperweek") or "0"
    try:
        hours = Decimal(value.replace(",", "."))
    except InvalidOperation:
        hours = Decimal(-1)
    if not hours.is_finite() or not 0 <= hours <= 200:
        raise DomainError("Line {line}: “{value}” is not a number of hours", line=row.line, value=value)
    return hours


def _capacity(row: Row) -> int | None:
    value = row.get("capacity")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 5 else None


def _period(row: Row, notes: list[Note]) -> FilePeriod:
    number = _number(row, row.get("period") or row.need("name"), LAST_NUMBER)
    starts, ends = (_time(row, name, notes.append) for name in ("starttime", "endtime"))
    if starts and ends and starts >= ends:
        raise DomainError("Line {line}: the lesson ends before it begins", line=row.line)
    return FilePeriod(number, starts, ends, row.get("short"))


def _time(row: Row, name: str, tell: Callable[[Note], None]) -> time | None:
    value = row.get(name)
    if not value:
        return None
    hour, _, minute = value.partition(":")
    if not (value.isascii() and hour.isdigit() and minute.isdigit()) or int(hour) > 23 or int(minute) > 59:
        raise DomainError("Line {line}: “{value}” is not a time; write 8:05", line=row.line, value=value)
    found = time(int(hour), int(minute))
    if len(minute) == 1:
        tell(Note("Line {line}: the time “{value}” is read as {read}",
                  {"line": row.line, "value": value, "read": f"{found:%H:%M}"}))  # fmt: skip
    return found
