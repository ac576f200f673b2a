"""What components ask of vars.

In components a var is typed as what it holds (`State.rows: list[Row]`, a `Row` within `rx.foreach`), as
Reflex types the vars of a State: so mypy knows the names of a row. What only a var can do is asked here.
"""

from collections.abc import Sequence
from typing import Any

import reflex as rx
from reflex_base.vars.number import BooleanVar, NumberVar


def count(items: Sequence[Any] | rx.Var[Any]) -> NumberVar[int]:
    """How many there are."""
    return _var(items).length()


def some(items: Sequence[Any] | rx.Var[Any]) -> BooleanVar:
    """Whether there are any."""
    return _var(items).length() > 0


def no(flag: bool | rx.Var[bool]) -> BooleanVar:
    """Whether it is not so."""
    return ~_var(flag)


def as_list(items: Sequence[Any] | rx.Var[Any], of: Any) -> rx.Var[Any]:
    """The list with its kind of rows named, where a row within a row has lost it."""
    return _var(items).to(list[of])


def text_of(value: object) -> rx.Var[str]:
    """The value as a text: a number within words, or as a key."""
    return _var(value).to_string()


def _var(value: Any) -> Any:
    return rx.Var.create(value)
