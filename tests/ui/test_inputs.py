"""What the browser sends is read without trust."""

import pytest

from ejournal.errors import DomainError
from ejournal.ui.runtime.inputs import optional_number, text


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        *(("7", 7), (" -7 ", -7), (7, 7), ("--5", None), ("-", None), ("", None), ("٣", None), ("1e3", None)),
        *((True, None), (None, None), ([1], None), ("9" * 12, None)),
    ],
)
def test_a_whole_number_or_none(sent: object, read: int | None) -> None:
    assert optional_number(sent) == read


@pytest.mark.parametrize(
    ("sent", "read"),
    [("  а\x00б\u200d \n", "аб\u200d"), ("а\nб", "а\nб"), ("\ud800х\ue000", "х"), (None, ""), (7, "7")],
)
def test_a_text_is_what_a_database_keeps(sent: object, read: str) -> None:
    assert text(sent, limit=5) == read


def test_a_text_is_long_enough_and_not_too_long() -> None:
    for sent, required in (("абв", False), (" \x00", True)):
        with pytest.raises(DomainError) as raised:
            text(sent, limit=2, field="name", required=required)
        assert raised.value.field == "name"
