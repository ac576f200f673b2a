"""The number of an issued paper: the year, and signs that nobody guesses."""

from datetime import date

from ejournal.services.registration.signs import new_code, read_code

LENGTH, GROUP = 12, 4
"""47 bits: tries are counted besides."""
LONGEST_TYPED = 60
SIGN = "№ "
"""Stands before the number in the signature."""


def new_number(today: date) -> str:
    """«26-7KC4-MX29-TPH3»."""
    return _spelled(f"{today:%y}", new_code(LENGTH))


def read_number(typed: str) -> str:
    """The number in what was typed, with or without hyphens, in either alphabet; empty when it is none."""
    signs = "".join(sign for sign in typed[:LONGEST_TYPED] if sign.isalnum())
    year, code = signs[:2], read_code(signs[2:], LENGTH)
    return _spelled(year, code) if code and year.isascii() and year.isdecimal() else ""


def _spelled(year: str, code: str) -> str:
    return "-".join((year, *(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))))
