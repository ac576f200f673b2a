"""How a course's lessons fall onto spreads: as many on each as its two pages hold."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ejournal.i18n import gettext
from ejournal.printouts.journal.book import box_of
from ejournal.printouts.paper import MM, NARROW, Style, wrapped
from ejournal.services.papers.courses import CoursePaper, PaperLesson, PaperTerm

PAD = 3.2
ORDINAL, NAME = 7 * MM, 50 * MM
COLUMN, WIDEST = 5.4 * MM, 8 * MM
TERM_COLUMN = 9.5 * MM
NUMBER_SHARE, DATE_SHARE, TOPIC_SHARE = 9 * MM, 14 * MM, 0.56
HEAD, TABLE_HEAD, TAIL = 9 * MM, 12 * MM, 9 * MM
LEAST_LINE, END_HEIGHT = 6 * MM, 17 * MM
SIZES = (8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
CELL_SIZES = SIZES
_BLANKS = re.compile(r"[\t\n\v\f\r ]+")
BOX = box_of(2)
MARKS_WIDTH = BOX.width - ORDINAL - NAME
LINES_HEIGHT = BOX.bottom - BOX.top - HEAD - TABLE_HEAD
TEXT_WIDTH = BOX.width - NUMBER_SHARE - DATE_SHARE


@dataclass(frozen=True, slots=True)
class Column:
    """A lesson: its column on the left page, its line on the right one."""

    lesson: PaperLesson
    width: float
    topic: tuple[str, ...]
    homework: tuple[str, ...]
    style: Style
    height: float


@dataclass(frozen=True, slots=True)
class End:
    """The end of a term: its columns on the left page, its hours and lines to sign on the right one."""

    term: PaperTerm
    last: bool

    @property
    def width(self) -> float:
        """How wide its columns are together."""
        return TERM_COLUMN * len(self.term.keys)

    @property
    def height(self) -> float:
        """How high its part of the right page is; after the last one the year's hours stand too."""
        return END_HEIGHT + (6 * MM if self.last else 0)


Part = Column | End


@dataclass(slots=True)
class Spread:
    """What stands on two facing pages."""

    parts: list[Part] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0

    def holds(self, part: Part) -> bool:
        """Whether there is room for one more."""
        return self.width + part.width <= MARKS_WIDTH and self.height + part.height <= LINES_HEIGHT

    def add(self, part: Part) -> None:
        """Put it behind the others."""
        self.parts.append(part)
        self.width += part.width
        self.height += part.height

    def take_last(self) -> Part:
        """Take the last one away, to begin another spread with."""
        part = self.parts.pop()
        self.width -= part.width
        self.height -= part.height
        return part

    @property
    def columns(self) -> list[Column]:
        """Its lessons."""
        return [one for one in self.parts if isinstance(one, Column)]


def spreads(paper: CoursePaper, locale: str) -> list[Spread]:
    """The spreads of a course, at least one; a term's end stands beside its last lesson."""
    found = [Spread()]
    for part in _parts(paper, locale):
        if not found[-1].holds(part):
            carried = None
            if (
                isinstance(part, End)
                and len(found[-1].columns) > 1
                and isinstance(found[-1].parts[-1], Column)
            ):
                carried = found[-1].take_last()
            found.append(Spread())
            if carried is not None:
                found[-1].add(carried)
        found[-1].add(part)
    return found


def _parts(paper: CoursePaper, locale: str) -> Iterator[Part]:
    """Lessons and ends of terms by their days."""
    widest = _widest(paper)
    waiting = list(paper.terms)
    for lesson in paper.lessons:
        while waiting and waiting[0].span.ends < lesson.day:
            yield _end(paper, waiting.pop(0))
        yield _column(lesson, widest.get(lesson.id, 0.0), locale)
    for term in waiting:
        yield _end(paper, term)


def _end(paper: CoursePaper, term: PaperTerm) -> End:
    return End(term, paper.year_hours is not None and term is paper.terms[-1])


def _widest(paper: CoursePaper) -> dict[int, float]:
    """How wide the longest cell of each lesson is at a size that is well read."""
    style = Style(NARROW, 7)
    found: dict[int, float] = {}
    for pupil in paper.pupils:
        for lesson_id, text in pupil.cells.items():
            if len(text) > 1:
                found[lesson_id] = max(found.get(lesson_id, 0.0), style.width(text) + 2)
    return found


def _column(lesson: PaperLesson, cell: float, locale: str) -> Column:
    """The lesson with its topic and homework in lines; a smaller type where a page would not hold them."""
    topic = _topic(lesson, locale)
    homework = _BLANKS.sub(" ", lesson.homework).strip()
    for size in SIZES:
        style = Style(NARROW, size)
        lines = (
            tuple(wrapped(topic, style, TEXT_WIDTH * TOPIC_SHARE - 2 * PAD)),
            tuple(wrapped(homework, style, TEXT_WIDTH * (1 - TOPIC_SHARE) - 2 * PAD)),
        )
        height = max(LEAST_LINE, max(map(len, lines)) * style.leading + 2 * PAD)
        if height <= LINES_HEIGHT:
            break
    return Column(lesson, min(max(COLUMN, cell), MARKS_WIDTH / 2), *lines, style, height)


def _topic(lesson: PaperLesson, locale: str) -> str:
    words = [_BLANKS.sub(" ", lesson.topic).strip()]
    if lesson.substitute:
        words.append(gettext(locale, "(substitution: {name})", name=lesson.substitute))
    if lesson.cancelled:
        words.append(gettext(locale, "(the lesson was cancelled)"))
    return " ".join(filter(None, words))


def stretched(spread: Spread) -> tuple[list[float], int]:
    """The widths of the spread's parts, and how many empty columns stand before what closes it."""
    columns = spread.columns
    room = MARKS_WIDTH - spread.width
    if not columns:
        return [one.width for one in spread.parts], int(room / COLUMN)
    more = max(0.0, min(room / len(columns), WIDEST - COLUMN))
    widths = [one.width + (more if isinstance(one, Column) else 0) for one in spread.parts]
    return widths, int((MARKS_WIDTH - sum(widths) + 0.01) / COLUMN)


def closing(parts: Sequence[Part]) -> int:
    """How many parts at the end close the spread: the empty columns stand before them."""
    return next((at for at, one in enumerate(reversed(parts)) if isinstance(one, Column)), len(parts))
