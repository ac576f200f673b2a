"""Whom no channel reaches: people without an account, or with one that is blocked."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from ejournal.services.base import tables as db

_account, _place = db.account.c, db.account_place.c


class Reach(StrEnum):
    """Whether a message comes to somebody, or why it does not."""

    REACHED = "reached"
    NO_ACCOUNT = "no_account"
    BLOCKED = "blocked"


def accounts_of(people: Any) -> Select[Any]:
    """Whose accounts there are: person_id and blocked, of people named or selected."""
    by_place = select(_place.person_id, _account.blocked).join_from(
        db.account_place, db.account, _account.id == _place.account_id
    )
    own = select(_account.person_id, _account.blocked)
    both = own.where(_account.person_id.in_(people)).union_all(by_place.where(_place.person_id.in_(people)))
    return select(both.subquery())


def reach_of(session: Session, people: Collection[int]) -> dict[int, Reach]:
    """How a message comes to each of them; one query."""
    found = dict.fromkeys(people, Reach.NO_ACCOUNT)
    for person_id, blocked in session.execute(accounts_of(sorted(people))):
        if found[person_id] is not Reach.REACHED:
            found[person_id] = Reach.BLOCKED if blocked else Reach.REACHED
    return found
