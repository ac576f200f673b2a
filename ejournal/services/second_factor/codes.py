"""Codes of an application (TOTP, RFC 6238): six digits of each 30 seconds, judged by nothing but the time."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hmac import compare_digest

import pyotp

STEP_S = 30
WINDOW = 1
"""How many steps before and after the present one are taken, for clocks a little off."""
DRIFT = 5
"""How many more steps are looked at, only to say that a clock is wrong."""
DIGITS = 6
_LOOKS_LIKE = str.maketrans("OОQILZЗЧSБGВB", "0001123456688")
"""Latin and Russian letters in place of digits."""


class Fit(StrEnum):
    """What a code comes to."""

    FITS = "fits"
    USED = "used"
    CLOCK = "clock"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the code fits, and the step whose code it is; 0 when it is none's."""

    fit: Fit
    step: int = 0


def new_key() -> str:
    """A key that cannot be guessed (160 bits), as applications read it."""
    return pyotp.random_base32()


def address_of_key(key: str, account: str, school: str) -> str:
    """What a QR code tells the application."""
    return pyotp.TOTP(key).provisioning_uri(name=account, issuer_name=school.replace(":", " "))


def digits_of(typed: str) -> str:
    """The six digits in what was typed, spaced or not; empty when it is no code."""
    text = _bare(typed)
    return text if len(text) == DIGITS and text.isascii() and text.isdecimal() else ""


def meant_digits(typed: str) -> str:
    """`digits_of` where letters are typed for the digits that they look like: no code has a letter."""
    return digits_of(_bare(typed).upper().translate(_LOOKS_LIKE))


def _bare(typed: str) -> str:
    return "".join(unicodedata.normalize("NFKC", typed[:40]).replace("-", " ").split())


def judge(key: str, typed: str, now: datetime, last_step: int) -> Verdict:
    """How the code that was typed now fits the key; a step is taken once, and none before it any more."""
    code, present = meant_digits(typed), int(now.timestamp()) // STEP_S
    if not code or not key:
        return Verdict(Fit.WRONG)
    maker = pyotp.TOTP(key)
    found = [
        present + by
        for by in range(-WINDOW - DRIFT, WINDOW + DRIFT + 1)
        if compare_digest(maker.generate_otp(present + by), code)
    ]
    near = [step for step in found if abs(step - present) <= WINDOW]
    fresh = [step for step in near if step > last_step]
    if fresh:
        return Verdict(Fit.FITS, max(fresh))
    if near:
        return Verdict(Fit.USED, near[0])
    return Verdict(Fit.CLOCK, found[0]) if found else Verdict(Fit.WRONG)
