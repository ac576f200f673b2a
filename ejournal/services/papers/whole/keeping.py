"""The files of the papers of whole schools: where they lie, and that they do not lie for ever."""

import shutil
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlmodel import Session

from ejournal import clock
from ejournal.disk import private_folder
from ejournal.models import PaperRunState
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.topics import papers_topic
from ejournal.settings import settings

KEPT = timedelta(days=7)
"""So long what was made waits for being fetched; what was halted waits for being gone on with."""
ZIP, MERGED = "zip", "pdf"
_run, _part = db.paper_run.c, db.paper_part.c


def folder_of(school_id: int, folder: str) -> Path:
    """Where the files of the work lie."""
    return _all_of(school_id) / folder


def part_file(school_id: int, folder: str, sha256: str) -> Path:
    """Where one paper waits until all are there: by its fingerprint, so that no other is written over it."""
    return folder_of(school_id, folder) / f"{sha256}.part.pdf"


def result_file(school_id: int, folder: str, what: str) -> Path:
    """Where what came of the work lies: ZIP or MERGED."""
    return folder_of(school_id, folder) / f"all.{what}"


def half_file(school_id: int, folder: str, what: str, holder: str) -> Path:
    """Where the process of the holder puts together what comes of the work, before it counts."""
    return folder_of(school_id, folder) / f"all.{what}.{holder}.tmp"


def throw_parts_away(school_id: int, folder: str) -> None:
    """Throw the single papers away when all are bound, or lie in the archive."""
    for one in folder_of(school_id, folder).glob("*.part.pdf"):
        one.unlink(missing_ok=True)


def clear_room(school_id: int, folder: str) -> None:
    """Make the work's folder; what other works of the school left behind goes, and what was half written."""
    own = folder_of(school_id, folder)
    for one in _all_of(school_id).glob("*"):
        if one != own:
            shutil.rmtree(one, ignore_errors=True)
    for half in private_folder(own).glob("*.tmp"):
        half.unlink(missing_ok=True)


def any_too_old(session: Session) -> list[tuple[int, str]]:
    """The works that ended, or were halted, longer ago than they are kept: school and folder."""
    ended = select(_run.school_id, _run.folder).where(
        _run.state != PaperRunState.RUNNING, _run.ended_at < clock.now() - KEPT
    )
    return [(row.school_id, row.folder) for row in session.execute(ended)]


def throw_away_old(session: Session, school_id: int, folder: str) -> None:
    """Throw the work away with its files."""
    forget(session, school_id)
    shutil.rmtree(folder_of(school_id, folder), ignore_errors=True)
    note(session, papers_topic(school_id))


def forget(session: Session, school_id: int) -> None:
    """Take the rows of the school's work out of the database; its files go when the next one needs room."""
    session.execute(delete(db.paper_part).where(_part.school_id == school_id))
    session.execute(delete(db.paper_run).where(_run.school_id == school_id))


def _all_of(school_id: int) -> Path:
    return settings().files / "papers" / str(school_id)
