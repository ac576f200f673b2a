"""What is done to a file that has come whole, before it is kept: judged, scanned, a picture drawn anew."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ejournal import limits
from ejournal.disk import no_room
from ejournal.errors import DomainError
from ejournal.integrations.storage import clamd
from ejournal.integrations.storage.kinds import HEAD, judged
from ejournal.integrations.storage.picture_words import DAMAGED, MOST_MEGAPIXELS
from ejournal.models import FileKind
from ejournal.services.files.keeping import Taken
from ejournal.settings import ROOT, settings

WALL_S = 90
COMMAND = ("-m", "ejournal.integrations.storage.drawing")
ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class Ready:
    """A file to be kept: what is known of it, its bytes, its preview."""

    taken: Taken
    file: Path
    preview: Path | None


def take_in(file: Path, name: str) -> Ready:
    """The file as it is to be kept, beside the one that came; DomainError in words for what is not taken."""
    with file.open("rb") as opened:
        found = judged(opened.read(HEAD), name)
    if settings().clamav:
        clamd.scan(settings().clamav, file, name)
    if found.kind is FileKind.PICTURE:
        return _picture(file, name)
    taken = Taken(name, found.kind, found.media_type, file.stat().st_size, _hash(file))
    return Ready(taken, file, None)


def made_of(file: Path) -> tuple[Path, Path]:
    """Where a picture drawn anew and its preview lie, until they are kept."""
    return file.with_suffix(".drawn"), file.with_suffix(".preview")


def _picture(file: Path, name: str) -> Ready:
    drawn, preview = made_of(file)
    told = _drawn_apart(file, drawn, preview, name)
    kind = told["media_type"]
    stem = name.rpartition(".")[0] if "." in name else name
    ending = f".{ENDINGS[kind]}"
    taken = Taken(
        stem[: limits.FILE_NAME - len(ending)] + ending, FileKind.PICTURE, kind, drawn.stat().st_size,
        _hash(drawn), has_preview=True, width=told["width"], height=told["height"],
    )  # fmt: skip
    return Ready(taken, drawn, preview)


def _drawn_apart(file: Path, drawn: Path, preview: Path, name: str) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 (Python itself, with paths of ours)
            [sys.executable, *COMMAND, str(file), str(drawn), str(preview)],
            capture_output=True, check=False, cwd=ROOT, timeout=WALL_S, stdin=subprocess.DEVNULL,
            # Nothing of ours but where Python is: a picture that gets the better of it finds no secrets.
            env={"PATH": os.defpath, "PYTHONUTF8": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise DomainError(DAMAGED, name=name) from None
    told = json.loads(done.stdout) if done.returncode == 0 else {"message": DAMAGED}
    if "full" in told:
        raise no_room(told["full"])
    if "message" in told:
        raise DomainError(told["message"], name=name, limit=MOST_MEGAPIXELS)
    return dict(told)


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
