"""One ugly delivery of another journal: every fault is named in one pass, by file and cell."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ejournal import clock
from ejournal.__main__ import main
from ejournal.database import session_scope
from ejournal.models import (
    ChangeRequest,
    Enrolment,
    Exemption,
    GroupMember,
    Lesson,
    LessonStatus,
    Person,
    Subject,
)
from tests.cast import DAY, YEAR_STARTS, Cast, make_cast
from tests.infra.databases import forget
from tests.services.journal_helpers import op, put
from tests.services.marks_files import grid, marks_list
from tests.services.people_files import workbook

ANNA, ILYA = "Лебедева Анна", "Зайцев Илья"
MONDAY, THURSDAY = date(2026, 11, 16), date(2026, 11, 19)
HEADER = ("Класс", "ФИО", "Предмет", "Дата", "Оценка", "Вид работы", "Вес", "Комментарий", "№ урока")
HEADER += ("Учитель", "Дата рождения", "Период", "Посещаемость", "Прочее")


def line(pupil: str = ANNA, day: str = "16.11.2026", mark: str = "5", **more: str) -> list[str]:
    told = {"Класс": "6Б", "Предмет": "Математика"} | more
    told |= {"ФИО": pupil, "Дата": day, "Оценка": mark}
    return [told.get(name, "") for name in HEADER]


# A line of the list, and how what is said of it begins.
LINES: tuple[tuple[list[str], str], ...] = (
    (line(""), "There is no pupil’s name"),
    (line(day="31.02.2026"), "“31.02.2026” is no date; write it as 25.11.2014"),
    (line(day="", Период="лето"), "“лето” is no term"),
    (line(**{"№ урока": "первый"}), "There are 2 lessons on 16.11.2026 and no number: taken as of the first"),
    (line(Класс="6Г"), "There is no class “6Г” this year"),
    (line(Предмет="Ритмика"), "There is no subject “Ритмика” here"),
    (line(Предмет="Музыка"), "6 «Б» has no “Музыка” in its teaching load"),
    (line("Неведомый Пётр"), "There is no “Неведомый Пётр” in 6 «Б»"),
    (line("Никитина Вера"), "“Никитина Вера” is a pupil of 6 «В», not of 6 «Б»"),
    (line("Петров Глеб"), "Several pupils of 6 «Б» are called “Петров Глеб”: Петров Глеб Маратови"),
    (
        line(**{"Дата рождения": "01.02.2014"}),
        "Лебедева Анна Олеговна is born on another day than the file says: is i",
    ),
    (line("Сидоров Олег"), "Сидоров Олег Янович was not in 6 «Б» on 16.11.2026"),
    (
        line("Сидоров Олег", "12.10.2026", Предмет="Английский язык"),
        "Сидоров Олег Янович was in none of the groups of “Английский язык” on",
    ),
    (line(day="16.11.2025"), "The academic year is from 01.09.2026 to 31.05.2027"),
    (line(day="04.11.2026"), "On 04.11.2026 there are no lessons: День народного единства"),
    (line(day="15.11.2026"), "There is no lesson of “Математика” in 6 «Б» on 15.11.2026"),
    (line(day="12.11.2026"), "The lesson of “Математика” on 12.11.2026 was cancelled"),
    (line(**{"№ урока": "5"}), "On 16.11.2026 there is no lesson 5 of “Математика”"),
    (line(), "There are 2 lessons on 16.11.2026 and no numbers: laid in their order"),
    (line(mark="7"), "“7” cannot stand in a cell of this journal"),
    (
        line(day="19.11.2026", mark="5", **{"Вид работы": "Диктант"}),
        "There is no kind of work “Диктант”: the mark is taken as of the lesson",
    ),
    (line(day="19.11.2026", mark="5"), "The same stands in row 22 already: it is taken once"),
    (
        line(ILYA, "19.11.2026", "4", Вес="3"),
        "A weight of 3 without a kind of work: the mark counts as one of the le",
    ),
    (
        line(ILYA, "19.11.2026", "3", Вес="9", **{"Вид работы": "Ответ"}),
        "Here “Ответ” weighs 1, not 9: by that the marks count",
    ),
    (
        line(ILYA, "20.11.2026", "4", Учитель="Неведомый А. А."),
        "There is no teacher “Неведомый А. А.” here: the mark is the course’s o",
    ),
    (
        line("Никитина Вера", "20.11.2026", "н", Класс="6В", Комментарий="справка"),
        "A comment stands only with a mark: it is not taken",
    ),
    (line("Никитина Вера", "20.11.2026", "б", Класс="6В"), "One attendance code stands in a cell"),
    (
        line("Никитина Вера", "16.11.2026", "н", Класс="6В", Посещаемость="болел"),
        "One attendance code stands in a cell",
    ),
    (
        line("Никитина Вера", "18.11.2026", "5", Класс="6В", Предмет="Русский язык"),
        "Никитина Вера is exempt from this subject",
    ),
    (
        line(day="18.11.2026", mark="5", Предмет="Русский язык"),
        "The journal has “4” here, the file “5”: the journal’s stays",
    ),
    (
        line(day="20.11.2026", mark="4", Предмет="Русский язык", **{"Вид работы": "Контрольная работа"}),
        "The journal has “4” here of another kind of work or with another comme",
    ),
    (
        line(ILYA, "18.11.2026", "5", Предмет="Русский язык"),
        "A late change of this cell waits for a decision: decide it first",
    ),
    (line(day="23.11.2026"), "This lesson is still to come: only an absence can be entered ahead"),
    (line(day="", mark="5", Период="Экзамен"), "The year of 6 «Б» has no such term"),
    (line(ILYA, day="", mark="5", Период="2 четверть"), ""),
    (
        line(ILYA, day="", mark="4", Период="2 четверть"),
        "Row 36 says 5 for the same term mark: that is taken",
    ),
    (line(ILYA, day="", mark="5", Период="3 четверть"), "This term has not begun yet"),
    (
        line(day="", mark="5", Период="2 четверть", Предмет="Английский язык"),
        "Лебедева Анна Олеговна was in several groups of “Английский язык”: set",
    ),
    (line("Лебедев Лев", day="", mark="5", Период="2 четверть", Класс="2А"), ""),
)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, for keys and anchors."""
    monkeypatch.setenv("EJOURNAL_DATA_FOLDER", str(tmp_path / "data"))
    forget()
    return tmp_path / "data"


