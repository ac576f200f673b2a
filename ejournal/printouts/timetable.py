"""Timetables on paper: a week of a class, a teacher or a room on A4, the whole school's poster on A3."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ejournal.printouts.paper import (
    A3_ACROSS,
    AMBER,
    BOLD,
    INK,
    MARGIN,
    MM,
    NARROW,
    NARROW_BOLD,
    SOFT,
    TINT,
    Paper,
    Style,
    fitted,
    wrapped,
)

PAD = 1.4 * MM
SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
LEAD_WIDTH = 23 * MM
HEAD_HEIGHT = 9 * MM
TITLE_HEIGHT = 15 * MM
FOOT_HEIGHT = 6 * MM
LEAST_ROW = 9 * MM
CLASSES_ON_A_PAGE = 16
POSTER_LEAD = 14 * MM
POSTER_ROW_SHARE = 0.42
"""How much of a poster's cell a line of its words may take."""


@dataclass(frozen=True, slots=True)
class LessonCell:
    """A lesson in a cell: its subject, what to say of it, and what was changed."""

    subject: str
    about: str = ""
    change: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class DayHead:
    """A day at the top of its column; note says why it is empty or what is special about it."""

    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class LineHead:
    """A lesson number with its times at the left of its row."""

    number: int
    times: str = ""


@dataclass(frozen=True, slots=True)
class WeekSheet:
    """A week's timetable; cells are by day (from 0) and lesson number."""

    title: str
    subtitle: str
    days: tuple[DayHead, ...]
    lines: tuple[LineHead, ...]
    cells: Mapping[tuple[int, int], tuple[LessonCell, ...]] = field(default_factory=dict)
    foot: str = ""
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class PosterDay:
    """A day of the poster: its lesson numbers, and by class (from 0) and number what is taught."""

    title: str
    numbers: tuple[int, ...]
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Poster:
    """The whole school's week: classes across, days and lessons down."""

    title: str
    subtitle: str
    classes: tuple[str, ...]
    days: tuple[PosterDay, ...]
    foot: str = ""
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    style: Style


# ---------------------------------------------------------------------------------------- a week on A4


def draw_week(sheet: WeekSheet) -> bytes:
    """The week as PDF on A4 across; the type shrinks until all fits, and then goes on to a second page."""
    paper = Paper(sheet.title)
    width = (paper.inner_width - LEAD_WIDTH) / max(len(sheet.days), 1)
    room = paper.height - 2 * MARGIN - TITLE_HEIGHT - HEAD_HEIGHT - FOOT_HEIGHT
    size = next((one for one in SIZES if sum(_heights(sheet, width, one)) <= room), SIZES[-1])
    heights = _heights(sheet, width, size)
    spare = max(0.0, room - sum(heights)) / max(len(heights), 1)
    heights = [height + min(spare, 6 * MM) for height in heights]
    y = _week_head(paper, sheet, width)
    for line, height in zip(sheet.lines, heights, strict=True):
        if y + height > paper.bottom - FOOT_HEIGHT + 0.5:
            _foot(paper, sheet.foot)
            paper.next_page()
            y = _week_head(paper, sheet, width)
        _week_row(paper, sheet, line, (y, height), width, size)
        y += height
    _foot(paper, sheet.foot)
    return paper.finish()


def _heights(sheet: WeekSheet, width: float, size: float) -> list[float]:
    return [
        max(
            [LEAST_ROW * size / SIZES[0]]
            + [
                _height(_cell_lines(sheet.cells.get((day, line.number), ()), width, size))
                for day in range(len(sheet.days))
            ]
        )
        for line in sheet.lines
    ]


def _height(lines: Sequence[_Line]) -> float:
    return sum(line.style.leading for line in lines) + 2 * PAD if lines else 0.0


def _cell_lines(cells: Sequence[LessonCell], width: float, size: float) -> list[_Line]:
    bold, plain = Style(BOLD, size), Style(NARROW, size * 0.95, SOFT)
    changed = Style(NARROW_BOLD, size * 0.95, AMBER)
    found: list[_Line] = []
    for cell in cells:
        subject = replace(bold, color=SOFT) if cell.cancelled else bold
        for words, style in ((cell.subject, subject), (cell.change, changed), (cell.about, plain)):
            found += [_Line(line, style) for line in wrapped(words, style, width - 2 * PAD)]
    return found


def _week_head(paper: Paper, sheet: WeekSheet, width: float) -> float:
    """The title and the days; gives where the rows begin."""
    top = _title(paper, sheet.title, sheet.subtitle, sheet.logo)
    paper.fill(MARGIN, top, paper.inner_width, HEAD_HEIGHT, TINT)
    for at, day in enumerate(sheet.days):
        left = MARGIN + LEAD_WIDTH + at * width
        named, noted = Style(BOLD, 10), Style(NARROW, 8, AMBER)
        paper.text(left + PAD, top + 1 * MM, fitted(day.title, named, width - 2 * PAD), named)
        paper.text(left + PAD, top + 5.3 * MM, fitted(day.note, noted, width - 2 * PAD), noted)
    paper.line(MARGIN, top, MARGIN + paper.inner_width, top, color=INK, thick=1)
    paper.line(MARGIN, top + HEAD_HEIGHT, MARGIN + paper.inner_width, top + HEAD_HEIGHT)
    return top + HEAD_HEIGHT


