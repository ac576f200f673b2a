"""Whom a file means: by id, full name, last and first, initials; what could be two people is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ejournal.services.base.names import same, tidy
from ejournal.services.exchange.file import FileTeacher
from ejournal.services.exchange.people import KnownPerson, People

VERA = KnownPerson(1, "Орлова", "Вера", "Ильинична", "1c-17")
PETER = KnownPerson(2, "Белов", "Пётр", "Андреевич")
PAVEL = KnownPerson(3, "Белов", "Павел", "Андреевич")
SALTYKOVA = KnownPerson(4, "Салтыкова-Щедрина", "Анна-Мария", "Львовна")
LEO, LEONID = KnownPerson(5, "Царёв", "Лев", "Олегович"), KnownPerson(6, "Царёв", "Лев", "Ильич")
NEW = KnownPerson(7, "Юдин", "Олег", "")
PEOPLE = People("lyceum", [VERA, PETER, PAVEL, SALTYKOVA, LEO, LEONID, NEW])


def meant(name: str = "", last: str = "", first: str = "", external: str = "") -> list[int]:
    return [one.id for one in PEOPLE.meant(FileTeacher(name, last, first, "", external))[0]]


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("Орлова Вера Ильинична", [1]),
        ("ОРЛОВА  ВЕРА ИЛЬИНИЧНА", [1]),
        ("Вера Ильинична Орлова", [1]),
        ("Орлова Вера", [1]),
        ("Вера Орлова", [1]),
        ("Орлова В. И.", [1]),
        ("Орлова В.И.", [1]),
        ("В.И. Орлова", [1]),
        ("В. И. Орлова", [1]),
        ("Орлова В.", [1]),
        ("Орлова Вера Петровна", []),
        ("Орлова Н. И.", []),
        ("Орлов Вера", []),
        ("Белов Петр Андреевич", [2]),
        ("Белов Пётр", [2]),
        ("Белов П. А.", [2, 3]),
        ("Белов П.А.", [2, 3]),
        ("Белов Павел А.", [3]),
        ("Салтыкова Щедрина Анна Мария Львовна", [4]),
        ("Салтыкова – Щедрина Анна‑Мария", [4]),
        ("Царев Лев Ильич", [6]),
        ("Царёв Лев", [5, 6]),
        ("Царёв Л.О.", [5]),
        ("Юдин Олег Львович", [7]),
        ("Белов Пётр (Бе2)", [2]),
        ("", []),
    ],
)
def test_a_written_name_means_who_it_fits_best(written: str, ids: list[int]) -> None:
    assert meant(written) == ids


@pytest.mark.parametrize(
    ("last", "first", "ids"),
    [
        ("Белов", "Пётр Андреевич", [2]),
        ("Белов", "П.А.", [2, 3]),
        ("Белов Пётр", "", [2]),
        ("Салтыкова-Щедрина", "А.-М.", [4]),
    ],
)
def test_names_in_parts_mean_the_same(last: str, first: str, ids: list[int]) -> None:
    assert meant("as the file shows it", last, first) == ids


def test_an_id_is_surer_than_a_name() -> None:
    assert meant("Соколова Вера Ильинична", external="1c-17") == [1]
    assert meant("Белов П. А.", external="journal:lyceum:3") == [3]


def test_an_id_of_another_installation_does_not_make_a_stranger_of_the_school() -> None:
    assert meant("Громова Яна Львовна", external="journal:lyceum:3") == []
    assert meant("Громова Яна Львовна", external="journal:gymnasium:3") == []
    assert meant("Орлова Вера", external="journal:lyceum:3") == [1]


def test_a_namesake_is_known_by_the_mark_of_our_own_files() -> None:
    assert meant("Царёв Лев (№ 6)") == [6]


LETTERS = st.text("абвгдеёийкАБЁ.-–—«»\"' 0123456789№/()", min_size=1, max_size=12)


@given(LETTERS, LETTERS)
def test_only_names_that_are_spelt_otherwise_are_one(one: str, other: str) -> None:
    """Whatever is left out of a key would let two different rows of signs meet in it."""
    if same(one) == same(other):
        assert _signs(one) == _signs(other)


def _signs(name: str) -> str:
    """All signs but spaces, each by the first of its spellings."""
    for first, others in {"е": "ё", "-": "–—", '"': "«»"}.items():
        for sign in others:
            name = name.lower().replace(sign, first)
    return "".join(name.lower().split())


@given(LETTERS)
def test_the_stated_spellings_are_one(name: str) -> None:
    assert same(name.upper()) == same(name) == same(f"  {name}\u00a0")
    assert same(name.replace("е", "ё")) == same(name.replace("ё", "е"))
    assert same(name.replace("–", "-")) == same(name)
    assert same(same(name)) == same(name)
    assert same(tidy(name).replace(" ", "   ")) == same(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1.1", "11"), ("1 1", "11"), ("1. 1", "1.1"), ("А", "А."), ("2-1", "21"), ("А" * 41, "А" * 42)],
)
def test_names_that_differ_are_not_one(one: str, other: str) -> None:
    assert same(one) != same(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Сп. зал 2", "сп.зал  2"), ("Белов И. О.", "Белов И.О."), ("каб - 5", "Каб–5"), ("Ёлка", "елка")],
)
def test_names_that_are_only_spelt_otherwise_are_one(one: str, other: str) -> None:
    assert same(one) == same(other)
