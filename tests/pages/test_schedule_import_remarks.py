"""Everything that an import may remark on a file is told on the page, in Russian, by line or cell."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from ejournal.database import session_scope
from ejournal.integrations import apart
from ejournal.integrations.asc_rows import MAX_ELEMENTS, MAX_VALUE
from ejournal.models import AcademicYear
from ejournal.pages.schedule_import.state import ScheduleImportState as State
from ejournal.pages.timetable_editor.whole_state import WholeTimetableState
from tests.cast import YEAR_ENDS, YEAR_STARTS
from tests.infra.tabs import said
from tests.integrations import test_workbook_weight as weight
from tests.integrations.test_apart import long_sheet, zipped
from tests.pages.test_schedule_import import do, http, new_school, page, run, send  # noqa: F401 (fixtures)
from tests.services.timetable_files import asc, book, sheet

ODD_ELEMENTS = {
    "</periods>": '<period name="1" period="1" starttime="7:00" endtime="7:40"/>'
    '<period name="x" period="x"/><period name="5" period="5" starttime="9:00" endtime="8:00"/>'
    '<period name="6" period="6" starttime="8.30" endtime="9:5"/><break name="Обед"/></periods>',
    "</subjects>": f'<subject id="S1" name="Химия"/><subject id="S7" name="{"А" * 121}"/>'
    '<subject name="Без id"/><subject id="S8"/><subject id="S9" name="алгебра"/></subjects>',
    "</groups>": '<group id="G9" classid="C9" name="Никто"/></groups>',
    "</lessons>": '<lesson id="X1" subjectid="S1" classids="" groupids="" teacherids="T1"/>'
    '<lesson id="X2" subjectid="S77" classids="C1"/>'
    '<lesson id="X3" subjectid="S1" classids="C1" groupids="G1,G2" teacherids="T9" periodsperweek="two"/>'
    '<lesson id="L1" subjectid="S1" classids="C1"/></lessons>',
    "</cards>": '<card lessonid="X1" period="1" days="10000"/><card lessonid="L99" period="1" days="10000"/>'
    '<card lessonid="L1" period="" days=""/><card lessonid="L1" period="x" days="10000"/>'
    '<card lessonid="L1" period="8" days="10000" classroomids="R9"/>'
    '<card lessonid="L1" period="1" days="1x000"/><card lessonid="L1" period="2" days="00000001"/>'
    '<card lessonid="L1" period="2" days="00100" weeks="100"/>'
    '<card lessonid="L1" period="1" days="10000"/>'
    '<card lessonid="L1" period="1" days="10000" terms="01"/></cards>',
}
REMARKS = (
    "уже дано в строке",
    "не номер урока, его время", "кончается раньше, чем начинается", "не время, как 8:05",
    "прочитано как", "«break» журнал из расписания не берёт", "уже стоит в строке", "длиннее 120 знаков",
    "нет «id»", "нет «name»", "это одно и то же", "группа пропущена", "урок без класса", "урок пропущен",
    "взят весь класс", "без этого учителя", "не число часов", "урока из строки", "карточка пропущена",
    "нигде не стоит", "не номер урока, карточка", "без этого кабинета", "нет урока 8", "нули и единицы",
    "день 8 цикла", "взята каждая неделя", "другого периода", "этот элемент пропущен",
)  # fmt: skip


def test_each_odd_element_is_told_by_its_line(http: TestClient, run: Callable[[Any], Any]) -> None:  # noqa: F811
    assert send(http, asc(**ODD_ELEMENTS))[0] == 200
    tab = page(run)
    notes = tab.state(State).notes
    assert [words for words in REMARKS if not any(words in note for note in notes)] == []
    assert all(note.startswith("Строка") for note in notes)
    assert any("взят один раз" in note for note in do(tab, "check").notes)
    assert do(tab, "take_in").step == "done"
    send(http, asc(**{"8:30": "8:31"}))
    notes = do(page(run), "check").notes
    assert any("Звонки школы остаются: время уроков 1" in note for note in notes)


def test_a_cycle_of_ten_days_is_told(http: TestClient, run: Callable[[Any], Any]) -> None:  # noqa: F811
    send(http, asc(**{'days="11000"': 'days="1000001000"'}))
    assert any("цикл из 10 дней" in note for note in page(run).state(State).notes)


def odd_book() -> bytes:
    """A sheet with every fault of a cell, one with lessons beside no class, one without a timetable."""
    first: dict[tuple[int, int], Any] = {}
    for at, klass in enumerate(("5А", "5Б", "5А", "К" * 41)):
        left = 2 + 4 * at
        first[1, left] = klass if at < 3 else f"6 «{klass}»"
        first[2, left], first[2, left + 1], first[2, left + 2] = 1, "Физика", 300
        for row in range(3, 9):
            first[row, left] = row - 2
            first[row, left + 1], first[row, left + 2] = "Алгебра", 200 + row
    first[3, 1], first[9, 1] = "Понедельник", "Вторник"
    first[3, 3] = date(2026, 9, 1)
    first[4, 3], first[5, 3], first[5, 4] = "П" * 121, "Т" * 79, "331/436"
    first[6, 2], first[8, 2], first[7, 6], first[8, 6] = "шесть", None, 4, 5
    first[4, 6] = 1
    first[6, 9] = "Заметка"
    for row in (4, 5, 7):
        first[row, 9] = "Словом"
    first[9, 3] = "Без номера"
    beside: dict[tuple[int, int], Any] = {
        (1, 2): "Понедельник",
        (1, 4): "Вторник",
        (2, 1): 1,
        (2, 2): "Ничьё",
    }
    return book(("5-6", first, []), ("Пусто", {(1, 1): "Приказ"}, []), ("Дни", beside, []))


CELLS = ("вместо слова стоит дата", "длиннее 120 знаков", "вышло бы длиннее", "не номер урока",
         "параллельный уроку", "указан дважды",
         "номер выше повторён", "уже есть в другом месте", "длиннее 40 знаков", "столбец не понят",
         "нет номера", "ни над уроком, ни рядом нет дня", "нет расписания")  # fmt: skip


def test_each_odd_cell_is_told_by_its_place(http: TestClient, run: Callable[[Any], Any]) -> None:  # noqa: F811
    assert send(http, odd_book(), "наше.xlsx")[0] == 200
    notes = page(run).state(State).notes
    assert [words for words in CELLS if not any(words in note for note in notes)] == [], notes


def test_formulas_without_results_are_told(http: TestClient, run: Callable[[Any], Any]) -> None:  # noqa: F811
    part = weight.sheet_of('<row r="1"><c r="A1"><f>1+1</f></c></row>')
    assert send(http, weight.packed(xl__worksheets__sheet1=part), "наше.xlsx")[0] == 200
    notes = page(run).state(State).notes
    assert any("формулы без готового результата" in note and "в ячейке A1" in note for note in notes), notes


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "an archive": (lambda: zipped(**{"расписание.xlsx": b"x"}), "Это архив с файлами внутри"),
    "a sheet of LibreOffice": (lambda: zipped(mimetype=b"oasis"), "Сохраните её как .xlsx"),
    "60,000 rows": (long_sheet, "Строка 2001: на листе расписания не больше 2000 строк"),
    "a password": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "или файл с паролем"),
    "a name of a book's length": (
        lambda: asc(**{'name="Алгебра"': f'name="{"А" * (MAX_VALUE + 1)}"'}),
        "Строка 9: слишком длинное значение",
    ),
    "elements without end": (
        lambda: asc(**{"</periods>": f"{'<break/>' * MAX_ELEMENTS}</periods>"}),
        f"Строка 7: в файле больше {MAX_ELEMENTS} элементов",
    ),
    "letters that nobody knows": (lambda: asc().replace(b"utf-8", b"martian"), "неизвестная кодировка"),
    "XML of another program": (lambda: b"<html/>", "Это не файл aSc Timetables: он начинается с «html»"),
    "a word far to the right": (lambda: sheet(("KO1", "Итого")), "ячейка KO1: лист слишком велик"),
    "a merged area of the whole sheet": (
        lambda: weight.packed(**weight.BOMBS["a merged area of the whole sheet"]),
        "В книге слишком много ячеек",
    ),
    "fifty megabytes of nothing": (
        lambda: weight.packed(**weight.BOMBS["fifty megabytes of nothing"]),
        "После распаковки файл больше 50 МБ",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_timetable_is_refused_with_what_to_do(http: TestClient, name: str) -> None:  # noqa: F811
    make, words = REFUSED[name]
    status, told = send(http, make())
    assert (status, words in told) == (400, True), told


def test_a_reader_that_was_stopped_and_one_that_is_busy_are_told(
    http: TestClient,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apart, "COMMAND", ("-c", "raise MemoryError"))
    assert "Чтение файла остановлено" in send(http, asc(**{"8:30": "8:29"}))[1]
    monkeypatch.setattr(apart, "WAIT_S", 0.0)
    monkeypatch.setattr(apart, "_locked", lambda _lock: False)
    assert "читаются другие файлы, по одному" in send(http, asc(**{"8:30": "8:28"}))[1]


def test_two_classes_that_would_be_called_alike_are_told(http: TestClient, run: Callable[[Any], Any]) -> None:  # noqa: F811
    long = "9 А " + "очень длинное название класса, которого нет нигде"
    send(http, asc(**{'name="9 Б" short="9Б"': f'name="{long}" short="9А"'}))
    assert "Два класса файла назывались бы одинаково" in do(page(run), "check").problem


def test_a_new_school_is_told_what_was_made_for_it_and_what_the_file_lacks(
    http: TestClient, run: Callable[[Any], Any]  # noqa: F811
) -> None:  # fmt: skip
    send(http, sheet(("C8", "Программирование")), "наше.xlsx")
    tab = page(run)
    assert said(tab.send(State.take_in)) == [("error", "Сначала проверьте файл: станет видно, что изменится")]
    notes = do(tab, "check").notes
    for words in (
        "Создан учебный год с четвертями; проверьте его даты в календаре",
        "В файле нет времени уроков: задайте звонки",
        "Ячейка 5 класс!C8: тот же урок уже стоит на этом месте, 5 класс!C7; взят один раз",
    ):
        assert any(words in note for note in notes), notes


def test_why_nothing_can_be_taken_in_is_told(http: TestClient, run: Callable[[Any], Any]) -> None:  # noqa: F811
    send(http, b"<timetable/>")
    assert do(page(run), "check").problem == "В файле нет уроков"
    with session_scope() as session:
        session.add(AcademicYear(school_id=1, name="2026/2027", starts=YEAR_STARTS, ends=YEAR_ENDS))
    send(http, asc())
    words = "В учебном году ещё нет периодов: сначала создайте их в календаре"
    assert do(page(run), "check").problem == words


def test_a_timetable_begins_with_the_year(new_school: int, run: Callable[[Any], Any]) -> None:  # noqa: F811
    answer = page(run).send(WholeTimetableState.event_handlers["open_dialog"], name="new")
    assert said(answer) == [("error", "Сначала заведите учебный год в календаре")]
