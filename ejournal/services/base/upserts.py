"""Rows put in where others may be putting in the same: made once for each of the two databases."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

_INSERTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Upsert:
    """An insert that finds its row there already, and then leaves or renews it."""

    def __init__(self, rows: Table, finish: Any) -> None:
        self._made = {name: finish(insert(rows)) for name, insert in _INSERTS.items()}

    def on(self, session: Session) -> Any:
        """The statement for the session's database."""
        return self._made[session.get_bind().dialect.name]


def insert_new(rows: Table, *returning: ColumnElement[Any]) -> Upsert:
    """Put in what is not there; a row that is stays as it was, and returns nothing."""

    def finish(new: Any) -> Any:
        new = new.on_conflict_do_nothing()
        return new.returning(*returning) if returning else new

    return Upsert(rows, finish)


def insert_or_renew(
    rows: Table,
    key: Iterable[ColumnElement[Any]],
    renewed: Iterable[str],
    *returning: ColumnElement[Any],
    where: Callable[[Any], ColumnElement[bool]] | None = None,
    **reset: Any,
) -> Upsert:
    """Put in what is not there by its key; of a row that is, take the named columns anew and reset others.

    where: a condition on the row that is there and the one that is given; where it does not hold, the row
    stays as it was and returns nothing.
    """

    def finish(new: Any) -> Any:
        values = {name: new.excluded[name] for name in renewed} | reset
        only = where(new.excluded) if where is not None else None
        new = new.on_conflict_do_update(index_elements=list(key), set_=values, where=only)
        return new.returning(*returning) if returning else new

    return Upsert(rows, finish)
