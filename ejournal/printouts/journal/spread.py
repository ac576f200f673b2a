"""A spread of a course: pupils and marks on the left page, topics and homework on the right one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ejournal.i18n import gettext, ngettext
from ejournal.i18n.dates import month_name, short_date
from ejournal.printouts.journal import layout
from ejournal.printouts.journal.book import Box, Imprint, Page, sign
from ejournal.printouts.journal.layout import (
    CELL_SIZES,
    DATE_SHARE,
    HEAD,
    NAME,
    NUMBER_SHARE,
    ORDINAL,
    PAD,
    TABLE_HEAD,
    TAIL,
    TERM_COLUMN,
    TEXT_WIDTH,
    TOPIC_SHARE,
    Column,
    End,
    Part,
    Spread,
)  # fmt: skip
from ejournal.printouts.paper import (
    BOLD,
    INK,
    MM,
    NARROW,
    NARROW_BOLD,
    REGULAR,
    SOFT,
    TINT,
    Paper,
    Style,
    fitting,
)
from ejournal.services.journal.term_columns import YEAR
from ejournal.services.papers.courses import CoursePaper, PaperPupil, PaperTerm

TALLEST, LOWEST, USUAL_ROWS, SPARE_ROWS = 7.2 * MM, 4.7 * MM, 28, 3
EMPTY_LINES = 24
TITLE, ABOUT = Style(BOLD, 13), Style(size=9)
SMALL, DAY, TERM = Style(NARROW, 7.5, SOFT), Style(NARROW, 8), Style(NARROW_BOLD, 7.5)
NAME_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0)
LINES, MARGIN_LINE = "#8A8B90", "#C8443A"
ROOM = layout.BOX.bottom - layout.BOX.top - HEAD - TABLE_HEAD - TAIL
MOST_ROWS = int(ROOM / LOWEST)
TERM_TITLES = {"year": "Year", "exam": "Exam", "final": "Final"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Two facing pages: the course, some of its lessons, some of its pupils and the number of the first."""

    paper: CoursePaper
    spread: Spread
    pupils: Sequence[PaperPupil]
    first: int
    imprint: Imprint

    @property
    def locale(self) -> str:
        """In which language it is written."""
        return self.imprint.locale


def course_pages(paper: CoursePaper, imprint: Imprint) -> list[Page]:
    """The pages of a course, left and right by turns; a long list goes on on spreads of its own."""
    pages: list[Page] = []
    for spread in layout.spreads(paper, imprint.locale):
        for first in range(0, max(len(paper.pupils), 1), MOST_ROWS):
            sheet = Sheet(paper, spread, paper.pupils[first : first + MOST_ROWS], first, imprint)
            pages += [_left(sheet), _right(sheet)]
    return pages


def _left(sheet: Sheet) -> Page:
    def draw(paper: Paper, box: Box) -> None:
        _left_head(paper, box, sheet)
        rows = min(MOST_ROWS, max(len(sheet.pupils) + SPARE_ROWS, USUAL_ROWS))
        height = min(TALLEST, ROOM / rows)
        top = box.top + HEAD
        bottom = top + TABLE_HEAD + rows * height
        edges = list(_edges(sheet.spread, box.left + ORDINAL + NAME))
        _grid(paper, box, (top, bottom), edges)
        _months(paper, sheet, box.left, edges, top)
        for at in range(rows):
            y = top + TABLE_HEAD + at * height
            paper.line(box.left, y, box.right, y, color=LINES)
            if at < len(sheet.pupils):
                _pupil(
                    paper, box.left, (y, height), sheet.pupils[at], sheet.first + at + 1, edges, sheet.locale
                )
        paper.line(box.left, bottom, box.right, bottom, color=LINES)
        count = len(sheet.paper.pupils)
        words = ngettext(sheet.locale, "{n} pupil in the list", "{n} pupils in the list", count)
        paper.text(box.left, bottom + 3 * MM, words, ABOUT)

    return draw


