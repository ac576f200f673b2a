"""Stored files given out: to whoever may see what shows them, whole or by ranges; nothing in them runs."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import quote

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.http.files import PDF, Drawn
from ejournal.http.routes import route
from ejournal.integrations.storage.store import store
from ejournal.models import FileKind
from ejournal.services.files import keeping
from ejournal.services.files.keeping import ADDRESS, Stored

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_SANDBOX = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
_FOR_VIEWER = "default-src 'none'; object-src 'self'; frame-ancestors 'self'"
"""A browser shows no PDF in a sandbox; its viewer runs nothing of ours."""
WEBP = "image/webp"


@route(ADDRESS + "/{key}", Permission.FILES_READ)
def give(request: Request, session: Session, actor: Actor) -> Drawn:
    """A stored file; shown where browsers show its kind safely, else saved, as with ?save."""
    file = keeping.fetch(session, actor, request.path_params["key"])
    is_shown = file.kind is not FileKind.OTHER and "save" not in request.query_params
    what = _Bytes(file.blob, file.name, file.media_type, file.size, file.sha256, is_shown)
    return _Given(request, what)


@route(ADDRESS + "/{key}/preview", Permission.FILES_READ)
def give_preview(request: Request, session: Session, actor: Actor) -> Drawn:
    """The small picture of a stored one."""
    file = keeping.fetch(session, actor, request.path_params["key"])
    if not file.has_preview:
        raise NotFound
    name = f"{file.name.rpartition('.')[0]}.webp"
    return _Given(request, _Bytes(file.preview_blob, name, WEBP, None, f"{file.sha256}-preview", True))


def answer_stranger(request: Request, file: Stored, keeping_: str, *, small: bool) -> Response:
    """A file, or its small picture, that everybody may have; NotFound for a picture that there is not."""
    if small and not file.has_preview:
        raise NotFound
    whole = _Bytes(
        file.blob, file.name, file.media_type, file.size, file.sha256, file.kind is not FileKind.OTHER
    )
    preview = _Bytes(file.preview_blob, "small.webp", WEBP, None, f"{file.sha256}-preview", is_shown=True)
    answer = _Given(request, preview if small else whole).answer()
    answer.headers["Cache-Control"] = keeping_
    return answer


@dataclass(frozen=True, slots=True)
class _Bytes:
    """What lies in the store under the name blob, and how browsers are told of it; size None: to be asked."""

    blob: str
    name: str
    media_type: str
    size: int | None
    tag: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class _Given:
    """The answer, begun when the database has been let go."""

    request: Request
    what: _Bytes

    def answer(self) -> Response:
        """304 for whoever has it, 206 for a range, 416 for one that is not there, else the whole of it."""
        headers, size = _headers(self.what), store().size(self.what.blob)
        if size is None or self.what.size not in (None, size):
            raise NotFound
        asked = self.request.headers
        if headers["ETag"] in asked.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        ranged = asked.get("range") if asked.get("if-range", headers["ETag"]) == headers["ETag"] else None
        span = _span(ranged, size)
        if span is None:
            return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{size}"})
        first, behind = span
        headers["Content-Length"] = str(behind - first)
        is_part = (first, behind) != (0, size)
        if is_part:
            headers["Content-Range"] = f"bytes {first}-{behind - 1}/{size}"
        status = 206 if is_part else 200
        if self.request.method == "HEAD":
            return Response(status_code=status, headers=headers)
        return StreamingResponse(self._read(first, behind), status, headers)

    def _read(self, first: int, behind: int) -> AsyncIterator[bytes]:
        return store().read(self.what.blob, first, behind)


def _headers(what: _Bytes) -> dict[str, str]:
    return {
        "Content-Type": what.media_type,
        "Content-Disposition": disposition(what.name, is_shown=what.is_shown),
        "Content-Security-Policy": _FOR_VIEWER if what.is_shown and what.media_type == PDF else _SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "bytes",
        "ETag": f'"{what.tag}"',
        # Kept, and asked for again each time: whoever may no longer see it has it no longer.
        "Cache-Control": "private, no-cache",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def disposition(name: str, *, is_shown: bool) -> str:
    """Content-Disposition of RFC 6266: any name for today's browsers, one in Latin letters for the others."""
    plain = "".join(sign if (sign.isascii() and sign.isalnum()) or sign in "-_. " else "_" for sign in name)
    place = "inline" if is_shown else "attachment"
    return f"{place}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _span(asked: str | None, size: int) -> tuple[int, int] | None:
    """From where to before where: the whole for no range, or several; None for one behind the end."""
    found = _RANGE.fullmatch(asked or "")
    if not found or found.groups() == ("", ""):
        return 0, size
    first, last = found.groups()
    if not first:
        return (max(size - int(last), 0), size) if int(last) else None
    begin, behind = int(first), min(int(last) + 1, size) if last else size
    if begin >= size:
        return None
    return (begin, behind) if begin < behind else (0, size)
