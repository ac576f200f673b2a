"""SMS by an HTTP gateway, of whatever make: address, headers and body are templates of the settings.

A text that may have gone is not sent again by itself: each costs money. Only where nothing was handed over it
is tried again.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from ejournal.integrations.outgoing.refused import Refused
from ejournal.lazily import Lazily
from ejournal.services.delivery.preparing import ReadyText
from ejournal.settings import settings

if TYPE_CHECKING:
    import httpx
else:
    httpx = Lazily("httpx")

CONNECTS_WITHIN_S = 10.0
ANSWERS_WITHIN_S = 20.0
LONGEST_ANSWER = 4096
NOT_NOW, BROKEN = 429, 500
Spell = Callable[[str], str]
UNSURE = "the gateway did not answer in time: the text may have gone, it is not sent again by itself"


class SmsCarrier:
    """Texts to the gateway, some at once; each on a connection of its own: a second answer is nobody's."""

    at_once = 4

    def __init__(self) -> None:
        patience = httpx.Timeout(ANSWERS_WITHIN_S, connect=CONNECTS_WITHIN_S)
        limits = httpx.Limits(max_keepalive_connections=0)
        self._client = httpx.AsyncClient(timeout=patience, limits=limits, trust_env=False)

    async def __aenter__(self) -> SmsCarrier:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._client.aclose()

    async def hand_over(self, one: ReadyText) -> None:
        """Hand the text to the gateway."""
        try:
            async with asyncio.timeout(CONNECTS_WITHIN_S + ANSWERS_WITHIN_S):
                status, said = await self._asked(one)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise Refused("the gateway does not answer", of_server=True) from None
        except (TimeoutError, httpx.HTTPError):
            raise Refused(UNSURE, for_ever=True) from None
        words = f"{status} {said[:100]}".strip()
        if status == NOT_NOW or status >= BROKEN:
            raise Refused(words, of_server=True)
        if status >= 300 or not re.search(settings().sms_taken, said):
            raise Refused(words, for_ever=True)

    async def _asked(self, one: ReadyText) -> tuple[int, str]:
        given = settings()
        request = self._client.build_request(
            given.sms_method, filled(given.sms_url, one, quote), headers=_headers(), content=_body(one)
        )
        answer = await self._client.send(request, stream=True)
        try:
            read = b""
            async for part in answer.aiter_raw():
                read += part
                if len(read) >= LONGEST_ANSWER:
                    break
            return answer.status_code, read[:LONGEST_ANSWER].decode("utf-8", "replace")
        finally:
            await answer.aclose()


def filled(template: str, one: ReadyText, spell: Spell) -> str:
    """The template with what the text is: {phone}, {digits} (the phone without its plus), {text}, {id}."""
    fields = {"phone": one.phone, "digits": one.phone.lstrip("+"), "text": one.text, "id": f"{one.id}"}
    return re.sub(r"\{(phone|digits|text|id)\}", lambda found: spell(fields[found[1]]), template)


def _is_json() -> bool:
    return settings().sms_body.lstrip().startswith(("{", "["))


def _headers() -> dict[str, str]:
    usual = "application/json" if _is_json() else "application/x-www-form-urlencoded"
    own = {name: value.get_secret_value() for name, value in settings().sms_headers.items()}
    typed = {} if any(name.lower() == "content-type" for name in own) else {"Content-Type": usual}
    return {**typed, **own}


def _body(one: ReadyText) -> bytes | None:
    template = settings().sms_body
    if not template:
        return None
    spell = (lambda text: json.dumps(text)[1:-1]) if _is_json() else quote_plus
    return filled(template, one, spell).encode()
