"""Spreadsheets of schools in many shapes: the same week is read from each, whichever way it is laid out."""

from collections import Counter
from typing import Any

import pytest

from ejournal.integrations.timetable_sheet import parse_sheet
from ejournal.services.exchange.file import TimetableFile
from tests.services.timetable_files import book

DAYS = ("Понедельник", "Вторник", "Среда")
CLASSES = ("5А", "5Б", "6А")
SUBJECTS = ("Алгебра", "Русский язык", "История", "Физика")
NUMBERS = (1, 2, 3, 4)

Line = tuple[str, int, int, str, tuple[str, ...], tuple[str, ...]]


def subject(klass: str, day: int, number: int) -> str:
    return SUBJECTS[(CLASSES.index(klass) + day + number) % 4]


def room(klass: str, day: int, number: int) -> str:
    return str(200 + CLASSES.index(klass) * 10 + number)


def teacher(klass: str, day: int, number: int) -> str:
    return f"{('Орлова', 'Белов-Цой', 'Ким', 'Юдина')[(day + number) % 4]} А.И."


def week(*, rooms: bool = True, teachers: bool = False) -> Counter[Line]:
    return Counter(
        (
            klass, day, number, subject(klass, day, number),
            (room(klass, day, number),) if rooms else (), (teacher(klass, day, number),) if teachers else (),
        )
        for klass in CLASSES for day in range(1, len(DAYS) + 1) for number in NUMBERS
    )  # fmt: skip


def read(file: TimetableFile) -> Counter[Line]:
    found: Counter[Line] = Counter()
    for entry in file.entries:
        one = file.lessons[entry.lesson]
        (part,) = one.parts
        assert part.group == ""
        name = "".join(sign for sign in part.class_name.replace("класс", "") if sign.isalnum())
        found[name, entry.weekday, entry.number, one.subject, entry.rooms, one.teachers] += 1
    return found


def sheet_per_weekday() -> bytes:
    """A sheet a weekday; a title in row 1, class names in row 2, one column of numbers."""
    sheets = []
    for day, name in enumerate(DAYS, 1):
        cells: dict[tuple[int, int], Any] = {(1, 1): f"Расписание уроков, {name.lower()}", (2, 1): "№"}
        for at, klass in enumerate(CLASSES):
            cells[2, 2 + at] = klass
            for number in NUMBERS:
                cells[2 + number, 1] = number
                cells[2 + number, 2 + at] = f"{subject(klass, day, number)}\n{room(klass, day, number)}"
        sheets.append((name, cells, ["A1:D1"]))
    return book(*sheets)


def classes_down_days_across() -> bytes:
    """A row of weekdays, beneath it numbers; a line a class; the room at the end of the cell."""
    cells: dict[tuple[int, int], Any] = {(3, 1): "Класс"}
    merged = []
    for day, name in enumerate(DAYS, 1):
        left = 2 + (day - 1) * len(NUMBERS)
        cells[3, left] = name
        merged.append(f"{chr(64 + left)}3:{chr(64 + left + 3)}3")
        for number in NUMBERS:
            cells[4, left + number - 1] = number
            for at, klass in enumerate(CLASSES):
                cells[5 + at, 1] = klass
                said = f"{subject(klass, day, number)} каб. {room(klass, day, number)}"
                cells[5 + at, left + number - 1] = said
    return book(("Расписание", cells, merged))


def class_blocks_down() -> bytes:
    """Classes down, each over as many rows as lessons, numbers beside; weekdays across with rooms."""
    cells: dict[tuple[int, int], Any] = {(1, 2): "Расписание на II полугодие"}
    merged = []
    for at, klass in enumerate(CLASSES):
        top = 4 + at * len(NUMBERS)
        cells[top, 1] = f"{klass} класс"
        merged.append(f"A{top}:A{top + 3}")
        for number in NUMBERS:
            cells[top + number - 1, 2] = f"{number} урок"
            for day, name in enumerate(DAYS, 1):
                cells[3, 1 + 2 * day] = name.upper()
                cells[top + number - 1, 1 + 2 * day] = subject(klass, day, number)
                cells[top + number - 1, 2 + 2 * day] = int(room(klass, day, number))
    return book(("Все", cells, merged))


