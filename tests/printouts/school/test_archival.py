"""A journal for the archive: PDF/A-3b by the standard's clauses, its data within; what breaks it is found."""

import json
from datetime import UTC, datetime
from io import BytesIO
from random import Random
from typing import Any

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from ejournal.printouts.journal.book import Imprint
from ejournal.printouts.journal.sheets import draw_summary
from ejournal.printouts.journal.whole import draw_journal
from ejournal.printouts.school.archival import DATA_NAME, About, archival
from ejournal.services.papers.classes import ClassBook
from ejournal.services.papers.whole.data import data_of
from tests.infra.paper import text_of
from tests.infra.pdfa import faults_of
from tests.printouts.journal_papers import IMPRINT, TERMS, a_class, lessons_of, paper, pupils_of

ABOUT = About("Классный журнал, 6 «Б», II четверть", "Школа № 7", datetime(2026, 12, 30, 9, 5, tzinfo=UTC))


def a_book() -> ClassBook:
    random = Random(3)
    papers = []
    for subject, weekly in (("Математика", 5), ("Физика", 2)):
        lessons = lessons_of(TERMS[:2], weekly)
        papers.append(paper(lessons, pupils_of(7, lessons, random), subject=subject))
    return a_class(tuple(papers), 7)


def with_emblem() -> Imprint:
    """The emblem has an alpha channel: what is transparent is allowed, since colours are described."""
    drawn = BytesIO()
    Image.new("RGBA", (60, 40), (40, 90, 160, 120)).save(drawn, "PNG")
    return Imprint(IMPRINT.school, IMPRINT.who, IMPRINT.at, drawn.getvalue(), "г. Тверь", "6900000000", "ru")


def archived(drawn: bytes, data: dict[str, Any] | None = None) -> bytes:
    return archival(drawn, ABOUT, data or {"class": "6 «Б»"})


def test_a_journal_and_a_summary_sheet_keep_to_pdf_a() -> None:
    book = a_book()
    for drawn in (draw_journal(book, with_emblem()), draw_summary(book.basis, IMPRINT)):
        made = archived(drawn)
        assert faults_of(made) == []
        assert len(PdfReader(BytesIO(made)).pages) == len(PdfReader(BytesIO(drawn)).pages)
        assert text_of(made) == text_of(drawn)


def test_what_is_not_archival_is_found() -> None:
    faults = " ".join(faults_of(draw_journal(a_book(), IMPRINT)))
    for clause in ("6.2.3", "6.2.11.4", "6.6.2.1"):
        assert clause in faults


def test_the_data_is_within_and_says_what_stands_on_paper() -> None:
    book = a_book()
    made = archived(draw_journal(book, IMPRINT), data_of(book, "Школа № 7"))
    found = json.loads(PdfReader(BytesIO(made)).attachments[DATA_NAME][0])
    assert (found["school"], found["class"], len(found["pupils"])) == ("Школа № 7", book.basis.title, 7)
    for course, drawn in zip(found["courses"], book.basis.papers, strict=True):
        cells = {(one["name"], one["lesson"]): one["entry"] for one in course["cells"]}
        order = {one.id: at for at, one in enumerate(drawn.lessons, 1)}
        assert cells == {
            (pupil.name, order[lesson]): entry
            for pupil in drawn.pupils
            for lesson, entry in pupil.cells.items()
        }
    marks = sum(len(one) for one in book.basis.results.marks.values())
    assert (len(found["results"]), found["format"]) == (marks, "ejournal-journal/1")
    assert "phone" not in json.dumps(found)


def test_the_same_journal_gives_the_same_file() -> None:
    book = a_book()
    assert archived(draw_journal(book, IMPRINT)) == archived(draw_journal(book, IMPRINT))


BREAKS = {
    "6.2.3 no output intent": lambda pdf: pdf.Root.__delitem__("/OutputIntents"),
    "6.6.2.1 no XMP": lambda pdf: pdf.Root.__delitem__("/Metadata"),
    "6.8 a file is related to nothing": lambda pdf: pdf.Root.__delitem__("/AF"),
    "/OpenAction is forbidden": lambda pdf: pdf.Root.__setitem__("/OpenAction", pikepdf.Dictionary()),
    "6.6.3 /Title": lambda pdf: pdf.docinfo.__setitem__("/Title", "ein anderer"),
    "6.2.4.3 page 1: CMYK": lambda pdf: pdf.pages[0].contents_add(b"0 0 0 1 k"),
}


@pytest.mark.parametrize("clause", BREAKS)
def test_what_breaks_the_standard_is_found(clause: str) -> None:
    with pikepdf.open(BytesIO(archived(draw_summary(a_book().basis, IMPRINT)))) as pdf:
        BREAKS[clause](pdf)
        broken = BytesIO()
        pdf.save(broken)
    assert clause in " ".join(faults_of(broken.getvalue()))
