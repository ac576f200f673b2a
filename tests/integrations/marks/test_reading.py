"""Exports of other journals read: lists and grids, in every spelling of days and terms, faults by cell."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ejournal.errors import DomainError
from ejournal.integrations.marks.context import about_of
from ejournal.integrations.marks.days import Head, head_of, month_of, sum_of
from ejournal.integrations.marks.reading import read_entries, read_marks
from ejournal.integrations.workbook.tables import Table
from ejournal.services.marks_import.file import About, MarksFile, Meaning, Shape
from tests.services.marks_files import LIST, grid, grid_rows, marks_list, spread
from tests.services.people_files import text, workbook

BEGINS = date(2026, 9, 1)
ANNA, ILYA = "Лебедева Анна", "Зайцев Илья"
FIVE = ("6Б", ANNA, "Математика", "20.11.2026", "5")


def faults(file: MarksFile) -> list[tuple[str, str]]:
    return [(f"{one.column}{one.row}", one.text("en")) for one in file.faults]


def laid(file: MarksFile) -> list[tuple[str, str, str]]:
    return [
        (one.line.pupil, f"{one.day:%d.%m}" if not one.term else one.term, one.text) for one in file.entries
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_list_of_text_is_read_in_any_encoding_and_with_any_delimiter(encoding: str, delimiter: str) -> None:
    [entry] = read_marks(text([LIST[:5], FIVE], delimiter, encoding), BEGINS).entries
    assert (entry.line.klass, entry.line.subject, entry.day, entry.text) == (
        "6Б",
        "Математика",
        date(2026, 11, 20),
        "5",
    )


def test_columns_of_a_list_stand_in_any_order_below_any_heading() -> None:
    header = ("Оценка", "Дата урока", "Фамилия", "Имя", "Отчество", "Класс", "Учебный предмет", "Ср. балл")
    line = (4, date(2026, 11, 20), "Лебедева", "Анна", "Олеговна", "6-Б", "Математика", 4.5)
    file = read_marks(workbook({"Выгрузка": [["Отчёт об отметках"], [], header, line]}), BEGINS)
    [entry] = file.entries
    assert (entry.line.pupil, entry.day, entry.text, entry.line.klass) == (
        "Лебедева Анна Олеговна",
        date(2026, 11, 20),
        "4",
        "6-Б",
    )
    assert faults(file) == [("H3", "The column “Ср. балл” is not read")]


def test_of_an_unnamed_column_its_contents_say_what_it_is_and_a_person_may_say_otherwise() -> None:
    rows = [
        ("Ученик", "Предмет", "Дата", "Оценка", ""),
        *((ANNA, "Музыка", "20.11.2026", 5, "6Б") for _ in "abc"),
    ]
    table = Table("", tuple(tuple(row) for row in rows))
    sheet = read_entries([table], BEGINS).sheets[0]
    assert sheet.columns[-1].meaning is Meaning.CLASS
    told = read_entries([table], BEGINS, {"": {"E": "nothing"}})
    assert {words for _, words in faults(told)} == {"There is no class"}


def test_a_list_names_every_fault_of_a_row_by_its_cell() -> None:
    header = ("Класс", "ФИО", "Предмет", "Дата", "Оценка", "№ урока")
    rows = [("", "", "", "31.02.2026", "", "первый"), ("6Б", ANNA, "Музыка", "", "5", "")]
    assert faults(read_marks(marks_list(*rows, header=header), BEGINS)) == [
        ("B2", "There is no pupil’s name"),
        ("A2", "There is no class"),
        ("C2", "There is no subject"),
        ("D2", "“31.02.2026” is no date; write it as 25.11.2014"),
        ("E2", "There is neither a mark nor an absence"),
        ("F2", "“первый” is no number of a lesson"),
        ("D3", "There is neither a date nor a term"),
    ]


def test_a_row_of_a_list_with_a_term_in_place_of_a_date_is_a_term_mark() -> None:
    header = ("Класс", "ФИО", "Предмет", "Период", "Оценка")
    rows = [("6Б", ANNA, "Музыка", term, "5") for term in ("I четверть", "2", "Год", "Экзамен", "лето")]
    file = read_marks(marks_list(*rows, header=header), BEGINS)
    assert [one.term for one in file.entries] == ["1", "2", "year", "exam"]
    assert faults(file) == [("D6", "“лето” is no term")]


def test_a_grid_gives_marks_by_day_and_term_marks_and_leaves_averages_with_a_word() -> None:
    pupils = {
        ANNA: [5, "5/4", "н", "", "4,67", 5],
        ILYA: ["", "54", "-", "оп", 4, "н/а"],
        "Средний балл": [5, 4.5],
    }
    file = read_marks(grid(["16.11", date(2026, 11, 19), 46346, "23.11.26 (3)"], pupils), BEGINS)
    assert laid(file) == [
        (ANNA, "16.11", "5"),
        (ANNA, "19.11", "5/4"),
        (ANNA, "20.11", "н"),
        (ANNA, "2", "5"),
        (ILYA, "19.11", "54"),
        (ILYA, "23.11", "оп"),
        (ILYA, "2", "н/а"),
    ]
    assert [one.number for one in file.entries][-2] == 3
    assert file.sheets[0].about == About("6Б", "Математика", "2")
    assert faults(file) == [
        ("G5", "“Ср. балл” is counted from the marks here, too: its column is not read"),
        ("B8", "The row “Средний балл” is not read"),
    ]


def test_a_spread_has_months_in_merged_cells_above_numbers_of_days() -> None:
    days = [date(2026, 9, 28), date(2026, 10, 2), date(2026, 10, 5), date(2026, 11, 9)]
    file = read_marks(
        spread("6Б Математика", days, {ANNA: [5, 4, "б", 3, 4.0, 4, 5]}, ("Ср.", "I ч.", "Итог")), BEGINS
    )
    assert laid(file) == [
        (ANNA, "28.09", "5"),
        (ANNA, "02.10", "4"),
        (ANNA, "05.10", "б"),
        (ANNA, "09.11", "3"),
        (ANNA, "1", "4"),
        (ANNA, "sum", "5"),
    ]


def test_several_tables_of_a_sheet_each_have_their_own_class_and_subject() -> None:
    second = grid_rows(["17.11"], {ANNA: [3]}, about=[["Предмет: Музыка"], ["Класс", "6-Б"]], sums=())
    rows = [*grid_rows(["16.11", "19.11"], {ANNA: [5, 4]}, sums=()), [], *second]
    file = read_marks(workbook({"Всё": rows}), BEGINS)
    assert [(one.key, one.about.subject, one.rows) for one in file.sheets] == [
        ("Всё", "Математика", 1),
        ("Всё (2)", "Музыка", 1),
    ]
    assert laid(file) == [(ANNA, "16.11", "5"), (ANNA, "19.11", "4"), (ANNA, "17.11", "3")]
    assert file.faults == ()


def test_rows_about_lessons_below_or_above_the_days_are_no_pupils() -> None:
    rows = [
        ["6Б", "Музыка"],
        ["", "Вид работы", "к/р", "", "д/з"],
        ["№ п/п", "ФИО", "16.11", "19.11", "20.11"],
        ["", "№ урока", "2", "3", "4"],
        [1, ANNA, 5, 4, 3],
        ["", "", 5, "", ""],
        ["", "Учитель ________"],
    ]
    file = read_marks(workbook({"1": rows}), BEGINS)
    assert [(one.number, one.kind) for one in file.entries] == [(2, "к/р"), (3, ""), (4, "д/з")]
    assert faults(file)[-2:] == [
        ("B6", "There is no pupil’s name"),
        ("B7", "The row “Учитель ________” is not read"),
    ]


def test_what_a_person_says_of_a_table_and_its_columns_goes_before_what_is_found() -> None:
    table = Table("Лист1", (("ФИО", "16.11", "Что-то"), (ANNA, "5", "4")))
    file = read_entries([table], BEGINS)
    assert faults(file) == [
        ("C1", "“Что-то” is neither a day nor a term: what stands below is not read"),
        ("1", "There is no class"),
        ("1", "There is no subject"),
    ]
    told = {"Лист1": {"C": "2", "klass": "6Б", "subject": "Музыка"}}
    assert laid(read_entries([table], BEGINS, told)) == [(ANNA, "16.11", "5"), (ANNA, "2", "4")]
    assert laid(read_entries([table], BEGINS, told, {"Лист1": {"B2": "3"}}))[0] == (ANNA, "16.11", "3")


def test_a_sheet_of_neither_shape_says_what_was_expected() -> None:
    file = read_marks(workbook({"Отчёт": [["Средний балл по школе", 4.2], ["Качество", "50 %"]]}), BEGINS)
    assert [one.shape for one in file.sheets] == [Shape.NONE]
    [fault] = file.faults
    assert fault.text("en").startswith("Neither a list")


def test_sixty_thousand_rows_are_read_and_more_are_refused_in_words() -> None:
    lines = [";".join(FIVE)] * 59_999
    assert len(read_marks("\n".join([";".join(LIST[:5]), *lines]).encode(), BEGINS).entries) == 59_999
    with pytest.raises(DomainError) as refused:
        read_marks("\n".join([";".join(LIST[:5]), *lines, *lines[:2]]).encode(), BEGINS)
    assert refused.value.message == "At most {rows} rows and {columns} columns are read: divide the file"


def test_a_long_workbook_is_read_too() -> None:
    rows = [LIST[:5], *([*FIVE[:4], 5] for _ in range(2_500))]
    assert len(read_marks(workbook({"1": rows}), BEGINS).entries) == 2_500


@pytest.mark.parametrize(
    ("rows", "title", "about"),
    [
        ([["Класс: 6Б", "", "Учитель", "Котова И. С."]], "Музыка", About("6Б", "Музыка", "", "Котова И. С.")),
        ([], "6Б_Матем", About("6Б", "Матем")),
        ([["Классный журнал 6 «Б» класса"]], "Русский язык", About("6Б", "Русский язык")),
        ([["Журнал. Математика. 10А, 1 полугодие"]], "1", About("10А", "Математика", "1")),
        ([["Учебный период: Год"]], "Физика 9 в", About("9В", "Физика", "year")),
        ([["МБОУ СОШ № 7, учебный год 2026/2027"]], "Лист1", About()),
    ],
)
def test_class_subject_and_term_stand_above_the_table_or_in_its_name(
    rows: list[list[str]], title: str, about: About
) -> None:
    assert about_of(rows, title) == about


@pytest.mark.parametrize(
    ("title", "meaning"),
    [
        ("I четв.", "1"), ("2 ч.", "2"), ("IV четверть", "4"), ("Триместр 3", "3"), ("1-е полугодие", "1"),
        ("Итог", "sum"), ("Четв.", "sum"), ("Год", "year"), ("Экз.", "exam"), ("Ср. балл", "nothing"),
        ("Средняя", "nothing"), ("Пропусков", "nothing"), ("Что-то", None), ("", None),
    ],
)  # fmt: skip
def test_a_term_mark_is_known_by_its_title_and_an_average_too(title: str, meaning: str | None) -> None:
    assert sum_of(title) == meaning


DAYS = st.dates(BEGINS, date(2027, 5, 31))
SPELLINGS = (
    "{0:%d.%m}", "{0.day}.{0.month:02}", "{0:%d.%m.%Y}", "{0:%d.%m.%y}", "{0:%d/%m}", "{0:%Y-%m-%d}",
    "пн {0:%d.%m}", "{0:%d.%m}, пт", "{0:%d.%m.%Y} 0:00:00",
)  # fmt: skip


@given(DAYS, st.sampled_from(SPELLINGS))
def test_a_day_in_any_spelling_is_that_day_of_the_year(day: date, spelling: str) -> None:
    written = spelling.format(day)
    if written in ("5/1", "1/5"):
        return
    assert head_of(written, BEGINS) == Head(day)
    assert head_of(f"{day:%d.%m} (4)", BEGINS) == Head(day, 4)
    assert head_of(f"{day.day}", BEGINS, (day.month, None)) == Head(day)
    assert head_of((day - date(1899, 12, 30)).days, BEGINS) == Head(day)
    assert head_of(float(f"{day.day}.{day.month:02}"), BEGINS) in (Head(day), head_of(f"{day:%d.%m}", BEGINS))


@given(st.text(max_size=30) | st.integers(-10, 10**6) | st.floats(allow_nan=False, allow_infinity=False))
def test_no_head_of_a_column_breaks_the_reading(cell: str | int | float) -> None:
    found = head_of(cell, BEGINS, month_of(cell))
    assert found is None or isinstance(found.day, date)
    sum_of(str(cell))


CELLS = st.one_of(
    st.text(max_size=8),
    st.integers(0, 60_000),
    st.floats(0, 50_000, allow_nan=False),
    st.sampled_from(
        [
            "²",
            "3²",
            "٣",
            "9" * 5000,
            "16.11",
            "ФИО",
            "Дата",
            "Оценка",
            "Класс",
            "6Б",
            ANNA,
            "5/4",
            "I ч.",
            "Ср.",
            "Октябрь",
            "",
        ]
    ),
)


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4).map(tuple), max_size=8))
def test_whatever_stands_in_a_table_it_is_read_or_named(rows: list[tuple[str | int | float, ...]]) -> None:
    with suppress(DomainError):
        file = read_entries([Table("1", tuple(rows))], BEGINS)
        assert all(one.line.row <= len(rows) for one in file.entries)
        assert all(one.day or one.term for one in file.entries)


def test_an_excel_day_is_counted_as_excel_counts() -> None:
    assert head_of(46346, BEGINS) == Head(date(1899, 12, 30) + timedelta(46346)) == Head(date(2026, 11, 20))
