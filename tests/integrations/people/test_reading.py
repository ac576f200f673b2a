"""Lists of people read: header and columns wherever they are, values in every spelling, faults by cell."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ejournal.errors import DomainError
from ejournal.integrations.people import values
from ejournal.integrations.people.columns import meaning_of
from ejournal.integrations.people.reading import read_lines, read_people
from ejournal.integrations.workbook import tables
from ejournal.services.people_import.file import Meaning, PeopleFile, SheetKind
from tests.services.people_files import pupils, text, workbook

HEADER = ("Фамилия Имя Отчество", "Дата рождения", "Класс")
ILYA = ("Семёнов Илья Петрович", "01.02.2014", "6 «Б»")


def faults(file: PeopleFile) -> list[tuple[str, str, bool]]:
    return [(f"{one.column}{one.row}", one.text("ru"), one.stops) for one in file.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encoding_and_delimiter_of_text_are_found(encoding: str, delimiter: str) -> None:
    [line] = read_people(text([HEADER, ILYA], delimiter, encoding)).lines
    assert (line.name.text, line.birth, line.class_name) == (
        "Семёнов Илья Петрович",
        date(2014, 2, 1),
        (6, "Б"),
    )


def test_half_broken_text_is_read_as_far_as_it_goes() -> None:
    broken = text([HEADER, ILYA]).replace("Петрович".encode(), "Петрович".encode()[:-1])
    [line] = read_people(broken).lines
    assert line.name.last == "Семёнов"


def test_the_header_may_stand_below_a_heading() -> None:
    rows = [("Список обучающихся", "", ""), ("", "", ""), ("на 1 сентября", "", ""), HEADER, ILYA]
    file = read_people(text(rows))
    assert file.sheets[0].header == 4
    assert [line.row for line in file.lines] == [5]


def test_columns_may_stand_in_any_order_and_the_name_in_three() -> None:
    rows = [("Класс", "Имя", "Отчество", "Фамилия", "Д.р."), ("06Б", "Илья", "Петрович", "Семёнов", "1.2.14")]
    [line] = read_people(text(rows)).lines
    assert (line.name.text, line.birth) == ("Семёнов Илья Петрович", date(2014, 2, 1))


def test_columns_without_a_title_are_known_by_what_stands_in_them() -> None:
    people = [(f"Котов{sign} Иван Ильич", f"0{at}.02.2014", "6А") for at, sign in enumerate("абвг", 1)]
    file = read_people(text([("ФИО", "", "Класс"), *people]))
    assert [one.meaning for one in file.sheets[0].columns] == [Meaning.NAME, Meaning.BIRTH, Meaning.CLASS]


def test_a_person_decides_what_a_column_means() -> None:
    rows = [("ФИО", "Класс", "Сведения"), ("Котова Ирина", "6А", "+7 916 123-45-67")]
    file = read_lines(tables.read_tables(text(rows)), {"": {"C": "phone"}})
    assert file.lines[0].phone == "+79161234567"
    assert read_people(text(rows)).faults[0].params == {"title": "Сведения"}


def test_a_person_writes_a_cell_anew() -> None:
    written = tables.read_tables(text([HEADER, (*ILYA[:2], "6Z")]))
    [line] = read_lines(written, fixed={"": {"C2": "6Б"}}).lines
    assert line.class_name == (6, "Б")


def test_a_workbook_has_pupils_guardians_and_staff_on_sheets_of_their_own() -> None:
    data = workbook(
        {
            "Ученики": [HEADER, (ILYA[0], date(2014, 2, 1), "6Б")],
            "Родители": [
                ("ФИО родителя", "Степень родства", "Телефон", "ФИО ребёнка", "Класс"),
                ("Семёнова Анна Ивановна", "Мать", 89161234567, ILYA[0], "6Б"),
            ],
            "Сотрудники": [("ФИО", "Должность"), ("Белов Пётр Ильич", "Зам. директора по УВР")],
            "Пустой": [],
        }
    )
    file = read_people(data)
    assert [one.kind for one in file.lines] == [SheetKind.PUPILS, SheetKind.GUARDIANS, SheetKind.STAFF]
    mother, deputy = file.lines[1:]
    assert (mother.relation, mother.phone, mother.child and mother.child.first) == (
        "мать",
        "+79161234567",
        "Илья",
    )
    assert deputy.roles == ("deputy", "teacher")
    assert not file.faults


def test_a_class_may_be_the_sheets_title_or_a_line_between() -> None:
    rows = [("ФИО", "Дата рождения"), ("Котова Ирина", "01.02.2014")]
    assert read_people(workbook({"6Б": rows})).lines[0].class_name == (6, "Б")
    between = [HEADER, ("7А", "", ""), ("Котова Ирина", "01.02.2014", "")]
    assert read_people(text(between)).lines[0].class_name == (7, "А")


def test_every_fault_of_a_line_is_told_at_once_by_its_cell() -> None:
    file = read_people(pupils(("Иванов", "12.13.2014", "6Z", "Иванова 1", "абв")))
    assert faults(file) == [
        ("B2", "Имя — это фамилия, имя и, если есть, отчество: «Иванов» — не имя", True),
        ("C2", "«12.13.2014» — не дата; напишите так: 25.11.2014", True),
        ("D2", "Нет такого класса: «6Z». Нужны число от 1 до 11 и русская буква", True),
        ("E2", "Имя — это фамилия, имя и, если есть, отчество: «Иванова 1» — не имя", False),
    ]
    assert not file.lines


def test_nothing_that_stands_in_the_file_is_left_out_without_a_word() -> None:
    rows = [(*HEADER, "Хобби"), (*ILYA, "шахматы"), ("", "", "итого 1", "")]
    assert faults(read_people(text(rows))) == [
        ("D1", "Столбец «Хобби» не читается", False),
        ("C3", "«итого 1» стоит в строке отдельно и не читается", False),
    ]


def test_a_sheet_that_is_about_nobody_says_what_is_missing() -> None:
    file = read_people(text([("Блюдо", "Цена"), ("Каша", "35")]))
    assert faults(file)[0][1].startswith("В первых 30 строках нет строки с названиями столбцов")
    file = read_people(text([("ФИО", "Телефон"), ("Котова Ирина Ильинична", "89161234567")]))
    assert faults(file)[0][1].startswith("Непонятно, о ком этот лист")


@pytest.mark.parametrize("data", [b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0 nothing old", b"a\x00b"])
def test_what_is_no_spreadsheet_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(DomainError, match=r"not a spreadsheet|not an Excel workbook"):
        read_people(data)


def test_a_file_of_too_many_rows_is_refused_at_once() -> None:
    with pytest.raises(DomainError) as told:
        read_people(b"a;b\n" * (tables.MOST_ROWS + 1))
    assert told.value.params == {"rows": 60_000, "columns": 256}


@pytest.mark.parametrize(
    ("spelled", "day"),
    [
        ("25.11.2014", date(2014, 11, 25)),
        ("25/11/14", date(2014, 11, 25)),
        ("2014-11-25", date(2014, 11, 25)),
        ("2014-11-25 00:00:00", date(2014, 11, 25)),
        ("25 ноября 2014 г.", date(2014, 11, 25)),
        ("3 мая 2015", date(2015, 5, 3)),
        ("7 марта 2015", date(2015, 3, 7)),
        (41968, date(2014, 11, 25)),
        (41968.0, date(2014, 11, 25)),
        ("25.11.2014 г.р.", date(2014, 11, 25)),
        ("5.3.61", date(1961, 3, 5)),
    ],
)
def test_a_date_is_read_in_every_spelling(spelled: object, day: date) -> None:
    assert values.date_of(spelled) == day


@given(st.dates(date(1950, 1, 1), date(2030, 12, 31)))
def test_a_day_is_the_same_in_words_and_as_excel_counts(day: date) -> None:
    assert values.date_of(f"{day:%d.%m.%Y}") == values.date_of((day - values.EXCEL_BEGINS).days) == day


@pytest.mark.parametrize("spelled", ["6-Б", "6 б", "06Б", "6 «Б»", '6"Б"', "6Б класс", "6 - Б", "6B"])
def test_a_class_is_read_in_every_spelling(spelled: str) -> None:
    letter = "В" if spelled == "6B" else "Б"
    assert values.class_of(spelled) == (6, letter)


@pytest.mark.parametrize("spelled", ["6Z", "12А", "0Б", "Б", "шестой", "6Ъ1"])
def test_what_is_no_class_is_refused(spelled: str) -> None:
    with pytest.raises(DomainError):
        values.class_of(spelled)


@pytest.mark.parametrize("spelled", ["8 (916) 123-45-67", "+7 916 1234567", "9161234567", 89161234567])
def test_a_phone_is_read_in_every_spelling(spelled: object) -> None:
    assert values.phone_of(spelled) == "+79161234567"


def test_a_phone_with_an_extension_is_refused_and_not_cut() -> None:
    with pytest.raises(DomainError, match="no phone number"):
        values.phone_of("+7 916 123-45-67 доб. 12")


@pytest.mark.parametrize(
    ("title", "meaning"),
    [
        ("Ф.И.О. обучающегося", Meaning.NAME),
        ("Фамилия, имя, отчество", Meaning.NAME),
        ("Телефон отца", Meaning.FATHER_PHONE),
        ("E-mail законного представителя", Meaning.GUARDIAN_EMAIL),
        ("Эл. почта", Meaning.EMAIL),
        ("№ п/п", Meaning.NUMBER),
        ("Пол", Meaning.GENDER),
        ("СНИЛС", Meaning.SNILS),
        ("Дата зачисления", Meaning.ENROLLED),
        ("Любимый цвет", Meaning.NOTHING),
    ],
)
def test_a_column_is_known_by_its_words(title: str, meaning: Meaning) -> None:
    assert meaning_of(title) is meaning


def test_names_in_capitals_become_names() -> None:
    assert values.name_of("КОТОВА-РИМСКАЯ АННА ИВАНОВНА").text == "Котова-Римская Анна Ивановна"
    assert values.name_of("алиев мамед Расул оглы").text == "Алиев Мамед Расул оглы"


@given(st.binary(max_size=400))
def test_whatever_comes_is_read_or_refused_in_words(data: bytes) -> None:
    with suppress(DomainError):
        assert read_people(data).lines is not None
