"""The whole journal of a class: cover, contents, week, courses, people, results, days missed, last sheet."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ejournal.i18n import gettext
from ejournal.i18n.dates import weekday_name
from ejournal.printouts.journal import tables
from ejournal.printouts.journal.book import Box, Imprint, Page, blank, draw_book, from_left, number_of, sign
from ejournal.printouts.journal.course import cover
from ejournal.printouts.journal.lists import circles_table, contacts_table, health_table
from ejournal.printouts.journal.spread import course_pages
from ejournal.printouts.journal.summary import SummarySheet, summary_pages
from ejournal.printouts.journal.tables import Table, table_pages
from ejournal.printouts.paper import BOLD, INK, MM, Paper, Style, wrapped
from ejournal.services.papers.classes import ClassBasis, ClassBook
from ejournal.services.papers.courses import CoursePaper
from ejournal.services.papers.results import Missed

REMARK_ROWS = 24
MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the journal; one that is a row of spreads begins on a left page."""

    title: str
    pages: list[Page]
    of_spreads: bool = False


def draw_journal(book: ClassBook, imprint: Imprint) -> bytes:
    """The PDF of the whole journal."""
    locale, basis = imprint.locale, book.basis
    title = gettext(locale, "Class journal")
    first = cover(title, _cover_lines(basis, locale), imprint)
    sections = _sections(book, imprint)
    contents = table_pages(_contents([(one.title, 0) for one in sections], locale))
    pages, starts = _bound(first, contents, sections)
    entries = [(one.title, number) for one, number in zip(sections, starts, strict=True)]
    pages[1 : 1 + len(contents)] = table_pages(_contents(entries, locale))
    if len(pages) % 2 == 0:
        pages.append(blank)
    pages.append(_last(number_of(len(pages) + 1), imprint))
    return draw_book(f"{title} {basis.title}", pages, imprint, draft=basis.is_open)


def _bound(first: Page, contents: list[Page], sections: Iterable[Section]) -> tuple[list[Page], list[int]]:
    """All pages in their order, and on which spread each section begins."""
    pages, starts = [first, *contents], []
    for section in sections:
        if section.of_spreads:
            pages = from_left(pages)
        starts.append(number_of(len(pages) + 1))
        pages += section.pages
    return pages, starts


def period_words(found: ClassBasis | ClassBook, locale: str) -> str:
    """«II четверть, 2026/2027 учебный год»."""
    basis = found.basis if isinstance(found, ClassBook) else found
    of_year = gettext(locale, "{year} year", year=basis.year.name)
    return f"{basis.term.name(locale)}, {of_year}" if basis.term else of_year


def _cover_lines(basis: ClassBasis, locale: str) -> list[str]:
    teacher = ", ".join(basis.teachers)
    lines = [gettext(locale, "class {title}", title=basis.title), period_words(basis, locale)]
    return [*lines, f"{gettext(locale, 'Class teacher')}: {teacher}"] if teacher else lines


def _contents(entries: list[tuple[str, int]], locale: str) -> Table:
    return Table(
        title=gettext(locale, "Contents"),
        heads=(gettext(locale, "Section"), gettext(locale, "Sheet")),
        shares=(86, 14),
        rows=[(title, str(number)) for title, number in entries],
        middle=frozenset({1}),
    )


def _sections(book: ClassBook, imprint: Imprint) -> list[Section]:
    basis, locale = book.basis, imprint.locale
    results = SummarySheet(gettext(locale, "Summary sheet"), basis.results, basis.terms, locale)
    courses = [_course(one, imprint) for one in (*basis.papers, *basis.beside)]
    tabled = (
        contacts_table(gettext(locale, "General information on the pupils"), book.people, locale),
        _missed(book, locale),
        health_table(basis, locale),
        circles_table(basis, locale),
        _remarks(locale),
    )
    return [
        Section(gettext(locale, "Timetable"), table_pages(_week(book, locale))),
        *courses,
        *(Section(one.title, table_pages(one)) for one in tabled[:1]),
        Section(results.title, summary_pages(results, tables.WIDTH, tables.SPACE)),
        *(Section(one.title, table_pages(one)) for one in tabled[1:]),
    ]


