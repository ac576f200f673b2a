"""Migrations run on the database of the settings, or on the connection they are given."""

from contextlib import contextmanager

from alembic import context
from alembic.util import CommandError
from sqlmodel import SQLModel

import ejournal.models  # noqa: F401  (fills the metadata)
from ejournal.database import engine


def _render(kind, column_type, _autogenerate):
    """Migrations name plain SQLAlchemy types: they must run when SQLModel has long changed."""
    if kind == "type" and type(column_type).__module__.startswith("sqlmodel"):
        if "DateTime" in type(column_type).__name__:
            return "sa.DateTime(timezone=True)"
        return f"sa.String(length={column_type.length})" if column_type.length else "sa.String()"
    return False


def _run(connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        compare_server_default=True,
        render_item=_render,
    )
    with _rows_may_stand_alone(connection), context.begin_transaction():
        if connection.dialect.name == "postgresql":  # a large school's table may take its time
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            _refuse_lost_rows(connection)


@contextmanager
def _rows_may_stand_alone(connection):
    """SQLite changes a table by making it anew: meanwhile the rows of others refer to nothing.

    The switch works outside a transaction only: it goes to the driver, before one has begun.
    """
    if connection.dialect.name != "sqlite" or connection.in_transaction():
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _refuse_lost_rows(connection) -> None:
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if lost is not None:
        raise CommandError(f"a row of {lost[0]} refers to a row of {lost[2]} that is not there")


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with engine().connect() as connection:
        _run(connection)
