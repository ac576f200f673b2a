"""The costs at which the installation's password hashes were made: each try to sign in pays all of them."""

from sqlalchemy import delete, select
from sqlmodel import Session, col

from ejournal.models import Account, PasswordCost
from ejournal.models.base import table
from ejournal.services.accounts.passwords import COST, cost_of
from ejournal.services.base.upserts import insert_new

_NOTE = insert_new(table(PasswordCost))


def costs_with(session: Session, password_hash: str | None) -> tuple[str, ...]:
    """All costs that a try must pay, that of the given hash among them; one not seen before is noted."""
    known = set(session.scalars(select(col(PasswordCost.cost))).all())
    cost = cost_of(password_hash)
    if cost and cost not in known:
        note(session, cost)
        known.add(cost)
    return tuple(sorted(known or {COST}))


def note(session: Session, cost: str) -> None:
    """Let tries pay this cost from now on."""
    session.execute(_NOTE.on(session), {"cost": cost})


def count_anew(session: Session) -> None:
    """Look at the hashes of all accounts; what no hash costs any more is paid by nobody."""
    session.execute(delete(PasswordCost))
    hashes = session.scalars(select(col(Account.password_hash))).yield_per(10_000)
    for cost in {cost_of(one) for one in hashes} - {""}:
        note(session, cost)
