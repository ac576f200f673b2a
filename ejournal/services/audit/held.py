"""The chain held against its anchors: what whoever has the database alone can cut, he cannot cut there."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from ejournal.services.audit.anchors import Anchor, AnchorFiles
from ejournal.services.base import tables as db

PAGE = 500
LOST_WITHIN = timedelta(minutes=10)
"""A killed server leaves no more without an anchor than it was writing, and the next entry anchors that."""
_entry = db.audit_entry.c
_HASHES = select(_entry.number, _entry.hash).where(
    _entry.school_id == bindparam("school_id"), _entry.number.in_(bindparam("numbers", expanding=True))
)


def faults_of_anchors(session: Session, school_id: int, files: AnchorFiles, size: int) -> Iterator[str]:
    """What the anchors in the first `size` bytes of the school's file say against the database."""
    last = session.scalar(select(func.max(_entry.number)).where(_entry.school_id == school_id)) or 0
    path = files.path(school_id)
    if not size:
        if last:
            yield (
                f"no anchor in {path}: bring the file back from the newest copy of the data folder; "
                "until then nobody can tell whether the end of the trail was cut"
            )
        return
    anchors = files.read(school_id, size)
    furthest: Anchor | None = None
    while page := list(islice(anchors, PAGE)):
        furthest = max([*page, *([furthest] if furthest else [])], key=lambda one: one.number)
        known = dict(_hashes(session, school_id, page))
        for anchor in page:
            if known.get(anchor.number, anchor.hash) != anchor.hash:
                yield (
                    f"entry {anchor.number} is not the one anchored at {anchor.at:%Y-%m-%d %H:%M} UTC: "
                    "the trail was written anew from there, or before it; " + after_restore(path)
                )
                return
    if furthest is not None and furthest.number > last:
        yield (
            f"the trail ends at entry {last}, but entry {furthest.number} was anchored at "
            f"{furthest.at:%Y-%m-%d %H:%M} UTC: the last {furthest.number - last} were cut, "
            "or the database is an older copy; " + after_restore(path)
        )
    elif furthest is not None:
        yield from _faults_past(session, school_id, path, furthest.number)


def _faults_past(session: Session, school_id: int, path: Path, anchored: int) -> Iterator[str]:
    """Entries after the last anchor, when they are of more than the moment in which a server was killed."""
    first, last, count = session.execute(
        select(func.min(_entry.at), func.max(_entry.at), func.count()).where(
            _entry.school_id == school_id, _entry.number > anchored
        )
    ).one()
    if count and last - first > LOST_WITHIN:
        yield (
            f"the last {count} entries, from {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC, were never "
            f"anchored: {path} is an older copy, or could not be written; bring the newest one back"
        )


def _hashes(session: Session, school_id: int, anchors: list[Anchor]) -> list[tuple[int, str]]:
    asked = {"school_id": school_id, "numbers": sorted({one.number for one in anchors})}
    return [(row.number, row.hash) for row in session.connection().execute(_HASHES, asked)]


def after_restore(path: Path) -> str:
    """What to do with the anchors in the file when the database is an older copy, and rightly so."""
    return f"if you have restored a backup, keep {path} with the papers of that day under another name"