def _plant() -> None:
    """The cast, with all that makes a line of the delivery impossible or doubtful."""
    with session_scope() as session:
        cast = make_cast(session)
        school = cast.schools["a"].id or 0
        lesson = cast.lesson("maths", MONDAY)
        same = {"school_id": school, "course_id": lesson.course_id, "teacher_id": lesson.teacher_id}
        second = Lesson(**same, day=MONDAY, number=6)
        twin = Person(school_id=school, last_name="Петров", first_name="Глеб")
        cast.people["pupil"].birth_date = date(2014, 3, 3)
        cast.lesson("maths", date(2026, 11, 12)).status = LessonStatus.CANCELLED
        session.add_all([second, twin, Subject(school_id=school, name="Музыка")])
        session.flush()
        anna, vera = cast.id_of("pupil"), cast.id_of("other_pupil")
        of_class = {"class_id": cast.classes["6b"].id, "pupil_id": twin.id}
        of_group = {"group_id": cast.groups["english2"].id, "pupil_id": anna}
        of_course = {"course_id": cast.courses["russian_v"].id, "pupil_id": vera}
        session.add(Enrolment(school_id=school, **of_class, starts=YEAR_STARTS))
        session.add(GroupMember(school_id=school, **of_group, starts=MONDAY))
        session.add(Exemption(school_id=school, **of_course, starts=YEAR_STARTS))
        session.flush()
        for day in (date(2026, 11, 18), DAY):
            put(cast, op(cast, "4", course="russian", day=day), by="teacher")
        session.add(_request(cast))


def _request(cast: Cast) -> ChangeRequest:
    lesson = cast.lesson("russian", date(2026, 11, 18))
    return ChangeRequest(
        school_id=lesson.school_id,
        lesson_id=lesson.id,
        course_id=lesson.course_id,
        reason="…",
        pupil_id=cast.id_of("classmate"),
        after="5",
        author_id=cast.id_of("teacher"),
        created_at=clock.now(),
    )


def told(capsys: pytest.CaptureFixture[str], *files: Path) -> list[dict[str, Any]]:
    assert main(["import", "marks", *map(str, files), "--school", "a", "--json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["faults"]
    return found


def test_every_fault_of_a_delivery_is_named_in_one_pass(
    data: Path, sqlite_database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _plant()
    lines, table, odd = tmp_path / "list.csv", tmp_path / "table.xlsx", tmp_path / "odd.xlsx"
    lines.write_bytes(marks_list(*(given for given, _ in LINES), header=HEADER))
    by_row: dict[int, list[str]] = {}
    for one in told(capsys, lines):
        by_row.setdefault(one["row"], []).append(one["message"])
    assert by_row[1] == ["The column “Прочее” is not read"]
    expected = {row: words for row, (_, words) in enumerate(LINES, 2)}
    unsaid = {
        words: by_row.get(row)
        for row, words in expected.items()
        if words and not any(one.startswith(words) for one in by_row.get(row, []))
    }
    assert unsaid == {}
    assert [row for row, words in expected.items() if not words and row in by_row] == []
    rows = {ANNA: [5, 4, 3, 2, 1, "", 4], ILYA: ["", "", "", "", "", "", 4], "": [3]}
    sums = ("Ср. балл", "Итог")
    days, about = ["16.11", "16.11", "20.11", "20.11", "Что-то"], [["6Б"], ["Предмет: Математика"]]
    table.write_bytes(grid(days, rows, sums=sums, about=about))
    odd.write_bytes(
        workbook(
            {
                "Отчёт": [["Качество", "50 %"]],
                "6Б": [["Предмет: Математика"], ["ФИО", "16.11"], [ANNA, "н", ""]],
                "Музыка": [["ФИО", "16.11"], [ANNA, "н"]],
                "6В": [["ФИО", "16.11"], [ANNA, "н"]],
                "6Б Физика": [["ФИО", "Итог", "Ср."], [ANNA, 5, 4], ["Всего", 1]],
                "6Б Математика": [["ФИО", "04.01", "05.01", "Итог", "I ч."], [ANNA, "", "", 5, 3]],
            }
        )
    )
    messages = {one["message"] for one in told(capsys, table, odd)}
    assert messages >= {
        "There are 2 lessons on 16.11.2026 and no numbers: laid in their order",
        "On 20.11.2026 there is one lesson here: what stands in several columns is laid together",
        "“Что-то” is neither a day nor a term: what stands below is not read",
        "“Ср. балл” is counted from the marks here, too: its column is not read",
        "This is taken as the mark of term 2, in which the days of the table lie",
        "The term mark is “5” already, the file says “4”: the journal’s stays",
        "No term holds the days of this table: say in the column which term it is",
        "There is no pupil’s name",
        "There is no class",
        "There is no subject",
        "The row “Всего” is not read",
    }
    assert any(one.startswith("Neither a list") for one in messages)
    assert main(["check"]) == 0
