"""Browsers in which an account was opened before: signed in a cookie, for the counting of failed tries.

Who comes with such a cookie is counted apart: nobody without it can lock that browser out. It opens nothing,
and names nobody: whose it is shows only to the server that asks about an account.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from ejournal.settings import settings

COOKIE = "ejournal_device"
KEPT = timedelta(days=180)
MOST = 12
"""Accounts that one browser is remembered for: a family, or a lesson's half of a computer room."""
LONGEST = 80
DAY = timedelta(days=1).total_seconds()


def mark_of(cookie: str, account_id: int | None, now: datetime) -> str:
    """The mark by which the browser is known to the account; empty when it is not."""
    marks = [mark for mark in _marks(cookie) if _is_ours(mark, account_id or 0, now)]
    return marks[0] if marks and account_id else ""


def remembered(cookie: str, account_id: int, now: datetime) -> str:
    """The cookie after the account was opened in the browser once more."""
    others = [mark for mark in _marks(cookie) if not _is_ours(mark, account_id, now)]
    body = f"{secrets.token_urlsafe(12)}.{int(now.timestamp() // DAY)}"
    return "~".join([f"{body}.{_signature(body, account_id)}", *others][:MOST])


def _marks(cookie: str) -> list[str]:
    return [mark for mark in cookie[: (LONGEST + 1) * MOST].split("~") if 0 < len(mark) <= LONGEST]


def _is_ours(mark: str, account_id: int, now: datetime) -> bool:
    body, _, signature = mark.rpartition(".")
    day = body.rpartition(".")[2]
    is_signed = hmac.compare_digest(signature.encode(), _signature(body, account_id).encode())
    return is_signed and now.timestamp() // DAY - int(day) <= KEPT.days


def _signature(body: str, account_id: int) -> str:
    message = f"device\0{account_id}\0{body}".encode("utf-8", "replace")
    return hmac.new(settings().key, message, hashlib.sha256).hexdigest()[:40]
