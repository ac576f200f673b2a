"""Webhooks: another system of a school told of its notices, by calls that it can tell from a stranger's."""

from __future__ import annotations

import hashlib
import hmac

from ejournal import clock
from ejournal.integrations.outgoing import addresses
from ejournal.integrations.outgoing.refused import Refused
from ejournal.services.delivery.calls import ReadyCall

GONE, BROKEN = 410, 500
NOT_NOW = (408, 425, 429)
"""Answers that say nothing of the one call: the others would have the same."""
LOST = "the secret cannot be read: make a new one"


class WebhookCarrier:
    """Calls the addresses of schools, some at once; one silent or broken is left alone for a round."""

    at_once = 10

    def __init__(self) -> None:
        self._client = addresses.a_client()
        self._silent: dict[str, str] = {}

    async def __aenter__(self) -> WebhookCarrier:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._client.aclose()

    async def hand_over(self, one: ReadyCall) -> None:
        """Call the address; taken where it answers with 2xx."""
        if not one.secret:
            raise Refused(LOST)
        if one.address in self._silent:
            raise Refused(self._silent[one.address])
        try:
            answer = await addresses.post(self._client, one.address, one.body, headers_of(one))
        except Refused as refused:
            if not refused.for_ever:
                self._silent[one.address] = str(refused)
            raise
        if 200 <= answer.status < 300:
            return
        words = f"{answer.status} {answer.text[:100]}".strip()
        if answer.status in NOT_NOW or answer.status >= BROKEN:
            self._silent[one.address] = words
        raise Refused(words, for_ever=answer.status == GONE)


def headers_of(one: ReadyCall) -> dict[str, str]:
    """By which the other system knows the sender, that the call is new, and which it has had before."""
    time = str(int(clock.unpretended().timestamp()))
    return {
        "Content-Type": "application/json", "X-Journal-Id": str(one.id), "X-Journal-Time": time,
        "X-Journal-Signature": f"sha256={signature(one.secret, time, one.body)}",
    }  # fmt: skip


def signature(secret: str, time: str, body: bytes) -> str:
    """HMAC-SHA256 of the time, a point and the body, in hex."""
    return hmac.new(secret.encode(), f"{time}.".encode() + body, hashlib.sha256).hexdigest()
