"""How fast a class's journal is on paper: python -m bench.papers TIMES prints the figures."""

import json
import resource
import sys
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table
from sqlmodel import Session

from bench.apart import act_ms, measured_apart
from bench.timetable import fullest_class, the_head
from ejournal.database import engine
from ejournal.printouts.journal.whole import draw_journal
from ejournal.printouts.paper import NARROW, load_fonts
from ejournal.services.issued.certificate import Keyring
from ejournal.services.issued.contents import packed
from ejournal.services.issued.issue import Stamp
from ejournal.services.issued.signing import signed
from ejournal.services.papers.classes import class_book
from ejournal.services.papers.matters import journal_matter
from ejournal.settings import settings
from tests.printouts.journal_papers import IMPRINT, TERMS, a_class, lessons_of, paper, pupils_of

PUPILS = 25
HOURS = (5, 5, 4, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1)
"""Of sixteen subjects, a week."""
NUMBER = "26-7KC4-MX29-TPH3"
KB_IN_MB = 1024


def figures(address: str, times: int) -> dict[str, float]:
    """The figures by name, measured in a process of their own."""
    return measured_apart("bench.papers", address, times)


def measure(times: int) -> dict[str, float]:
    """A year of a class: read from this process's database, drawn from rows of its usual size, signed."""
    # First of all: the peak of a process says nothing of what needs less after it.
    year = _year()
    with TemporaryDirectory() as folder:
        settings().data_folder = Path(folder)
        keyring = Keyring(1, "a", "Школа № 7")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = perf_counter()
        keys = keyring.keys()
        content = packed(journal_matter(1, year).content)
        stamp = Stamp(NUMBER, f"https://journal.school.ru/d/{NUMBER}", own_certificate=True)
        prepared = perf_counter() - began
        began = perf_counter()
        written = draw_journal(year, IMPRINT.stamped(stamp, is_open=False))
        drawn = perf_counter() - began
        began = perf_counter()
        paper = signed(written, keys, NUMBER)
        signing = perf_counter() - began
        memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / KB_IN_MB
    with Session(engine()) as session:
        head = the_head(session)
        fullest = fullest_class(session, head)
        read_ms = act_ms(times, lambda _: class_book(session, head, fullest, None))
        session.rollback()
    began = perf_counter()
    _floor(len(PdfReader(BytesIO(written)).pages))
    floor = perf_counter() - began
    return {
        "paper.journal.read_ms": read_ms,
        "paper.journal.s": read_ms / 1000 + prepared + drawn + signing,
        "paper.journal.sign_ms": signing * 1000,
        "paper.journal.size_mb": len(paper.data) / KB_IN_MB**2,
        "paper.journal.kept_kb": len(content) / KB_IN_MB,
        "paper.journal.memory_mb": memory,
        "paper.journal.over_floor": drawn / floor,
    }


def _year() -> Any:
    random = Random(1)
    papers = []
    for at, weekly in enumerate(HOURS):
        lessons = lessons_of(TERMS, weekly)
        papers.append(paper(lessons, pupils_of(PUPILS, lessons, random), subject=f"Предмет {at}"))
    return a_class(tuple(papers), PUPILS)


def _floor(pages: int) -> None:
    """So many pages of plain tables of reportlab: of marks and of topics by turns."""
    load_fonts()
    style = ParagraphStyle("cell", fontName=NARROW, fontSize=8.5)
    lined = [("GRID", (0, 0), (-1, -1), 0.5, "#8A8B90"), ("FONT", (0, 0), (-1, -1), NARROW, 8)]
    story: list[Any] = []
    for page in range(pages):
        rows: list[list[Any]] = []
        for at in range(22 if page % 2 else 28):
            words = (Paragraph("Дроби и проценты", style), Paragraph("§ 17", style))
            marks = ("4" if (at + day) % 3 == 0 else "" for day in range(20))
            rows.append([str(at), "01.09", *words] if page % 2 else [str(at), "Абрамова Алиса", *marks])
        story += [Table(rows, style=lined), PageBreak()]
    SimpleDocTemplate(BytesIO(), pagesize=A4).build(story)


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
