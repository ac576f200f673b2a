"""The papers of a school written into a folder at once, for the command line."""

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ejournal.database import session_scope
from ejournal.disk import DiskFull, write_whole
from ejournal.i18n import gettext
from ejournal.models import PaperLayout
from ejournal.printouts.school.drawing import Drawn, drawn
from ejournal.printouts.school.making import about, merge, name_of, problem_of
from ejournal.services.mail.turns import end_turn, take_turn
from ejournal.services.papers.whole.making import LIVES, turn_of, who_has
from ejournal.services.papers.whole.plans import Piece


@dataclass
class Folder:
    """What came of it: files with size, pages and fingerprint, the papers that could not be made."""

    files: list[dict[str, Any]] = field(default_factory=list)
    faults: list[tuple[Piece, dict[str, Any]]] = field(default_factory=list)


def fill_folder(
    school_id: int,
    pieces: Sequence[Piece],
    out: Path,
    layout: PaperLayout,
    told: Callable[[int, Piece], None] = lambda _number, _piece: None,
    locale: str = "ru",
    *,
    issues: bool = True,
) -> Folder:
    """Write each paper and the one file of them all; what is whole stays, whatever goes wrong later.

    DomainError while the school's papers are made by another. issues: number and sign what is over.
    """
    holder, made = secrets.token_hex(16), Folder()

    def beat() -> None:
        with session_scope() as session:
            if not take_turn(session, turn_of(school_id), holder, LIVES):
                raise who_has(session, school_id)

    beat()
    written: list[Path] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for number, piece in enumerate(pieces, 1):
            beat()
            told(number, piece)
            try:
                paper = drawn(school_id, piece, None, layout, locale, issues=issues)
            except DiskFull:
                raise
            except Exception as error:
                made.faults.append((piece, problem_of(error)))
                continue
            file, told_of = _write(piece, paper, out, locale)
            written.append(file)
            made.files.append(told_of)
        if written:
            merged = out / f"{merged_name(locale)}.pdf"
            named = [(one.stem, one) for one in written]
            written.append(merged)
            made.files.append({"file": str(merged), **merge(merged, named, locale, beat)})
    finally:
        with suppress(Exception), session_scope() as session:
            end_turn(session, turn_of(school_id), holder)
    return made


def merged_name(locale: str) -> str:
    """What the one file of them all is called."""
    return gettext(locale, "The whole school")


def _write(piece: Piece, paper: Drawn, out: Path, locale: str) -> tuple[Path, dict[str, Any]]:
    """Where the paper is now, and what is told of it."""
    file = out / f"{name_of(piece.title, piece.kind, locale)}.pdf"
    with session_scope() as session:
        paper.keep(session)
        write_whole(file, paper.data)
    number = paper.issued[0].number if paper.issued else ""
    return file, {"file": str(file), **about(file), "pages": paper.pages, "number": number}
