"""Columns of a spreadsheet by their letters."""

from xlsxwriter.utility import xl_col_to_name


def column_letters(column: int) -> str:
    """«C» for 3."""
    return str(xl_col_to_name(column - 1))


def column_number(letters: str) -> int:
    """3 for «C» or «c»."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
