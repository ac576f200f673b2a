"""SNILS, the number of a person's pension account: read in any usual spelling, kept only as a keyed hash."""

import hashlib
import hmac
import re

from ejournal.settings import settings

_BETWEEN = re.compile(r"[\s.\-‐‑‒–—−]+")
_DIGITS = re.compile(r"[0-9]{11}")
LAST_UNCHECKED = 1_001_998
"""Numbers up to 001-001-998 were given out before check digits were."""


def snils_digits(text: str) -> str | None:
    """The eleven digits of «112-233-445 95» however it is spelled; None when it is no valid SNILS."""
    digits = _BETWEEN.sub("", text.strip())
    if not _DIGITS.fullmatch(digits):
        return None
    number = int(digits[:9])
    if number == 0 or (number > LAST_UNCHECKED and digits[9:] != check_digits(digits[:9])):
        return None
    return digits


def check_digits(nine: str) -> str:
    """The two check digits of the first nine.

    Each digit times its place counted from the right, summed; the rest by 101, where 100 is written 00.
    Source: the check number in ru.wikipedia.org/wiki/СНИЛС, whose example is 112-233-445 95.
    """
    total = sum(int(digit) * place for digit, place in zip(nine, range(9, 0, -1), strict=True))
    return f"{total % 101 % 100:02d}"


def snils_hash(digits: str) -> str:
    """What is kept of a SNILS: a hash that cannot be searched for without the installation's secret key."""
    return hmac.new(settings().key, b"snils:" + digits.encode(), hashlib.sha256).hexdigest()