def _week_row(
    paper: Paper, sheet: WeekSheet, line: LineHead, place: tuple[float, float], width: float, size: float
) -> None:
    y, height = place
    paper.text(MARGIN + PAD, y + PAD, str(line.number), Style(BOLD, 12))
    times = Style(NARROW, 8, SOFT)
    paper.text(MARGIN + PAD + 6 * MM, y + PAD + 2, fitted(line.times, times, LEAD_WIDTH - 7 * MM), times)
    for day in range(len(sheet.days)):
        left = MARGIN + LEAD_WIDTH + day * width
        top = y + PAD
        for one in _cell_lines(sheet.cells.get((day, line.number), ()), width, size):
            paper.text(left + PAD, top, one.words, one.style)
            top += one.style.leading
        paper.line(left, y, left, y + height)
    paper.line(MARGIN, y + height, MARGIN + paper.inner_width, y + height)


def _title(paper: Paper, title: str, subtitle: str, logo: bytes) -> float:
    named, noted = Style(BOLD, 16), Style(size=10, color=SOFT)
    left = MARGIN + paper.emblem(MARGIN, MARGIN, logo, 12 * MM)
    room = MARGIN + paper.inner_width - left
    paper.text(left, MARGIN, fitted(title, named, room), named)
    paper.text(left, MARGIN + 8 * MM, fitted(subtitle, noted, room), noted)
    return MARGIN + TITLE_HEIGHT


def _foot(paper: Paper, words: str) -> None:
    style = Style(size=8, color=SOFT)
    y = paper.bottom - style.size - 1
    paper.text(MARGIN, y, fitted(words, style, paper.inner_width - 20 * MM), style)
    paper.text(MARGIN + paper.inner_width, y, str(paper.page), style, align="right")


# ------------------------------------------------------------------------------------- a poster on A3


def draw_poster(poster: Poster) -> bytes:
    """The poster as PDF on A3 across; more classes than fit side by side go on to further pages."""
    paper = Paper(poster.title, A3_ACROSS)
    pages = max(1, -(-len(poster.classes) // CLASSES_ON_A_PAGE))
    each = -(-len(poster.classes) // pages) if poster.classes else 0
    for page in range(pages):
        if page:
            paper.next_page()
        _poster_page(paper, poster, range(page * each, min((page + 1) * each, len(poster.classes))))
        _foot(paper, poster.foot)
    return paper.finish()


def _poster_page(paper: Paper, poster: Poster, classes: range) -> None:
    top = _title(paper, poster.title, poster.subtitle, poster.logo)
    width = (paper.inner_width - POSTER_LEAD) / max(len(classes), 1)
    rows = sum(len(day.numbers) for day in poster.days)
    height = min((paper.bottom - FOOT_HEIGHT - top - HEAD_HEIGHT) / max(rows, 1), 9 * MM)
    paper.fill(MARGIN, top, paper.inner_width, HEAD_HEIGHT, TINT)
    named = Style(BOLD, 11)
    for at, index in enumerate(classes):
        middle = MARGIN + POSTER_LEAD + (at + 0.5) * width
        words = fitted(poster.classes[index], named, width - PAD)
        paper.text(middle, top + 2.5 * MM, words, named, align="center")
    y = top + HEAD_HEIGHT
    for day in poster.days:
        _poster_day(paper, day, classes, (y, height), width)
        y += height * len(day.numbers)
    right = MARGIN + paper.inner_width
    paper.line(MARGIN, y, right, y, color=INK, thick=1)
    for at in range(len(classes) + 1):
        left = MARGIN + POSTER_LEAD + at * width
        paper.line(left, top, left, y)


def _poster_day(
    paper: Paper, day: PosterDay, classes: range, place: tuple[float, float], width: float
) -> None:
    y, height = place
    right = MARGIN + paper.inner_width
    paper.line(MARGIN, y, right, y, color=INK, thick=1)
    named = Style(BOLD, 9)
    tall = height * len(day.numbers)
    paper.upright(MARGIN + 3.5 * MM, y + tall / 2, fitted(day.title, named, tall - PAD), named)
    for number in day.numbers:
        if number != day.numbers[0]:
            paper.line(MARGIN + 7 * MM, y, right, y)
        style = Style(BOLD, min(10.0, height * 0.6))
        paper.text(MARGIN + 10.5 * MM, y + (height - style.size) / 2 - 1, str(number), style, align="center")
        for at, index in enumerate(classes):
            left = MARGIN + POSTER_LEAD + at * width
            _poster_cell(paper, day.cells.get((index, number), ""), (left, y), (width, height))
        y += height


def _poster_cell(paper: Paper, words: str, at: tuple[float, float], size: tuple[float, float]) -> None:
    """The words in one line of the largest type that fits, else in two."""
    if not words:
        return
    inner = size[0] - PAD
    for points in (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5):
        style = Style(NARROW, min(points, size[1] * 0.7))
        if style.width(words) <= inner:
            paper.text(at[0] + PAD / 2, at[1] + (size[1] - style.size) / 2 - 1, words, style)
            return
    style = Style(NARROW, min(6.5, size[1] * POSTER_ROW_SHARE))
    top = at[1] + (size[1] - 2 * style.leading) / 2
    for line in wrapped(words, style, inner, most=2):
        paper.text(at[0] + PAD / 2, top, line, style)
        top += style.leading
