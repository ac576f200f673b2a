"""Row locks that put two transactions one after the other on PostgreSQL; SQLite's writer is alone anyway."""

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from ejournal.models import School
from ejournal.models.base import table


def lock_row(session: Session, model: type[SQLModel], row_id: int) -> None:
    """Hold the row until the transaction ends; others may still refer to it. No row, no lock."""
    rows = table(model)
    session.execute(select(rows.c.id).where(rows.c.id == row_id).with_for_update(key_share=True))


def lock_school(session: Session, school_id: int) -> None:
    """Hold the school: for what concerns all its teachers and rooms at once."""
    lock_row(session, School, school_id)
