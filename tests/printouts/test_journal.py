"""The journal of a course on paper, read back: every mark in its place, facing pages, nothing cut."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ejournal.models.spans import Span
from ejournal.printouts.journal.book import box_of, draw_book
from ejournal.printouts.journal.course import draw_blank, draw_course
from ejournal.printouts.journal.layout import NAME, ORDINAL
from ejournal.printouts.paper import MM
from ejournal.services.papers.courses import CoursePaper
from tests.infra.drawn_words import Word, pages_of
from tests.infra.paper import text_of, words_outside
from tests.printouts.journal_papers import (
    CELLS,
    IMPRINT,
    TEACHER,
    TERMS,
    lessons_of,
    paper,
    pupils_of,
)

LONG_NAME = "Константинопольская-Воскресенская Александрина-Валентина"
LONG_TOPIC = (
    "Сложение и вычитание дробей с разными знаменателями: самостоятельная работа и разбор ошибок. " * 5
)
MARKS = box_of(2).left + ORDINAL + NAME

Found = dict[tuple[int, str], str]
"""What stands on paper, by a pupil's number and a lesson's date with its place among those of the day."""


def cells_on_paper(written: bytes) -> Found:
    """What stands in the cells of the left pages, found by nothing but where it stands."""
    found: Found = {}
    seen: dict[str, int] = {}
    for left, right in facing(written):
        dates = [one.text for one in right if one.text[2:3] == "." and one.text.replace(".", "").isdigit()]
        days = sorted((one for one in left if _is_day(one, left)), key=lambda one: one.x)
        assert [int(one.text) for one in days] == [int(one[:2]) for one in dates]
        keys = []
        first = min(int(one.text) for one in left if _is_number(one))
        for day in dates:
            if first == 1:
                seen[day] = seen.get(day, 0) + 1
            keys.append(f"{day}-{seen[day]}")
        rows = [one for one in left if _is_number(one)]
        for word in left:
            if not days or word.x < MARKS or word.y >= _head(left) or word.y < min(row.y for row in rows) - 8:
                continue
            row = min(rows, key=lambda one: abs(one.y - word.y))
            column = min(range(len(days)), key=lambda at: abs(_middle(days[at]) - _middle(word)))
            if abs(_middle(days[column]) - _middle(word)) > 4:
                continue  # a term's column
            key = (int(row.text), keys[column])
            assert key not in found, f"two in one cell: {key}"
            found[key] = word.text
    return found


def facing(written: bytes) -> Iterator[tuple[list[Word], list[Word]]]:
    """Left and right pages that face each other: an even one and the next."""
    pages = pages_of(written)
    yield from zip(pages[1::2], pages[2::2], strict=True)


def _head(left: list[Word]) -> float:
    """Where the rows of pupils begin."""
    return max(one.y for one in left if _is_number(one)) + 10


def _is_number(word: Word) -> bool:
    return word.text.isdigit() and word.x < box_of(2).left + ORDINAL and word.y > 25 * MM


def _is_day(word: Word, left: list[Word]) -> bool:
    return word.text.isdigit() and word.x > MARKS and word.y >= _head(left)


def _middle(word: Word) -> float:
    return word.x + 1.9 * len(word.text)


def cells_meant(course: CoursePaper) -> Found:
    """What the journal holds."""
    seen: dict[date, int] = {}
    keys = {}
    for one in course.lessons:
        seen[one.day] = seen.get(one.day, 0) + 1
        keys[one.id] = f"{one.day:%d.%m}-{seen[one.day]}"
    return {
        (number, keys[lesson_id]): text
        for number, pupil in enumerate(course.pupils, 1)
        for lesson_id, text in pupil.cells.items()
    }


@settings(max_examples=10, deadline=None, phases=(Phase.generate,))
@given(
    seed=st.integers(0, 10**6),
    count=st.integers(1, 55),
    weekly=st.integers(0, 3),
    term=st.sampled_from([None, *TERMS]),
    long_topics=st.booleans(),
)
def test_every_mark_stands_on_paper_once_in_its_own_cell_and_nothing_else(
    seed: int, count: int, weekly: int, term: object, long_topics: bool
) -> None:
    random = Random(seed)
    chosen = next((one for one in TERMS if one is term), None)
    lessons = lessons_of((chosen,) if chosen else TERMS[:2], weekly, LONG_TOPIC if long_topics else "Дроби")
    course = paper(lessons, pupils_of(count, lessons, random), chosen)
    written = draw_course(course, IMPRINT)
    assert cells_on_paper(written) == cells_meant(course)
    assert words_outside(written) == []


def test_two_lessons_of_a_day_have_two_columns() -> None:
    lessons = lessons_of(TERMS[:1], 1)
    double = replace(lessons[0], id=1000, ordinal=2, topic="Второй урок дня")
    lessons = (lessons[0], double, *lessons[1:])
    (pupil,) = pupils_of(1, lessons, Random(1), often=0)
    pupil = replace(pupil, cells={lessons[0].id: "5", double.id: "4"})
    course = paper(lessons, (pupil,), TERMS[0])
    assert cells_on_paper(draw_course(course, IMPRINT)) == {(1, "07.09-1"): "5", (1, "07.09-2"): "4"}


def test_a_spread_says_the_same_number_and_the_same_days_on_both_pages() -> None:
    lessons = lessons_of(TERMS, 5)
    written = draw_course(paper(lessons, pupils_of(25, lessons, Random(1))), IMPRINT)
    spreads = list(facing(written))
    total = len(spreads)
    for number, (left, right) in enumerate(spreads, 1):
        for page in (left, right):
            words = [one.text for one in page]
            assert f"лист {number} из {total}" in words
            assert str(number) in words
        # The binding is between them: the left page leaves room at its right, the right one at its left.
        assert min(one.x for one in left) == pytest.approx(box_of(2).left, abs=1)
        assert min(one.x for one in right) == pytest.approx(box_of(3).left, abs=1)
        assert box_of(3).left - box_of(2).left == pytest.approx(10 * MM)
    days = [one.text for _, right in spreads for one in right if one.text[2:3] == "."]
    assert days == [f"{one.day:%d.%m}" for one in lessons]


def test_topics_and_homework_are_wrapped_and_never_cut() -> None:
    lessons = lessons_of(TERMS[:1], 5, LONG_TOPIC, "Выучить и пересказать " * 90)
    written = draw_course(paper(lessons, pupils_of(3, lessons, Random(1)), TERMS[0]), IMPRINT)
    text = "".join(text_of(written).split())
    assert text.count("".join(LONG_TOPIC.split())) == len(lessons)
    assert text.count("Выучитьипересказать") == 90 * len(lessons)
    assert "…" not in text
    assert words_outside(written) == []


def test_a_class_of_forty_with_long_names_stands_on_one_page_whole() -> None:
    lessons = lessons_of(TERMS[1:2], 5)
    course = paper(lessons, pupils_of(40, lessons, Random(1), LONG_NAME), TERMS[1])
    written = draw_course(course, IMPRINT)
    for left, _ in facing(written):
        named = "".join(one.text for one in left).replace(" ", "")
        assert all(f"{LONG_NAME} {number}".replace(" ", "") in named for number in range(1, 41))
    assert words_outside(written) == []


def test_who_came_and_left_and_came_back_has_the_days_by_the_name() -> None:
    lessons = lessons_of(TERMS[1:2], 5)
    (pupil,) = pupils_of(1, lessons, Random(1))
    days = (Span(TERMS[0].starts, date(2026, 11, 13)), Span(date(2026, 12, 10), None))
    course = paper(lessons, (replace(pupil, spans=days),), TERMS[1])
    written = draw_course(course, IMPRINT)
    assert "(по 13.11, с 10.12)" in text_of(written)
    assert cells_on_paper(written) == cells_meant(course)


def test_a_term_ends_with_its_hours_and_lines_to_sign() -> None:
    lessons = lessons_of(TERMS, 1)
    text = text_of(draw_course(paper(lessons, pupils_of(5, lessons, Random(1))), IMPRINT))
    assert text.count("По плану 39 ч., дано 37 ч., отставание 2 ч.") == len(TERMS)
    assert text.count("Год. По плану 170 ч., дано 165 ч., отставание 5 ч.") == 1
    assert text.count("И. С. Котова") == len(TERMS)
    assert text.count("Заместитель директора") == len(TERMS)


def test_substitutions_and_teachers_are_named() -> None:
    lessons = lessons_of(TERMS[:1], 1)
    other = replace(lessons[1], substitute="О. Л. Миронова", teacher="Соколов Павел Игоревич")
    lost = replace(lessons[2], cancelled=True, ordinal=0)
    course = paper((lessons[0], other, lost), pupils_of(2, lessons[:3], Random(1)), TERMS[0])
    text = text_of(draw_course(course, IMPRINT))
    assert "(замена: О. Л. Миронова)" in text.replace("\n", " ")
    assert f"{TEACHER}, Соколов Павел Игоревич" in text
    assert "(урок отменён)" in text


@pytest.mark.parametrize("is_open", [True, False])
def test_an_open_term_is_a_draft_on_every_page(is_open: bool) -> None:
    lessons = lessons_of(TERMS[:1], 2)
    written = draw_course(
        paper(lessons, pupils_of(3, lessons, Random(1)), TERMS[0], is_open=is_open), IMPRINT
    )
    pages = pages_of(written)
    drafts = sum(any(one.text == "ЧЕРНОВИК" for one in page) for page in pages)
    assert drafts == (len(pages) if is_open else 0)


def test_a_course_without_lessons_and_marks_has_its_list_and_its_lines() -> None:
    course = paper((), pupils_of(3, (), Random(1)), TERMS[0])
    course = replace(course, pupils=tuple(replace(one, terms={}) for one in course.pupils))
    written = draw_course(course, IMPRINT)
    assert len(pages_of(written)) == 3
    assert "Абрамова Алиса 3" in text_of(written)
    assert cells_on_paper(written) == {}


def test_each_page_says_the_school_who_and_when() -> None:
    written = draw_book("Книга", [lambda _paper, _box: None] * 4, IMPRINT, draft=False)
    for page in pages_of(written):
        assert "Школа № 7. Составлен 29.12.2026 в 12:04, Е. В. Громова" in [one.text for one in page]


def test_whatever_stands_in_a_cell_fits_its_column() -> None:
    lessons = lessons_of(TERMS[:1], 5)
    (pupil,) = pupils_of(1, lessons, Random(1))
    for text in CELLS:
        course = paper(lessons, (replace(pupil, cells={one.id: text for one in lessons}),), TERMS[0])
        for left, _ in facing(draw_course(course, IMPRINT)):
            cells = sorted(
                one.x for one in left if one.text == text and one.x > MARKS and one.y < _head(left)
            )
            assert all(b - a >= 1.7 * len(text) for a, b in pairwise(cells)), text


def test_a_blank_spread_has_the_names_and_lines_to_write_on() -> None:
    lessons = lessons_of(TERMS[:1], 1)
    course = paper((), pupils_of(25, lessons, Random(1)), TERMS[0])
    names = tuple(replace(one, cells={}, terms={}) for one in course.pupils)
    written = draw_blank(replace(course, pupils=names, terms=()), IMPRINT)
    left, right = pages_of(written)
    assert sum(one.text.startswith("Абрамова Алиса") for one in left) == 25
    assert {"Тема урока", "Домашнее задание", TEACHER} <= {one.text for one in right}
    assert words_outside(written) == []
