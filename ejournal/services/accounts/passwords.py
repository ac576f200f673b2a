"""Passwords: argon2 hashes, equal work whether the account exists or not, and what is too weak."""

import os
import re
import sys
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

from passlib.hash import argon2

from ejournal.errors import DomainError
from ejournal.services.base.keys import in_other_layout

# OWASP's cheat sheet for argon2id: 19 MiB, 2 passes, 1 lane. A morning's rush of a whole school fits in
# memory, which the library's own 64 MiB would not.
MEMORY_KB, PASSES, LANES = 19456, 2, 1
argon2.set_backend()  # left to the first call of a hasher it fails, and for several at once too
_HASHER = argon2.using(type="ID", memory_cost=MEMORY_KB, time_cost=PASSES, parallelism=LANES)
COST = f"$argon2id$v=19$m={MEMORY_KB},t={PASSES},p={LANES}$"
"""How a hash of the present cost begins."""
_COST = re.compile(r"\$argon2(?:id|i|d)\$v=\d+\$m=\d+,t=\d+,p=\d+\$")
_NOBODYS = "bm9ib2R5J3Mgc2FsdC4uLg$bm9ib2R5J3MgcGFzc3dvcmQsIHdoaWNoIGZpdHMgbm8"
"""Salt and digest as long as all others; no password is known to give it."""
HASHED_AT_ONCE = 4
"""Each takes 19 MiB and most of a core: a crowd at the door queues for it."""
_NICENESS = 10

SHORTEST = 8
LONGEST = 128
FEWEST_DIFFERENT = 4
FEWEST_GUESSES = 10**8
"""zxcvbn's «safe from guessing on line, even without a throttle»."""
DEMO_PASSWORD = "demo"  # noqa: S105 - told to everybody on the demo's sign-in page
_NOT_LETTERS = re.compile(r"[\W\d_]+")


@lru_cache
def _hashing() -> ThreadPoolExecutor:
    """The threads in which passwords are hashed: a crowd at the door takes no core from those who work."""
    return ThreadPoolExecutor(HASHED_AT_ONCE, "password", initializer=_give_way)


def _give_way() -> None:
    if sys.platform == "linux":  # elsewhere the whole process would be meant
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


def make_hash(password: str, salt: bytes | None = None) -> str:
    """The argon2id hash of a password, with a salt of its own unless one is given."""
    hasher = _HASHER.using(salt=salt) if salt else _HASHER
    return str(_hashing().submit(hasher.hash, password).result())


def verify(password: str, password_hash: str | None, costs: Iterable[str] = ()) -> bool:
    """Whether the password fits the hash; without a hash the same work is done in vain.

    `costs` are all at which hashes of the installation were made (`password_costs`): each is paid
    once, so that the time tells nobody whose hash is an older one, or that there is none.
    """
    tried, cost = password[:LONGEST], cost_of(password_hash)
    fits = bool(cost and password_hash and _verified(tried, password_hash))
    for other in sorted({*costs} or {COST}) if not cost else sorted({*costs} - {cost}):
        _verified(tried, _nobodys_hash(other))
    return fits


def _verified(password: str, password_hash: str) -> bool:
    return bool(_hashing().submit(_HASHER.verify, password, password_hash).result())


def cost_of(password_hash: str | None) -> str:
    """How a hash made at its cost begins; empty when there is none that a password can fit."""
    found = _COST.match(password_hash or "")
    return found[0] if found else ""


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made at another cost and should be made anew."""
    return bool(_HASHER.needs_update(password_hash))


def _nobodys_hash(cost: str = COST) -> str:
    return cost + _NOBODYS


def require_strong(password: str, names: Iterable[str], *, field: str = "") -> None:
    """DomainError by the field, saying what to do, when the password is easy to guess.

    `names` are the login, e-mail and names of whom it is for.
    """
    if len(password) < SHORTEST:
        raise DomainError("At least {n} characters", field=field, n=SHORTEST)
    if len(password) > LONGEST:
        raise DomainError("Too long: at most {limit} characters", field=field, limit=LONGEST)
    word, names = password.casefold(), [name.casefold() for name in names if name]
    if word in _common() or len(set(word)) < FEWEST_DIFFERENT:
        raise DomainError("Too many people use this password. Choose another", field=field)
    bare = _NOT_LETTERS.sub("", word)
    if any(word == name or (bare and bare == _bare(name)) for name in names):
        raise DomainError("The password repeats your name or login. Choose another", field=field)
    if min(_guesses(one, names) for one in (word, in_other_layout(word))) < FEWEST_GUESSES:
        raise DomainError("This password is soon guessed. Make it longer, of several words", field=field)


def _guesses(password: str, names: list[str]) -> float:
    """By how many guesses who knows people's habits comes to the password, as zxcvbn counts them."""
    from zxcvbn import zxcvbn  # its lists take 14 MB: only who sets a password needs them

    return float(zxcvbn(password, user_inputs=names, max_length=LONGEST)["guesses"])


def _bare(name: str) -> str:
    return _NOT_LETTERS.sub("", name.casefold())


@lru_cache
def _common() -> frozenset[str]:
    text = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
