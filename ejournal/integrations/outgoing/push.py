"""Web Push: a sign that there is news, which only the browser that asked for it can read.

By RFC 8030 (the service), 8291 (the message) and 8292 (who sends it).
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ejournal import clock
from ejournal.database import session_scope
from ejournal.integrations.outgoing import addresses
from ejournal.integrations.outgoing.refused import Refused
from ejournal.lazily import Lazily
from ejournal.services.delivery import devices
from ejournal.services.delivery.preparing import Browser, ReadyPush
from ejournal.settings import settings

if TYPE_CHECKING:
    import http_ece
    import py_vapid
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec
else:
    http_ece = Lazily("http_ece")
    py_vapid = Lazily("py_vapid")
    serialization = Lazily("cryptography.hazmat.primitives.serialization")
    ec = Lazily("cryptography.hazmat.primitives.asymmetric.ec")

LASTS_S = 24 * 3600
"""So long a push service keeps it for a browser that is not there."""
TOKEN_LASTS_S = 12 * 3600
GONE = (404, 410)
TAKEN = (200, 201, 202, 204)
NOT_NOW = 429
BROKEN = 500
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256: keys are less."""
LENGTH = 64
"""What is told is filled up to so many bytes: its length tells nothing."""


class PushCarrier:
    """Hands signs to the push services of the browsers; many at once, for each has its own server."""

    at_once = 10

    def __init__(self) -> None:
        self._client = addresses.a_client()

    async def __aenter__(self) -> PushCarrier:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._client.aclose()

    async def hand_over(self, one: ReadyPush) -> None:
        """Tell all of the account's browsers; taken when one of them is told. Refused when none is."""
        kind = "trial" if one.trial else "urgent" if one.urgent else "news"
        refusals: list[Refused] = []
        for browser in one.browsers:
            try:
                await self._tell(browser, kind)
            except Refused as refused:
                refusals.append(refused)
                if refused.of_recipient:
                    await asyncio.to_thread(_forget, browser)
            else:
                await asyncio.to_thread(_note_told, browser)
        if len(refusals) == len(one.browsers):
            again = [refused for refused in refusals if not refused.for_ever]
            raise again[0] if again else refusals[0]

    async def _tell(self, browser: Browser, kind: str) -> None:
        try:
            content = sealed(browser, kind)
            headers = _headers(browser.endpoint, kind)
        except ValueError as error:
            raise Refused(str(error), for_ever=True, of_recipient=True) from None
        answer = await addresses.post(self._client, browser.endpoint, content, headers)
        if answer.status in TAKEN:
            return
        words = f"{answer.status} {answer.text[:100]}".strip()
        if answer.status in GONE:
            raise Refused(words, for_ever=True, of_recipient=True)
        raise Refused(words, for_ever=answer.status < BROKEN and answer.status != NOT_NOW)


def sealed(browser: Browser, kind: str) -> bytes:
    """What is told, for the browser's eyes: no name, no mark, of one length whatever it is."""
    told = json.dumps({"kind": kind}).encode().ljust(LENGTH)
    return bytes(
        http_ece.encrypt(
            told, private_key=ec.generate_private_key(ec.SECP256R1()), dh=_bytes(browser.public_key),
            auth_secret=_bytes(browser.secret), version="aes128gcm",
        )
    )  # fmt: skip


def public_key() -> str:
    """The key that browsers ask their push service by, as they take it."""
    point = _vapid().public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def _headers(endpoint: str, kind: str) -> dict[str, str]:
    parts = urlsplit(endpoint)
    expires = int(clock.now().timestamp()) + TOKEN_LASTS_S
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": expires, "sub": _who()}
    return {
        **_vapid().sign(claims), "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream",
        "TTL": str(LASTS_S), "Urgency": "high" if kind == "urgent" else "normal", "Topic": kind,
    }  # fmt: skip


def _who() -> str:
    """Whom a push service asks when something is wrong."""
    given = settings()
    if given.mail_sender:
        return f"mailto:{given.mail_sender}"
    return f"https://{urlsplit(given.public_url).hostname or 'localhost'}"


@lru_cache
def _vapid_of(secret: bytes) -> py_vapid.Vapid02:
    number = int.from_bytes(hashlib.sha256(b"web push\0" + secret).digest(), "big") % (ORDER - 1) + 1
    return py_vapid.Vapid02(ec.derive_private_key(number, ec.SECP256R1()))


def _vapid() -> py_vapid.Vapid02:
    return _vapid_of(settings().push_secret)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _forget(browser: Browser) -> None:
    with session_scope() as session:
        devices.forget(session, browser.endpoint_hash)


def _note_told(browser: Browser) -> None:
    with session_scope() as session:
        devices.note_told(session, browser.endpoint_hash)
