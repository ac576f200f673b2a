"""The signs of a registration code: ten that nobody takes for others, typed in either alphabet."""

import hashlib
import hmac
import secrets
import unicodedata

from ejournal.errors import DomainError
from ejournal.settings import settings

SIGNS = "23456789CHKMPTX"
"""Without vowels, so that no word comes out; each letter looks the same in Russian and in Latin.

No 0, О, 1, l or I is among them: whoever types one has read another sign, and is told so (`require_code`).
"""
LENGTH = 10
HALF = LENGTH // 2
LONGEST_TYPED = 100
MOST_NAMED = 5
_UNDERSTOOD = str.maketrans("СНКМРТХЗЧБВBSZG", "CHKMPTX34688526")
"""What people type for what they see."""


def new_code(length: int = LENGTH) -> str:
    """A code that cannot be guessed: 39 bits in ten signs, and tries are counted."""
    return "".join(secrets.choice(SIGNS) for _ in range(length))


def spelled(code: str) -> str:
    """The code as it stands on paper: «7KC4M-X29TP»."""
    return f"{code[:HALF]}-{code[HALF:]}"


def read_code(typed: str, length: int = LENGTH) -> str:
    """The code in what was typed, with or without its hyphen, in either alphabet; empty when it is none."""
    signs, foreign = _read(typed)
    return "" if foreign or len(signs) != length else signs


def require_code(typed: str, field: str) -> str:
    """The code in what was typed; DomainError by the field says in words why it can be nobody's."""
    signs, foreign = _read(typed)
    if foreign:
        raise DomainError(
            "Codes have no {signs}: only the digits 2–9 and the letters C, H, K, M, P, T, X. "
            "Look at the paper once more",
            field=field,
            signs=", ".join(f"«{sign}»" for sign in foreign[:MOST_NAMED]),
        )
    if not signs:
        raise DomainError("Fill this in", field=field)
    if len(signs) != LENGTH:
        raise DomainError("A code has {most} signs, here are {n}", field=field, most=LENGTH, n=len(signs))
    return signs


def _read(typed: str) -> tuple[str, list[str]]:
    """The signs as they are meant, and those of which no code is made, as they were typed."""
    meant, foreign = "", dict[str, None]()
    for sign in unicodedata.normalize("NFKC", typed[:LONGEST_TYPED]):
        if sign.isalnum():
            found = sign.upper().translate(_UNDERSTOOD)
            meant += found
            if found not in SIGNS:
                foreign[sign] = None
    return meant, list(foreign)


def code_hash(code: str) -> str:
    """What is kept of a code: so few signs would be found by trying, were the hash without a key."""
    return hmac.new(settings().key, f"registration\0{code}".encode(), hashlib.sha256).hexdigest()
