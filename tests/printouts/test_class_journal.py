"""The whole journal of a class, read back: contents that are true, every course, the last sheet's number."""

from dataclasses import replace
from random import Random

import pytest

from ejournal.printouts.journal.whole import draw_journal
from ejournal.services.papers.classes import ClassBook
from ejournal.services.people.class_list import FamilyMember
from tests.infra.drawn_words import Word, pages_of
from tests.infra.paper import text_of, words_outside
from tests.printouts.journal_papers import (
    IMPRINT,
    TERMS,
    a_class,
    a_pupil,
    lessons_of,
    paper,
    pupils_of,
)
from tests.printouts.test_journal import cells_meant

SUBJECTS = ("Алгебра", "Биология", "География", "История России. Всеобщая история и обществознание")


def journal(pupils: int = 20, subjects: tuple[str, ...] = SUBJECTS, **more: object) -> ClassBook:
    lessons = lessons_of(TERMS[:2], 2)
    papers = tuple(
        paper(lessons, pupils_of(pupils, lessons, Random(seed)), subject=subject)
        for seed, subject in enumerate(subjects)
    )
    return a_class(papers, pupils, **more)  # type: ignore[arg-type]


def starting_with(pages: list[list[Word]], title: str) -> int:
    """On which page, counted from 1, the part of the title begins; behind cover and contents."""
    return next(
        at
        for at, page in enumerate(pages, 1)
        if at > 2 and any(one.text.lower() == title.lower() for one in page)
    )


def test_the_contents_name_the_sheets_on_which_the_parts_begin() -> None:
    pages = pages_of(draw_journal(journal(), IMPRINT))
    contents = [one for one in pages[1] if one.y > 60]
    entries = {}
    for number in (one for one in contents if one.text.isdigit()):
        named = [one.text for one in contents if one is not number and abs(one.y - number.y) < 2]
        entries[" ".join(named)] = int(number.text)
    assert list(entries) == [
        "Расписание", *SUBJECTS, "Общие сведения об обучающихся", "Сводная ведомость",
        "Сведения о пропущенных днях и уроках", "Листок здоровья", "Сведения о занятиях в кружках",
        "Замечания по ведению журнала",
    ]  # fmt: skip
    for title, number in entries.items():
        page = starting_with(pages, title)
        assert page // 2 == number, title
        assert any(one.text == f"лист {number} из {len(pages) // 2}" for one in pages[page - 1])
        if title in SUBJECTS:
            assert page % 2 == 0, f"{title} does not begin at the left"


def test_the_last_sheet_names_the_number_of_sheets() -> None:
    pages = pages_of(draw_journal(journal(), IMPRINT))
    assert len(pages) % 2 == 0
    words = " ".join(one.text for one in pages[-1])
    assert f"пронумеровано, прошнуровано и скреплено печатью листов: {len(pages) // 2}" in words


def test_every_course_s_marks_stand_on_its_spreads() -> None:
    book = journal(subjects=SUBJECTS[:1])
    pages = pages_of(draw_journal(book, IMPRINT))
    first = starting_with(pages, SUBJECTS[0])
    alone = cells_meant(book.basis.papers[0])
    marks = [text for text in alone.values() if "/" in text]
    spreads = [one.text for page in pages[first - 1 : first + 5] for one in page]
    assert sum("/" in text and text.replace("/", "").isalnum() for text in spreads) >= len(marks)


def test_the_family_stands_with_contacts_and_whom_a_court_has_limited_does_not() -> None:
    mother = FamilyMember("Лебедева Мария Петровна", "мать", "+79161234567", "m@example.test", limited=False)
    hidden = FamilyMember("Лебедев Олег Ильич", "отец", "", "", limited=False)
    limited = FamilyMember("Сидоров Пётр Ильич", "отчим", "+79160000000", "", limited=True)
    text = text_of(
        draw_journal(
            journal(people=(a_pupil(1, "Лебедева Анна Олеговна", mother, hidden, limited),)), IMPRINT
        )
    )
    assert "Лебедева Мария Петровна, мать, +7 916 123-45-67, m@example.test" in text.replace("\n", " ")
    assert "Лебедев Олег Ильич, отец" in text
    assert "Сидоров" not in text
    assert "05.03.2014" in text


def test_missed_days_and_lessons_are_counted() -> None:
    lessons = lessons_of(TERMS[:2], 1)
    (pupil,) = pupils_of(1, lessons, Random(1), often=0)
    first = {one.id: "н" for one in lessons[:3]}
    second = {one.id: "н/4" for one in lessons if one.day in TERMS[1]}
    course = paper(lessons, (replace(pupil, cells=first | second),))
    pages = pages_of(draw_journal(a_class((course,), 1), IMPRINT))
    page = pages[starting_with(pages, "Сведения о пропущенных днях и уроках") - 1]
    name = next(one for one in page if one.text == "Абрамова Алиса 1")
    row = sorted((one.x, one.text) for one in page if abs(one.y - name.y) < 2 and one.x > name.x)
    both = str(len(second))
    assert [text for _, text in row] == ["3", "3", both, both, str(3 + len(second)), str(3 + len(second))]


def test_the_summary_sheet_holds_every_term_mark() -> None:
    book = journal(pupils=3)
    pages = pages_of(draw_journal(book, IMPRINT))
    page = pages[starting_with(pages, "Сводная ведомость") - 1]
    assert all(any(subject in one.text for one in page) for subject in SUBJECTS[:3])
    marks = [one.text for one in page if one.text in tuple("2345") and one.x > 180]
    given = [value for course in book.basis.papers for one in course.pupils for value in one.terms.values()]
    assert sorted(marks) == sorted(given)


@pytest.mark.parametrize("is_open", [True, False])
def test_the_worst_class_stays_on_its_pages(is_open: bool) -> None:
    name = "Константинопольская-Воскресенская Александрина"
    lessons = lessons_of(TERMS[:1], 5, "Очень длинная тема урока " * 20)
    papers = tuple(
        paper(
            lessons,
            pupils_of(40, lessons, Random(seed), name),
            subject=f"Основы {name} {seed}",
            is_open=is_open,
        )
        for seed in range(26)
    )
    guardian = FamilyMember(
        name * 2, "законный представитель", "+79161234567", "a" * 60 + "@example.test", False
    )
    people = tuple(a_pupil(number, name, guardian, guardian) for number in range(1, 41))
    written = draw_journal(
        a_class(papers[:2], 40, people=people, beside=papers[2:], is_open=is_open), IMPRINT
    )
    assert words_outside(written) == []
    assert "…" not in text_of(written)
    assert ("ЧЕРНОВИК" in text_of(written)) is is_open


def test_a_class_of_nothing_has_a_journal_too() -> None:
    written = draw_journal(replace(a_class((), 0), week={}), IMPRINT)
    assert words_outside(written) == []
