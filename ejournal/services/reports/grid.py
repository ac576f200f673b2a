"""What a chart shows: rows of numbers by week, term, day or mark, and what each number counts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from math import ceil
from typing import NamedTuple, overload

from ejournal.errors import NotFound

BETWEEN = "|"


class Form(StrEnum):
    """How the numbers are drawn: the first row as bars or as a line, all as a tinted or a plain table."""

    BARS = "bars"
    LINE = "line"
    HEAT = "heat"
    TABLE = "table"


class Fact(NamedTuple):
    """A pupil, a mark or a lesson that a number counts; what does not belong to it is empty."""

    pupil_id: int = 0
    name: str = ""
    class_title: str = ""
    course_id: int = 0
    subject: str = ""
    day: date | None = None
    number: int = 0
    value: str = ""


class Facts(Sequence[Fact]):
    """What a number counts, made when it is opened: how many there are is known before."""

    def __init__(self, count: int, make: Callable[[], Iterable[Fact]]) -> None:
        self._count, self._make = count, make

    @cached_property
    def _every(self) -> tuple[Fact, ...]:
        return tuple(self._make())

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Fact: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Fact]: ...

    def __getitem__(self, place: int | slice) -> Fact | Sequence[Fact]:
        return self._every[place]


@dataclass(frozen=True, slots=True)
class Spot:
    """A number, None where there is none, and what it counts; is_over: it passes the norm.

    is_change: it is by how much another one has changed, and stands with its sign.
    """

    value: int | Decimal | None
    facts: Sequence[Fact] = ()
    is_over: bool = False
    is_draft: bool = False
    is_change: bool = False


NO_SPOT = Spot(None)
TINTS = 4


def tint_of(value: float | Decimal | None, lowest: float | Decimal, highest: float | Decimal) -> int:
    """How dark a cell of a map is: of none not at all, then from the lowest to the highest of all."""
    if not value:
        return 0
    span = float(highest) - float(lowest)
    return min(int((float(value) - float(lowest)) * TINTS / span) + 1, TINTS) if span else 1


def axis(low: int, top: int) -> range:
    """The numbers beside the lines of an axis."""
    span = top - low
    return range(low, top + 1, 1 if span <= 5 else 2 if span <= 12 else span // 5)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of numbers, one for each head; places: digits after the point; href: where its name leads."""

    key: str
    title: str
    spots: tuple[Spot, ...]
    places: int = 0
    href: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A chart: heads are (key, words); low and top bound the axis, top None is the highest number."""

    key: str
    title: str
    form: Form
    heads: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    first: str = ""
    note: str = ""
    low: int = 0
    top: int | None = None

    @property
    def axis_top(self) -> int:
        """The end of the axis."""
        if self.top is not None:
            return self.top
        highest = max((spot.value for spot in self.rows[0].spots if spot.value is not None), default=0)
        return max(ceil(highest), 1)

    @property
    def ticks(self) -> range:
        """The numbers on the axis: each mark of five points, else some five of them."""
        return axis(self.low, self.axis_top)

    @property
    def bounds(self) -> tuple[int | Decimal, int | Decimal]:
        """The lowest and the highest of all numbers but nought."""
        values = [spot.value for row in self.rows for spot in row.spots if spot.value]
        return min(values, default=0), max(values, default=0)

    @property
    def is_empty(self) -> bool:
        """Whether no number stands in it."""
        return all(spot.value is None for row in self.rows for spot in row.spots)

    def spots(self) -> Iterator[tuple[str, Row, str, Spot]]:
        """Every number with its key, its row and its head."""
        for row in self.rows:
            for (head, words), spot in zip(self.heads, row.spots, strict=True):
                yield spot_key(self.key, row.key, head), row, words, spot


class Opened(NamedTuple):
    """A number with its words and what it counts."""

    grid: Grid
    row: Row
    head: str
    spot: Spot


def spot_key(grid: str, row: str, head: str) -> str:
    """How a number is named from page to page."""
    return BETWEEN.join((grid, row, head))


def opened(grids: Sequence[Grid], key: str) -> Opened:
    """The number of the key; NotFound where the charts have none."""
    for grid in grids:
        for known, row, head, spot in grid.spots():
            if known == key:
                return Opened(grid, row, head, spot)
    raise NotFound
