"""Row locks that put two transactions one after the other on PostgreSQL; SQLite's writer is alone anyway.

Lock before reading what the lock protects: a row read earlier is as it was then.
"""

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, SQLModel

from ejournal.models import School
from ejournal.models.base import SchoolRow, table


def lock_row(session: Session, model: type[SchoolRow], school_id: int, row_id: int) -> None:
    """Hold the school's row until the transaction ends; others may still refer to it. No row, no lock."""
    rows = table(model)
    _lock(session, model, rows.c.id == row_id, rows.c.school_id == school_id)


def lock_school(session: Session, school_id: int) -> None:
    """Hold the school: for what concerns all its teachers or years at once."""
    _lock(session, School, table(School).c.id == school_id)


def _lock(session: Session, model: type[SQLModel], *which: ColumnElement[bool]) -> None:
    session.execute(select(table(model).c.id).where(*which).with_for_update(key_share=True))
