"""A part of a file written down where the last one ended: its offset is the length of what has come."""

import asyncio
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from ejournal.disk import AT_ONCE, private_file, private_folder, put_on_disk, telling_of_full_disk
from ejournal.integrations.storage.taking_in import made_of
from ejournal.settings import settings

PART = 4 * 1024 * 1024
"""The most that one request brings; the browser begins with less and grows where the line is good."""
SILENCE_S = 20.0
"""So long a part's sender may say nothing: what has come stays, and the next request goes on from there."""


class Busy(Exception):
    """Another request is writing the same file just now."""


class Elsewhere(Exception):
    """The part does not begin where the last one ended; offset is where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def part_file(key: str) -> Path:
    """Where a file lies while it comes."""
    return settings().files / "incoming" / f"{key}.part"


def come_so_far(key: str) -> int:
    """How much of it lies there."""
    file = part_file(key)
    return file.stat().st_size if file.exists() else 0


@contextmanager
def held(key: str) -> Iterator[BinaryIO]:
    """The file on its way in, for one request at a time; Busy for another."""
    path = part_file(key)
    with telling_of_full_disk():
        private_folder(path.parent)
        private_file(path)
        with path.open("r+b", buffering=0) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy from None
            yield file


def forget_bytes(key: str) -> None:
    """Delete what has come of it, and what was made of that."""
    file = part_file(key)
    for one in (file, *made_of(file)):
        one.unlink(missing_ok=True)


async def write_part(request: Request, key: str, offset: int, size: int) -> int:
    """Write the request's body down; up to where all has come now. What came of a part that broke off stays.

    It reaches the disk piece by piece; why, `write_whole` says. Busy, Elsewhere; DiskFull, and then the file
    is as it was before.
    """
    with held(key) as file:
        there = file.seek(0, os.SEEK_END)
        if there != offset:
            raise Elsewhere(there)
        try:
            return await _write(request, file, offset, min(size, offset + PART))
        except OSError:
            with suppress(OSError):
                file.truncate(offset)
            raise


async def _write(request: Request, file: BinaryIO, offset: int, most: int) -> int:
    pieces, begun = request.stream().__aiter__(), offset
    with suppress(ClientDisconnect, TimeoutError, StopAsyncIteration):
        while offset < most:
            piece = await asyncio.wait_for(pieces.__anext__(), SILENCE_S)
            piece = piece[: most - offset]
            if piece:
                await run_in_threadpool(_write_whole, file, piece)
                offset += len(piece)
            if offset - begun >= AT_ONCE:
                await run_in_threadpool(put_on_disk, file)
                begun = offset
    return offset


def _write_whole(file: BinaryIO, piece: bytes) -> None:
    left = memoryview(piece)
    while left:
        left = left[file.write(left) :]
