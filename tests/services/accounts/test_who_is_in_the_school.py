"""A stranger learns of nobody whether they have an account: same answers, counters and work for all.

Work is what the clock would show: statements to the database and hashes of passwords, by their cost.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from passlib.hash import argon2
from sqlalchemy import event, func, select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.models import PasswordCost, SignInTry
from ejournal.services.accounts import password_costs, passwords, sign_in, throttle
from ejournal.services.accounts.sign_in import SignInRefused
from ejournal.services.accounts.snils import check_digits, snils_hash
from ejournal.settings import ROOT
from tests.cast import Cast
from tests.infra.sweeps import is_sweep

Seen = list[tuple[bool, int, tuple[str, ...], tuple[str, ...]]]
"""Of each try: whether it was locked, the wait that was told, the hashes by their cost, the statements."""

SNILS, NO_SNILS = "11223344595", "223344556" + check_digits("223344556")
TRIES = 200
A_FEW = 14
PLAIN = "0123456789abcdefghijklmnopqrstuvwxyz"
FULL_WIDTH = {ord(letter): chr(ord(letter) + 0xFEE0) for letter in PLAIN}


def dashed(digits: str, between: str, last: str) -> str:
    return between.join((digits[:3], digits[3:6], digits[6:9])) + last + digits[9:]


SPELLINGS: dict[str, Callable[[str, int], str]] = {
    "plain": lambda name, turn: name,
    "case": lambda name, turn: name.upper() if turn % 2 else name.title(),
    "full width": lambda name, turn: name.translate(FULL_WIDTH),
    "spaces around": lambda name, turn: " " * turn + name + "\u00a0\t" * turn,
    "spaces to the limit": lambda name, turn: name + " " * (199 - len(name)) + f"x{turn}",
    "spaces past the limit": lambda name, turn: name + " " * 1500 + f"x{turn}",
    "spaces before": lambda name, turn: " " * (195 + turn % 9) + name,
    "grows when normalised": lambda name, turn: name + "\ufdfa" * 150,
    "nul": lambda name, turn: name[:3] + "\x00" * (turn % 3) + name[3:],
    "mail": lambda name, turn: name + "@example.test",
    "mail by case and space": lambda name, turn: " " * (turn % 5) + name.title() + "@EXAMPLE.test ",
}
SNILS_SPELLINGS: dict[str, Callable[[str, int], str]] = {
    "digits": lambda digits, turn: digits,
    "dashes": lambda digits, turn: dashed(digits, "-", " "),
    "seven ways": lambda digits, turn: dashed(
        digits, *[("-", " "), ("-", "-"), (" ", " "), (".", "."), ("—", " "), ("", ""), ("", " ")][turn % 7]
    ),
    "full width": lambda digits, turn: digits.translate(FULL_WIDTH),
    "spaces around": lambda digits, turn: " " * turn + digits,
    "wrong check digits": lambda digits, turn: digits[:9] + "00",
}


@pytest.fixture
def cast(session: Session, cast: Cast) -> Cast:
    cast.accounts["teacher"].snils_hash = snils_hash(SNILS)
    session.flush()
    return cast


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The costs of the hashes that are looked at, which is not done: nothing fits."""
    looked: list[str] = []

    def note(_password: str, password_hash: str, **_: Any) -> bool:
        looked.append(passwords.cost_of(password_hash))
        return False

    monkeypatch.setattr(passwords._HASHER, "verify", note)
    return looked


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """What the database is asked, without the sweeps that come round by count."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "SAVEPOINT" not in statement and not is_sweep(statement):
            asked.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def knock(session: Session, hashed: list[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Seen]:
    """knock(logins): a try with each from one new address, seven seconds apart, and what was seen."""
    addresses = iter(range(1, 250))

    def all_of(logins: list[str]) -> Seen:
        address, seen, moment = f"203.0.113.{next(addresses)}", [], clock.now()
        with statements(session) as asked:
            for turn, login in enumerate(logins):
                monkeypatch.setattr(clock, "now", lambda turn=turn: moment + timedelta(seconds=7 * turn))
                with pytest.raises(SignInRefused) as refused:
                    sign_in.sign_in(session, login, "wrong" * 10, address)
                seen.append((refused.value.locked, refused.value.wait, tuple(hashed), tuple(asked)))
                hashed.clear()
                asked.clear()
        monkeypatch.setattr(clock, "now", lambda: moment)
        return seen

    return all_of


def settled(session: Session, cast: Cast) -> None:
    """As after a start: the costs of all accounts are known."""
    password_costs.count_anew(session)


def test_two_hundred_tries_are_the_same_for_the_known_and_the_unknown(
    session: Session, cast: Cast, knock: Callable[..., Seen]
) -> None:
    settled(session, cast)
    known, unknown = knock(["teacher"] * TRIES), knock(["nobody1"] * TRIES)
    assert known == unknown
    assert len({locked for locked, *_ in known}) == 2
    assert {len(hashes) for locked, _, hashes, _ in known if not locked} == {1}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_spelling_tells_nothing(
    session: Session, cast: Cast, knock: Callable[..., Seen], spelling: str
) -> None:
    settled(session, cast)
    spell = SPELLINGS[spelling]
    known, unknown = ([spell(name, turn) for turn in range(A_FEW)] for name in ("teacher", "nobody1"))
    assert knock(known) == knock(unknown)


@pytest.mark.parametrize("spelling", SNILS_SPELLINGS)
@pytest.mark.parametrize("is_login", [False, True], ids=["by SNILS", "a login of eleven digits"])
def test_a_spelling_of_a_snils_tells_nothing(
    session: Session, cast: Cast, knock: Callable[..., Seen], spelling: str, is_login: bool
) -> None:
    if is_login:
        cast.accounts["teacher"].login, cast.accounts["teacher"].snils_hash = SNILS, None
        session.flush()
    settled(session, cast)
    spell = SNILS_SPELLINGS[spelling]
    known, unknown = ([spell(digits, turn) for turn in range(A_FEW)] for digits in (SNILS, NO_SNILS))
    seen = knock(known)
    assert seen == knock(unknown)
    assert any(locked for locked, *_ in seen)


def test_all_spellings_of_one_snils_share_one_count_whoever_has_it(
    session: Session, cast: Cast, knock: Callable[..., Seen]
) -> None:
    for digits in (SNILS, NO_SNILS):
        seen = knock([SNILS_SPELLINGS["seven ways"](digits, turn) for turn in range(7)])
        assert [(locked, wait) for locked, wait, *_ in seen] == [
            *[(False, 0)] * (throttle.PAIR.free - 1),
            *[(False, 5), (False, 10), (True, 3)],
        ]


@pytest.mark.parametrize("whose", ["teacher", "director"])
def test_an_older_costlier_hash_tells_nothing(
    session: Session, cast: Cast, knock: Callable[..., Seen], whose: str
) -> None:
    older = argon2.using(type="ID", memory_cost=1024, time_cost=3, parallelism=1).hash("x")
    cast.accounts["teacher"].password_hash = older
    session.flush()
    settled(session, cast)
    paid = [sorted(hashes) for _, _, hashes, _ in knock([whose] * 4)]
    assert paid == [sorted(hashes) for _, _, hashes, _ in knock(["nobody1"] * 4)]
    assert {len(hashes) for hashes in paid} == {2}


def test_a_hash_that_came_past_the_program_is_noted_at_its_first_try(
    session: Session, cast: Cast, knock: Callable[..., Seen]
) -> None:
    settled(session, cast)
    cast.accounts["teacher"].password_hash = argon2.using(memory_cost=1024, time_cost=4).hash("x")
    session.flush()
    knock(["teacher"])
    assert [sorted(seen[2]) for seen in knock(["teacher"])] == [
        sorted(seen[2]) for seen in knock(["nobody1"])
    ]


def test_costs_that_no_hash_has_any_more_are_not_paid(session: Session, cast: Cast) -> None:
    password_costs.note(session, "$argon2id$v=19$m=8,t=9,p=1$")
    settled(session, cast)
    assert list(session.scalars(select(col(PasswordCost.cost)))) == [
        passwords.cost_of(cast.accounts["teacher"].password_hash)
    ]


@pytest.mark.parametrize("stored", ["", "!", "$2b$12$abc", "$argon2id$v=19$m=1024"])
def test_what_is_no_hash_of_ours_opens_nothing_at_the_usual_cost(
    session: Session, cast: Cast, hashed: list[str], stored: str
) -> None:
    cast.accounts["teacher"].password_hash = stored
    session.flush()
    with pytest.raises(SignInRefused):
        sign_in.sign_in(session, "teacher", "x", "203.0.113.1")
    assert hashed == [passwords.COST]


def test_a_blocked_account_with_its_right_password_is_nobody(
    session: Session, cast: Cast, knock: Callable[..., Seen], monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(session, cast)
    cast.accounts["teacher"].blocked = True
    session.flush()
    unknown = knock(["nobody1"] * A_FEW)
    real = passwords._HASHER.verify
    monkeypatch.setattr(passwords._HASHER, "verify", lambda *args: [real(*args)] and True)
    assert knock(["teacher"] * A_FEW) == unknown


def test_a_password_of_any_length_is_looked_at_in_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def note(password: str, _: str) -> bool:
        looked.append(password)
        return False

    monkeypatch.setattr(passwords._HASHER, "verify", note)
    for known in (None, passwords.make_hash("x")):
        passwords.verify("я" * 100_000, known)
    assert {len(password) for password in looked} == {passwords.LONGEST}


def test_who_must_wait_makes_no_counters_whatever_names_are_tried(
    session: Session, cast: Cast, hashed: list[str]
) -> None:
    for number in range(throttle.ADDRESS.free + 200):
        with pytest.raises(SignInRefused):
            sign_in.sign_in(session, f"guess{number}", "x", "203.0.113.1")
    assert _rows(session) == 2 * throttle.ADDRESS.free + 1


def test_the_oldest_counters_give_way_when_there_are_too_many(
    session: Session, cast: Cast, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "MOST", 100)
    for number in range(250):
        with pytest.raises(SignInRefused):
            sign_in.sign_in(session, f"guess{number}", "x", f"2001:db8:{number:x}::1")
    assert _rows(session) <= 100 + throttle.SWEPT_EVERY


def _rows(session: Session) -> int:
    return int(session.execute(select(func.count()).select_from(SignInTry)).scalar_one())


AT_ONCE = """
from concurrent.futures import ThreadPoolExecutor
from ejournal.services.accounts import passwords
print(list(ThreadPoolExecutor(8).map(lambda _: passwords.verify("x", None), range(8))))
"""


def test_the_first_tries_after_a_start_are_answered_like_all_others() -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_ONCE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == str([False] * 8), done.stderr
