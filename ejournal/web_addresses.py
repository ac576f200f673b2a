"""Addresses on the web as people write them: below the settings, which are judged by it."""

from urllib.parse import urlsplit


def whole_address(value: str, example: str) -> str:
    """The address without spaces around it, or nothing; ValueError, with the example, for a part of one."""
    given = value.strip()
    if given and urlsplit(given).scheme not in ("http", "https"):
        raise ValueError(f"must be a whole address, as {example}")
    return given


def is_plain_address(url: str, *schemes: str) -> bool:
    """Whether it is a whole address of one of the schemes, spelled as it is sent, without anybody's name."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    is_plain = url.isascii() and url.isprintable() and " " not in url and not parts.username
    return bool(is_plain and host and parts.scheme in schemes)


def is_safe_address(url: str) -> bool:
    """Whether secrets may be sent there: https, or this machine itself."""
    if is_plain_address(url, "http"):
        return urlsplit(url).hostname in ("localhost", "127.0.0.1")
    return is_plain_address(url, "https")


def as_browsers_name_it(url: str) -> str:
    """The address with its host in small Latin letters, «школа.рф» as «xn--80atdl2c.xn--p1ai»."""
    wrong = "must be a whole address, as https://journal.school.ru"
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").removesuffix("."), parts.port
        named = host if ":" in host else host.encode("idna").decode()
    except ValueError as error:
        raise ValueError(wrong) from error
    if parts.scheme not in ("http", "https") or not named or parts.username or parts.query:
        raise ValueError(wrong)
    bracketed = f"[{named}]" if ":" in named else named
    return f"{parts.scheme}://{bracketed}" + (f":{port}" if port else "") + parts.path.rstrip("/")
