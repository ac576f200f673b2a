"""Two sign-ins of one person: that of the card that stays is left, the other is closed and signed out."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from ejournal import clock
from ejournal.models import OneTimeLink, SignInSession
from ejournal.models.base import table
from ejournal.services.accounts.places import acts_elsewhere
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.topics import session_topic
from ejournal.services.duplicates.draft import Draft
from ejournal.services.duplicates.ledger import Ledger

_account, _sign_in, _link = db.account, table(SignInSession).c, table(OneTimeLink)


@dataclass(frozen=True, slots=True)
class SignIn:
    """By what a card signs in."""

    id: int
    login: str
    blocked: bool


def sign_in_of(session: Session, person_id: int) -> SignIn | None:
    """The card's sign-in; None when it has none."""
    asked = sa.select(_account.c.id, _account.c.login, _account.c.blocked)
    row = session.execute(asked.where(_account.c.person_id == person_id)).first()
    return SignIn(*row) if row is not None else None


def judge_accounts(draft: Draft) -> None:
    """Say which sign-in closes; refuse when only a blocked one would be left."""
    kept, gone = (sign_in_of(draft.session, one) for one in draft.both)
    by_others = {row["person_id"] for row in draft.rows(db.account_place, "person_id").values()}
    own = {one for one, account in zip(draft.both, (kept, gone), strict=True) if account is not None}
    if by_others and (len(by_others) > 1 or own):
        draft.refuse(
            "One of the two signs in by an account of another school, and there are two sign-ins: "
            "take one off first, on the page of accounts"
        )
    if kept is None or gone is None:
        return
    if kept.blocked and not gone.blocked:
        draft.refuse("The sign-in that would stay is blocked: swap the cards")
    if draft.session.scalar(sa.select(acts_elsewhere(gone.id))):
        draft.refuse("The sign-in that would close is used in another school too: swap the cards")
    draft.tell("Two sign-ins become one: {kept} stays, {gone} is closed", kept=kept.login, gone=gone.login)
    for number, row in draft.rows(_link, "person_id").items():
        if row["person_id"] == draft.gone_id and row["used_at"] is None and row["replaced_at"] is None:
            draft.change(_link, number, replaced_at=clock.now())


def close_one(session: Session, ledger: Ledger, school_id: int, kept_id: int, gone_id: int) -> str:
    """Give the card that stays the other's sign-in, or close that one: the login that is closed, or ""."""
    kept, gone = sign_in_of(session, kept_id), sign_in_of(session, gone_id)
    if gone is None:
        return ""
    ended = list(
        session.scalars(
            sa.select(_sign_in.id).where(
                _sign_in.school_id == school_id,
                _sign_in.account_id == gone.id,
                _sign_in.ended_at.is_(None),
            )
        )
    )
    note(session, *map(session_topic, ended))
    if kept is None:
        ledger.move(_account.c.person_id, [gone.id], kept_id)
        return ""
    ledger.change(_account, gone.id, {"blocked": True})
    for number in ended:
        ledger.change(table(SignInSession), number, {"ended_at": clock.now()})
    return gone.login
