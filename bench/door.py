"""`python -m bench.door [times]`: how long a refused sign-in takes, for the known and the unknown.

The ways take turns, each try comes from an address of its own, so that none waits for those before it.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 200
SNILS, NO_SNILS = "112-233-445 95", "223-344-556 63"


def main() -> int:
    """Print a JSON line a way: its median and 95th percentile, and the median over that of a known login."""
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
        }
        taken: dict[str, list[float]] = {way: [] for way in ways}
        for turn in range(TIMES):
            for at, (way, login) in enumerate(ways.items()):
                taken[way].append(_knock(login, f"2001:db8:{turn:x}:{at:x}::1"))
        usual = statistics.median(taken["known"])
        for way, found in taken.items():
            middle, high = statistics.median(found), statistics.quantiles(found, n=20)[-1]
            figures = {"p50_ms": round(middle * 1000, 1), "p95_ms": round(high * 1000, 1)}
            print(json.dumps({"way": way} | figures | {"over_known": round(middle / usual, 3)}))
    return 0


def _plant() -> None:
    from passlib.hash import argon2

    from ejournal import clock
    from ejournal.database import session_scope
    from ejournal.models import Account, Person, School
    from ejournal.serve import school
    from ejournal.services.accounts import password_costs, passwords
    from ejournal.services.accounts.snils import snils_digits, snils_hash

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
                snils_hash=snils_hash(snils_digits(SNILS) or "") if login == "known" else None,
            )  # fmt: skip
            session.add(account)
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


if __name__ == "__main__":
    sys.exit(main())
