"""Columns of a spreadsheet by their letters."""

from typing import TYPE_CHECKING

from ejournal.lazily import Lazily

if TYPE_CHECKING:
    from xlsxwriter import utility
else:
    utility = Lazily("xlsxwriter.utility")


def column_letters(column: int) -> str:
    """«C» for 3."""
    return str(utility.xl_col_to_name(column - 1))


def column_number(letters: str) -> int:
    """3 for «C» or «c»."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
