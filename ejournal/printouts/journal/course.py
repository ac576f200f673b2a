"""The journal of one course as a book of its own: a cover and its spreads."""

from collections.abc import Sequence

from ejournal.i18n import gettext
from ejournal.printouts.journal.book import Box, Imprint, Page, draw_book, draw_sheets
from ejournal.printouts.journal.spread import course_pages
from ejournal.printouts.paper import BOLD, MM, SOFT, Paper, Style, wrapped
from ejournal.printouts.stamp import SQUARE, StampBox, draw_stamp
from ejournal.services.papers.courses import CoursePaper


def draw_course(course: CoursePaper, imprint: Imprint) -> bytes:
    """The PDF: the cover is the first page, so that the two pages of each spread face each other."""
    return draw_courses([course], imprint)


def draw_courses(courses: Sequence[CoursePaper], imprint: Imprint) -> bytes:
    """The same of the groups of one subject, one behind the other; the cover names them all."""
    locale, course = imprint.locale, courses[0]
    groups = [one.group for one in courses if one.group]
    teachers = dict.fromkeys(one.teacher for one in courses)
    lines = [
        ", ".join((course.subject, *groups)),
        course.class_title,
        span_words(course, locale),
        ", ".join(teachers),
    ]
    title = gettext(locale, "Class journal")
    pages = [cover(title, lines, imprint), *(page for one in courses for page in course_pages(one, imprint))]
    return draw_book(f"{title}, {lines[0]}, {course.class_title}", pages, imprint, draft=course.is_open)


def draw_blank(course: CoursePaper, imprint: Imprint) -> bytes:
    """The PDF of a spread with names alone, on two loose sheets: what is written on it is entered later."""
    title = gettext(imprint.locale, "Blank spread")
    return draw_sheets(f"{title}, {course.subject}", course_pages(course, imprint), imprint, draft=False)


def span_words(course: CoursePaper, locale: str) -> str:
    """«II четверть, 2026/2027 учебный год»."""
    of_year = gettext(locale, "{year} year", year=course.year.name)
    return f"{course.term.name(locale)}, {of_year}" if course.term else of_year


def cover(title: str, lines: list[str], imprint: Imprint) -> Page:
    """The first page: the school, what it is, of whom and of when."""

    def draw(paper: Paper, box: Box) -> None:
        middle, y = (box.left + box.right) / 2, box.top + 12 * MM
        if imprint.logo:
            paper.picture(middle - 15 * MM, y, imprint.logo, 30 * MM, 22 * MM)
        y += 28 * MM
        y = _block(paper, box, y, imprint.school, Style(BOLD, 14))
        about = ", ".join(filter(None, (imprint.address, imprint.inn)))
        y = _block(paper, box, y + 2 * MM, about, Style(size=10, color=SOFT))
        y = _block(paper, box, max(y + 20 * MM, 100 * MM), title, Style(BOLD, 30))
        y += 10 * MM
        for at, line in enumerate(lines):
            y = _block(paper, box, y + 4 * MM, line, Style(BOLD, 18) if at == 0 else Style(size=14))
        if imprint.stamp is not None:
            place = StampBox(box.left, box.bottom - SQUARE, box.width, SQUARE)
            draw_stamp(paper, place, imprint.stamp, imprint.locale)

    return draw


def _block(paper: Paper, box: Box, y: float, words: str, style: Style) -> float:
    """Words in the middle of the page, in as many lines as they take; where the next ones begin."""
    for line in wrapped(words, style, box.width):
        paper.text((box.left + box.right) / 2, y, line, style, align="center")
        y += style.leading
    return y
