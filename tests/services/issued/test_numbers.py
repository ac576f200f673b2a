"""Numbers of papers: of the year, read however they are typed, never one after another."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ejournal.services.issued.numbers import new_number, read_number

DAY = date(2030, 1, 9)


def test_a_number_begins_with_the_year_and_no_two_are_like() -> None:
    found = {new_number(DAY) for _ in range(1000)}
    assert len(found) == 1000
    assert all(one.startswith("30-") and read_number(one) == one for one in found)


@pytest.mark.parametrize(
    "typed",
    ["26-7kc4-mx29-tph3", "267KC4MX29TPH3", " № 26 7КС4 МХ29 ТРН3 ".replace("№", ""), "26—7KC4—MX29—TPH3"],
)
def test_a_number_is_read_as_people_type_it(typed: str) -> None:
    assert read_number(typed) == "26-7KC4-MX29-TPH3"


@pytest.mark.parametrize(
    "typed",
    ["", "26-7KC4-MX29-TPH", "26-7KC4-MX29-TPH33", "2x-7KC4-MX29-TPH3", "٢٦-7KC4-MX29-TPH3",
     "26-7KC4-MX29-TPHЖ", "../etc", "\0", "26-7KC4-MX29-TPH3" * 40],
)  # fmt: skip
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read_number(typed) == ""


@given(st.text(max_size=200))
def test_whatever_is_typed_gives_a_number_or_nothing(typed: str) -> None:
    found = read_number(typed)
    assert found == "" or read_number(found) == found
