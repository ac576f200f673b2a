"""A second card of somebody, two made one, and all that a database holds."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from ejournal.models import Account, Enrolment, Person, Role, RoleGrant, SignInSession
from ejournal.services.audit.compare import faults_of_tables
from ejournal.services.duplicates.merging import merge
from ejournal.services.duplicates.preview import Preview, preview
from ejournal.services.duplicates.undoing import undo_merge
from tests.cast import YEAR_STARTS, Cast

BESIDE = frozenset({"audit_entry", "audit_head", "person_merge"})
"""What only ever grows, or is about the merge itself."""


def second_card(cast: Cast, name: str, of: str = "pupil", **values: Any) -> Person:
    """Another card of somebody, under a name of its own in the cast."""
    known = cast.people[of]
    said = {one: getattr(known, one) for one in ("last_name", "first_name", "middle_name", "gender")}
    person = Person(school_id=known.school_id, **(said | values))
    cast.session.add(person)
    cast.session.flush()
    cast.people[name] = person
    return person


def seat(
    cast: Cast, name: str, place: str = "6b", starts: date = YEAR_STARTS, ends: date | None = None
) -> None:
    """A place of the card in a class, and the role that goes with it."""
    of: dict[str, Any] = {"school_id": cast.people[name].school_id, "starts": starts, "ends": ends}
    cast.session.add(Enrolment(**of, class_id=cast.classes[place].id, pupil_id=cast.id_of(name)))
    cast.session.add(RoleGrant(**of, person_id=cast.id_of(name), role=Role.PUPIL))
    cast.session.flush()


def give_account(cast: Cast, name: str, login: str) -> Account:
    """A sign-in for the card, with a browser that is signed in."""
    known = cast.accounts["pupil"]
    of = {"school_id": known.school_id, "person_id": cast.id_of(name), "login": login}
    account = Account(**of, password_hash=known.password_hash, password_changed_at=known.password_changed_at)
    cast.session.add(account)
    cast.session.flush()
    at = cast.made_at
    cast.session.add(
        SignInSession(
            school_id=known.school_id, account_id=account.id, token_hash=f"hash of {login}",
            created_at=at, seen_at=at, expires_at=at,
        )
    )  # fmt: skip
    cast.session.flush()
    return account


def looked(cast: Cast, kept: str, gone: str, by: str = "deputy") -> Preview:
    """What the page shows before the act."""
    cast.session.flush()
    return preview(cast.session, cast.actor(by), cast.id_of(kept), cast.id_of(gone))


def made_one(
    cast: Cast,
    kept: str,
    gone: str,
    fields: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    by: str = "deputy",
    seen: str = "",
) -> int:
    """Make the second card one with the first."""
    mark = seen or looked(cast, kept, gone, by).mark
    ids = cast.id_of(kept), cast.id_of(gone)
    return merge(cast.session, cast.actor(by), *ids, mark, fields or {}, answers or {})


def parted(cast: Cast, number: int, by: str = "deputy") -> None:
    """Take the merge back."""
    undo_merge(cast.session, cast.actor(by), number)


def content(session: Session, but: tuple[str, ...] = ("opening",)) -> dict[str, str]:
    """A digest by table of all rows of the database, but for what only grows.

    Who looks at two cards before they are made one is noted: unless it is asked for, that is left out.
    """
    session.flush()
    found = {}
    for rows in SQLModel.metadata.sorted_tables:
        if rows.name not in BESIDE and rows.name not in but:
            of_table = [tuple(map(str, row)) for row in session.execute(select(rows).order_by(rows.c.id))]
            found[rows.name] = hashlib.sha256(repr(of_table).encode()).hexdigest()
    return found


def trail_faults(cast: Cast) -> list[str]:
    """What the check of the trail finds in the school."""
    return list(faults_of_tables(cast.session, cast.schools["a"].id or 0))
