"""What the browser sends is read without trust."""

import pytest

from ejournal.ui.inputs import optional_number


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        *(("7", 7), (" -7 ", -7), (7, 7), ("--5", None), ("-", None), ("", None), ("٣", None), ("1e3", None)),
        *((True, None), (None, None), ([1], None), ("9" * 12, None)),
    ],
)
def test_a_whole_number_or_none(sent: object, read: int | None) -> None:
    assert optional_number(sent) == read
