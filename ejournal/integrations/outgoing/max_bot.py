"""The bot of the installation in the messenger MAX, by its HTTP interface for bots.

What is relied on stands in its documentation (dev.max.ru/docs-api, dev.max.ru/help/deeplinks) and in the
schemas and clients of github.com/max-messenger, as of autumn 2026:

- Requests go to `https://platform-api2.max.ru`; its certificate is of the Russian national authority
  (НУЦ Минцифры), which is to be added to the trusted ones. The token stands in `Authorization` as it is.
- `GET /me` gives the bot; its `username` stands in `https://max.ru/<username>?start=<payload>`.
  The payload, up to 128 signs, comes back in the update `bot_started`.
- `GET /updates?limit=1–1000&timeout=0–90&marker=…&types=a,b` waits for updates and answers
  `{"updates": […], "marker": …}`; what is before the marker given is read. Without one it gives the last
  alone. It is limited in speed, keeps updates for a time, and gives none while the bot is subscribed to
  webhooks, which the documentation advises for lasting use.
- Updates have an `update_type`: `bot_started`, `bot_stopped`, `dialog_removed` (each with `user`,
  `user_locale`), `message_created` (`message.sender`, `message.body.text`, `message.recipient.chat_type`:
  dialog, chat or channel).
- `POST /messages?user_id=…` takes `{"text": …}` of 4000 signs at most and answers 200.
  `disable_link_preview=true`: the server looks at no link of the text. At most two messages a second go to
  one user, 30 requests a second in all.
- Errors are JSON with `code` and `message`. 401: the token is none. 403: the user has stopped the bot, or it
  has no access (`chat.denied`, as others have seen it). 404: there is no such user. 429: too many requests.
  503: the service is not there.

Not documented, and not relied on: a `Retry-After` with 429; where there is one, it is kept to.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ejournal.integrations.outgoing.messengers import Heard, Started, Stopped, Update, Wrote
from ejournal.integrations.outgoing.refused import Refused
from ejournal.lazily import Lazily
from ejournal.models import Channel
from ejournal.settings import settings

if TYPE_CHECKING:
    import httpx
else:
    httpx = Lazily("httpx")

ANSWERS_WITHIN_S = 15.0
"""How long MAX may be silent, beyond what it was asked to wait."""
LONGEST_ANSWER = 16_000_000
"""Bytes of a page of updates; a longer one is not read."""
PAGE = 100
TYPES = "bot_started,bot_stopped,dialog_removed,message_created"
NO_TOKEN, NOT_NOW, BROKEN = 401, 429, 500
GONE = (403, 404)
SHORT_REST_S = 5.0
"""A pause that is waited for with the message in hand; all others end the work for now."""
LONGEST_REST_S = 300.0
USUAL_REST_S = 10.0
SILENT = "MAX does not answer"


class _Rest:
    """The pause that MAX has asked for: of all that this process asks it."""

    until = 0.0


def rests() -> bool:
    """Whether MAX has asked for a pause that is not over."""
    return time.monotonic() < _Rest.until


class MaxBot:
    """Asks MAX by one connection that is kept."""

    channel = Channel.MAX

    def __init__(self) -> None:
        given = settings()
        self._client = httpx.AsyncClient(
            base_url=given.max_url, headers={"Authorization": given.max_token.get_secret_value()},
            timeout=ANSWERS_WITHIN_S, verify=_trusted(given.max_ca_file), trust_env=False,
        )  # fmt: skip

    async def __aenter__(self) -> MaxBot:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._client.aclose()

    async def username(self) -> str:
        """How people find the bot."""
        name = (await self._asked("GET", "/me", {})).get("username")
        if not isinstance(name, str) or not 0 < len(name) <= 100 or not name.isascii():
            raise Refused("MAX tells no name of the bot", of_server=True)
        return name

    async def updates(self, marker: int | None, wait_s: int) -> Heard:
        """What has happened since the marker, or within so many seconds."""
        asked = {"limit": str(PAGE), "timeout": str(wait_s), "types": TYPES}
        if marker is not None:
            asked["marker"] = str(marker)
        told = await self._asked("GET", "/updates", asked, wait_s=wait_s)
        found, after = told.get("updates"), _whole(told.get("marker"))
        listed = found if isinstance(found, list) else []
        return Heard([one for one in map(_read, listed) if one is not None], after)

    async def send(self, user_id: int, text: str) -> None:
        """Write to the user; a short pause that MAX asks for is waited for once."""
        asked = {"user_id": str(user_id), "disable_link_preview": "true"}
        try:
            await self._asked("POST", "/messages", asked, {"text": text})
        except _Pause as pause:
            if pause.lasts_s > SHORT_REST_S:
                raise
            await asyncio.sleep(pause.lasts_s)
            await self._asked("POST", "/messages", asked, {"text": text})

    async def _asked(
        self, method: str, path: str, asked: Mapping[str, str], body: Mapping[str, Any] | None = None,
        *, wait_s: int = 0,
    ) -> dict[str, Any]:  # fmt: skip
        try:
            async with asyncio.timeout(wait_s + ANSWERS_WITHIN_S):
                status, after, read = await self._answer(method, path, asked, body, wait_s)
        except (TimeoutError, httpx.TimeoutException):
            raise Refused(SILENT, of_server=True) from None
        except (OSError, httpx.HTTPError, ValueError) as error:
            raise Refused(f"{SILENT}: {error or type(error).__name__}"[:200], of_server=True) from None
        told = _json(read)
        if status == 200 and told is not None:
            return told
        raise _refusal(status, told or {}, after)

    async def _answer(
        self, method: str, path: str, asked: Mapping[str, str], body: Mapping[str, Any] | None, wait_s: int
    ) -> tuple[int, str, bytes]:
        patience = httpx.Timeout(ANSWERS_WITHIN_S, read=wait_s + ANSWERS_WITHIN_S)
        request = self._client.build_request(method, path, params=dict(asked), json=body, timeout=patience)
        answer = await self._client.send(request, stream=True)
        try:
            read = bytearray()
            async for part in answer.aiter_bytes():
                read += part
                if len(read) > LONGEST_ANSWER:
                    raise ValueError("the answer is too long")
            return answer.status_code, answer.headers.get("Retry-After", ""), bytes(read)
        finally:
            await answer.aclose()


class _Pause(Refused):
    """MAX takes nothing for so many seconds."""

    def __init__(self, words: str, lasts_s: float) -> None:
        super().__init__(words, of_server=True)
        self.lasts_s = lasts_s


def _refusal(status: int, told: Mapping[str, Any], after: str) -> Refused:
    """What an answer other than 200 means; a proxy's own words are no word of MAX on a user."""
    words = f"{status} {told.get('code') or ''} {told.get('message') or ''}".strip()[:200]
    if status == NOT_NOW:
        lasts_s = min(float(after) if after.isascii() and after.isdecimal() else USUAL_REST_S, LONGEST_REST_S)
        _rest(lasts_s)
        return _Pause(words, lasts_s)
    if status in GONE and told.get("code") and told["code"] != "verify.token":
        return Refused(words, for_ever=True, of_recipient=True)
    if status == NO_TOKEN or status in GONE or status >= BROKEN or status < 400:
        _rest(USUAL_REST_S)
        return Refused(words, of_server=True)
    return Refused(words, for_ever=True)


