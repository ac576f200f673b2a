"""The school's spreadsheet: what a cell means, and which cell is at fault."""

import io
from dataclasses import replace
from datetime import date

import pytest
from python_calamine import load_workbook

from ejournal.errors import DomainError
from ejournal.integrations.timetable_sheet import parse_sheet
from ejournal.integrations.timetable_sheet_write import write_sheet
from ejournal.models import WeekParity
from ejournal.services.exchange.file import TimetableFile
from tests.services.timetable_files import book, sheet

Line = tuple[str, str, str, int, int, tuple[str, ...]]


def lines(file: TimetableFile) -> list[Line]:
    """Class by grade and letter, group, subject, weekday, number, rooms."""
    titles = {one.name: f"{one.grade}{one.letter}" for one in file.classes}
    found = []
    for entry in file.entries:
        one = file.lessons[entry.lesson]
        title = titles[one.parts[0].class_name]
        found.append((title, one.parts[0].group, one.subject, entry.weekday, entry.number, entry.rooms))
    return sorted(found)


def test_every_cell_is_a_lesson_and_split_rooms_are_groups() -> None:
    assert lines(parse_sheet(sheet())) == sorted(
        [
            ("5А", "", "Русский язык", 1, 1, ("327",)),
            ("5А", "Английский язык, 1", "Английский язык", 1, 2, ("331",)),
            ("5А", "Английский язык, 2", "Английский язык", 1, 2, ("436",)),
            ("5А", "", "Физкультура", 1, 3, ("Сп.зал 2",)),
            ("5А", "", "Математика", 2, 1, ("215",)),
            ("5А", "Программирование, 1", "Программирование", 2, 2, ("415",)),
            ("5А", "Черчение, 1", "Черчение", 2, 2, ("430",)),
            ("5Б", "", "Русский язык", 1, 1, ("428",)),
            ("5Б", "", "Математика", 1, 2, ("Сп.зал 2",)),
            ("5Б", "", "Физкультура", 1, 3, ("Сп.зал 2",)),
            ("5Б", "Английский язык, 1", "Английский язык", 2, 1, ("325",)),
            ("5Б", "Английский язык, 2", "Английский язык", 2, 1, ("331",)),
            ("5Б", "", "Литература", 2, 2, ("428",)),
        ]
    )


def test_a_row_without_a_number_is_parallel_and_told() -> None:
    notes = [note.text("en") for note in parse_sheet(sheet()).notes]
    assert notes == ["Sheet “5 класс”, cell C8: no lesson number; taken as parallel to lesson 2"]


def test_a_merged_number_is_parallel_without_a_word() -> None:
    file = parse_sheet(sheet(merged="B7:B8"))
    assert not file.notes
    assert lines(file) == lines(parse_sheet(sheet()))


def test_a_merged_subject_is_a_lesson_for_each_number() -> None:
    file = parse_sheet(sheet(("F3", None), ("G3", None), merged="F2:F3"))
    assert ("5Б", "", "Русский язык", 1, 2, ()) in lines(file)


def test_a_number_written_twice_is_read_as_the_next_when_that_is_free() -> None:
    file = parse_sheet(sheet(("E4", 2)))
    assert ("5Б", "", "Физкультура", 1, 3, ("Сп.зал 2",)) in lines(file)
    assert any("cell E4" in note.text("en") for note in file.notes)


def test_odd_and_even_weeks_are_read_from_the_subject() -> None:
    file = parse_sheet(sheet(("C6", "Математика (нечётн.)")))
    (entry,) = (e for e in file.entries if file.lessons[e.lesson].subject == "Математика" and e.weekday == 2)
    assert entry.parity is WeekParity.ODD


@pytest.mark.parametrize(
    ("cell", "value", "says"),
    [
        ("B3", "второй", "not a lesson number"),
        ("B2", None, "the lesson has no number"),
        ("C3", date(2026, 9, 1), "a date stands"),
        ("D3", date(2026, 9, 1), "a date stands"),
        ("E1", '5 "А" класс', "the class has that day elsewhere"),
        ("C3", "П" * 121, "longer than 120"),
        ("D3", "3" * 81, "longer than 80"),
        ("C3", "Т" * 79 + " и ещё", "group’s name would be longer"),
    ],
)
def test_a_fault_is_told_with_sheet_and_cell_and_costs_nothing_else(
    cell: str, value: object, says: str
) -> None:
    file = parse_sheet(sheet((cell, value)))
    told = [note for note in file.notes if says in note.text("en")]
    assert told[0].params["sheet"] == "5 класс"
    assert told[0].params["cell"] in (cell, "C2", "C3", "F2")
    assert len(file.entries) >= 7
    assert "{" not in told[0].text("ru")


def test_a_book_without_a_timetable_says_so_of_each_sheet() -> None:
    file = parse_sheet(book(("Лист1", {}, [])))
    assert (file.entries, [note.text("en") for note in file.notes]) == (
        (),
        ["Sheet “Лист1” has no timetable and was left out"],
    )


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not a book", sheet()[:400]])
def test_no_book_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(DomainError, match="not an Excel workbook"):
        parse_sheet(data)


def test_what_is_written_is_read_back() -> None:
    file = parse_sheet(sheet(("C6", "Математика (чётн.)")))
    assert lines(parse_sheet(write_sheet(file))) == lines(file)


def test_what_looks_like_a_formula_is_written_as_a_text() -> None:
    file = parse_sheet(sheet())
    lessons = tuple(
        replace(one, subject="=1+1" if n == 0 else "Тру\x0bд") for n, one in enumerate(file.lessons)
    )
    written = load_workbook(io.BytesIO(write_sheet(replace(file, lessons=lessons))))
    texts = {row[2] for row in written.get_sheet_by_index(0).to_python()}
    assert {"=1+1", "Труд"} <= texts
