"""`python -m bench.door [times [way …]]`: whether refusals take as long for what exists as for what does not.

Sign-ins by login, e-mail and SNILS; forgotten passwords; codes at each step of a registration, one-time
addresses, second factors. The ways take turns, and the tries before are forgotten, so that none waits for
them. How far it has come goes to the error stream, the figures to the output; it fails where a pair differs.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlmodel import Session

from ejournal.errors import DomainError

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 200
ONLY = tuple(sys.argv[2:])
"""How the ways begin that are measured; all where none is named."""
TOLD_EVERY = 10
WARM = 3
"""Turns before the first that counts: what is loaded or prepared once is nobody's time."""
SAME = 0.1
"""By which part the medians of a pair may differ: the noise of a machine that is not alone."""
SNILS, NO_SNILS = "112-233-445 95", "223-344-556 63"
USED, NO_CODE = "7KC4M-X29TP", "C9HKM-PT23X"
"""A code that was used, of a slip or a second factor, and one that nobody was given."""
OTHER = "a" * 43
"""The secret of an address that opens another door."""
FORGED = "0" * 40
"""The seal of a code that a browser has made up."""

Act = Callable[[str], float]


def main() -> int:
    """Print a JSON line a pair: medians and 95th percentiles of both, and one median over the other."""
    with tempfile.TemporaryDirectory(prefix="ejournal-door-") as folder:
        os.environ["EJOURNAL_DATA_FOLDER"] = folder
        os.environ["EJOURNAL_DATABASE_URL"] = f"sqlite:///{Path(folder) / 'school.db'}"
        pairs = {way: acts for way, acts in _pairs(_plant()).items() if way.startswith(ONLY or "")}
        taken = _measured(pairs)
    differ = 0
    for pair, (known, unknown) in taken.items():
        ratio = statistics.median(known) / statistics.median(unknown)
        is_same = abs(ratio - 1) <= SAME
        differ += not is_same
        figures = {"known": _figures(known), "unknown": _figures(unknown)}
        verdict = {"ratio": round(ratio, 3), "same": is_same}
        print(json.dumps({"way": pair, "times": TIMES} | figures | verdict))
    return 1 if differ else 0


def _pairs(account_id: int) -> dict[str, tuple[Act, Act]]:
    """Each way with what exists, and with what does not."""
    sign_ins = {
        "sign-in.login": ("known", "nobody"),
        "sign-in.spaced": (" " * 150 + "KNOWN ", " " * 150 + "NOBODY "),
        "sign-in.e-mail": ("known@example.test", "nobody@example.test"),
        "sign-in.snils": (SNILS, NO_SNILS),
        "sign-in.older-hash": ("older", "nobody"),
        "sign-in.blocked": ("blocked", "nobody"),
    }
    found: dict[str, tuple[Act, Act]] = {
        way: (partial(_knock, one), partial(_knock, none)) for way, (one, none) in sign_ins.items()
    }
    others: dict[str, tuple[Callable[..., float], str, str]] = {
        "forgotten.login": (_forgotten, "known", "nobody"),
        "forgotten.e-mail": (_forgotten, "known@example.test", "nobody@example.test"),
        "code.used": (_code, USED, NO_CODE),
        "code.step": (_step, USED, NO_CODE),
        "code.last-step": (_last_step, USED, NO_CODE),
        "link.of-another-door": (_link, OTHER, "b" * 43),
        "reminders.of-another-door": (_no_more, OTHER, "b" * 43),
        "second.closed": (_second_closed, "c" * 43, "b" * 43),
        "second.recovery-used": (partial(_second, account_id), USED, NO_CODE),
    }
    return found | {way: (partial(act, one), partial(act, none)) for way, (act, one, none) in others.items()}