def _rest(lasts_s: float) -> None:
    _Rest.until = max(_Rest.until, time.monotonic() + lasts_s)


def _trusted(ca_file: str) -> ssl.SSLContext:
    """The certificates of the system, and those of the file."""
    found = ssl.create_default_context()
    if ca_file:
        found.load_verify_locations(ca_file)
    return found


def _json(read: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(read)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _read(given: object) -> Update | None:
    """An update as the journal understands it; None for what it does not look at, or cannot read."""
    kind = _part(given, "update_type")
    if kind == "message_created":
        message = _part(given, "message")
        user, text = _part(message, "sender"), _part(_part(message, "body"), "text")
        to_bot = _part(_part(message, "recipient"), "chat_type") == "dialog"
        number = _person(user) if to_bot else None
        spelled = text if isinstance(text, str) else ""
        return None if number is None else Wrote(number, _title(user), _locale(given), spelled)
    user = _part(given, "user")
    number = _person(user)
    if number is None:
        return None
    if kind == "bot_started":
        code = _part(given, "payload")
        return Started(number, _title(user), _locale(given), code if isinstance(code, str) else "")
    return Stopped(number) if kind in ("bot_stopped", "dialog_removed") else None


def _part(given: object, name: str) -> object:
    return given.get(name) if isinstance(given, dict) else None


def _person(user: object) -> int | None:
    return None if _part(user, "is_bot") is True else _whole(_part(user, "user_id"))


def _whole(given: object) -> int | None:
    """A number that both databases keep."""
    is_number = isinstance(given, int) and not isinstance(given, bool)
    return given if is_number and isinstance(given, int) and -(2**63) <= given < 2**63 else None


def _title(user: object) -> str:
    names = (_part(user, "first_name"), _part(user, "last_name"))
    return " ".join(name[:100] for name in names if isinstance(name, str) and name)


def _locale(given: object) -> str:
    """Russian unless the messenger is used in another language."""
    told = _part(given, "user_locale")
    return "en" if isinstance(told, str) and told and not told.lower().startswith("ru") else "ru"
