"""Files of the program: private to its user, written whole or not at all, with words for a full disk."""

import errno
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ejournal.errors import DomainError

log = logging.getLogger(__name__)
PRIVATE_FOLDER, PRIVATE_FILE, OTHERS = 0o700, 0o600, 0o077
AT_ONCE = 256 * 1024
"""Bytes of a file that are put on the disk together."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class DiskFull(DomainError):
    """There is no room on the server's disk."""

    def __init__(self) -> None:
        super().__init__(
            "There is no room left on the server's disk, nothing was changed. Tell the administrator"
        )


@contextmanager
def telling_of_full_disk() -> Iterator[None]:
    """Inside, a write for which there is no room is a DiskFull, noted in a line."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise no_room(error) from None


def no_room(error: object) -> DiskFull:
    """The error to raise where there was no room; the operator reads a line of it."""
    log.error("No room on the disk: %s", error)
    return DiskFull()


def keep_to_ourselves() -> None:
    """Let nobody but this user read what this process and its children make from now on."""
    os.umask(OTHERS)


def private_folder(folder: Path) -> Path:
    """The folder, made where it is missing, parents too; what is made is this user's alone."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    return folder


def private_file(path: Path) -> None:
    """Make an empty file of this user's alone, where there is none."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, PRIVATE_FILE))


def write_whole(path: Path, data: bytes) -> None:
    """Put the data into the file: all of it, or what stood there before stays; DiskFull without room.

    It is put on the disk piece by piece: a database's commit waits for all that other files have written and
    that is not on the disk yet.
    """
    with whole_file(path) as file:
        for begin in range(0, len(data), AT_ONCE):
            file.write(data[begin : begin + AT_ONCE])
            put_on_disk(file)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """The file to be written: it takes its place when all is there, or what stood there before stays."""
    making = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with telling_of_full_disk():
            with os.fdopen(os.open(making, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "w+b") as file:
                yield file
                put_on_disk(file)
            making.replace(path)
    finally:
        making.unlink(missing_ok=True)


def put_on_disk(file: BinaryIO) -> None:
    """Wait until what was written into the file is on the disk."""
    file.flush()
    os.fdatasync(file.fileno())


def tighten(*places: Path) -> None:
    """Take from others what earlier versions let them read; what is not ours is left alone."""
    for one in places:
        if one.is_symlink() or not one.exists() or one.stat().st_uid != os.geteuid():
            continue
        mode = one.stat().st_mode & 0o777
        if mode & OTHERS:
            one.chmod(mode & ~OTHERS)