def one_table() -> bytes:
    """Weekdays down (merged, letters apart), a column of numbers with times, a column a class."""
    cells: dict[tuple[int, int], Any] = {(5, 1): "День", (5, 2): "Урок", (5, 3): "Время"}
    merged = []
    for day, name in enumerate(DAYS, 1):
        top = 6 + (day - 1) * 5
        cells[top, 1] = "\n".join(name.upper())
        merged.append(f"A{top}:A{top + 3}")
        for number in NUMBERS:
            cells[top + number - 1, 2] = f"{number}."
            cells[top + number - 1, 3] = "8:30-9:10"
            for at, klass in enumerate(CLASSES):
                cells[5, 4 + at] = f"{klass[0]} «{klass[1]}»"
                cells[top + number - 1, 4 + at] = f"{subject(klass, day, number)} {room(klass, day, number)}"
    return book(("Лист1", cells, merged))


def blocks_with_headings() -> bytes:
    """A block a class of subject, teacher and room, each named; one column of numbers for all."""
    cells: dict[tuple[int, int], Any] = {(2, 2): "№ урока"}
    merged = []
    for at, klass in enumerate(CLASSES):
        left = 3 + 3 * at
        cells[1, left] = f"{klass} класс"
        merged.append(f"{chr(64 + left)}1:{chr(64 + left + 2)}1")
        cells[2, left], cells[2, left + 1], cells[2, left + 2] = "Предмет", "Учитель", "Каб."
        for day, name in enumerate(DAYS, 1):
            top = 3 + (day - 1) * len(NUMBERS)
            cells[top, 1] = name
            for number in NUMBERS:
                row = top + number - 1
                cells[row, 2] = number
                cells[row, left] = subject(klass, day, number)
                cells[row, left + 1] = teacher(klass, day, number)
                cells[row, left + 2] = room(klass, day, number)
    return book(("Лист1", cells, merged))


def sheet_per_class() -> bytes:
    """A sheet a class named by its tab; weekdays across, numbers down."""
    sheets = []
    for klass in CLASSES:
        cells: dict[tuple[int, int], Any] = {(1, 1): "№"}
        for day, name in enumerate(("Пн", "Вт.", "ср"), 1):
            cells[1, 1 + day] = name
            for number in NUMBERS:
                cells[1 + number, 1] = number
                said = f"{subject(klass, day, number)} (каб. {room(klass, day, number)})"
                cells[1 + number, 1 + day] = said
        sheets.append((klass, cells, []))
    return book(*sheets)


def flat_list() -> bytes:
    """A line a lesson: class, weekday, number, subject, teacher, room."""
    heads = ("Класс", "День", "Урок", "Предмет", "Учитель", "Кабинет")
    cells: dict[tuple[int, int], Any] = {(1, at): head for at, head in enumerate(heads, 1)}
    row = 1
    for klass in CLASSES:
        for day, name in enumerate(DAYS, 1):
            for number in NUMBERS:
                row += 1
                line = (
                    klass, name, number, subject(klass, day, number), teacher(klass, day, number),
                    int(room(klass, day, number)),
                )  # fmt: skip
                cells.update({(row, at): value for at, value in enumerate(line, 1)})
    return book(("Список", cells, []))


def bands_of_classes() -> bytes:
    """Two bands of classes, one below the other, weekdays as headings over each part."""
    cells: dict[tuple[int, int], Any] = {}
    row = 1
    for band in (CLASSES[:2], CLASSES[2:]):
        for at, klass in enumerate(band):
            cells[row, 3 + 2 * at] = f"{klass} класс"
        row += 1
        for day, name in enumerate(DAYS, 1):
            cells[row, 1] = name
            for number in NUMBERS:
                cells[row, 2] = number
                for at, klass in enumerate(band):
                    cells[row, 3 + 2 * at] = subject(klass, day, number)
                    cells[row, 4 + 2 * at] = int(room(klass, day, number))
                row += 1
        row += 1
    return book(("5-6", cells, []))


SHAPES = {
    "a sheet per weekday": (sheet_per_weekday, False),
    "classes down, days across": (classes_down_days_across, False),
    "classes in blocks down, days across": (class_blocks_down, False),
    "one table": (one_table, False),
    "blocks with headings": (blocks_with_headings, True),
    "a sheet per class": (sheet_per_class, False),
    "a line a lesson": (flat_list, True),
    "bands of classes": (bands_of_classes, False),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_week_is_read_from_each_shape(name: str) -> None:
    make, teachers = SHAPES[name]
    file = parse_sheet(make())
    assert read(file) == week(teachers=teachers)
    assert [note.text("en") for note in file.notes] == []
    assert len(file.classes) == 3
