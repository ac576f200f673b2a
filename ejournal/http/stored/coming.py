"""A file on its way in: begun, sent part by part, asked how far it is, finished or dropped.

A browser begins with POST /files/upload and its own name for the file, sends parts with the offset at which
each begins, and finishes. Whatever breaks off, the same request again answers how far the file is.
"""

import asyncio
import functools
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.database import session_scope
from ejournal.disk import DiskFull
from ejournal.errors import DomainError, NotFound
from ejournal.http.routes import ROUTES, Declared, answer, route
from ejournal.http.stored import parts
from ejournal.http.uploads import file_name
from ejournal.integrations.storage.clamd import ScannerAway
from ejournal.integrations.storage.store import store
from ejournal.integrations.storage.taking_in import Ready, take_in
from ejournal.services.files import keeping, uploads
from ejournal.services.files.keeping import Stored, shown
from ejournal.services.files.uploads import Coming

FILES_KEEP = Permission.FILES_KEEP
UPLOAD = "/files/upload"
TRIES = 5
DIGITS = 15
_hands = ThreadPoolExecutor(2, "files")
"""Who looks into files that have come: two at a time, others wait without holding up anything else."""


class SweptAway(Exception):
    """The sweeper has deleted the bytes of a file that is being kept."""


Taking = Callable[[Request, Coming], Awaitable[Response]]


@route(UPLOAD, FILES_KEEP, methods=("POST",))
def begin(request: Request, session: Session, actor: Actor) -> Response:
    """Let a file come: its key, and how much of it is here already."""
    client, size = request.query_params.get("id", ""), _number(request, "size")
    return _so_far(uploads.begin(session, actor, client, file_name(request), size, clock.now()))


@route(UPLOAD + "/{key}", FILES_KEEP, writes=False)
def ask(request: Request, session: Session, actor: Actor) -> Response:
    """How much of a file has come; of one that is kept already, what it is."""
    key = request.path_params["key"]
    kept = keeping.own_unused(session, actor, key)
    return _kept(kept) if kept else _so_far(uploads.coming(session, actor, key))


@route(UPLOAD + "/{key}/drop", FILES_KEEP, methods=("POST",))
def drop(request: Request, session: Session, actor: Actor) -> Response:
    """Take no more of a file, or let go of one that is kept and shown by nothing."""
    key = request.path_params["key"]
    if keeping.own_unused(session, actor, key) is None:
        uploads.drop(session, actor, key)
        parts.forget_bytes(key)
    else:
        keeping.throw_away(session, actor, key, clock.now())
    return PlainTextResponse("ok")


def of_own(path: str) -> Callable[[Taking], Taking]:
    """Serve `async function(request, coming)` for a POST about one's own file on its way in."""

    def declare(function: Taking) -> Taking:
        @functools.wraps(function)
        async def endpoint(request: Request) -> Response:
            found: list[Coming | Stored] = []

            def look(request: Request, session: Session, actor: Actor) -> Response:
                key = request.path_params["key"]
                kept = keeping.own_unused(session, actor, key)
                found.append(kept or uploads.coming(session, actor, key))
                return Response()

            refused = await run_in_threadpool(answer, look, request, FILES_KEEP, False)
            if not found:
                return refused
            if isinstance(found[0], Stored):
                return _kept(found[0])
            return await _in_words(request, function, found[0])

        ROUTES.append(Declared(path, ("POST",), FILES_KEEP.value, endpoint))
        return function

    return declare


async def _in_words(request: Request, function: Taking, coming: Coming) -> Response:
    """What the function answers; what goes wrong in words, with where the file is to go on."""
    try:
        return await function(request, coming)
    except parts.Busy:
        return JSONResponse({"offset": parts.come_so_far(coming.key), "busy": True}, status_code=409)
    except parts.Elsewhere as elsewhere:
        return JSONResponse({"offset": elsewhere.offset}, status_code=409)
    except DomainError as error:
        said = error

    def refuse(_request: Request, _session: Session, _actor: Actor) -> Response:
        raise said

    told = await run_in_threadpool(answer, refuse, request, FILES_KEEP, False)
    if isinstance(said, ScannerAway):
        return PlainTextResponse(told.body, status_code=503)
    return told


@of_own(UPLOAD + "/{key}/part")
async def take_part(request: Request, coming: Coming) -> Response:
    """Write a part down at its offset; up to where the file has come now."""
    offset = await parts.write_part(request, coming.key, _number(request, "offset"), coming.size)
    return JSONResponse({"offset": offset})


@of_own(UPLOAD + "/{key}/finish")
async def finish(request: Request, coming: Coming) -> Response:
    """Keep the file that has come whole; what is not taken is refused in words, and gone."""
    come = parts.come_so_far(coming.key)
    if come != coming.size:
        raise parts.Elsewhere(come)
    loop = asyncio.get_running_loop()
    with parts.held(coming.key) as file:
        try:
            await run_in_threadpool(os.fsync, file.fileno())
            ready = await loop.run_in_executor(_hands, take_in, parts.part_file(coming.key), coming.name)
            return await loop.run_in_executor(_hands, _keep, request, coming, ready)
        except (ScannerAway, DiskFull):
            raise
        except DomainError:
            await run_in_threadpool(_forget, coming.key)
            raise


def _keep(request: Request, coming: Coming, ready: Ready) -> Response:
    """Put the bytes into the store and note them; anew where the sweeper came in between.

    `keeping.keep` holds the school, as the sweeper does: what is in the store then stays there.
    """

    def note(_request: Request, session: Session, actor: Actor) -> Response:
        kept = keeping.keep(session, actor, coming.key, ready.taken, clock.now())
        wanted = (kept.blob, kept.preview_blob) if ready.preview else (kept.blob,)
        if any(store().size(one) is None for one in wanted):
            raise SweptAway
        return _kept(kept)

    for _ in range(TRIES):
        with suppress(SweptAway):
            _put(coming, ready)
            answered = answer(note, request, FILES_KEEP, True)
            if answered.status_code == Response().status_code:
                parts.forget_bytes(coming.key)
            return answered
    raise ScannerAway


def _put(coming: Coming, ready: Ready) -> None:
    blob = keeping.blob_name(coming.school_id, ready.taken.sha256)
    store().put(blob, ready.file)
    if ready.preview:
        store().put(keeping.preview_name(blob), ready.preview)


def _forget(key: str) -> None:
    """The file is not taken: nothing of it stays."""
    with session_scope() as session:
        uploads.forget(session, key)
    parts.forget_bytes(key)


def _so_far(coming: Coming) -> Response:
    return JSONResponse({"key": coming.key, "offset": parts.come_so_far(coming.key), "part": parts.PART})


def _kept(kept: Stored) -> Response:
    """What the browser shows of a file that is kept."""
    return JSONResponse({"key": kept.key, "file": shown(kept)})


def _number(request: Request, name: str) -> int:
    given = request.query_params.get(name, "")
    if not given.isdecimal() or len(given) > DIGITS:
        raise NotFound
    return int(given)
