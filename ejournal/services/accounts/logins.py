"""Logins made of names: «lebedeva.ao», in Latin letters, free in the whole installation."""

import re

from sqlalchemy import select
from sqlmodel import Session

from ejournal.models import Account
from ejournal.models.base import table

_SPELLED = "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e iu ia"
_LETTERS = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", _SPELLED.split(), strict=True))
_LONGEST = 60
_AT_ONCE = 20


def latin(word: str) -> str:
    """The word in Latin letters as a login spells it."""
    return "".join(_LETTERS.get(letter, letter) for letter in word.lower()).replace("-", "")


def login_of(last: str, first: str, middle: str) -> str:
    """«lebedeva.ao» for Лебедева Анна Олеговна, whether it is free or not."""
    return ".".join(part for part in (latin(last), latin(first)[:1] + latin(middle)[:1]) if part)


def propose_login(session: Session, last: str, first: str, middle: str) -> str:
    """A login of the name that nobody in the installation has yet."""
    plain = re.sub(r"[^a-z0-9.]", "", login_of(last, first, middle))[:_LONGEST] or "user"
    account = table(Account).c
    number = 1
    while True:
        likely = [f"{plain}{turn}" if turn > 1 else plain for turn in range(number, number + _AT_ONCE)]
        taken = set(session.scalars(select(account.login).where(account.login.in_(likely))))
        free = next((one for one in likely if one not in taken), None)
        if free is not None:
            return free
        number += _AT_ONCE
