"""SNILS in any usual spelling, its check digits, and what is kept of it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ejournal.services.accounts.snils import LAST_UNCHECKED, check_digits, snils_digits, snils_hash

NUMBERS = st.integers(LAST_UNCHECKED + 1, 999_999_999).map(lambda number: f"{number:09d}")


@pytest.mark.parametrize(
    "spelling",
    [
        "112-233-445 95",
        "11223344595",
        "112 233 445 95",
        "112-233-445-95",
        "112–233–445 95",
        "112.233.445.95",
        "  112-233-445\N{NO-BREAK SPACE}95 ",
    ],
)
def test_every_usual_spelling_is_read(spelling: str) -> None:
    assert snils_digits(spelling) == "11223344595"


@pytest.mark.parametrize(
    "text",
    ["", "kotova", "112-233-445 96", "112-233-445", "112-233-445 955", "000-000-000 00", "112a233b445c95"],
)
def test_what_is_no_snils_is_none(text: str) -> None:
    assert snils_digits(text) is None


@pytest.mark.parametrize(
    ("nine", "digits"),
    [
        ("112233445", "95"),
        ("087654303", "00"),  # the sum is 101's own rest: 202
        ("087654302", "00"),  # the sum is 201, its rest 100
    ],
)
def test_check_digits_of_known_numbers(nine: str, digits: str) -> None:
    assert check_digits(nine) == digits


def test_old_numbers_have_no_check_digits() -> None:
    assert snils_digits("001-001-998 12") == "00100199812"
    assert snils_digits("001-001-999 12") is None


@given(NUMBERS)
def test_a_number_with_its_check_digits_is_read_back(nine: str) -> None:
    assert snils_digits(f"{nine[:3]}-{nine[3:6]}-{nine[6:]} {check_digits(nine)}") == nine + check_digits(
        nine
    )


@given(NUMBERS, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(nine: str, place: int, by: int) -> None:
    assume(check_digits(nine) != "00")  # 0 and 100 are both written 00: the formula's one blind spot
    wrong = nine[:place] + str((int(nine[place]) + by) % 10) + nine[place + 1 :]
    if int(wrong) > LAST_UNCHECKED:
        assert snils_digits(wrong + check_digits(nine)) is None


@given(st.text(max_size=30))
def test_nothing_typed_breaks_it(text: str) -> None:
    digits = snils_digits(text)
    assert digits is None or (len(digits) == 11 and digits.isascii())


def test_the_hash_tells_nothing_without_the_key() -> None:
    assert "11223344595" not in snils_hash("11223344595")
    assert snils_hash("11223344595") != snils_hash("08765430300")
