"""Lists of a class and a pupil's week on paper, read back: every name once, nothing cut, page x of y."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from random import Random

import pytest
from pypdf import PdfReader

from ejournal.models import AttendanceCode
from ejournal.printouts.journal.lists import (
    acknowledgement_table,
    circles_table,
    contacts_table,
    draw_tables,
    draw_week,
    health_table,
    names_table,
)
from ejournal.services.diary.week import (
    DiaryDay,
    DiaryLesson,
    DiaryMark,
    DiaryRemark,
    DiaryWeek,
    Reader,
)
from ejournal.services.papers.acknowledged import ReadLine
from ejournal.services.papers.classes import ListedPupil
from ejournal.services.people.class_list import ClassPupil, FamilyMember
from tests.infra.paper import text_of, words_outside
from tests.printouts.journal_papers import IMPRINT, a_class, lessons_of, paper, pupils_of

LONG = "Константинопольская-Воскресенская Александра Вениаминовна"
MONDAY = date(2026, 11, 16)


def flat(written: bytes) -> str:
    return " ".join(text_of(written).split())


@pytest.mark.parametrize("make", [names_table, health_table, circles_table])
def test_forty_long_names_stand_once_each_over_two_pages(make) -> None:  # type: ignore[no-untyped-def]
    book = a_class((), 1)
    pupils = tuple(ListedPupil(n, f"{LONG} {n:02}", f"{LONG} {n:02}") for n in range(1, 41))
    written = draw_tables("Список", [make(replace(book.basis, pupils=pupils), "ru")], IMPRINT)
    text = flat(written)
    assert [n for n in range(1, 41) if text.count(f"Вениаминовна {n:02}") != 1] == []
    pages = len(PdfReader(BytesIO(written)).pages)
    assert f"страница {pages} из {pages}" in text
    assert "Школа № 7. Составлен 29.12.2026 в 12:04, Е. В. Громова" in text
    assert words_outside(written) == []


def test_circles_name_the_groups_of_each_pupil_and_who_leads_them() -> None:
    lessons = lessons_of((), 1)
    chess = paper(lessons, pupils_of(2, lessons, Random(1)), subject="Шахматы")
    book = a_class((), 3)
    table = circles_table(replace(book.basis, beside=(chess,)), "ru")
    assert [row[2] for row in table.rows] == [
        f"Шахматы ({chess.teacher})", f"Шахматы ({chess.teacher})", "",
    ]  # fmt: skip


def test_a_register_of_acknowledgement_names_each_pupil_once_namesakes_apart() -> None:
    found = [
        ReadLine(1, "Лебедева Анна", "М. А. Лебедева", 7, date(2026, 11, 23)),
        ReadLine(1, "Лебедева Анна", "И. П. Лебедев"),
        ReadLine(2, "Лебедева Анна", "О. О. Лебедева", 1, date(2026, 9, 7)),
        ReadLine(3, "Новиков Лев"),
    ]
    table = acknowledgement_table(a_class((), 1).basis, found, "ru")
    assert [row[:4] for row in table.rows] == [
        ("1", "Лебедева Анна", "М. А. Лебедева", "7 недель, последний раз 23.11.2026"),
        ("", "", "И. П. Лебедев", ""),
        ("2", "Лебедева Анна", "О. О. Лебедева", "1 неделя, последний раз 07.09.2026"),
        ("3", "Новиков Лев", "", ""),
    ]
    text = flat(draw_tables(table.title, [table], IMPRINT))
    assert "Ознакомлен: подпись, дата" in text


def test_whom_a_court_limits_stands_on_no_paper() -> None:
    guardians = (
        FamilyMember("Лебедева Мария", "мать", "+79161234567", "m@example.test", False),
        FamilyMember("Скрытый Иван", "отец", "", "", True),
    )
    one = ClassPupil(1, "Лебедева Анна", date(2014, 5, 2), "", "", MONDAY, (), guardians)
    text = flat(draw_tables("Контакты", [contacts_table("Контакты", [one], "ru")], IMPRINT))
    assert "Скрытый" not in text
    assert all(words in text for words in ("Лебедева Мария, мать", "m@example.test", "02.05.2014"))


def lesson(number: int, **said: object) -> DiaryLesson:
    usual = DiaryLesson(
        number, 1, number, None, None, f"Предмет {number}", "", "31", "И. С. Котова", False, False, "Дроби",
        "", False, f"§ {number}", None, None, None, None,
    )  # fmt: skip
    return replace(usual, **said)  # type: ignore[arg-type]


def week(*days: DiaryDay) -> DiaryWeek:
    return DiaryWeek(1, "Анна", "Лебедева", "6 «Б»", MONDAY, days, None, (), True)


def test_a_week_says_lessons_homework_marks_and_absences_as_the_journal_does() -> None:
    marks = (DiaryMark("5", "Ответ", 1), DiaryMark("4", "Ответ", 1))
    remark = DiaryRemark(MONDAY, "Забыла тетрадь", False, "И. С. Котова")
    found = week(
        DiaryDay(
            MONDAY,
            (
                lesson(1, marks=marks),
                lesson(2, absence=AttendanceCode.LATE, late_minutes=10),
                lesson(3, absence=AttendanceCode.ILL, remarks=(remark,)),
                lesson(4, is_cancelled=True, homework=""),
            ),
        ),
        DiaryDay(MONDAY + timedelta(1), day_off="Осенние каникулы"),
        DiaryDay(MONDAY + timedelta(2)),
    )
    found = replace(found, readers=(Reader(1, "М. П. Лебедева", datetime(2026, 11, 19, 18)),))
    text = flat(draw_week(found, IMPRINT))
    for words in (
        "Дневник: Лебедева Анна, 6 «Б», 16–18 ноября", "5/4", "оп 10", "Забыла тетрадь",
        "Предмет 4: отменён", "Осенние каникулы", "Уроков нет", "Подпись родителя",
        "Ознакомлены: М. П. Лебедева 19.11.2026", "§ 1",
    ):  # fmt: skip
        assert words in text, words


def test_the_worst_week_loses_no_word() -> None:
    homework = " ".join(f"слово{n}" for n in range(250))
    days = [
        DiaryDay(MONDAY + timedelta(day), tuple(lesson(n, homework=homework) for n in range(1, 9)))
        for day in range(6)
    ]
    written = draw_week(replace(week(*days), last_name=LONG), IMPRINT)
    assert text_of(written).count("слово249") == 48
    assert words_outside(written) == []
