"""One paper of one class as PDF, whichever it is."""

from ejournal.models import PaperLayout
from ejournal.printouts.journal.book import Imprint
from ejournal.printouts.journal.sheets import draw_report_cards, draw_summary
from ejournal.printouts.journal.whole import draw_journal
from ejournal.printouts.school.booklet import folded
from ejournal.services.papers.cards import Cards
from ejournal.services.papers.classes import ClassBasis, ClassBook


def draw_piece(found: ClassBook | ClassBasis | Cards, imprint: Imprint, layout: PaperLayout) -> bytes:
    """The journal, the summary sheet or the report cards; a journal may be laid out for folding."""
    if isinstance(found, ClassBook):
        drawn = draw_journal(found, imprint)
        return folded(drawn) if layout is PaperLayout.BOOKLET else drawn
    if isinstance(found, ClassBasis):
        return draw_summary(found, imprint)
    return draw_report_cards(found, imprint)