def _course(paper: CoursePaper, imprint: Imprint) -> Section:
    named = ", ".join(filter(None, (paper.subject, paper.group)))
    return Section(named, course_pages(paper, imprint), of_spreads=True)


def _week(book: ClassBook, locale: str) -> Table:
    days = sorted({weekday for weekday, _ in book.week})
    numbers = sorted({number for _, number in book.week})
    return Table(
        title=gettext(locale, "Timetable"),
        heads=(
            gettext(locale, "No."),
            *(weekday_name(locale, MONDAY + timedelta(days=day - 1)) for day in days),
        ),
        shares=(1, *(4 for _ in days)) if days else (1,),
        rows=[
            (str(number), *(" / ".join(book.week.get((day, number), ())) for day in days))
            for number in numbers
        ],
        least=14 * MM,
        middle=frozenset({0}),
    )


def _missed(book: ClassBook, locale: str) -> Table:
    terms = book.basis.shown_terms
    spans = [one.short_name(locale) for one in terms] + ([gettext(locale, "Year")] if len(terms) > 1 else [])
    days, lessons = gettext(locale, "days"), gettext(locale, "lessons")
    rows = []
    for number, one in enumerate(book.basis.pupils, 1):
        of_pupil = book.missed.get(one.id, {})
        counts = [of_pupil.get(term.number, Missed()) for term in terms]
        if len(terms) > 1:
            counts.append(Missed(sum(one.lessons for one in counts), sum(one.days for one in counts)))
        cells = [str(value or "") for count in counts for value in (count.days, count.lessons)]
        rows.append((str(number), one.name, *cells))
    return Table(
        title=gettext(locale, "Days and lessons missed"),
        heads=(
            gettext(locale, "No."),
            gettext(locale, "Surname, first name"),
            *(f"{span}\n{word}" for span in spans for word in (days, lessons)),
        ),
        shares=(5, 40, *(8 for _ in range(2 * len(spans)))),
        rows=rows,
        middle=frozenset({0, *range(2, 2 + 2 * len(spans))}),
    )


def _remarks(locale: str) -> Table:
    heads = ("Date", "Remarks and proposals", "What was done, signature")
    return Table(
        title=gettext(locale, "Remarks on the keeping of the journal"),
        heads=tuple(gettext(locale, head) for head in heads),
        shares=(14, 60, 40),
        rows=[("", "", "")] * REMARK_ROWS,
        least=9 * MM,
    )


def _last(total: int, imprint: Imprint) -> Page:
    """The last sheet: how many sheets are numbered, laced and sealed."""
    locale = imprint.locale

    def draw(paper: Paper, box: Box) -> None:
        middle, y, style = (box.left + box.right) / 2, 110 * MM, Style(size=13)
        words = gettext(locale, "In this journal {n} sheets are numbered, laced and sealed", n=total)
        for line in wrapped(words, replace(style, font=BOLD), box.width * 0.8):
            paper.text(middle, y, line, replace(style, font=BOLD), align="center")
            y += style.leading
        y += 8 * MM
        paper.line(middle - 60 * MM, y, middle + 60 * MM, y, color=INK)
        in_words = gettext(locale, "(the number in words)")
        paper.text(middle, y + 2, in_words, Style(size=8), align="center")
        sign(paper, box.left + 10 * MM, y + 20 * MM, box.width - 20 * MM, gettext(locale, "Director"))
        sign(paper, box.left + 10 * MM, y + 32 * MM, 70 * MM, gettext(locale, "Date"))
        paper.text(box.right - 50 * MM, y + 32 * MM, gettext(locale, "Place of the seal"), Style(size=9))

    return draw
