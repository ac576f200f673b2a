"""`python -m bench.door [times]`: how long refusals take, for what exists and for what does not.

Sign-ins by login, e-mail and SNILS; forgotten passwords; codes and one-time addresses. The ways take turns,
and the tries before are forgotten, so that none waits for them.
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

from sqlmodel import Session

from ejournal.errors import DomainError

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 200
SNILS, NO_SNILS = "112-233-445 95", "223-344-556 63"
USED, OTHER = "7KC4M-X29TP", "a" * 43
"""A code that was used, and the secret of an address that opens another door."""


def main() -> int:
    """Print a JSON line a way: its median and 95th percentile, and the median over that of its known kin."""
    with tempfile.TemporaryDirectory(prefix="ejournal-door-") as folder:
        os.environ["EJOURNAL_DATA_FOLDER"] = folder
        os.environ["EJOURNAL_DATABASE_URL"] = f"sqlite:///{Path(folder) / 'school.db'}"
        _plant()
        ways = {
            "known": "known",
            "unknown": "nobody",
            "known.spaced": " " * 150 + "KNOWN ",
            "unknown.spaced": " " * 150 + "NOBODY ",
            "known.snils": SNILS,
            "unknown.snils": NO_SNILS,
            "known.older_hash": "older",
            "known.blocked": "blocked",
            "known.mail": "known@example.test",
            "unknown.mail": "nobody@example.test",
        }
        acts: dict[str, Callable[[str], float]] = {way: partial(_knock, login) for way, login in ways.items()}
        acts |= {
            "forgotten.known": partial(_forgotten, "known"),
            "forgotten.unknown": partial(_forgotten, "nobody"),
            "code.known.used": partial(_code, USED),
            "code.unknown": partial(_code, "C9HKM-PT23X"),
            "link.known.other": partial(_link, OTHER),
            "link.unknown": partial(_link, "b" * 43),
            "reminders.known.other": partial(_no_more, OTHER),
            "reminders.unknown": partial(_no_more, "b" * 64),
        }
        taken: dict[str, list[float]] = {way: [] for way in acts}
        for turn in range(TIMES):
            # Now from the front, now from the back: whoever comes second finds all warm.
            for way, act in list(acts.items())[:: 1 if turn % 2 else -1]:
                _nobody_has_tried()
                taken[way].append(act(f"2001:db8:{turn:x}::1"))
        for way, found in taken.items():
            middle, high = statistics.median(found), statistics.quantiles(found, n=20)[-1]
            figures = {"p50_ms": round(middle * 1000, 2), "p95_ms": round(high * 1000, 2)}
            kin = next(
                one for one in taken if one.split(".")[0] == way.split(".")[0].replace("unknown", "known")
            )
            over = round(middle / statistics.median(taken[kin]), 3)
            print(json.dumps({"way": way} | figures | {"over_known": over}))
    return 0


def _plant() -> None:
    from passlib.hash import argon2

    from ejournal import clock
    from ejournal.database import session_scope
    from ejournal.models import Account, LinkPurpose, OneTimeLink, Person, School
    from ejournal.serve import school
    from ejournal.services.accounts import password_costs, passwords
    from ejournal.services.accounts.snils import snils_digits, snils_hash
    from ejournal.services.base.secret_links import hashed
    from ejournal.services.registration.signs import code_hash

    school.migrate()
    older = argon2.using(type="ID", memory_cost=65536, time_cost=3, parallelism=1).hash("x")
    with session_scope() as session:
        one = School(code="a", name="Школа", short_name="Школа")
        session.add(one)
        session.flush()
        for login in ("known", "older", "blocked"):
            person = Person(school_id=one.id or 0, last_name="Орлова", first_name="Нина", middle_name="")
            session.add(person)
            session.flush()
            account = Account(
                school_id=one.id or 0, person_id=person.id or 0, login=login,
                password_hash=older if login == "older" else passwords.make_hash("x"),
                password_changed_at=clock.now(), blocked=login == "blocked",
                email="known@example.test" if login == "known" else None,
                snils_hash=snils_hash(snils_digits(SNILS) or "") if login == "known" else None,
            )  # fmt: skip
            session.add(account)
            now = clock.now()
            for purpose, kept in (
                (LinkPurpose.REGISTRATION, code_hash(USED.replace("-", ""))),
                (LinkPurpose.SETUP, hashed(OTHER)),
            ):
                if login == "known":
                    session.add(
                        OneTimeLink(
                            purpose=purpose, token_hash=kept, school_id=one.id,
                            person_id=person.id, created_at=now,
                            expires_at=now + timedelta(days=60),
                            used_at=now if purpose is LinkPurpose.REGISTRATION else None,
                        )
                    )  # fmt: skip
        session.flush()
        password_costs.count_anew(session)


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
    from ejournal.models import SignInTry

    with session_scope() as session:
        session.execute(delete(SignInTry))


def _forgotten(typed: str, address: str) -> float:
    from ejournal.services.accounts import forgotten

    def ask(session: Session) -> None:
        forgotten.ask(session, typed, address)
        raise DomainError("")

    return _refused(ask)


def _code(typed: str, address: str) -> float:
    from ejournal.services.registration.opening import try_code

    return _refused(lambda session: try_code(session, typed, address))


def _link(token: str, _address: str) -> float:
    from ejournal.services.accounts.opening import whose_password

    return _refused(lambda session: whose_password(session, token), writing=False)


def _no_more(token: str, _address: str) -> float:
    from ejournal.services.registration.no_more import school_of_stop

    return _refused(lambda session: school_of_stop(session, token), writing=False)


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
