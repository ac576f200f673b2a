"""Where a request comes from: the browser's address behind trusted proxies, and the origin it names."""

import ipaddress
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from ejournal.settings import settings

LOOPBACK = ("localhost", "127.0.0.1", "::1")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def client_address(scope: Scope) -> str:
    """The address of the browser; X-Forwarded-For counts only as far as trusted proxies wrote it.

    Uvicorn takes what is no address for one, and asks who is a proxy only after the head has been read.
    """
    client = scope.get("client")
    address = str(client[0]) if client else ""
    trusted = _networks(settings().trusted_proxies)
    forwarded = Headers(scope=scope).getlist("x-forwarded-for")
    for named in reversed([part.strip() for line in forwarded for part in line.split(",")]):
        if not _is_of(address, trusted) or not _is_address(named):
            break
        address = named
    return address


def own_address(scope: Scope) -> str:
    """The address under which people reach us, without a slash at its end."""
    here = f"{scope['scheme']}://{Headers(scope=scope).get('host', '')}"
    return (settings().public_url or here).rstrip("/")


def is_proxy(address: str) -> bool:
    """Whether the address is a trusted proxy's, behind which everybody may stand."""
    return _is_of(address, _networks(settings().trusted_proxies))


@lru_cache
def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def _is_of(address: str, networks: tuple[Network, ...]) -> bool:
    return _is_address(address) and any(ipaddress.ip_address(address) in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def is_own_origin(scope: Scope, origin: str) -> bool:
    """Whether the origin (or the address of a page) is this installation's own."""
    named = _origin(origin)
    if named is None:
        return False
    public = settings().public_url
    if public and named == _origin(public):
        return True
    scheme, host = named
    # Behind a proxy we may see http where the browser sees https: the host decides.
    return host == Headers(scope=scope).get("host", "").lower() and (
        scheme == "https" or not settings().https
    )


def is_our_host(scope: Scope) -> bool:
    """Whether the request calls us by our public name, if we have one, or comes from this machine itself.

    Ports are not compared: a proxy may pass the name alone.
    """
    public = settings().public_url
    if not public:
        return True
    headers = Headers(scope=scope)
    named = _host_name(headers.get("host", ""))
    if named and named == urlsplit(public).hostname:
        return True
    return named in LOOPBACK and _is_from_here(scope) and "x-forwarded-for" not in headers


def _host_name(host: str) -> str | None:
    try:
        return (urlsplit("//" + host).hostname or "").removesuffix(".") or None  # «a.ru.» is a.ru
    except ValueError:
        return None


def _is_from_here(scope: Scope) -> bool:
    address = str((scope.get("client") or ("",))[0])
    return _is_address(address) and ipaddress.ip_address(address).is_loopback


def _origin(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return (
        (parts.scheme, parts.netloc.lower()) if parts.scheme in ("http", "https") and parts.netloc else None
    )


def local_path(text: str, default: str = "/") -> str:
    """The path to lead to when it is one of this installation's pages, else the default."""
    is_local = text.startswith("/") and not text.startswith(("//", "/\\", "/auth/", "/login"))
    is_plain = text.isprintable() and "\\" not in text and len(text) <= 500
    try:
        parts = urlsplit(text)
    except ValueError:
        return default
    is_ours = is_local and is_plain and not parts.scheme and not parts.netloc
    return text if is_ours and not _is_detour(parts.path) else default


def _is_detour(path: str) -> bool:
    """Whether a browser, or the pages' own router, may make another of it: «/.//evil.ru» is «//evil.ru»."""
    read = unquote(path)
    return "//" in read or "\\" in read or not {".", ".."}.isdisjoint(read.split("/"))
