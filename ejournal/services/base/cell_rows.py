"""A cell of the journal in the one spelling in which its table and its trail are compared."""

from collections.abc import Iterable, Sequence
from typing import Any


def cell_row(marks: Iterable[Sequence[Any]], code: str | None, minutes: int | None) -> list[Any]:
    """All that counts in a cell: [value, kind, comment] of each mark, code, minutes; [] when empty."""
    spelled: list[Any] = [list(mark) for mark in marks]
    return [*spelled, code, minutes] if spelled or code else []
