"""Work that one process of all does at a time: whoever has the turn, as long as it shows signs of life."""

from datetime import timedelta

from sqlalchemy import delete, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from ejournal import clock
from ejournal.models import Turn
from ejournal.models.base import table

TURN_LIVES = timedelta(minutes=3)
"""Longer than any letter can take: whoever is silent for so long has died."""


def take_turn(session: Session, name: str, holder: str) -> bool:
    """Whether the holder is the one who does the work now; its turn lives on from this moment."""
    now, turn = clock.now(), table(Turn)
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    until = now + TURN_LIVES
    taken = session.execute(
        insert(turn)
        .values(name=name, holder=holder, lives_until=until)
        .on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": holder, "lives_until": until},
            where=or_(turn.c.holder == holder, turn.c.lives_until <= now),
        )
        .returning(turn.c.id)
    ).first()
    return taken is not None


def end_turn(session: Session, name: str, holder: str) -> None:
    """Let others do it."""
    session.execute(delete(Turn).where(col(Turn.name) == name, col(Turn.holder) == holder))