def _left_head(paper: Paper, box: Box, sheet: Sheet) -> None:
    course = sheet.paper
    span = course.term.name(sheet.locale) if course.term else gettext(sheet.locale, "the whole year")
    about = ", ".join(
        filter(None, (course.class_title, span, gettext(sheet.locale, "{year} year", year=course.year.name)))
    )
    named = ", ".join(filter(None, (course.subject.lower(), course.group)))
    _heading(paper, box, named, about)


def _heading(paper: Paper, box: Box, named: str, about: str) -> None:
    """What stands over a page: large at the left, small at the right, in smaller type what is too long."""
    small, lines = fitting(about, REGULAR, box.width * 0.5, HEAD - 1 * MM, (9, 8, 7, 6, 5, 4))
    taken = max((small.width(line) for line in lines), default=0.0)
    for at, line in enumerate(lines):
        paper.text(box.right, box.top + at * small.leading, line, small, align="right")
    room = box.width - taken - 4 * MM
    large, lines = fitting(named, BOLD, room, HEAD - 1 * MM, (13, 11, 10, 9, 8, 7, 6, 5, 4))
    for at, line in enumerate(lines):
        paper.text(box.left, box.top + at * large.leading, line, large)


Edge = tuple[Part | None, str, float, float]
"""A column of the left page: what it is of, the key of a term's column, where it begins, how wide it is."""


def _edges(spread: Spread, x: float) -> Iterator[Edge]:
    widths, empty = layout.stretched(spread)
    blank = (layout.MARKS_WIDTH - sum(widths)) / empty if empty else 0.0
    before = len(spread.parts) - layout.closing(spread.parts)
    for at, (part, width) in enumerate(zip(spread.parts, widths, strict=True)):
        if at == before:
            for _ in range(empty):
                yield None, "", x, blank
                x += blank
            empty = 0
        if isinstance(part, End):
            for key in part.term.keys:
                yield part, key, x, TERM_COLUMN
                x += TERM_COLUMN
        else:
            yield part, "", x, width
            x += width
    for _ in range(empty):
        yield None, "", x, blank
        x += blank


def _grid(paper: Paper, box: Box, tall: tuple[float, float], edges: Sequence[Edge]) -> None:
    top, bottom = tall
    paper.line(box.left, top, box.right, top, color=LINES)
    for x in (box.left, box.left + ORDINAL, box.right):
        paper.line(x, top, x, bottom, color=LINES)
    for part, key, x, width in edges:
        of_term = isinstance(part, End) and bool(key)
        if not of_term:
            paper.line(x, top + 5 * MM, x + width, top + 5 * MM, color=LINES)
        paper.line(x, top if of_term else top + 5 * MM, x, bottom, color=LINES, thick=0.9 if of_term else 0.5)
    x = box.left + ORDINAL + NAME
    paper.line(x, top, x, bottom, color=MARGIN_LINE, thick=1)


def _months(paper: Paper, sheet: Sheet, left: float, edges: Sequence[Edge], top: float) -> None:
    """The head of the left page: months over dates, and what the columns of terms are."""
    paper.text(left + ORDINAL / 2, top + 4 * MM, gettext(sheet.locale, "No."), SMALL, align="center")
    paper.text(left + ORDINAL + PAD, top + 4 * MM, gettext(sheet.locale, "Surname, first name"), DAY)
    lessons = [(part, x, width) for part, _, x, width in edges if isinstance(part, Column)]
    for month, of_month in groupby(lessons, key=lambda one: one[0].lesson.day.replace(day=1)):
        spread = list(of_month)
        x, right = spread[0][1], spread[-1][1] + spread[-1][2]
        paper.text(
            (x + right) / 2, top + 1.2 * MM, _month(sheet.locale, month, right - x), DAY, align="center"
        )
        paper.line(x, top, x, top + 5 * MM, color=LINES)
        paper.line(right, top, right, top + 5 * MM, color=LINES)
    for part, x, width in lessons:
        paper.text(x + width / 2, top + 7 * MM, str(part.lesson.day.day), DAY, align="center")
    for one, key, x, width in edges:
        if isinstance(one, End):
            style, words = fitting(
                term_title(one.term, key, sheet.locale), NARROW_BOLD, width - 2, TABLE_HEAD - 2, CELL_SIZES
            )
            y = top + (TABLE_HEAD - len(words) * style.leading) / 2
            for at, line in enumerate(words):
                paper.text(x + width / 2, y + at * style.leading, line, style, align="center")


