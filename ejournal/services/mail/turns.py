"""Work that one process of all does at a time: whoever has the turn, as long as it shows signs of life."""

from datetime import timedelta

from sqlalchemy import bindparam, delete, or_, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.models import Turn
from ejournal.models.base import table
from ejournal.services.base.upserts import insert_or_renew

TURN_LIVES = timedelta(minutes=3)
"""Longer than any letter can take: whoever is silent for so long has died."""

_turn = table(Turn)
_TAKE = insert_or_renew(
    _turn, [_turn.c.name], ("holder", "lives_until"), _turn.c.id,
    where=lambda given: or_(_turn.c.holder == given.holder, _turn.c.lives_until <= bindparam("now")),
)  # fmt: skip


def take_turn(session: Session, name: str, holder: str, lives: timedelta = TURN_LIVES) -> bool:
    """Whether the holder is the one who does the work now; its turn lives on from this moment."""
    now = clock.now()
    asked = {"name": name, "holder": holder, "lives_until": now + lives, "now": now}
    return session.scalar(_TAKE.on(session), asked) is not None


def hold_turn(session: Session, name: str, holder: str, lives: timedelta = TURN_LIVES) -> bool:
    """Whether the holder has it still, which lives on then: nobody has taken it, be it that it was silent."""
    own = update(_turn).where(_turn.c.name == name, _turn.c.holder == holder)
    return session.connection().execute(own.values(lives_until=clock.now() + lives)).rowcount > 0


def end_turn(session: Session, name: str, holder: str) -> None:
    """Let others do it."""
    session.execute(delete(Turn).where(col(Turn.name) == name, col(Turn.holder) == holder))
