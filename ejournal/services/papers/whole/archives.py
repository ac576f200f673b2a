"""The archive: journals and summary sheets of what is over, each a file that nobody changes."""

import errno
import hashlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.disk import private_folder, whole_file
from ejournal.errors import DomainError, NotFound
from ejournal.models import OpeningKind, PaperArchive, PaperPart, PaperRun, SchoolSettings
from ejournal.models.people import short_name
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.openings import note_opening
from ejournal.services.papers.choice import PaperKind
from ejournal.services.papers.whole import keeping
from ejournal.services.papers.whole.plans import Piece
from ejournal.settings import settings

CHANGED = "The file in the archive is not what was laid into it. Tell the administrator"
GONE = "The file is not in the archive any more. Tell the administrator"
READ_ONLY = 0o400
NO_LINKS = frozenset({errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS})
"""What a file system says that lets a file have one name only, or two of them within itself alone."""
LAID_IN, AS_BEFORE = "laid_in", "as_before"
"""Of what came of a work: how many papers were laid in, and how many lie there as they are."""
_archive, _person = db.paper_archive.c, db.person.c


@dataclass(frozen=True, slots=True)
class Archived:
    """A line of the archive; kept_until by the school's settings of today, since they are the law's."""

    id: int
    title: str
    kind: PaperKind
    year_name: str
    term_name: str
    archived_at: datetime
    archived_by: str
    kept_until: date
    pages: int
    size: int
    sha256: str


def lay_in(session: Session, run_id: int, parts: Sequence[PaperPart], locale: str) -> dict[str, int]:
    """Lay what is not there yet into the archive, its fingerprints into the trail; how much that was.

    The files are there before the rows are: where the transaction fails, take_out follows.
    """
    run = session.get_one(PaperRun, run_id, with_for_update=True)
    calendar = calendar_of(session, run.school_id, run.year_id)
    schemes = _schemes(session, parts)
    if calendar is None:
        raise NotFound
    changes, now = [], clock.now()
    for part in not_laid_in(session, run.school_id, parts):
        own = calendar.terms_of(schemes[part.class_id])
        term = next((one for one in own if one.number == part.term_number), None)
        target = file_of(run.school_id, part.sha256)
        if not is_same(target, part.sha256):
            _lock(keeping.part_file(run.school_id, run.folder, part.sha256), target)
        row = PaperArchive(
            school_id=run.school_id, year_id=run.year_id, class_id=part.class_id, title=part.title,
            year_name=calendar.year.name, kind=part.kind, term_number=part.term_number,
            year_ends=calendar.year.ends, term_name=term.name(locale) if term else "", archived_at=now,
            archived_by_id=run.begun_by_id, pages=part.pages, size=part.size, sha256=part.sha256,
            said=part.said,
        )  # fmt: skip
        session.add(row)
        session.flush()
        about = {"class": part.title, "paper": part.kind, "term": part.term_number, "sha256": part.sha256}
        changes.append(audit.Change("papers.archive", "paper_archive", row.id, after=about))
    audit.record(session, run.school_id, run.begun_by_id, *changes)
    laid_in = run.files.get(LAID_IN, 0) + len(changes)
    return {LAID_IN: laid_in, AS_BEFORE: len(parts) - laid_in}


def take_out(session: Session, run_id: int, parts: Sequence[PaperPart]) -> None:
    """Take files out that no row names, after the transaction that was to lay them in has failed.

    Its commit may have passed though nobody was told: what it has written stays as it is.
    """
    session.get(PaperRun, run_id, with_for_update=True)  # until then it may be under way yet
    for part in not_laid_in(session, parts[0].school_id, parts):
        file_of(part.school_id, part.sha256).unlink(missing_ok=True)


def lying(session: Session, school_id: int, piece: Piece, said: str) -> PaperArchive | None:
    """The paper as it was laid in last, where this stands in it too and its file is as it was."""
    last = session.scalars(
        select(PaperArchive)
        .where(
            col(PaperArchive.school_id) == school_id,
            col(PaperArchive.class_id) == piece.class_id,
            col(PaperArchive.kind) == piece.kind.value,
            col(PaperArchive.term_number).is_not_distinct_from(piece.term_number),
        )
        .order_by(col(PaperArchive.id).desc())
        .limit(1)
    ).first()
    return last if last is not None and last.said == said and not _fault_of(last) else None


def not_laid_in(session: Session, school_id: int, parts: Sequence[PaperPart]) -> Sequence[PaperPart]:
    """Those of the papers that do not lie in the archive yet; one query."""
    laid_in = select(_archive.sha256).where(
        _archive.school_id == school_id, _archive.sha256.in_([one.sha256 for one in parts])
    )
    there = set(session.scalars(laid_in))
    return [one for one in parts if one.sha256 not in there]


