"""One paper of one class as PDF, whichever it is: issued and signed when its term is over, else a draft."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from sqlmodel import Session

from ejournal.database import snapshot
from ejournal.errors import DomainError
from ejournal.models import IssuedKind, PaperLayout
from ejournal.printouts.journal.book import Imprint
from ejournal.printouts.journal.sheets import draw_report_cards, draw_summary
from ejournal.printouts.journal.whole import draw_journal, period_words
from ejournal.printouts.school.archival import About, archival
from ejournal.printouts.school.booklet import folded
from ejournal.services.issued import issue as issuing
from ejournal.services.issued.issue import Issue, Stamp
from ejournal.services.issued.signing import Signed
from ejournal.services.papers.cards import Cards
from ejournal.services.papers.choice import kind_words
from ejournal.services.papers.classes import ClassBasis, ClassBook
from ejournal.services.papers.imprint import particulars
from ejournal.services.papers.matters import Matter, cards_matter, journal_matter, summary_matter
from ejournal.services.papers.whole.archives import lying
from ejournal.services.papers.whole.data import data_of, said_in
from ejournal.services.papers.whole.making import read_piece
from ejournal.services.papers.whole.plans import STILL_OPEN, Piece
from ejournal.settings import settings

Found = ClassBook | ClassBasis | Cards


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper as PDF, with its number where it is issued; of what goes into the archive what stands in it.

    No data where it lies there as it is.
    """

    data: bytes
    pages: int
    size: int
    sha256: str
    issued: tuple[Issue, Signed] | None = None
    said: str = ""

    def keep(self, session: Session) -> None:
        """Write down that it was issued, in the transaction that says that it is there."""
        if self.issued is not None:
            issuing.keep(session, *self.issued)


def drawn(
    school_id: int, piece: Piece, issuer_id: int | None, layout: PaperLayout, locale: str,
    for_archive: bool = False, issues: bool = True,
) -> Drawn:  # fmt: skip
    """The paper, read at one moment, drawn when the database is let go; of an open term it is a draft.

    What lies in the archive as it is gets no new number. DomainError for a draft that would go there: the
    end of a term may have been moved.
    """
    with snapshot() as session:
        found = read_piece(session, school_id, piece)
        imprint = Imprint.of(particulars(session, school_id, issuer_id), locale)
        matter, issue = matter_of(piece.class_id, found), None
        data = None if isinstance(found, Cards) or not for_archive else data_of(found, imprint.school)
        said = said_in(data, matter.content) if data else ""
        if for_archive and matter.is_open:
            raise DomainError(STILL_OPEN)
        if said and (lies := lying(session, school_id, piece, said)):
            return Drawn(b"", lies.pages, lies.size, lies.sha256, said=said)
        if issues and not matter.is_open:
            base = settings().public_url.rstrip("/")
            issue = issuing.begin(session, school_id, issuer_id, matter.thing, matter.content, base)
    draw = _drawing(found, imprint, matter, layout)
    if data is not None and not isinstance(found, Cards):
        draw = _archiving(piece, found, imprint, data, draw)
    if issue is None:
        written = draw(None)
        return Drawn(written, page_count(written), len(written), hashlib.sha256(written).hexdigest())
    paper = issuing.made(issue, draw)
    return Drawn(paper.data, paper.pages, len(paper.data), paper.fingerprint, (issue, paper), said)


Draw = Callable[[Stamp | None], bytes]


def _drawing(found: Found, imprint: Imprint, matter: Matter, layout: PaperLayout) -> Draw:
    return lambda stamp: draw_piece(found, imprint.stamped(stamp, is_open=matter.is_open), layout)


def _archiving(
    piece: Piece, found: ClassBook | ClassBasis, imprint: Imprint, data: Mapping[str, Any], draw: Draw
) -> Draw:
    """The same for the archive: the signature comes last, over paper and data."""
    locale = imprint.locale
    title = f"{kind_words(piece.kind, locale)}, {piece.title}, {period_words(found, locale)}"
    about = About(title, imprint.school, imprint.at)
    return lambda stamp: archival(draw(stamp), about, data)


def draw_piece(found: Found, imprint: Imprint, layout: PaperLayout) -> bytes:
    """The journal, the summary sheet or the report cards; a journal may be laid out for folding."""
    if isinstance(found, ClassBook):
        book = draw_journal(found, imprint)
        return folded(book) if layout is PaperLayout.BOOKLET else book
    if isinstance(found, ClassBasis):
        return draw_summary(found, imprint)
    return draw_report_cards(found, imprint)


def matter_of(class_id: int, found: Found) -> Matter:
    """What the paper is of and what stands in it."""
    if isinstance(found, ClassBook):
        return journal_matter(class_id, found)
    if isinstance(found, ClassBasis):
        return summary_matter(class_id, found)
    return cards_matter(IssuedKind.CARDS, class_id, found, None)


def page_count(written: bytes) -> int:
    """How many pages the PDF has."""
    with pikepdf.open(BytesIO(written)) as pdf:
        return len(pdf.pages)
