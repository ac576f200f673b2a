"""Keeping a sign-in alive while it is used, without making anybody wait or fail for it."""

import logging
import time

from sqlalchemy.exc import SQLAlchemyError

from ejournal.access.actor import Actor
from ejournal.database import session_scope
from ejournal.errors import DomainError
from ejournal.services.accounts.own import TOUCHED_EVERY, touch

log = logging.getLogger(__name__)
MOST_REMEMBERED = 20_000

_noted: dict[int, float] = {}


def is_due(actor: Actor) -> bool:
    """Whether this process has not noted the actor's session within five minutes; costs nothing to ask."""
    if actor.looking is not None:
        return False
    last = _noted.get(actor.session_id)
    return last is None or time.monotonic() - last > TOUCHED_EVERY.total_seconds()


def keep_alive(actor: Actor, *, writing: bool = True) -> None:
    """Note that the actor's session is in use, in a short transaction of its own.

    Call it after the request's transaction has ended. It never fails: an unwritten note only brings the idle
    end nearer.
    """
    if not is_due(actor):
        return
    if len(_noted) >= MOST_REMEMBERED:
        _noted.clear()
    _noted[actor.session_id] = time.monotonic()
    try:
        with session_scope(writing=writing) as session:
            touch(session, actor)
    except (SQLAlchemyError, DomainError):
        log.warning("The use of session %s could not be noted", actor.session_id)
