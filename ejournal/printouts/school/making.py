"""The papers of a school made one after the other: flat in memory, gone on with where it has ended."""

import hashlib
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

from ejournal.database import DatabaseAway, session_scope
from ejournal.disk import DiskFull, whole_file, write_whole
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.models import PaperPart
from ejournal.printouts.school.binding import Named, write_merged, write_zip
from ejournal.printouts.school.drawing import drawn
from ejournal.services.issued.issue import Overtaken, read_anew
from ejournal.services.mail.turns import end_turn
from ejournal.services.papers.choice import PaperKind, kind_words
from ejournal.services.papers.whole import archives, keeping, making
from ejournal.services.papers.whole.making import NO_ROOM, Job, Made, TurnLost, hold, next_job, turn_of
from ejournal.services.papers.whole.plans import Piece

log = logging.getLogger(__name__)
BROKEN = "Something went wrong. Tell the administrator this code: {code}"
NOTHING = "None of the papers could be made"


def make_run(run_id: int, is_to_end: Callable[[], bool] = lambda: False) -> None:
    """Make what is left of the work until it is over, halted, or is_to_end says so.

    Nothing where another process does it. What nobody has foreseen halts it, with words for its page.
    """
    holder = secrets.token_hex(16)
    with session_scope() as session:
        first = next_job(session, run_id, holder)
    if first is None:
        return
    try:
        _go_on(first, holder, is_to_end)
    except TurnLost:
        log.warning("Another process has gone on with the papers of a school that were in hand here")
    except DatabaseAway:
        raise
    except Exception as error:
        _halt(first.school_id, run_id, holder, error)
    finally:
        with suppress(Exception), session_scope() as session:
            end_turn(session, turn_of(first.school_id), holder)


def _go_on(first: Job, holder: str, is_to_end: Callable[[], bool]) -> None:
    keeping.clear_room(first.school_id, first.folder)
    job: Job | None = first
    while job is not None:
        if job.piece is not None:
            _make(job, job.piece, holder)
        elif _finish(job, holder):
            return
        if is_to_end():
            return
        with session_scope() as session:
            job = next_job(session, job.run_id, holder)


def _halt(school_id: int, run_id: int, holder: str, error: Exception) -> None:
    """Say on its page why the work has ended, unless another process goes on with it."""
    problem = {"message": NO_ROOM, "params": {}} if isinstance(error, DiskFull) else problem_of(error)
    with suppress(TurnLost), session_scope() as session:
        hold(session, school_id, holder)
        making.note_halted(session, run_id, problem)


def _make(job: Job, piece: Piece, holder: str) -> None:
    """One paper, or why it could not be made; TurnLost where another process has it in hand by now."""
    try:
        read_anew(lambda: _made(job, piece, holder))
    except (DiskFull, DatabaseAway, TurnLost):
        raise
    except Exception as error:
        with session_scope() as session:
            hold(session, job.school_id, holder)
            making.note_fault(session, job.part_id, problem_of(error))


def _made(job: Job, piece: Piece, holder: str) -> None:
    """The paper in its file, and written down while the turn is ours."""
    began = perf_counter()
    paper = drawn(job.school_id, piece, job.issuer_id, job.layout, job.locale, job.archives)
    file = keeping.part_file(job.school_id, job.folder, paper.sha256)
    if paper.data:
        write_whole(file, paper.data)
    took_ms = round((perf_counter() - began) * 1000)
    made = Made(took_ms, paper.pages, paper.size, paper.sha256, paper.said)
    try:
        with session_scope() as session:
            hold(session, job.school_id, holder)
            paper.keep(session)
            making.note_made(session, job.part_id, made)
    except (TurnLost, Overtaken):
        file.unlink(missing_ok=True)
        raise


def problem_of(error: Exception) -> dict[str, Any]:
    """What went wrong, as a message for the page; a code where nobody has foreseen it."""
    if isinstance(error, DomainError):
        return {"message": error.message, "params": error.params}
    code = secrets.token_hex(4)
    log.exception("Unexpected error %s", code, exc_info=error)
    return {"message": BROKEN, "params": {"code": code}}


def _finish(job: Job, holder: str) -> bool:
    """Bind what is made, or archive what is not yet; False when files are gone and are to be made again."""
    with session_scope() as session:
        hold(session, job.school_id, holder)
        parts = making.made_parts(session, job.run_id)
        due = archives.not_laid_in(session, job.school_id, parts) if job.archives else parts
        is_whole = not making.is_any_left(session, job.school_id, job.run_id)
    lost = [one for one in due if not archives.is_same(_file_of(job, one), one.sha256)]
    if lost:
        with session_scope() as session:
            hold(session, job.school_id, holder)
            for one in lost:
                making.note_lost(session, one.id or 0)
        return False
    if not parts:
        with session_scope() as session:
            hold(session, job.school_id, holder)
            making.note_halted(session, job.run_id, {"message": NOTHING, "params": {}})
        return True
    (_lay_in if job.archives else _bind)(job, parts, holder)
    if job.archives or is_whole:  # else they are bound once more, with what is still to be made
        keeping.throw_parts_away(job.school_id, job.folder)
    return True


def _file_of(job: Job, part: PaperPart) -> Path:
    """Where the paper waits until all are there."""
    return keeping.part_file(job.school_id, job.folder, part.sha256)


def _lay_in(job: Job, parts: Sequence[PaperPart], holder: str) -> None:
    """Lay what is made into the archive, all that is not there yet or nothing."""
    try:
        with session_scope() as session:
            hold(session, job.school_id, holder)
            laid = archives.lay_in(session, job.run_id, parts, job.locale)
            making.note_done(session, job.run_id, laid)
    except BaseException:
        # Where nobody can be asked what stands there, what may be of no use is kept.
        with suppress(Exception), session_scope() as session:
            archives.take_out(session, job.run_id, parts)
        raise


def _bind(job: Job, parts: Sequence[PaperPart], holder: str) -> None:
    """The zip and the merged file, with size and fingerprint: there when both are, while the turn is ours."""

    def beat() -> None:
        with session_scope() as session:
            hold(session, job.school_id, holder)

    named = [(name_of(one.title, PaperKind(one.kind), job.locale), _file_of(job, one)) for one in parts]
    half = {
        what: keeping.half_file(job.school_id, job.folder, what, holder)
        for what in (keeping.ZIP, keeping.MERGED)
    }
    try:
        with whole_file(half[keeping.ZIP]) as file:
            write_zip(file, named, beat)
        told = {
            keeping.ZIP: about(half[keeping.ZIP]),
            keeping.MERGED: merge(half[keeping.MERGED], named, job.locale, beat),
        }
        with session_scope() as session:
            hold(session, job.school_id, holder)
            for what, made in half.items():
                made.replace(keeping.result_file(job.school_id, job.folder, what))
            making.note_done(session, job.run_id, told)
    finally:
        for made in half.values():
            made.unlink(missing_ok=True)


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