def _month(locale: str, month: date, width: float) -> str:
    name = month_name(locale, month)
    return name if DAY.width(name) <= width - 2 else name[:3].lower()


def term_title(term: PaperTerm, key: str, locale: str) -> str:
    """What stands over a column of term marks."""
    return gettext(locale, TERM_TITLES[key]) if key in TERM_TITLES else term.span.short_name(locale)


def _pupil(
    paper: Paper,
    left: float,
    place: tuple[float, float],
    pupil: PaperPupil,
    number: int,
    edges: Sequence[Edge],
    locale: str,
) -> None:
    y, height = place
    middle = y + height / 2
    paper.text(left + ORDINAL / 2, middle - SMALL.size * 0.62, str(number), SMALL, align="center")
    named = " ".join(filter(None, (pupil.name, _came_and_left(pupil, edges, locale))))
    style, lines = fitting(named, NARROW, NAME - 2 * PAD, height, NAME_SIZES)
    top = middle - len(lines) * style.leading / 2
    for at, line in enumerate(lines):
        paper.text(left + ORDINAL + PAD, top + at * style.leading, line, style)
    for part, key, x, width in edges:
        if isinstance(part, End):
            _cell(paper, (x, width), middle, pupil.terms.get(key, ""), NARROW_BOLD)
        elif isinstance(part, Column):
            if not pupil.is_taught(part.lesson.day):
                paper.fill(x + 0.4, y + 0.4, width - 0.8, height - 0.8, TINT)
            _cell(paper, (x, width), middle, pupil.cells.get(part.lesson.id, ""), NARROW)


def _cell(paper: Paper, place: tuple[float, float], middle: float, words: str, font: str) -> None:
    if not words:
        return
    x, width = place
    style = next((one for size in CELL_SIZES if (one := Style(font, size)).width(words) <= width - 1), None)
    style = style or Style(font, CELL_SIZES[-1])
    paper.text(x + width / 2, middle - style.size * 0.62, words, style, align="center")


def _came_and_left(pupil: PaperPupil, edges: Sequence[Edge], locale: str) -> str:
    """«(с 16.11)», «(по 16.10, с 12.01)»: the days in the course, where lessons of the spread are outside."""
    days = [part.lesson.day for part, *_ in edges if isinstance(part, Column)]
    if all(pupil.is_taught(day) for day in days):
        return ""
    words = []
    for span in pupil.spans:
        if span.starts and any(day < span.starts for day in days):
            words.append(gettext(locale, "since {day}", day=short_date(locale, span.starts)))
        if span.ends and any(day > span.ends for day in days):
            words.append(gettext(locale, "until {day}", day=short_date(locale, span.ends)))
    return f"({', '.join(words)})" if words else ""


# ------------------------------------------------------------------------------------- the right page


def _right(sheet: Sheet) -> Page:
    def draw(paper: Paper, box: Box) -> None:
        _right_head(paper, box, sheet)
        y = box.top + HEAD
        _table_head(paper, box, y, sheet.locale)
        y += TABLE_HEAD
        for part in sheet.spread.parts:
            if isinstance(part, Column):
                y = _line(paper, box, y, part, sheet.locale)
            else:
                y = _end(paper, box, y, part, sheet)
        if not sheet.spread.parts:
            _empty_lines(paper, box, y)

    return draw


def _empty_lines(paper: Paper, box: Box, y: float) -> None:
    """Lines to write on by hand."""
    height = layout.LINES_HEIGHT / EMPTY_LINES
    bottom = y + height * EMPTY_LINES
    for at in range(1, EMPTY_LINES + 1):
        paper.line(box.left, y + at * height, box.right, y + at * height, color=LINES)
    for x in _columns_of(box):
        paper.line(x, y, x, bottom, color=LINES)


def _right_head(paper: Paper, box: Box, sheet: Sheet) -> None:
    course = sheet.paper
    hours = gettext(sheet.locale, "{hours} h a week", hours=course.weekly_hours.replace(".", ","))
    about = f"{course.subject.lower()}, {hours}"
    _heading(paper, box, ", ".join(_teachers(sheet)), about)


