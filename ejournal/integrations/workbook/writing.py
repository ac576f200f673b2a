"""Workbooks of ours: what was typed by others stays words, a date is a date."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ejournal.lazily import Lazily

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = Lazily("xlsxwriter")


MOST_LETTERS = 32_767
"""Of one cell, in any workbook."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@contextmanager
def new_workbook(into: io.BytesIO) -> Iterator[xlsxwriter.Workbook]:
    """An .xlsx workbook, written into `into` at the end; what looks like a formula or link stays a text."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(into, options) as book:
        yield book


def plain(value: Any) -> Any:
    """The value, a text without control characters and no longer than a cell can hold."""
    return _CONTROL.sub("", value)[:MOST_LETTERS] if isinstance(value, str) else value
