"""The papers of a school written into a folder at once, for the command line."""

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import Session

from ejournal.database import DatabaseAway, session_scope
from ejournal.disk import DiskFull, write_whole
from ejournal.i18n import gettext
from ejournal.models import PaperLayout
from ejournal.printouts.school.drawing import Drawn, drawn
from ejournal.printouts.school.making import about, merge, name_of, problem_of
from ejournal.services.issued.issue import read_anew
from ejournal.services.mail.turns import end_turn, take_turn
from ejournal.services.papers.whole.making import LIVES, TurnLost, hold, turn_of, who_has
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

    def written(piece: Piece) -> dict[str, Any]:
        paper = drawn(school_id, piece, None, layout, locale, issues=issues)
        with session_scope() as session:
            hold(session, school_id, holder)
            return _write(session, piece, paper, out, locale)

    beat()
    try:
        out.mkdir(parents=True, exist_ok=True)
        for number, piece in enumerate(pieces, 1):
            beat()
            told(number, piece)
            _add(made, piece, written)
        if made.files:
            merged = out / f"{merged_name(locale)}.pdf"
            named = [(file.stem, file) for file in (Path(one["file"]) for one in made.files)]
            made.files.append({"file": str(merged), **merge(merged, named, locale, beat)})
    except TurnLost:
        with session_scope(writing=False) as session:
            raise who_has(session, school_id) from None
    finally:
        with suppress(Exception), session_scope() as session:
            end_turn(session, turn_of(school_id), holder)
    return made


def _add(made: Folder, piece: Piece, written: Callable[[Piece], dict[str, Any]]) -> None:
    """Add the paper, or why it could not be made."""
    try:
        made.files.append(read_anew(lambda: written(piece)))
    except (DiskFull, DatabaseAway, TurnLost):
        raise
    except Exception as error:
        made.faults.append((piece, problem_of(error)))


def merged_name(locale: str) -> str:
    """What the one file of them all is called."""
    return gettext(locale, "The whole school")


def _write(session: Session, piece: Piece, paper: Drawn, out: Path, locale: str) -> dict[str, Any]:
    """The paper in its file, and that it was issued; what is told of it."""
    file = out / f"{name_of(piece.title, piece.kind, locale)}.pdf"
    paper.keep(session)
    write_whole(file, paper.data)
    number = paper.issued[0].number if paper.issued else ""
    return {"file": str(file), **about(file), "pages": paper.pages, "number": number}