def _teachers(sheet: Sheet) -> list[str]:
    """Who was to give the spread's lessons, second teachers too; without lessons the course's own teacher."""
    lessons = [one.lesson for one in sheet.spread.columns]
    found = dict.fromkeys(one.teacher for one in lessons) or {sheet.paper.teacher: None}
    for second in sheet.paper.seconds:
        if any(second.span.holds_on(one.day) for one in lessons):
            found[second.name] = None
    return list(found)


def _columns_of(box: Box) -> tuple[float, float, float, float, float]:
    """Where the columns of the right page begin, and where the last one ends."""
    number = box.left + NUMBER_SHARE
    day = number + DATE_SHARE
    return box.left, number, day, day + TEXT_WIDTH * TOPIC_SHARE, box.right


def _table_head(paper: Paper, box: Box, y: float, locale: str) -> None:
    edges = _columns_of(box)
    heads = ("No.", "Date", "Topic of the lesson", "Homework")
    paper.line(box.left, y, box.right, y, color=LINES)
    for x, right, head in zip(edges, edges[1:], heads, strict=False):
        words = gettext(locale, head)
        paper.text((x + right) / 2, y + TABLE_HEAD / 2 - 5, words, DAY, align="center")
        paper.line(x, y, x, y + TABLE_HEAD, color=LINES)
    paper.line(box.right, y, box.right, y + TABLE_HEAD, color=LINES)
    paper.line(box.left, y + TABLE_HEAD, box.right, y + TABLE_HEAD, color=LINES)


def _line(paper: Paper, box: Box, y: float, part: Column, locale: str) -> float:
    """A lesson's line; where the next one begins."""
    edges, lesson = _columns_of(box), part.lesson
    middle = y + part.height / 2
    number = str(lesson.ordinal) if lesson.ordinal else "—"
    paper.text((edges[0] + edges[1]) / 2, middle - DAY.size * 0.62, number, DAY, align="center")
    day = short_date(locale, lesson.day)
    paper.text((edges[1] + edges[2]) / 2, middle - DAY.size * 0.62, day, DAY, align="center")
    for x, lines in ((edges[2], part.topic), (edges[3], part.homework)):
        top = middle - len(lines) * part.style.leading / 2
        for at, line in enumerate(lines):
            paper.text(x + PAD, top + at * part.style.leading, line, part.style)
    for x in edges:
        paper.line(x, y, x, y + part.height, color=LINES)
    paper.line(box.left, y + part.height, box.right, y + part.height, color=LINES)
    return y + part.height


def _end(paper: Paper, box: Box, y: float, part: End, sheet: Sheet) -> float:
    """What stands under the last lesson of a term: hours, and lines to sign on."""
    locale, hours = sheet.locale, part.term.hours
    half = box.width / 2
    paper.text(box.left, y + 3 * MM, part.term.span.name(locale), Style(BOLD, 9))
    paper.text(box.left, y + 8 * MM, hours_words(hours.planned, hours.given, hours.lag, locale), ABOUT)
    if part.last and sheet.paper.year_hours is not None:
        of_year = sheet.paper.year_hours
        words = hours_words(of_year.planned, of_year.given, of_year.lag, locale)
        paper.text(box.left, y + 13 * MM, f"{gettext(locale, TERM_TITLES[YEAR])}. {words}", ABOUT)
    sign(paper, box.left + half, y + 3 * MM, half, gettext(locale, "Teacher"), sheet.paper.teacher_short)
    sign(paper, box.left + half, y + 10 * MM, half, gettext(locale, "Deputy head"))
    bottom = y + part.height
    paper.line(box.left, bottom, box.right, bottom, color=INK, thick=0.8)
    return bottom


def hours_words(planned: int, given: int, lag: int, locale: str) -> str:
    """«По плану 39 ч., дано 37 ч., отставание 2 ч.»."""
    return gettext(
        locale, "Planned {planned} h, given {given} h, lag {lag} h", planned=planned, given=given, lag=lag
    )
