"""What the browser sees of a chart: words and sizes of its numbers, and the list of what one counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ejournal.i18n import gettext
from ejournal.i18n.dates import decimal, short_date
from ejournal.services.reports.grid import (
    Fact,
    Form,
    Grid,
    Opened,
    Row,
    Spot,
    axis,
    spot_key,
    tint_of,
)
from ejournal.ui.words.reports import DASH, change_words

WIDTH, HEIGHT = 400, 190
LEFT, RIGHT, TOP, BOTTOM = 28, 14, 22, 26
OVER_DOT, UNDER_LINE = 12, 182
FIRST, LAST = LEFT + 26, WIDTH - 34
"""Where the first and the last point stand: half of their words fits beside them."""
LETTER, GAP = 6, 4
"""How wide a letter under a line is at the most, and what stands between two words."""
MOST_SHOWN = 200
Bounds = tuple[int | Decimal, int | Decimal]

TONES = ("", "faint", "light", "strong", "deep")
"""How dark a number of a map stands."""


@dataclass
class DotRow:
    """A point of a drawn line: where and how much; label stands under it, value over it, where they fit."""

    x: int
    y: int
    head: str
    words: str
    label: str = ""
    value: str = ""
    over: int = 0
    """Where the value stands."""
    draft: bool = False


@dataclass
class TickRow:
    """A horizontal line of the axis."""

    y: int
    label: str


@dataclass
class DrawnRow:
    """A drawn line: the points of a polyline, its dots, the axis; words say it in a sentence."""

    line: str = ""
    words: str = ""
    dots: list[DotRow] = field(default_factory=list)
    ticks: list[TickRow] = field(default_factory=list)


@dataclass
class SpotRow:
    """A number: how it is written, said and tinted; width is its bar; opens: it counts somebody."""

    key: str
    head: str
    words: str
    said: str
    tone: str
    width: str
    draft: bool
    opens: bool


@dataclass
class ChartLine:
    """A row of numbers under its name."""

    title: str
    href: str
    spots: list[SpotRow] = field(default_factory=list)


@dataclass
class GridRow:
    """A chart with all its numbers."""

    key: str
    title: str
    form: str
    first: str
    note: str
    words: str
    drawn: DrawnRow = field(default_factory=DrawnRow)
    heads: list[str] = field(default_factory=list)
    bars: list[SpotRow] = field(default_factory=list)
    lines: list[ChartLine] = field(default_factory=list)


@dataclass
class FactRow:
    """A pupil, a mark or a lesson that the opened number counts."""

    title: str
    note: str
    value: str
    href: str


@dataclass
class BehindRow:
    """The number that is open, and what it counts."""

    grid: str = ""
    key: str = ""
    title: str = ""
    more: str = ""
    facts: list[FactRow] = field(default_factory=list)


@dataclass(frozen=True)
class Point:
    """A point to draw: at is how far to the right, in whatever measure."""

    at: float
    value: float
    head: str
    words: str
    draft: bool = False


def grid_rows(grids: Sequence[Grid], locale: str) -> list[GridRow]:
    """The charts that have a number."""
    return [_grid_row(one, locale) for one in grids if not one.is_empty]


def _grid_row(one: Grid, locale: str) -> GridRow:
    bounds = one.bounds
    lines = [_line(one, row, bounds, locale) for row in one.rows]
    bars = lines[0].spots
    words = f"{one.title}: " + "; ".join(f"{spot.head} {spot.words}" for spot in bars)
    drawn = DrawnRow()
    if one.form is Form.LINE:
        points = [
            Point(
                place, float(spot.value), head, number_words(spot.value, one.rows[0], locale), spot.is_draft
            )
            for place, ((_, head), spot) in enumerate(zip(one.heads, one.rows[0].spots, strict=True))
            if spot.value is not None
        ]
        drawn = drawn_line(points, one.low, one.axis_top, words)
    heads = [words for _, words in one.heads]
    form = one.form if one.form is not Form.LINE or drawn.line else Form.TABLE
    return GridRow(one.key, one.title, form.value, one.first, one.note, words, drawn, heads, bars, lines)


def _line(one: Grid, row: Row, bounds: Bounds, locale: str) -> ChartLine:
    spots = [
        _spot(one, row, head, spot, bounds, locale) for head, spot in zip(one.heads, row.spots, strict=True)
    ]
    return ChartLine(row.title, row.href, spots)


def _spot(one: Grid, row: Row, head: tuple[str, str], spot: Spot, bounds: Bounds, locale: str) -> SpotRow:
    words = number_words(spot.value, row, locale)
    if spot.is_change and isinstance(spot.value, Decimal):
        words = change_words(spot.value, Decimal(0), locale, row.places)
    key, name = head
    tint = tint_of(spot.value, *bounds) if one.form is Form.HEAT else 0
    return SpotRow(
        key=spot_key(one.key, row.key, key),
        head=name,
        words=words,
        said=f"{row.title}, {name}: {words}",
        tone="over" if spot.is_over else TONES[tint],
        width=f"{min(float(spot.value or 0) / one.axis_top, 1) * 100:.1f}%",
        draft=spot.is_draft,
        opens=bool(spot.facts),
    )


def number_words(value: int | Decimal | None, row: Row, locale: str) -> str:
    """«4,26», «12»; a dash where there is none."""
    if value is None:
        return DASH
    return decimal(locale, value, row.places) if isinstance(value, Decimal) else str(value)


def drawn_line(points: Sequence[Point], low: int, top: int, words: str) -> DrawnRow:
    """The points drawn from left to right; empty below two."""
    if len(points) < 2:
        return DrawnRow()
    first, span = points[0].at, max(points[-1].at - points[0].at, 1)
    places = [round(FIRST + (point.at - first) / span * (LAST - FIRST)) for point in points]
    labelled = _labelled(places, [point.head for point in points])
    dots = [
        DotRow(
            x=x,
            y=_height(point.value, low, top),
            over=_height(point.value, low, top) - OVER_DOT,
            head=point.head,
            words=point.words,
            label=point.head if x in labelled else "",
            value=point.words if x in labelled else "",
            draft=point.draft,
        )
        for x, point in zip(places, points, strict=True)
    ]
    return DrawnRow(
        line=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        words=words,
        dots=dots,
        ticks=[TickRow(_height(level, low, top), str(level)) for level in axis(low, top)],
    )


def _labelled(places: Sequence[int], heads: Sequence[str]) -> set[int]:
    """The places under which words fit, the last one first: none touches the next."""
    room = LETTER * max(len(head) for head in heads) + GAP
    found: list[int] = []
    for x in reversed(places):
        if not found or found[-1] - x >= room:
            found.append(x)
    return set(found)


def _height(value: float, low: int, top: int) -> int:
    return round(TOP + (top - value) / max(top - low, 1) * (HEIGHT - TOP - BOTTOM))


def behind_row(found: Opened, key: str, locale: str, leads_to: Callable[[Fact], str]) -> BehindRow:
    """What the opened number counts, the first of it where it is much."""
    facts = found.spot.facts
    more = ""
    if len(facts) > MOST_SHOWN:
        more = gettext(
            locale, "The first {n} of {all} are shown: choose a class", n=MOST_SHOWN, all=len(facts)
        )
    value = number_words(found.spot.value, found.row, locale)
    is_number = found.row.title.isdecimal()
    named = f"{found.grid.first} {found.row.title}" if is_number else found.row.title
    return BehindRow(
        grid=found.grid.key,
        key=key,
        title=f"{named}, {found.head}: {value}",
        more=more,
        facts=[_fact(one, locale, leads_to) for one in facts[:MOST_SHOWN]],
    )


def _fact(one: Fact, locale: str, leads_to: Callable[[Fact], str]) -> FactRow:
    named = one.name or one.subject
    lesson = gettext(locale, "lesson {n}", n=one.number) if one.number else ""
    note = (
        one.class_title,
        one.subject if one.name else "",
        short_date(locale, one.day) if one.day else "",
        lesson,
    )
    return FactRow(named, " · ".join(part for part in note if part), one.value, leads_to(one))
