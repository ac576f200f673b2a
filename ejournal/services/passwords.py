"""Passwords: argon2 hashes, equal work whether the account exists or not, and what is too weak."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from passlib.hash import argon2

from ejournal.errors import DomainError

# OWASP's cheat sheet for argon2id: 19 MiB, 2 passes, 1 lane. A morning's rush of a whole school fits in
# memory, which the library's own 64 MiB would not.
argon2.set_backend()  # left to the first call of a hasher it fails, and for several at once too
_HASHER = argon2.using(type="ID", memory_cost=19456, time_cost=2, parallelism=1)

SHORTEST = 8
LONGEST = 128
FEWEST_DIFFERENT = 4
DEMO_PASSWORD = "demo"  # noqa: S105 - told to everybody on the demo's sign-in page
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def make_hash(password: str) -> str:
    """The argon2id hash of a password, with a salt of its own."""
    return str(_HASHER.hash(password))


def verify(password: str, password_hash: str | None) -> bool:
    """Whether the password fits the hash; without a hash the same work is done in vain."""
    fits = bool(_HASHER.verify(password[:LONGEST], password_hash or _nobodys_hash()))
    return fits and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made at another cost and should be made anew."""
    return bool(_HASHER.needs_update(password_hash))


@lru_cache
def _nobodys_hash() -> str:
    return make_hash("nobody's password")


def require_strong(password: str, names: Iterable[str], *, field: str = "") -> None:
    """DomainError by the field, saying what to do, when the password is easy to guess.

    `names` are the login, e-mail and names of whom it is for.
    """
    if len(password) < SHORTEST:
        raise DomainError("At least {n} characters", field=field, n=SHORTEST)
    if len(password) > LONGEST:
        raise DomainError("Too long: at most {limit} characters", field=field, limit=LONGEST)
    word = password.casefold()
    if word in _common() or len(set(word)) < FEWEST_DIFFERENT:
        raise DomainError("Too many people use this password. Choose another", field=field)
    bare = _NOT_LETTERS.sub("", word)
    if any(word == name.casefold() or (bare and bare == _bare(name)) for name in names if name):
        raise DomainError("The password repeats your name or login. Choose another", field=field)


def _bare(name: str) -> str:
    return _NOT_LETTERS.sub("", name.casefold())


@lru_cache
def _common() -> frozenset[str]:
    text = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
