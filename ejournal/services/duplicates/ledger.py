"""Changes of rows that are written down as they are made, so that an undo puts back exactly what was."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

PORTION = 500


class Ledger:
    """moved: row ids by «table.column»; changed: a row as it was, and what was written; None: taken away."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.moved: dict[str, list[int]] = {}
        self.changed: list[dict[str, Any]] = []

    def move(self, column: sa.Column[int], ids: Collection[int], to: int) -> None:
        """Let the rows name another person in the column."""
        if not ids:
            return
        rows = column.table
        for some in portions(ids):
            self._session.execute(sa.update(rows).where(rows.c.id.in_(some)).values({column.name: to}))
        self.moved.setdefault(f"{rows.name}.{column.name}", []).extend(sorted(ids))

    def change(self, rows: sa.Table, row_id: int, values: Mapping[str, Any]) -> None:
        """Write other values into a row."""
        asked = sa.select(*(rows.c[name] for name in values)).where(rows.c.id == row_id)
        before = self._session.execute(asked).one()._mapping
        wanted = {name: value for name, value in values.items() if before[name] != value}
        if wanted:
            self._session.execute(sa.update(rows).where(rows.c.id == row_id).values(wanted))
            was = {name: plain(before[name]) for name in wanted}
            self.changed.append({"table": rows.name, "id": row_id, "was": was, "gone": False})

    def remove(self, rows: sa.Table, row_id: int) -> None:
        """Take a row away."""
        before = self._session.execute(sa.select(rows).where(rows.c.id == row_id)).one()._mapping
        self._session.execute(sa.delete(rows).where(rows.c.id == row_id))
        was = {name: plain(value) for name, value in before.items()}
        self.changed.append({"table": rows.name, "id": row_id, "was": was, "gone": True})


def put_back(
    session: Session, moved: Mapping[str, Collection[int]], changed: Iterable[Mapping[str, Any]], gone_id: int
) -> None:
    """Undo what a ledger has written down: the rows name the card again, and hold what they held."""
    for name, ids in moved.items():
        table_name, _, column = name.partition(".")
        rows = SQLModel.metadata.tables[table_name]
        for some in portions(ids):
            session.execute(sa.update(rows).where(rows.c.id.in_(some)).values({column: gone_id}))
    for one in reversed(list(changed)):
        rows = SQLModel.metadata.tables[one["table"]]
        values = {name: value_of(rows.c[name], value) for name, value in one["was"].items()}
        if one["gone"]:
            session.execute(sa.insert(rows).values(values))
        else:
            session.execute(sa.update(rows).where(rows.c.id == one["id"]).values(values))


def plain(value: Any) -> Any:
    """A column's value as JSON holds it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def value_of(column: sa.Column[Any], kept: Any) -> Any:
    """The value that JSON has kept, as the column takes it."""
    kind = column.type
    if isinstance(kind, sa.types.TypeDecorator):
        kind = kind.impl_instance
    if kept is None:
        return None
    if isinstance(kind, sa.Enum):
        return kind.enum_class(kept) if kind.enum_class else kept
    if isinstance(kind, sa.DateTime):
        return datetime.fromisoformat(kept)
    if isinstance(kind, sa.Date):
        return date.fromisoformat(kept)
    return Decimal(kept) if isinstance(kind, sa.Numeric) else kept


def portions(ids: Collection[int]) -> list[list[int]]:
    """The numbers in order, in parts that a statement can hold."""
    whole = sorted(ids)
    return [whole[at : at + PORTION] for at in range(0, len(whole), PORTION)]
