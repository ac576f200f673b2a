"""How a school's sheet is laid out: where class, weekday and lesson number stand, found or pointed at.

Each of the three stands in a row of headings, in a column of labels, or in the sheet's name.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from ejournal.integrations import sheet_words as words
from ejournal.integrations.workbook.columns import column_number
from ejournal.integrations.workbook.reading import Sheet

CLASS, DAY, NUMBER = "class", "day", "number"
AXES = (CLASS, DAY, NUMBER)
TITLE, ROW, COLUMN, MISSING = "title", "row", "column", ""
ENOUGH = 0.5


@dataclass(frozen=True)
class Axis:
    """Where one of the three stands: in these rows, in a column, in the title; values by their place."""

    kind: str
    rows: tuple[int, ...] = ()
    column: int = 0
    values: Mapping[tuple[int, int], Any] = field(default_factory=dict)
    only: Any = None


@dataclass(frozen=True)
class Lane:
    """Columns that are read together over some rows; what its heading says of them, None where rows do."""

    top: int
    bottom: int
    subject: int
    number_column: int = 0
    room: int = 0
    teacher: int = 0
    others: tuple[int, ...] = ()
    class_name: str | None = None
    weekday: int | None = None
    number: int | None = None


@dataclass(frozen=True)
class Layout:
    """The lanes of a sheet, and what stands beside their rows."""

    lanes: tuple[Lane, ...]
    axes: Mapping[str, Axis]

    def labels(self, axis: str, last_row: int) -> list[Any]:
        """What the labels say of each row, from 0: the last one at or above it."""
        found = self.axes[axis]
        if found.kind != COLUMN:
            return [found.only] * (last_row + 1)
        by_row = {row: value for (row, _), value in found.values.items()}
        said: list[Any] = [None]
        for row in range(1, last_row + 1):
            said.append(by_row.get(row, said[-1]))
        return said


def find_layout(sheet: Sheet, pointed: Mapping[str, str] | None = None) -> Layout | None:
    """The layout of a sheet; None where class, weekday or number stand nowhere."""
    if not sheet.last_row:
        return None
    axes = _axes(sheet, pointed or {})
    if any(axis.kind == MISSING for axis in axes.values()):
        return None
    lanes = tuple(_lanes(sheet, axes))
    return Layout(lanes, axes) if lanes else None


def _axes(sheet: Sheet, pointed: Mapping[str, str]) -> dict[str, Axis]:
    days = _pointed(sheet, pointed, DAY, _day_value) or _days(sheet)
    classes = _pointed(sheet, pointed, CLASS, _class_value) or _classes(sheet)
    numbers = _pointed(sheet, pointed, NUMBER, _number_value) or _numbers(sheet, classes, days)
    return {CLASS: classes, DAY: days, NUMBER: numbers}


def _day_value(sheet: Sheet, row: int, column: int) -> int | None:
    return words.weekday_of(sheet.words(row, column))


def _class_value(sheet: Sheet, row: int, column: int) -> str | None:
    text = sheet.words(row, column)
    return text if text and not words.is_heading(text) and _day_value(sheet, row, column) is None else None


def _number_value(sheet: Sheet, row: int, column: int) -> int | None:
    return words.number_of(sheet.raw(row, column))


Value = Callable[[Sheet, int, int], Any]


def _pointed(sheet: Sheet, pointed: Mapping[str, str], axis: str, value: Value) -> Axis | None:
    """What somebody has pointed at: «row:2», «column:B», «title»."""
    kind, _, at = pointed.get(axis, "").partition(":")
    if kind == TITLE:
        title = words.weekday_in(sheet.title) if axis == DAY else sheet.title.strip()
        return Axis(TITLE, only=title if axis != NUMBER else words.number_of(sheet.title))
    if kind == ROW and at.isascii() and at.isdecimal():
        row = int(at)
        found = {(row, one): value(sheet, row, one) for one in sheet.row(row)}
        return Axis(ROW, (row,), 0, {place: one for place, one in found.items() if one is not None})
    if kind == COLUMN and at.isascii() and at.isalpha() and len(at) < 4:
        column = column_number(at)
        found = {(row, column): value(sheet, row, column) for row in sheet.column(column)}
        return Axis(COLUMN, (), column, {place: one for place, one in found.items() if one is not None})
    return None


def _days(sheet: Sheet) -> Axis:
    found = {place: day for place in sheet.places() if (day := _day_value(sheet, *place)) is not None}
    by_row: dict[int, set[int]] = defaultdict(set)
    for (row, _), day in found.items():
        by_row[row].add(day)
    across = tuple(row for row, days in by_row.items() if len(days) > 1)
    if across:
        return Axis(ROW, across, 0, {place: day for place, day in found.items() if place[0] in across})
    titled = words.weekday_in(sheet.title)
    if titled is not None and len(set(found.values())) < 2:
        return Axis(TITLE, only=titled)
    if not found:
        return Axis(MISSING)
    columns = Counter(column for _, column in found)
    return Axis(COLUMN, (), columns.most_common(1)[0][0], found)


def _classes(sheet: Sheet) -> Axis:
    found = {place: sheet.words(*place) for place in sheet.places() if words.is_class(sheet.words(*place))}
    rows, columns = Counter(row for row, _ in found), Counter(column for _, column in found)
    most_in_row, most_in_column = max(rows.values(), default=0), max(columns.values(), default=0)
    if most_in_column > 1 and most_in_column > most_in_row and most_in_row < 3:
        column = columns.most_common(1)[0][0]
        return Axis(COLUMN, (), column, {place: name for place, name in found.items() if place[1] == column})
    if found:
        heads = tuple(row for row, n in sorted(rows.items()) if n * 2 >= most_in_row)
        return Axis(ROW, heads, 0, {place: name for place, name in found.items() if place[0] in heads})
    return Axis(TITLE, only=sheet.title.strip()) if words.is_class(sheet.title) else Axis(MISSING)


def _numbers(sheet: Sheet, classes: Axis, days: Axis) -> Axis:
    """A column of numbers, or several (one a class); else a row of them."""
    top = max((*classes.rows[:1], *days.rows), default=0)
    columns = [column for column in range(1, sheet.last_column + 1) if counts_lessons(sheet, column, top + 1)]
    if columns:
        values = {
            (row, columns[0]): number
            for row in sheet.column(columns[0])
            if (number := _number_value(sheet, row, columns[0])) is not None
        }
        return Axis(COLUMN, tuple(columns), columns[0], values)
    for row in range(1, min(sheet.last_row, top + 3) + 1):
        found = {(row, at): n for at in sheet.row(row) if (n := _number_value(sheet, row, at)) is not None}
        if len(found) > 1 and len(found) * 2 > len(list(sheet.row(row))):
            return Axis(ROW, (row,), 0, found)
    return Axis(MISSING)


def counts_lessons(sheet: Sheet, column: int, top: int) -> bool:
    """Whether the column counts lessons: small numbers, each day anew."""
    below = [row for row in sheet.column(column) if row >= top]
    rows = [row for row in below if not words.is_heading(sheet.words(row, column))]
    numbers = [number for row in rows if (number := _number_value(sheet, row, column)) is not None]
    if len(numbers) < 2 or len(numbers) <= len(rows) * ENOUGH:
        return False
    steps = [after - before for before, after in pairwise(numbers) if after > before]
    return bool(steps) and sum(step == 1 for step in steps) >= len(steps) * ENOUGH


def _lanes(sheet: Sheet, axes: Mapping[str, Axis]) -> Iterator[Lane]:
    """The columns under each heading of the innermost row of headings."""
    across = [axis for axis in AXES if axes[axis].kind == ROW]
    labels = {axes[axis].column for axis in AXES if axes[axis].kind == COLUMN}
    if not across:
        top = min((row for axis in axes.values() for row, _ in axis.values), default=1)
        columns = [one for one in range(1, sheet.last_column + 1) if one not in labels]
        yield from _lane(sheet, top, sheet.last_row, columns, {})
        return
    inner = max(across, key=lambda axis: (axes[axis].rows[0], len(axes[axis].values)))
    for top, bottom in _bands(axes[inner].rows, sheet.last_row):
        heads = sorted(column for row, column in axes[inner].values if row == top)
        for columns in _blocks(sheet, axes, heads):
            said = {axis: _above(axes[axis], top, columns[-1]) for axis in across}
            yield from _lane(sheet, top + 1, bottom, columns, said, axes[NUMBER])


def _bands(rows: Iterable[int], last: int) -> Iterator[tuple[int, int]]:
    heads = sorted(rows)
    return zip(heads, [*(row - 1 for row in heads[1:]), last], strict=True)


def _above(axis: Axis, row: int, column: int) -> Any:
    """The heading over a column: in the nearest row of them the last one not right of it."""
    head = max((one for one in axis.rows if one <= row), default=axis.rows[0] if axis.rows else 0)
    over = [(at, value) for (one, at), value in axis.values.items() if one == head and at <= column]
    return max(over, key=lambda pair: pair[0], default=(0, None))[1]


def _blocks(sheet: Sheet, axes: Mapping[str, Axis], heads: list[int]) -> Iterator[list[int]]:
    """The columns under each heading; its own column of numbers stands just before it, or is its first."""
    numbers = set(axes[NUMBER].rows) if axes[NUMBER].kind == COLUMN else set()
    labels = {axis.column for axis in axes.values() if axis.kind == COLUMN} - numbers
    # One column of numbers alone is everybody's.
    own = len(heads) == 1 or sum(not numbers.isdisjoint((one - 1, one)) for one in heads) > 1
    starts = [
        head - 1 if own and head not in numbers and head - 1 in numbers and head - 1 not in heads else head
        for head in heads
    ]
    widths = [after - before for before, after in pairwise(starts)]
    last = sheet.last_column if not widths else min(starts[-1] + max(widths) - 1, sheet.last_column)
    for start, end in zip(starts, [*(one - 1 for one in starts[1:]), last], strict=True):
        columns = [one for one in range(start, max(start, end) + 1) if one not in labels]
        if columns:
            yield columns


def _lane(
    sheet: Sheet, top: int, bottom: int, columns: list[int], said: Mapping[str, Any],
    numbers: Axis | None = None,
) -> Iterator[Lane]:  # fmt: skip
    counting = numbers.rows if numbers is not None and numbers.kind == COLUMN else ()
    counted = [one for one in columns if one in counting]
    roles = _roles(sheet, top, bottom, [one for one in columns if one not in counted[:1]])
    if "subject" not in roles:
        return
    yield Lane(
        top, bottom, roles["subject"][0], counted[0] if counted else 0,
        next(iter(roles.get("room", ())), 0), next(iter(roles.get("teacher", ())), 0),
        (*roles["subject"][1:], *roles.get("room", ())[1:], *roles.get("teacher", ())[1:]),
        said.get(CLASS), said.get(DAY), said.get(NUMBER),
    )  # fmt: skip


def _roles(sheet: Sheet, top: int, bottom: int, columns: list[int]) -> dict[str, list[int]]:
    """Which of the columns hold subjects, rooms and teachers, by their headings or by what most cells are."""
    found: dict[str, list[int]] = defaultdict(list)
    for column in columns:
        if role := _role(sheet, top, bottom, column, first="subject" not in found):
            found[role].append(column)
    if "subject" not in found and "room" in found:
        found["subject"].append(found["room"].pop(0))
    return found


def _role(sheet: Sheet, top: int, bottom: int, column: int, *, first: bool) -> str:
    rows = [row for row in sheet.column(column) if max(top - 1, 1) <= row <= bottom]
    texts = [text for row in rows if (text := sheet.words(row, column))]
    heads = {text.casefold().rstrip(".:") for text in texts if words.is_heading(text)}
    for role, named in (("room", words.ROOM_HEADINGS), ("teacher", words.TEACHER_HEADINGS),
                        ("subject", words.SUBJECT_HEADINGS)):  # fmt: skip
        if heads & named:
            return role
    body = [text for row, text in zip(rows, texts, strict=False) if row >= top and not words.is_heading(text)]
    if not body or _most(body, words.is_time):
        return ""
    if _most(body, words.is_teacher):
        return "teacher"
    if _most(body, words.is_room) and not first:
        return "room"
    return "subject"


def _most(texts: list[str], holds: Callable[[str], bool]) -> bool:
    return sum(map(holds, texts)) > len(texts) * ENOUGH
