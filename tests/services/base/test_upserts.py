"""What is put in twice stands there once, on both databases."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlmodel import Session

from ejournal.models import PasswordCost, SignInTry
from ejournal.models.base import table
from ejournal.services.base.upserts import insert_new, insert_or_renew

_cost, _try = table(PasswordCost), table(SignInTry)
AT = datetime(2026, 11, 20, tzinfo=UTC)


def test_what_is_there_already_is_left_and_gives_nothing_back(session: Session) -> None:
    new = insert_new(_cost, _cost.c.id).on(session)
    assert session.scalar(new, {"cost": "дорого"}) is not None
    assert session.scalar(new, {"cost": "дорого"}) is None
    assert list(session.scalars(select(_cost.c.cost))) == ["дорого"]


def test_what_is_there_already_is_renewed_and_reset_as_named(session: Session) -> None:
    renew = insert_or_renew(_try, [_try.c.subject], ["failures"], locked_until=None).on(session)
    for failures in (1, 2):
        session.execute(renew, {"subject": "кто-то", "failures": failures, "last_at": AT, "locked_until": AT})
    found = session.execute(select(_try.c.failures, _try.c.locked_until)).all()
    assert [tuple(row) for row in found] == [(2, None)]
