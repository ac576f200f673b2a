"""A stranger's file read in a process of its own, one at a time: it can cost neither memory nor time of ours.

`python -m ejournal.integrations.apart KIND FILE LAYOUT` is that process; it writes what it read as JSON.
"""

import fcntl
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from time import monotonic, sleep
from typing import Any

from pydantic import TypeAdapter

from ejournal.disk import private_folder
from ejournal.errors import DomainError
from ejournal.integrations.pictures.logo import DAMAGED, draw_anew
from ejournal.integrations.timetable_files import read_timetable
from ejournal.integrations.workbook.tables import Table, read_tables
from ejournal.services.exchange.file import TimetableFile
from ejournal.settings import ROOT, settings

MEMORY_MB, CPU_S, WALL_S = 512, 60, 120
WAIT_S, LOOK_S = 60.0, 0.1
MOST_WAITING = 4
"""Of one process of ours: whoever comes after them is asked to come again."""
NICE = 10
BUSY = "Other files are being read just now, one at a time. Choose your file again in a minute"
TOO_MUCH = (
    "Reading the file took more than {memory} MB of memory or {seconds} seconds and was stopped. Copy what "
    "is needed into a new workbook, as values, and choose that"
)

COMMAND = ("-m", __name__)
_waiting = BoundedSemaphore(MOST_WAITING)
TIMETABLE, TABLES, LOGO = "timetable", "tables", "logo"
_timetable: TypeAdapter[TimetableFile] = TypeAdapter(TimetableFile)
_tables: TypeAdapter[list[Table]] = TypeAdapter(list[Table])


def read_apart(file: Path, layout: Mapping[str, str] | None = None, kind: str = TIMETABLE) -> bytes:
    """What the file says, as `restored` or `restored_tables` takes it.

    DomainError in its words, or when it takes too much.
    """
    with _turn():
        try:
            done = subprocess.run(  # noqa: S603 (Python itself, with a path of ours)
                [sys.executable, *COMMAND, kind, str(file), json.dumps(dict(layout or {}))],
                capture_output=True, check=False, cwd=ROOT, timeout=WALL_S, stdin=subprocess.DEVNULL,
                # Nothing of ours but where Python is: a file that gets the better of it finds no secrets.
                env={"PATH": os.defpath, "PYTHONUTF8": "1"},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise _too_much(kind) from None
    if done.returncode != 0:
        raise _too_much(kind)
    answer = json.loads(done.stdout)
    if "message" in answer:
        raise DomainError(answer["message"], **answer["params"])
    return done.stdout


def restored(written: bytes) -> TimetableFile:
    """The timetable of what `read_apart` gave."""
    return _timetable.validate_json(written)


def restored_tables(written: bytes) -> list[Table]:
    """The tables of a spreadsheet."""
    return _tables.validate_json(written)


def _too_much(kind: str) -> DomainError:
    if kind == LOGO:
        return DomainError(DAMAGED)
    return DomainError(TOO_MUCH, memory=MEMORY_MB, seconds=CPU_S)


@contextmanager
def _turn() -> Iterator[None]:
    """The one place to read in all processes; DomainError for who would wait too long for it."""
    if not _waiting.acquire(blocking=False):
        raise DomainError(BUSY)
    try:
        folder = private_folder(settings().files / "imports")
        with (folder / "reader.lock").open("a", encoding="utf-8") as lock:
            until = monotonic() + WAIT_S
            while not _locked(lock):
                if monotonic() > until:
                    raise DomainError(BUSY)
                sleep(LOOK_S)
            yield
    finally:
        _waiting.release()


def _locked(lock: Any) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _limit() -> None:
    """Whatever comes, this process takes no more than it is given, and nobody waits for it."""
    megabytes = MEMORY_MB * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes, megabytes))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICE)


def main(kind: str, file: str, layout: str) -> bytes:
    """The file as JSON, or the message of what is wrong with it."""
    try:
        data = Path(file).read_bytes()
        if kind == LOGO:
            return draw_anew(data)
        if kind == TABLES:
            return _tables.dump_json(read_tables(data))
        return _timetable.dump_json(read_timetable(data, json.loads(layout)))
    except DomainError as error:
        return json.dumps({"message": error.message, "params": error.params}).encode()


if __name__ == "__main__":
    _limit()
    sys.stdout.buffer.write(main(*sys.argv[1:4]))
