"""What is refused where one's own second factors are set up and taken away."""

import json
from typing import Any

from sqlmodel import col, select

from ejournal import clock
from ejournal.database import session_scope
from ejournal.models import Account, Passkey, PasskeyChallenge, Role, SecondFactorRule
from ejournal.pages.account.factor_state import FactorState
from ejournal.pages.accounts.state import AccountsState
from ejournal.services.second_factor.own import MOST_PASSKEYS
from tests.cast import DAY, PASSWORD, Cast
from tests.infra.authenticator import Authenticator
from tests.pages.refusals import Page, Step, do, refused

PROOF = {"factor_proof": PASSWORD, "passkey_name": "Телефон"}
DEVICE = Authenticator()


def _passkeys(cast: Cast, count: int) -> None:
    """So many passkeys of the director; the school asks for one."""
    account = cast.accounts["director"]
    with session_scope() as session:
        for number in range(count):
            session.add(
                Passkey(
                    school_id=account.school_id,
                    account_id=account.id or 0,
                    name="Телефон",
                    credential_id=f"{number}",
                    public_key="",
                    made_at=clock.now(),
                )
            )
        session.get_one(Account, account.id).second_factor_since = clock.now()


def full(cast: Cast, _state: Any) -> dict[str, Any]:
    """Nine more passkeys than the one there is, and the form for another."""
    _passkeys(cast, MOST_PASSKEYS)
    return {"fields": PROOF}


def made(_cast: Cast, _state: Any) -> dict[str, Any]:
    """What one and the same device answers to the question that was asked last."""
    with session_scope(writing=False) as session:
        challenge = session.exec(select(PasskeyChallenge)).all()[-1].challenge
    return {"answer": DEVICE.make(json.dumps({"challenge": challenge}))}


NEW_PASSKEY = (do("begin_passkey", fields=PROOF), Step("finish_passkey", made))
OWN = Page(
    FactorState,
    "teacher",
    lambda _cast: "/account",
    (
        refused("Set up codes or a passkey first", do("switch_off", fields=PROOF)),
        refused("Set up codes or a passkey first", do("renew", fields=PROOF)),
        refused("The key has expired: begin anew", do("confirm_codes", fields={"factor_code": "123456"})),
        refused("This is not your present password", do("begin_codes", fields={"factor_proof": "x"})),
        refused(
            "The code does not fit. Take the present one from the application",
            do("begin_codes", fields=PROOF),
            do("confirm_codes", fields={"factor_code": "1"}),
        ),
        refused("Fill this in", do("begin_passkey", fields={"factor_proof": PASSWORD})),
        refused(
            "The browser has made no passkey: it was stopped, or this device has one of yours already",
            do("finish_passkey", answer=""),
        ),
        refused("The question to the passkey has expired. Try again", do("finish_passkey", answer="{}")),
        refused("This passkey is added already", *NEW_PASSKEY, *NEW_PASSKEY),
    ),
)
FULL = Page(
    FactorState,
    "director",
    lambda _cast: "/account",
    (refused("{n} passkeys are the most: remove one first", Step("begin_passkey", full)),),
)


def last(cast: Cast, _state: Any) -> dict[str, Any]:
    """The one passkey of the director that is left, chosen to be removed, while the school asks for one."""
    account = cast.accounts["director"]
    with session_scope() as session:
        rows = session.exec(
            select(Passkey).where(Passkey.account_id == account.id).order_by(col(Passkey.id))
        ).all()
        for row in rows[1:]:
            session.delete(row)
        session.add(SecondFactorRule(school_id=account.school_id, role=Role.DIRECTOR, since=DAY))
    return {"dialog": "remove", "passkey_id": str(rows[0].id)}


LAST = Page(
    FactorState,
    "director",
    lambda _cast: "/account",
    (
        refused(
            "Your school asks for a second factor: set up another one first",
            Step("begin_passkey", full),
            Step("load_factors"),
            Step("ask", last),
            do("remove", fields=PROOF),
        ),
    ),
)
OF_OTHERS = Page(
    AccountsState,
    "admin",
    lambda _cast: "/accounts",
    (
        refused(
            "This account has no second factor",
            Step("open_card", lambda cast, _: {"person_id": str(cast.id_of("teacher"))}),
            do("take_factor"),
        ),
    ),
)
PAGES = (OWN, FULL, LAST, OF_OTHERS)