def _measured(pairs: dict[str, tuple[Act, Act]]) -> dict[str, tuple[list[float], list[float]]]:
    taken: dict[str, tuple[list[float], list[float]]] = {pair: ([], []) for pair in pairs}
    began = time.perf_counter()
    for turn in range(-WARM, TIMES):
        for pair, acts in pairs.items():
            # Now the one first, now the other: whoever comes second finds all warm.
            for which in (0, 1) if turn % 2 else (1, 0):
                _nobody_has_tried()
                took = acts[which](f"2001:db8:{turn + WARM:x}::1")
                if turn >= 0:
                    taken[pair][which].append(took)
        if turn >= 0 and (turn + 1) % TOLD_EVERY == 0:
            took_s = time.perf_counter() - began
            print(f"{turn + 1} of {TIMES} in {took_s:.0f} s", file=sys.stderr, flush=True)
    return taken


def _figures(taken: list[float]) -> dict[str, float]:
    high = statistics.quantiles(taken, n=20)[-1]
    return {"p50_ms": round(statistics.median(taken) * 1000, 2), "p95_ms": round(high * 1000, 2)}


# ---------------------------------------------------------------------------------------- what exists


def _plant() -> int:
    """Accounts, one with second factors, and a used code and address; the number of that account."""
    from ejournal.database import session_scope
    from ejournal.models import School
    from ejournal.serve import school
    from ejournal.services.accounts import password_costs

    school.migrate()
    with session_scope() as session:
        one = School(code="a", name="Школа", short_name="Школа")
        session.add(one)
        session.flush()
        accounts = {login: _account(session, one.id or 0, login) for login in ("known", "older", "blocked")}
        _links(session, accounts["known"])
        _factors(session, accounts["known"])
        session.flush()
        password_costs.count_anew(session)
        return accounts["known"].id or 0


def _account(session: Session, school_id: int, login: str) -> Any:
    from passlib.hash import argon2

    from ejournal import clock
    from ejournal.models import Account, Person
    from ejournal.services.accounts import passwords
    from ejournal.services.accounts.snils import snils_digits, snils_hash

    # Of another cost than the present one, and no dearer: a try pays both.
    older = argon2.using(type="ID", memory_cost=12288, time_cost=3, parallelism=1)
    person = Person(school_id=school_id, last_name="Орлова", first_name="Нина", middle_name="")
    session.add(person)
    session.flush()
    known = login == "known"
    account = Account(
        school_id=school_id,
        person_id=person.id or 0,
        login=login,
        password_hash=older.hash("x") if login == "older" else passwords.make_hash("x"),
        password_changed_at=clock.now(),
        blocked=login == "blocked",
        email="known@example.test" if known else None,
        snils_hash=snils_hash(snils_digits(SNILS) or "") if known else None,
    )
    session.add(account)
    session.flush()
    return account


def _links(session: Session, account: Any) -> None:
    from ejournal import clock
    from ejournal.models import LinkPurpose, OneTimeLink
    from ejournal.services.base.secret_links import hashed
    from ejournal.services.registration.signs import code_hash

    now = clock.now()
    of_all = {"school_id": account.school_id, "person_id": account.person_id, "created_at": now}
    of_all["expires_at"] = now + timedelta(days=60)
    code = code_hash(USED.replace("-", ""))
    session.add(OneTimeLink(purpose=LinkPurpose.REGISTRATION, token_hash=code, used_at=now, **of_all))
    session.add(OneTimeLink(purpose=LinkPurpose.SETUP, token_hash=hashed(OTHER), **of_all))


def _factors(session: Session, account: Any) -> None:
    """A half sign-in that is closed, a key of codes and a recovery code that was used."""
    from ejournal import clock
    from ejournal.access.actor import token_hash
    from ejournal.models import CodeKey, HalfSignIn, RecoveryCode
    from ejournal.services.second_factor import codes
    from ejournal.services.second_factor.proofs import recovery_hash
    from ejournal.services.second_factor.sealing import seal

    now, of = clock.now(), {"school_id": account.school_id, "account_id": account.id}
    account.second_factor_since = now
    used = recovery_hash(account.id, USED.replace("-", ""))
    session.add(CodeKey(sealed=seal(codes.new_key()), confirmed_at=now, **of))
    session.add(RecoveryCode(code_hash=used, used_at=now, **of))
    session.add(
        HalfSignIn(
            token_hash=token_hash("c" * 43), password_changed_at=account.password_changed_at,
            expires_at=now + timedelta(days=1), closed_at=now, **of,
        )
    )  # fmt: skip
    session.flush()


