"""Calls of one's own account."""

import json
from typing import Any

from pyotp import TOTP
from sqlmodel import col, select

from ejournal import clock
from ejournal.database import session_scope
from ejournal.models import CodeKey, PasskeyChallenge
from ejournal.services.second_factor.sealing import unseal
from tests.access.calls.asking import (
    NOBODY,
    NOWHERE,
    SIGNED_IN,
    Call,
    Case,
    Payload,
    Step,
    at,
    nowhere,
    of,
    simple,
)
from tests.access.world import PASSKEY, World
from tests.cast import PASSWORD
from tests.infra.authenticator import Authenticator

CALLS: dict[str, Call] = {}

_ACCOUNT = Step("AccountState.load", at=at("/account"))
CALLS["AccountState.load"] = simple(SIGNED_IN, at=at("/account"))
CALLS["AccountState.end_session"] = Call(
    (
        Case(
            frozenset({"teacher"}),
            of(session_id=lambda w: str(w.sign_ins["teacher"])),
            first=(_ACCOUNT,),
            writes=True,
        ),
        Case(
            frozenset({"teacher_b"}),
            of(session_id=lambda w: str(w.sign_ins["teacher_b"])),
            first=(_ACCOUNT,),
            writes=True,
        ),
    ),
    absent=(Case(NOBODY, of(session_id=str(NOWHERE))), Case(NOBODY, of(session_id="1; drop table"))),
)
CALLS["AccountState.name_email"] = simple(
    SIGNED_IN,
    lambda _w: {"fields": {"email_password": "школа на холме", "new_email": "new@example.test"}},
    writes=True,
)
CALLS["AccountState.confirm_present_email"] = simple(SIGNED_IN, writes=True)
CALLS["AccountState.forget_named_email"] = simple(SIGNED_IN)
CALLS["AccountState.end_others"] = simple(SIGNED_IN)
CALLS["AccountState.change_password"] = simple(
    SIGNED_IN,
    lambda _w: {
        "fields": {
            "old_password": "школа на холме",
            "new_password": "Снегирь на ветке 9",
            "again": "Снегирь на ветке 9",
        }
    },
    writes=True,
)

CALLS["FactorState.load_factors"] = Call(
    (
        Case(SIGNED_IN, at=at("/account")),
        Case(frozenset({"teacher"}), at=at("/account"), shows=(PASSKEY.format("teacher"),), says=False),
    )
)
_FACTORS = Step("FactorState.load_factors", at=at("/account"))
_PROVED = of(fields=lambda _w: {"factor_proof": PASSWORD, "passkey_name": "Телефон"})
_BEGUN = (_FACTORS, Step("FactorState.begin_codes", _PROVED))


def _code(_world: World) -> dict[str, Any]:
    """The code of the key that was told last."""
    with session_scope(writing=False) as session:
        rows = session.exec(select(CodeKey).order_by(col(CodeKey.waiting_since).desc())).all()
        waiting = rows[0].waiting if rows else ""
    code = TOTP(unseal(waiting)).at(clock.unpretended()) if waiting else "000000"
    return {"fields": {"factor_code": code}}


def _made(_world: World) -> dict[str, Any]:
    """What a browser answers to the question that was asked last."""
    with session_scope(writing=False) as session:
        asked = session.exec(select(PasskeyChallenge).order_by(col(PasskeyChallenge.id).desc())).all()
    return {"answer": Authenticator().make(json.dumps({"challenge": asked[0].challenge})) if asked else ""}


def _asked(dialog: str, name: str) -> tuple[Step, ...]:
    asked = of(dialog=dialog, passkey_id=lambda w: str(w.passkeys[name]))
    return _FACTORS, Step("FactorState.ask", asked)


