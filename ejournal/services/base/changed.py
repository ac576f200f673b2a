"""What a service says it has changed: topics, which open pages are told of once all is committed.

Whoever calls the service (a page, an import, a command, a route) has nothing to do for it; ejournal/news.py
does. What is undone with a savepoint was not changed.
"""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session

_NOTED, _SAVED = "changed", "changed_before_savepoints"


def note(session: Session, *topics: str) -> None:
    """Say that what the topics name is not as it was."""
    session.info.setdefault(_NOTED, {}).update(dict.fromkeys(topics))


def take(session: Session) -> list[str]:
    """The topics noted in the session so far, in their order; it forgets them."""
    return list(session.info.pop(_NOTED, ()))


@event.listens_for(Session, "after_transaction_create")
def _remember(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.setdefault(_SAVED, {})[transaction] = dict(session.info.get(_NOTED, {}))


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, undone: SessionTransaction) -> None:
    before: dict[Any, dict[str, None]] = session.info.get(_SAVED, {})
    if undone.parent is None:
        session.info.pop(_NOTED, None)
    elif undone in before:
        session.info[_NOTED] = before[undone]


@event.listens_for(Session, "after_transaction_end")
def _leave(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_SAVED, None)
