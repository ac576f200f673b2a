"""What every table shares: naming of constraints, the school's column, stored choices."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def choice(kind: type[StrEnum], **options: Any) -> Any:
    """A column that stores the value of a StrEnum as plain text on both databases."""
    stored = sa.Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )
    return Field(sa_type=stored, **options)


def by_code(length: int) -> Any:
    """A text compared by the codes of letters, as SQLite does: what begins alike stands together anywhere."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


class Row(SQLModel):
    """A table with a number of its own."""

    id: int | None = Field(default=None, primary_key=True)


class SchoolRow(Row):
    """A row of school data: it belongs to one school for ever."""

    school_id: int = Field(foreign_key="school.id")


def table(model: type[SQLModel]) -> sa.Table:
    """The model's table, for Core statements that read and write many rows at once."""
    return SQLModel.metadata.tables[str(model.__tablename__)]