def _lock(source: Path, target: Path) -> None:
    """Put the file where it stays: by its fingerprint, to be read alone."""
    private_folder(target.parent)
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        with source.open("rb") as read, whole_file(target) as file:
            shutil.copyfileobj(read, file)
    target.chmod(READ_ONLY)


def _schemes(session: Session, parts: Iterable[PaperPart]) -> dict[int, int]:
    """How the year of each class is parted."""
    klass = db.school_class.c
    ids = {one.class_id for one in parts}
    rows = session.execute(select(klass.id, klass.scheme_id).where(klass.id.in_(ids)))
    return {row.id: row.scheme_id for row in rows}


def archive_of(session: Session, actor: Actor, most: int | None = None) -> list[Archived]:
    """What the school's archive holds, the latest first, no more of it than asked for; two queries."""
    guard.require(actor, Permission.SCHOOL_PAPERS)
    return _lines(session, actor, most)


def laid_in_with(session: Session, actor: Actor, archive_id: int) -> list[Archived]:
    """The lines of the same term, or year, as this one, as they were laid in; three queries."""
    row = guard.get(session, actor, PaperArchive, archive_id, Permission.SCHOOL_PAPERS)
    same = (_archive.year_id == row.year_id, _archive.term_number.is_not_distinct_from(row.term_number))
    return sorted(_lines(session, actor, None, *same), key=lambda one: one.id)


def _lines(session: Session, actor: Actor, most: int | None, *which: ColumnElement[bool]) -> list[Archived]:
    kept = _kept_years(session, actor.school_id)
    rows = session.execute(
        select(*_archive, _person.last_name, _person.first_name, _person.middle_name)
        .join_from(db.paper_archive, db.person, _person.id == _archive.archived_by_id)
        .where(_archive.school_id == actor.school_id, *which)
        .order_by(_archive.archived_at.desc(), _archive.id)
        .limit(most)
    )
    return [
        Archived(
            row.id, row.title, PaperKind(row.kind), row.year_name, row.term_name, row.archived_at,
            short_name(row.last_name, row.first_name, row.middle_name),
            years_after(row.year_ends, kept[PaperKind(row.kind)]), row.pages, row.size, row.sha256,
        )
        for row in rows
    ]  # fmt: skip


def archived_file(session: Session, actor: Actor, archive_id: int) -> tuple[PaperArchive, Path]:
    """The file of a line, as it was laid in, which is noted; DomainError when it is not what it was."""
    row = guard.get(session, actor, PaperArchive, archive_id, Permission.SCHOOL_PAPERS)
    if fault := _fault_of(row):
        raise DomainError(fault)
    if row.kind == PaperKind.JOURNAL:
        note_opening(session, actor, OpeningKind.CLASS_JOURNAL, row.class_id)
    return row, file_of(row.school_id, row.sha256)


def faults_of_archive(session: Session, school_id: int) -> list[str]:
    """What of the school's archive is gone or was changed, in lines."""
    rows = session.scalars(
        select(PaperArchive).where(col(PaperArchive.school_id) == school_id).order_by(col(PaperArchive.id))
    )
    return [f"archive, number {row.id} ({row.title}, {row.kind}): {fault}" for row, fault in _faults(rows)]


def _faults(rows: Iterable[PaperArchive]) -> Iterable[tuple[PaperArchive, str]]:
    return ((row, fault) for row in rows if (fault := _fault_of(row)))


def _fault_of(row: PaperArchive) -> str:
    """What is wrong with the file; empty when it is as it was."""
    file = file_of(row.school_id, row.sha256)
    if is_same(file, row.sha256):
        return ""
    return CHANGED if file.exists() else GONE


def is_same(file: Path, sha256: str) -> bool:
    """Whether the file is there and has the fingerprint."""
    try:
        with file.open("rb") as read:
            return hashlib.file_digest(read, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def file_of(school_id: int, sha256: str) -> Path:
    """Where a file of the archive lies."""
    return settings().files / "archive" / str(school_id) / f"{sha256}.pdf"


def years_after(day: date, years: int) -> date:
    """The same day so many years later; the 28th of February for a day that this year has not."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _kept_years(session: Session, school_id: int) -> dict[PaperKind, Any]:
    found = session.scalars(select(SchoolSettings).where(col(SchoolSettings.school_id) == school_id)).first()
    rules = found or SchoolSettings(school_id=school_id)
    return {PaperKind.JOURNAL: rules.journal_kept_years, PaperKind.SUMMARY: rules.summary_kept_years}