# ------------------------------------------------------------------------------------------- the ways


def _knock(login: str, address: str) -> float:
    from ejournal.database import session_scope
    from ejournal.services.accounts.sign_in import SignInRefused, begin_sign_in, finish_sign_in

    began = time.perf_counter()
    try:
        with session_scope() as session:
            attempt = begin_sign_in(session, login, address)
        fits = attempt.password_fits("wrong")
        with session_scope() as session:
            finish_sign_in(session, attempt, "wrong", fits=fits)
    except SignInRefused:
        return time.perf_counter() - began
    raise AssertionError(f"{login} was let in")


def _nobody_has_tried() -> None:
    """Nobody waits for the tries before, by whatever name they were."""
    from sqlalchemy import delete

    from ejournal.database import session_scope
    from ejournal.models import ForgottenPassword, SignInTry

    with session_scope() as session:
        session.execute(delete(SignInTry))
        session.execute(delete(ForgottenPassword))


def _forgotten(typed: str, address: str) -> float:
    from ejournal.services.accounts import forgotten

    return _taken(lambda session: forgotten.ask(session, typed, address))


def _code(typed: str, address: str) -> float:
    from ejournal.services.registration.opening import try_code

    return _refused(lambda session: try_code(session, typed, address))


def _step(code: str, _address: str) -> float:
    from ejournal.services.registration.opening import newcomer

    return _refused(lambda session: newcomer(session, f"{code.replace('-', '')}.{FORGED}"), writing=False)


def _last_step(code: str, _address: str) -> float:
    from ejournal.services.registration.opening import register

    sealed = f"{code.replace('-', '')}.{FORGED}"
    return _refused(lambda session: register(session, sealed, "login.of.mine", "a long pass phrase here"))


def _link(token: str, _address: str) -> float:
    from ejournal.services.accounts.opening import whose_password

    return _refused(lambda session: whose_password(session, token), writing=False)


def _no_more(token: str, _address: str) -> float:
    from ejournal.services.registration.no_more import school_of_stop

    return _refused(lambda session: school_of_stop(session, token), writing=False)


def _second_closed(token: str, address: str) -> float:
    from ejournal.services.second_factor.answering import Browser, answer_code

    return _refused(lambda session: answer_code(session, token, "123456", Browser(address)))


def _second(account_id: int, typed: str, address: str) -> float:
    """A recovery code after the right password; each try has a half sign-in of its own, begun beforehand."""
    from ejournal.database import session_scope
    from ejournal.models import Account
    from ejournal.services.accounts import half_sign_in
    from ejournal.services.second_factor.answering import Browser, answer_code

    with session_scope() as session:
        token = half_sign_in.begin(session, session.get_one(Account, account_id), 0).token
    return _refused(lambda session: answer_code(session, token, typed, Browser(address)))


def _taken(act: Callable[[Session], object]) -> float:
    """How long the act takes, which refuses nobody."""
    from ejournal.database import session_scope

    began = time.perf_counter()
    with session_scope() as session:
        act(session)
    return time.perf_counter() - began


def _refused(act: Callable[[Session], object], *, writing: bool = True) -> float:
    """How long the act takes that is refused."""
    from ejournal.database import session_scope

    began = time.perf_counter()
    try:
        with session_scope(writing=writing) as session:
            act(session)
    except DomainError:
        return time.perf_counter() - began
    raise AssertionError("it was let in")


if __name__ == "__main__":
    sys.exit(main())