CALLS["FactorState.ask"] = Call(
    (
        Case(SIGNED_IN, of(dialog="rename", passkey_id=lambda w: str(w.passkeys["teacher"]))),
        Case(SIGNED_IN, of(dialog="no such", passkey_id="abc")),
    )
)
CALLS["FactorState.close"] = simple(SIGNED_IN)
CALLS["FactorState.begin_codes"] = simple(SIGNED_IN, _PROVED, writes=True)
CALLS["FactorState.confirm_codes"] = Call(
    (Case(SIGNED_IN, _code, first=_BEGUN, writes=True), Case(NOBODY, _code))
)
CALLS["FactorState.switch_off"] = Call(
    (
        Case(SIGNED_IN, _PROVED, first=(*_BEGUN, Step("FactorState.confirm_codes", _code)), writes=True),
        Case(NOBODY, _PROVED),
    )
)
CALLS["FactorState.renew"] = Call(
    (Case(SIGNED_IN, _PROVED, first=(*_BEGUN, Step("FactorState.confirm_codes", _code)), writes=True),)
)
CALLS["FactorState.begin_passkey"] = simple(SIGNED_IN, _PROVED, writes=True)
CALLS["FactorState.finish_passkey"] = Call(
    (
        Case(SIGNED_IN, _made, first=(_FACTORS, Step("FactorState.begin_passkey", _PROVED)), writes=True),
        Case(NOBODY, of(answer="")),
        Case(NOBODY, of(answer="{}")),
    )
)
for _name in ("rename", "remove"):
    CALLS[f"FactorState.{_name}"] = Call(
        (
            Case(frozenset({"teacher"}), _PROVED, first=_asked(_name, "teacher"), writes=True),
            Case(frozenset({"teacher_b"}), _PROVED, first=_asked(_name, "teacher_b"), writes=True),
            Case(NOBODY, _PROVED),
        )
    )


def _consent(pupil: str) -> Payload:
    return of(key=lambda w: f"{w.consent_document}-{w.id_of(pupil)}")


_OPEN = Step("OwnConsentsState.open_consent", _consent("pupil"))
CALLS["OwnOpeningsState.load_openings"] = simple(SIGNED_IN, at=at("/account"))
CALLS["OwnOpeningsState.choose_whose"] = simple(SIGNED_IN, of(value="1"))
CALLS["OwnConsentsState.load_consents"] = simple(SIGNED_IN, at=at("/account"))
CALLS["OwnConsentsState.open_consent"] = Call(
    (
        Case(frozenset({"guardian"}), _consent("pupil")),
        Case(frozenset({"other_guardian"}), _consent("other_pupil")),
    ),
    absent=(Case(NOBODY, of(key="1-999999")), Case(NOBODY, of(key="abc"))),
)
CALLS["OwnConsentsState.close_consent"] = simple(SIGNED_IN)
CALLS["OwnConsentsState.agree"] = Call(
    (Case(frozenset({"guardian"}), first=(_OPEN,), writes=True), Case(NOBODY))
)
CALLS["OwnConsentsState.refuse"] = Call(
    (Case(frozenset({"guardian"}), first=(_OPEN,), writes=True), Case(NOBODY))
)
CALLS["OwnConsentsState.withdraw"] = Call(
    (
        Case(frozenset({"guardian"}), first=(_OPEN, Step("OwnConsentsState.agree"), _OPEN), writes=True),
        Case(NOBODY, first=(_OPEN,)),
    )
)


def _provider(name: str) -> Payload:
    return of(which=lambda w: str(w.provider_links[name]))


CALLS["ProvidersState.load_providers"] = simple(SIGNED_IN, at=at("/account"), shows=("Школы области",))
CALLS["ProvidersState.open_provider"] = Call(
    (
        Case(frozenset({"teacher"}), _provider("teacher")),
        Case(frozenset({"teacher_b"}), _provider("teacher_b")),
        Case(SIGNED_IN, of(which="region")),
    ),
    absent=(Case(NOBODY, of(which=str(NOWHERE))), Case(NOBODY, of(which="other"))),
)
CALLS["ProvidersState.close_provider"] = simple(SIGNED_IN)
CALLS["ProvidersState.link_provider"] = Call(
    (
        Case(
            SIGNED_IN - {"teacher", "teacher_b"},
            of(fields=lambda _w: {"link_password": "школа на холме"}),
            first=(Step("ProvidersState.open_provider", of(which="region")),),
            writes=True,
        ),
    )
)
CALLS["ProvidersState.unlink_provider"] = Call(
    (
        Case(
            frozenset({"teacher"}),
            first=(Step("ProvidersState.open_provider", _provider("teacher")),),
            writes=True,
        ),
        Case(
            frozenset({"teacher_b"}),
            first=(Step("ProvidersState.open_provider", _provider("teacher_b")),),
            writes=True,
        ),
    )
)

_PLACE: Payload = of(place=lambda w: str(w.shared["other_guardian"]))
CALLS["AccountState.ask_leaving"] = simple(SIGNED_IN, _PLACE, first=(_ACCOUNT,))
CALLS["AccountState.keep_place"] = simple(SIGNED_IN, first=(_ACCOUNT,))
CALLS["AccountState.leave_place"] = Call(
    (Case(frozenset({"other_guardian"}), _PLACE, first=(_ACCOUNT,), writes=True),),
    absent=nowhere("place"),
)
