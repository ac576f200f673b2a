"""The summary sheet, report cards and letters on paper, read back."""

from dataclasses import replace
from io import BytesIO
from random import Random

import pytest
from python_calamine import load_workbook

from ejournal.integrations.list_sheet import write_list
from ejournal.printouts.journal.sheets import draw_letters, draw_report_cards, draw_summary, summary_sheet
from ejournal.printouts.journal.summary import summary_rows
from ejournal.services.papers.cards import Cards, cards_of
from ejournal.services.papers.classes import ClassBasis
from tests.infra.drawn_words import pages_of
from tests.infra.paper import text_of, words_outside
from tests.printouts.journal_papers import IMPRINT, TERMS, YEAR, a_class, lessons_of, paper, pupils_of

SUBJECTS = tuple(f"Предмет {number:02}" for number in range(1, 15))
LONG = "Основы духовно-нравственной культуры народов России и безопасности жизнедеятельности"


def basis(pupils: int = 25, subjects: tuple[str, ...] = SUBJECTS) -> ClassBasis:
    lessons = lessons_of(TERMS[:2], 1)
    papers = tuple(
        paper(lessons, pupils_of(pupils, lessons, Random(seed)), subject=subject)
        for seed, subject in enumerate(subjects)
    )
    return a_class(papers, pupils).basis


def cards(found: ClassBasis, term: int | None = 2) -> Cards:
    return cards_of(found, term, YEAR.ends)


def test_the_summary_sheet_holds_every_mark_of_every_pupil_once() -> None:
    found = basis()
    written = draw_summary(found, IMPRINT)
    text = [one.text for page in pages_of(written) for one in page]
    given = [value for course in found.papers for one in course.pupils for value in one.terms.values()]
    marks = [one for one in text if one in tuple("2345")]
    numbers = [str(number) for number in range(1, len(found.pupils) + 1) if str(number) in tuple("2345")]
    assert sorted(marks) == sorted(given + numbers)
    assert sum(one.startswith("Абрамова Алиса") for one in text) == len(found.pupils)
    assert words_outside(written) == []


@pytest.mark.parametrize("term", [2, None])
def test_a_report_card_is_a_page_with_results_absences_and_lines_to_sign(term: int | None) -> None:
    found = cards(basis(3), term)
    pages = pages_of(draw_report_cards(found, IMPRINT))
    assert len(pages) == 3
    for number, (page, card) in enumerate(zip(pages, found.cards, strict=True), 1):
        words = [one.text for one in page]
        assert card.pupil.full in words
        assert f"страница {number} из 3" in words
        assert [one for one in words if one.startswith("Предмет ")] == list(SUBJECTS)
        assert {"Пропущено дней", "Пропущено уроков", "Классный руководитель", "Директор"} <= set(words)
        assert "И. С. Котова" in words
        given = sorted(value for line in card.lines for value in line.results.values())
        first = next(one for one in page if one.text == SUBJECTS[0]).y
        last = next(one for one in page if one.text == SUBJECTS[-1]).y
        marks = sorted(one.text for one in page if one.text in tuple("2345") and last - 5 < one.y < first + 5)
        assert marks == given


def test_a_letter_has_the_marks_of_the_term_and_a_part_to_tear_off() -> None:
    found = cards(basis(2))
    written = draw_letters(found, IMPRINT)
    for page, card in zip(pages_of(written), found.cards, strict=True):
        words = " ".join(one.text for one in page)
        assert "линия отрыва" in words
        assert f"С отметками ознакомлен(а): {card.pupil.full}, 6 «Б», II четверть" in words
        for line in card.lines:
            assert ", ".join(line.cells) in words
    assert words_outside(written) == []


def test_long_subjects_and_many_marks_stay_on_the_page_whole() -> None:
    lessons = lessons_of(TERMS[:2], 5)
    papers = tuple(
        paper(lessons, pupils_of(2, lessons, Random(seed), often=0.9), subject=f"{LONG} {seed}")
        for seed in range(20)
    )
    found = a_class(papers, 2).basis
    for written in (
        draw_summary(found, IMPRINT),
        draw_report_cards(cards(found, None), IMPRINT),
        draw_letters(cards(found), IMPRINT),
    ):
        assert words_outside(written) == []
        text = "".join(text_of(written).split())
        assert "…" not in text
        assert all("".join(f"{LONG} {seed}".split()) in text for seed in range(20))


def test_an_open_period_is_a_draft_and_a_class_without_pupils_says_so() -> None:
    found = replace(cards(basis(1)), is_open=True)
    assert "ЧЕРНОВИК" in text_of(draw_report_cards(found, IMPRINT))
    assert "В этом классе тогда никто не учился" in text_of(draw_letters(replace(found, cards=()), IMPRINT))


def test_the_summary_s_spreadsheet_says_what_the_paper_says_in_numbers() -> None:
    found = basis(3, SUBJECTS[:2])
    heads, rows = summary_rows(summary_sheet(found, "ru"))
    written = write_list("Сводная ведомость", heads, rows, [10] * len(heads))
    table = load_workbook(BytesIO(written)).get_sheet_by_index(0).to_python()
    assert table[0] == ["№", "Фамилия, имя", "Период", *SUBJECTS[:2]]
    assert len(table) == 1 + 3 * len(found.results.keys)
    for course, place in zip(found.papers, (3, 4), strict=True):
        given = [float(value) for one in course.pupils for value in one.terms.values()]
        assert [row[place] for row in table[1:]] == given
