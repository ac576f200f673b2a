"""Calls of addresses that people have named: of public hosts alone, on the address that was looked at."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ejournal.integrations.outgoing.refused import Refused
from ejournal.lazily import Lazily
from ejournal.settings import settings

if TYPE_CHECKING:
    import httpx
else:
    httpx = Lazily("httpx")

ANSWERS_WITHIN_S = 10.0
"""How long a server may be silent."""
ENDS_WITHIN_S = 20.0
"""How long a call may take in all, however slowly the server speaks."""
LONGEST_ANSWER = 4096
"""Bytes of an answer that are read."""
NOT_PUBLIC = "the address is not a public one"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; after: its Retry-After."""

    status: int
    text: str


def a_client() -> httpx.AsyncClient:
    """Who calls: keeps connections, follows no redirects, knows no proxies of the environment."""
    return httpx.AsyncClient(timeout=ANSWERS_WITHIN_S, trust_env=False, follow_redirects=False)


async def post(client: httpx.AsyncClient, url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
    """Post it to an address that somebody has named. Refused where it may not be called, or is silent."""
    try:
        async with asyncio.timeout(ENDS_WITHIN_S):
            return await _post(client, url, content, headers)
    except (TimeoutError, httpx.TimeoutException):
        raise Refused("the server does not answer") from None
    except (OSError, httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise Refused(str(error) or type(error).__name__) from None


async def _post(client: httpx.AsyncClient, url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    if parts.scheme != "https" and not settings().outgoing_private:
        raise Refused("the address does not begin with https", for_ever=True)
    found = await _public_address(host, port)
    bracketed = f"[{found}]" if ":" in found else found
    named = httpx.URL(url).copy_with(netloc=f"{bracketed}:{port}".encode())
    request = client.build_request(
        "POST", named, content=content, headers={**headers, "Host": parts.netloc.rpartition("@")[2]},
        extensions={"sni_hostname": host},
    )  # fmt: skip
    answer = await client.send(request, stream=True)
    try:
        return Answer(answer.status_code, await _beginning(answer))
    finally:
        await answer.aclose()


async def _beginning(answer: httpx.Response) -> str:
    read = b""
    async for part in answer.aiter_raw():
        read += part
        if len(read) >= LONGEST_ANSWER:
            break
    return read[:LONGEST_ANSWER].decode("utf-8", "replace")


async def _public_address(host: str, port: int) -> str:
    """An address of the host that is to be called; Refused where any of them is not public."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Refused(f"no such host: {error.strerror}") from None
    addresses = [str(one[4][0]) for one in found]
    if not settings().outgoing_private and not all(is_public(one) for one in addresses):
        raise Refused(NOT_PUBLIC, for_ever=True)
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether it is an address of the public network, also one written as a later version's."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if inner is not None and not is_public(str(inner)):
        return False
    return found.is_global and not found.is_multicast
