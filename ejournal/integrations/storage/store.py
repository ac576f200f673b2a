"""Where the bytes of files lie: a folder of this machine, or an S3-compatible bucket; read piece by piece."""

import os
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ejournal.disk import NO_ROOM, private_folder, telling_of_full_disk
from ejournal.lazily import Lazily
from ejournal.settings import Settings, settings

if TYPE_CHECKING:
    import obstore
    from obstore import store as stores
else:
    obstore = Lazily("obstore")
    stores = Lazily("obstore.store")

PIECE = 512 * 1024
"""So much of a file is in memory for each reader."""
PART = 5 * 1024 * 1024
"""Of what goes to a bucket, the least that S3 takes."""
AT_ONCE = 2
FOLDER = "store"


class Store(Protocol):
    """The port: files by name, written whole or not at all."""

    def put(self, name: str, file: Path) -> None:
        """Store what is in the file, in place of one of that name; DiskFull where there is no room."""

    def size(self, name: str) -> int | None:
        """How many bytes the file of that name has; None where there is none."""

    def read(self, name: str, first: int, behind: int) -> AsyncIterator[bytes]:
        """The bytes from the first to that before `behind`, piece by piece."""

    def remove(self, name: str) -> None:
        """Delete it, where it is there."""


class _Stored:
    """What a folder and a bucket have in common: obstore reads both."""

    def __init__(self, inner: "stores.ObjectStore") -> None:
        self._inner = inner

    def size(self, name: str) -> int | None:
        """How many bytes it has; None where there is none."""
        try:
            return obstore.head(self._inner, name)["size"]
        except FileNotFoundError:
            return None

    async def read(self, name: str, first: int, behind: int) -> AsyncIterator[bytes]:
        """Its bytes, piece by piece."""
        while first < behind:
            end = min(first + PIECE, behind)
            piece = await obstore.get_range_async(self._inner, name, start=first, end=end)
            yield bytes(piece)
            first = end

    def remove(self, name: str) -> None:
        """Delete it."""
        with suppress(FileNotFoundError):
            obstore.delete(self._inner, name)


class Folder(_Stored):
    """A folder of this machine, on the same disk as the files that come in: they are linked there."""

    def __init__(self, folder: Path) -> None:
        self._folder = private_folder(folder)
        super().__init__(stores.LocalStore(prefix=folder))

    def put(self, name: str, file: Path) -> None:
        """Link it there; where links cannot be made it is copied."""
        target = self._folder / name
        making = target.with_name(f"{target.name}.{secrets.token_hex(4)}.tmp")
        with telling_of_full_disk():
            private_folder(target.parent)
            try:
                os.link(file, making)
            except OSError as error:
                if error.errno in NO_ROOM:
                    raise
                shutil.copyfile(file, making)
            making.replace(target)


class Bucket(_Stored):
    """A bucket of S3 or of what speaks as S3 does."""

    def put(self, name: str, file: Path) -> None:
        """Send it there in parts."""
        obstore.put(self._inner, name, file, chunk_size=PART, max_concurrency=AT_ONCE)


def store() -> Store:
    """The store of this installation."""
    return _store(settings().files, settings().bucket)


@lru_cache(maxsize=4)
def _store(files: Path, bucket: str) -> Store:
    return _bucket(settings()) if bucket else Folder(files / FOLDER)


def _bucket(given: Settings) -> Bucket:
    name, _, prefix = given.bucket.partition("/")
    return Bucket(
        stores.S3Store(
            name,
            prefix=prefix or None,
            region=given.bucket_region,
            access_key_id=given.bucket_key_id,
            secret_access_key=given.bucket_secret.get_secret_value(),
            client_options={"allow_http": given.bucket_endpoint.startswith("http://")},
            virtual_hosted_style_request=False,
            endpoint=given.bucket_endpoint or None,
        )
    )
