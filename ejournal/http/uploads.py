"""The one way to take a file from a browser: who sends it first, then its body in pieces up to the limit."""

import functools
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO
from urllib.parse import unquote

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.disk import DiskFull, private_folder, telling_of_full_disk
from ejournal.errors import DomainError
from ejournal.http.routes import ROUTES, Declared, answer
from ejournal.settings import settings

FILE_NAME = "x-file-name"
"""The header that names the file, percent-encoded."""
NAME_LENGTH = 120
MEGABYTE = 1024 * 1024

Taking = Callable[[Request, Session, Actor, Path], Response]
Looking = Callable[[Path], None]


def upload(
    path: str, permission: Permission, *, megabytes: int, writes: bool = True, first: Looking | None = None
) -> Callable[[Taking], Taking]:
    """Serve `function(request, session, actor, file)` for a POST whose whole body is one file.

    Nobody's body is read before their permission is known. The file stands outside all that is served, and is
    gone when the function returns, unless it has moved it. `writes`: whether its transaction locks. `first`
    looks at the file before that transaction begins, for it may take long; its DomainError is the answer.
    """

    def declare(function: Taking) -> Taking:
        @functools.wraps(function)
        async def endpoint(request: Request) -> Response:
            refused = await run_in_threadpool(answer, _let_in, request, permission, False)
            if refused.status_code != Response().status_code:
                return refused
            file, whole = await _receive(request, megabytes * MEGABYTE)
            fault: DomainError | None = None
            if file is None:
                fault = DiskFull()
            elif not whole:
                fault = DomainError("The file is larger than {limit} MB", limit=megabytes)
            elif first is not None:
                fault = await run_in_threadpool(_look, first, file)

            def taking(request: Request, session: Session, actor: Actor) -> Response:
                if fault is not None:
                    raise fault
                assert file is not None
                return function(request, session, actor, file)

            try:
                return await run_in_threadpool(answer, taking, request, permission, writes)
            finally:
                if file is not None:
                    _forget(file)

        ROUTES.append(Declared(path, ("POST",), permission.value, endpoint))
        return function

    return declare


def file_name(request: Request) -> str:
    """The file's name as its owner called it, without folders and control characters."""
    given = unquote(request.headers.get(FILE_NAME, ""), errors="replace").replace("\\", "/")
    name = "".join(sign for sign in given.rpartition("/")[2] if sign.isprintable()).strip()
    return name[-NAME_LENGTH:]


def _look(first: Looking, file: Path) -> DomainError | None:
    try:
        first(file)
    except DomainError as error:
        return error
    except BaseException:
        _forget(file)
        raise
    return None


def _forget(file: Path) -> None:
    """The file is gone, with all that was made of it."""
    for one in file.parent.glob(f"{file.stem}.*" if file.suffix else f"{file.name}*"):
        one.unlink(missing_ok=True)


def _let_in(_request: Request, _session: Session, _actor: Actor) -> Response:
    return Response()


async def _receive(request: Request, limit: int) -> tuple[Path | None, bool]:
    """The body in a file of its own (None: no room on the disk), and whether all came within the limit."""
    try:
        with telling_of_full_disk():
            folder = private_folder(settings().files / "incoming")
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as kept:
                try:
                    size = await _write(request, kept, limit)
                except BaseException:  # a full disk, a stop of the server: nobody else knows of the file yet
                    Path(kept.name).unlink(missing_ok=True)
                    raise
    except DiskFull:
        return None, False
    return Path(kept.name), size <= limit


async def _write(request: Request, kept: IO[bytes], limit: int) -> int:
    """How much came, written down to the last byte; more than the limit stands for whatever is not whole."""
    size = 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > limit:
                break
            await run_in_threadpool(kept.write, piece)
    except ClientDisconnect:
        size = limit + 1  # whoever sent half of it does not hear what we answer
    await run_in_threadpool(kept.flush)
    return size
