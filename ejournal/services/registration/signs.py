"""The signs of a registration code: ten that nobody takes for others, typed in either alphabet."""

import hashlib
import hmac
import secrets
import unicodedata

from ejournal.settings import settings

SIGNS = "23456789CHKMPTX"
"""Without vowels, so that no word comes out; each letter looks the same in Russian and in Latin.

No 0, О, 1, l or I is among them: whoever types one has read another sign, and is told that it does not work.
"""
LENGTH = 10
HALF = LENGTH // 2
_UNDERSTOOD = str.maketrans("СНКМРТХЗЧБВBSZG", "CHKMPTX34688526")
"""What people type for what they see."""


def new_code() -> str:
    """A code that cannot be guessed: 39 bits, and tries are counted."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def spelled(code: str) -> str:
    """The code as it stands on paper: «7KC4M-X29TP»."""
    return f"{code[:HALF]}-{code[HALF:]}"


def read_code(typed: str) -> str:
    """The code in what was typed, with or without its hyphen, in either alphabet; empty when it is none."""
    plain = unicodedata.normalize("NFKC", typed[:100]).upper()
    signs = "".join(sign for sign in plain if sign.isalnum()).translate(_UNDERSTOOD)
    return signs if len(signs) == LENGTH and all(sign in SIGNS for sign in signs) else ""


def code_hash(code: str) -> str:
    """What is kept of a code: so few signs would be found by trying, were the hash without a key."""
    return hmac.new(settings().key, f"registration\0{code}".encode(), hashlib.sha256).hexdigest()
