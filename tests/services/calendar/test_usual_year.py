"""The default academic year, and class names of strangers."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from ejournal.models import School, TermKind
from ejournal.services.base.class_names import is_class_name, split_class_name
from ejournal.services.base.names import same
from ejournal.services.calendar.usual_year import (
    days_off,
    first_grade_holidays,
    holidays,
    make_default_year,
    quarters,
    terms,
)
from ejournal.services.calendar.year import load_calendar
from tests.cast import HOLIDAYS, TERMS


def test_the_default_year_is_the_usual_one() -> None:
    assert [starts for starts, _ in quarters(2026)] == [starts for starts, _ in TERMS]
    assert {(starts, ends) for _, starts, ends in HOLIDAYS} <= {one[1:] for one in days_off(2026)}


@given(st.integers(2000, 2100))
def test_quarters_and_holidays_fill_the_year_without_a_gap(first: int) -> None:
    spans = sorted([*quarters(first), *holidays(first)])
    assert (spans[0][0], spans[-1][1]) == (date(first, 9, 1), date(first + 1, 5, 31))
    assert all(one[1] + timedelta(days=1) == other[0] for one, other in pairwise(spans))


@given(st.integers(2000, 2100), st.sampled_from(TermKind))
def test_terms_of_any_kind_stand_in_the_year_in_order(first: int, kind: TermKind) -> None:
    spans = terms(kind, first)
    assert (spans[0][0], spans[-1][1]) == (date(first, 9, 1), date(first + 1, 5, 31))
    assert all(starts < ends for starts, ends in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))


def test_grade_1_rests_from_a_saturday_to_a_sunday_of_february() -> None:
    assert first_grade_holidays(2025) == (date(2026, 2, 14), date(2026, 2, 22))
    for first in range(2000, 2101):
        starts, ends = first_grade_holidays(first)
        assert (starts.isoweekday(), ends.isoweekday(), starts.month) == (6, 7, 2)


@pytest.mark.parametrize(("today", "first"), [(date(2026, 11, 20), 2026), (date(2027, 3, 1), 2026)])
def test_the_year_made_holds_today(session: Session, today: date, first: int) -> None:
    school = School(code="new", name="Школа", short_name="Школа")
    session.add(school)
    session.flush()
    year_id, scheme_id = make_default_year(session, school.id or 0, today)
    calendar = load_calendar(session, school.id or 0, year_id)
    assert calendar is not None
    assert today in calendar.year
    assert calendar.year.starts.year == first
    assert calendar.term_of(scheme_id, today) is not None


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ('5 "А" класс', (5, "А")),
        ('11 "И" класс (физ-мат)', (11, "И физ-мат")),
        ("9 «Б»", (9, "Б")),
        ("1A", (1, "A")),
        ("10-Б", (10, "Б")),
        ("7 В класс", (7, "В")),
        ("11", (11, "")),
        ("Informática Sub 3P Noite", (3, "Informática Sub 3P Noite")),
        ("Подготовишки", (1, "Подготовишки")),
    ],
)
def test_class_names_of_strangers(name: str, split: tuple[int, str]) -> None:
    assert split_class_name(name) == split


@given(st.text(max_size=60))
def test_any_name_is_some_class(name: str) -> None:
    grade, letter = split_class_name(name)
    assert 1 <= grade <= 11
    assert len(letter) <= len(name)


def test_spelling_does_not_tell_names_apart() -> None:
    assert same("Сп. зал 2") == same("сп.зал 2")
    assert is_class_name('9 "М" класс')
    assert not is_class_name("Русский язык")
    assert not is_class_name("327")
