"""The papers of a school made one after the other: flat in memory, gone on with where it has ended."""

import hashlib
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

from ejournal.database import session_scope
from ejournal.disk import DiskFull, whole_file, write_whole
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.models import PaperPart
from ejournal.printouts.school.binding import Named, write_merged, write_zip
from ejournal.printouts.school.drawing import drawn
from ejournal.services.mail.turns import end_turn, take_turn
from ejournal.services.papers.choice import PaperKind, kind_words
from ejournal.services.papers.whole import archives, keeping, making
from ejournal.services.papers.whole.making import LIVES, NO_ROOM, Job, Made, next_job, turn_of
from ejournal.services.papers.whole.plans import Piece

log = logging.getLogger(__name__)
BROKEN = "Something went wrong. Tell the administrator this code: {code}"
NOTHING = "None of the papers could be made"


def make_run(run_id: int, is_to_end: Callable[[], bool] = lambda: False) -> None:
    """Make what is left of the work until it is over, halted, or is_to_end says so.

    Nothing where another process does it.
    """
    holder, school_id = secrets.token_hex(16), 0
    try:
        while not is_to_end():
            with session_scope() as session:
                job = next_job(session, run_id, holder)
            if job is None:
                return
            if not school_id:
                school_id = job.school_id
                keeping.clear_room(school_id, job.folder)
            if job.piece is not None:
                _make(job, job.piece)
            elif _finish(job, holder):
                return
    except DiskFull:
        with session_scope() as session:
            making.note_halted(session, run_id, {"message": NO_ROOM, "params": {}})
    finally:
        if school_id:
            with suppress(Exception), session_scope() as session:
                end_turn(session, turn_of(school_id), holder)


def _make(job: Job, piece: Piece) -> None:
    began = perf_counter()
    try:
        paper = drawn(job.school_id, piece, job.issuer_id, job.layout, job.locale, job.archives)
    except DiskFull:
        raise
    except Exception as error:
        with session_scope() as session:
            making.note_fault(session, job.part_id, problem_of(error))
        return
    write_whole(keeping.part_file(job.school_id, job.folder, job.part_id), paper.data)
    took_ms = round((perf_counter() - began) * 1000)
    made = Made(took_ms, paper.pages, len(paper.data), _hash_of(paper.data))
    with session_scope() as session:
        paper.keep(session)
        making.note_made(session, job.part_id, made)


def problem_of(error: Exception) -> dict[str, Any]:
    """What went wrong, as a message for the page; a code where nobody has foreseen it."""
    if isinstance(error, DomainError):
        return {"message": error.message, "params": error.params}
    code = secrets.token_hex(4)
    log.exception("Unexpected error %s", code, exc_info=error)
    return {"message": BROKEN, "params": {"code": code}}


def _hash_of(written: bytes) -> str:
    return hashlib.sha256(written).hexdigest()


def _finish(job: Job, holder: str) -> bool:
    """Bind what is made, or archive what is not yet; False when files are gone and are to be made again."""
    with session_scope() as session:
        parts = making.made_parts(session, job.run_id)
        due = archives.not_laid_in(session, job.school_id, parts) if job.archives else parts
        lost = [one for one in due if not _file_of(job, one).exists()]
        for one in lost:
            making.note_lost(session, one.id or 0)
        is_whole = not making.is_any_left(session, job.school_id, job.run_id)
    if lost:
        return False
    if not parts:
        with session_scope() as session:
            making.note_halted(session, job.run_id, {"message": NOTHING, "params": {}})
        return True
    if job.archives:
        _lay_in(job, parts)
    else:
        bound = _bound(job, parts, holder)
        with session_scope() as session:
            making.note_done(session, job.run_id, bound)
    if job.archives or is_whole:  # else they are bound once more, with what is still to be made
        for one in parts:
            _file_of(job, one).unlink(missing_ok=True)
    return True


def _file_of(job: Job, part: PaperPart) -> Path:
    """Where the paper waits until all are there."""
    return keeping.part_file(job.school_id, job.folder, part.id or 0)


def _lay_in(job: Job, parts: Sequence[PaperPart]) -> None:
    """Lay what is made into the archive, all that is not there yet or nothing."""
    new: list[Path] = []
    try:
        with session_scope() as session:
            new = archives.lay_in(session, job.run_id, parts, job.locale)
            making.note_done(session, job.run_id, {})
    except BaseException:
        for one in new:
            one.unlink(missing_ok=True)
        raise


def _bound(job: Job, parts: Sequence[PaperPart], holder: str) -> dict[str, Any]:
    """The zip and the merged file, with size and fingerprint."""

    def beat() -> None:
        with session_scope() as session:
            take_turn(session, turn_of(job.school_id), holder, LIVES)

    named = [(name_of(one.title, PaperKind(one.kind), job.locale), _file_of(job, one)) for one in parts]
    zipped, merged = (
        keeping.result_file(job.school_id, job.folder, what) for what in (keeping.ZIP, keeping.MERGED)
    )
    with whole_file(zipped) as file:
        write_zip(file, named, beat)
    return {keeping.ZIP: about(zipped), keeping.MERGED: merge(merged, named, job.locale, beat)}


def merge(out: Path, named: Sequence[Named], locale: str, beat: Callable[[], None]) -> Mapping[str, Any]:
    """The one file of them all, and what is told of it."""
    with whole_file(out) as file:
        pages = write_merged(file, named, gettext(locale, "Papers of the whole school"), beat)
    return {**about(out), "pages": pages}


def about(file: Path) -> dict[str, Any]:
    """Size and fingerprint of a file, read in pieces."""
    with file.open("rb") as read:
        return {"size": file.stat().st_size, "sha256": hashlib.file_digest(read, "sha256").hexdigest()}


def name_of(title: str, kind: PaperKind, locale: str) -> str:
    """«6 «Б», классный журнал» as a name of a file on every system."""
    words = f"{title.replace('«', '').replace('»', '')} {kind_words(kind, locale)}"
    return " ".join("".join(char if char.isalnum() else " " for char in words).split())
