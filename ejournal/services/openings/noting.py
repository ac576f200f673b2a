"""The noting: one row for each opener, thing and hour, put in where it is not yet.

What only reads stays so: its note is written after the commit, in a short transaction of its own, once an
hour by each process. A note that cannot be written holds nobody up; the log of the server tells of it.
"""

import logging
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.database import after_commit, only_reads, session_scope
from ejournal.errors import DomainError
from ejournal.models import Opening, OpeningKind, Role
from ejournal.models.base import table
from ejournal.services.base.upserts import insert_new

log = logging.getLogger(__name__)
MOST_REMEMBERED = 20_000
_NEW = insert_new(table(Opening))
_PENDING = "openings to note"
_known: WeakKeyDictionary[Any, set[tuple[Any, ...]]] = WeakKeyDictionary()
"""By engine, what this process has written already."""


def note_opening(session: Session, actor: Actor, kind: OpeningKind, subject_id: int = 0) -> None:
    """Note that the actor opens it now; one's own card is nobody's business."""
    if kind is OpeningKind.CARD and subject_id == actor.person_id:
        return
    now = clock.now()
    local = clock.local(now, actor.time_zone)
    row = {
        "school_id": actor.school_id,
        "opener_id": actor.looking.by if actor.looking else actor.person_id,
        "role": Role.ADMINISTRATOR if actor.looking else next(role for role in Role if role in actor.roles),
        "kind": kind,
        "subject_id": subject_id,
        "day": local.date(),
        "hour": local.hour,
        "at": now,
    }
    if only_reads(session):
        session.info.setdefault(_PENDING, []).append(row)
    else:
        session.execute(_NEW.on(session), row)


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("school_id", "opener_id", "kind", "subject_id", "day", "hour"))


def _keep(session: Session) -> None:
    pending = session.info.pop(_PENDING, ())
    if not pending:
        return
    known = _known.setdefault(session.get_bind(), set())
    rows = [row for row in pending if _key(row) not in known]
    if not rows:
        return
    if len(known) >= MOST_REMEMBERED:
        known.clear()
    try:
        with session_scope() as writing:
            writing.execute(_NEW.on(writing), rows)
    except (SQLAlchemyError, DomainError):
        log.exception("It could not be noted who opened personal data")
    else:
        known.update(map(_key, rows))


after_commit(_keep)
