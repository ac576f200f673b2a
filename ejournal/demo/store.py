"""Rows gathered in memory with numbers given ahead, then inserted in bulk."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlmodel import Session, SQLModel

from ejournal.models.base import table

FULL = 40_000


class Store:
    """Gathers rows by table; the same calls in the same order give the same rows and numbers."""

    def __init__(self, session: Session, latest: datetime | None = None) -> None:
        self.session = session
        self.latest = latest
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._defaults: dict[str, dict[str, Any]] = {}
        self._numbers: dict[str, int] = {}
        self.counts: dict[str, int] = {}

    def add(self, model: type[SQLModel], **values: Any) -> int:
        """Gather a row and give its number; columns not named take the model's defaults.

        Nothing was done later than `latest`: a moment past it is that moment.
        """
        name = str(model.__tablename__)
        if name not in self._numbers:
            self._open(model, name)
        number = self._numbers[name] = self._numbers[name] + 1
        if self.latest is not None:
            for column, value in values.items():
                if isinstance(value, datetime) and value > self.latest:
                    values[column] = self.latest
        self._rows[name].append(self._defaults[name] | values | {"id": number})
        return number

    def _open(self, model: type[SQLModel], name: str) -> None:
        highest = self.session.execute(select(func.max(table(model).c.id))).scalar()
        self._numbers[name] = highest or 0
        self._rows[name] = []
        self._defaults[name] = {
            field: info.get_default(call_default_factory=True)
            for field, info in model.model_fields.items()
            if not info.is_required() and not _is_worked_out(model, field)
        }

    def flush_when_full(self) -> None:
        """Insert what was gathered once it is much."""
        if any(len(rows) > FULL for rows in self._rows.values()):
            self.flush()

    def flush(self) -> None:
        """Insert what was gathered, tables that others point to first."""
        connection = self.session.connection()
        for target in SQLModel.metadata.sorted_tables:
            rows = self._rows.get(target.name)
            if not rows:
                continue
            self.counts[target.name] = self.counts.get(target.name, 0) + len(rows)
            for start in range(0, len(rows), 20_000):
                connection.execute(insert(target), rows[start : start + 20_000])
            rows.clear()

    def finish(self) -> None:
        """Flush, and let PostgreSQL go on counting after the numbers given here."""
        self.flush()
        connection = self.session.connection()
        if connection.dialect.name != "postgresql":
            return
        for name in self._numbers:
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")  # noqa: S608
            )
        # The planner knows nothing of so many new rows before it has counted them.
        connection.execute(text("ANALYZE"))


def _is_worked_out(model: type[SQLModel], field: str) -> bool:
    """Whether the column makes its value of the row's others when it is inserted."""
    default = table(model).c[field].default
    return default is not None and default.is_callable
