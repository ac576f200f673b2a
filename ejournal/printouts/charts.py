"""Charts on paper, as on the screen: a line over its axis, bars with their numbers, a tinted table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import HexColor

from ejournal.lazily import Lazily
from ejournal.printouts.paper import BOLD, HAIRLINE, INK, REGULAR, SOFT, Style, fitted, load_fonts
from ejournal.services.reports.grid import tint_of

if TYPE_CHECKING:
    from reportlab.graphics import shapes
else:
    shapes = Lazily("reportlab.graphics.shapes")

ACCENT = "#1F5FA8"
TINTS = ("#FFFFFF", "#E9F0F7", "#D3E0EF", "#BCD1E7", "#A6C1DF")
SIZE = 8
LINE_HEIGHT, BAR_HEIGHT, CELL_HEIGHT = 130, 16, 16
LEFT, RIGHT, TOP, BOTTOM = 30, 20, 16, 18
MOST_LABELS = 12
HEAD_WIDTH, VALUE_WIDTH, ROW_WIDTH = 110, 40, 60


@dataclass(frozen=True, slots=True)
class PrintedPoint:
    """A number of a row: its head, how it is written, how much it is; is_draft: it may still change."""

    head: str
    words: str
    value: float | None
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class PrintedChart:
    """A chart; form is «line», «bars» or «heat»; of the rows a line and bars draw the first."""

    title: str
    form: str
    rows: tuple[tuple[str, tuple[PrintedPoint, ...]], ...]
    low: float
    top: float
    ticks: tuple[int, ...] = ()


def draw_chart(chart: PrintedChart, width: float) -> "shapes.Drawing":
    """The drawing, as high as it needs."""
    load_fonts()
    if chart.form == "heat":
        return _heat(chart, width)
    points = [point for point in chart.rows[0][1] if point.value is not None]
    return _line(chart, points, width) if chart.form == "line" else _bars(chart, points, width)


def _words(
    x: float, y: float, words: str, *, anchor: str = "start", bold: bool = False, soft: bool = False
) -> Any:
    return shapes.String(
        x, y, words, fontName=BOLD if bold else REGULAR, fontSize=SIZE, textAnchor=anchor,
        fillColor=HexColor(SOFT if soft else INK),
    )  # fmt: skip


def _line(chart: PrintedChart, points: Sequence[PrintedPoint], width: float) -> "shapes.Drawing":
    drawn = shapes.Drawing(width, LINE_HEIGHT)
    span = max(chart.top - chart.low, 1)

    def height(value: float) -> float:
        return BOTTOM + (value - chart.low) / span * (LINE_HEIGHT - BOTTOM - TOP)

    for tick in chart.ticks:
        drawn.add(shapes.Line(LEFT, height(tick), width - RIGHT, height(tick), strokeColor=HexColor(HAIRLINE),
                       strokeWidth=0.5))  # fmt: skip
        drawn.add(_words(LEFT - 5, height(tick) - 3, str(tick), anchor="end", soft=True))
    step = (width - LEFT - RIGHT - 20) / max(len(points) - 1, 1)
    places = [(LEFT + 10 + step * at, height(point.value or 0)) for at, point in enumerate(points)]
    if len(places) > 1:
        flat = [number for place in places for number in place]
        drawn.add(shapes.PolyLine(flat, strokeColor=HexColor(ACCENT), strokeWidth=1.5))
    every = -(-len(points) // MOST_LABELS)
    for at, (point, (x, y)) in enumerate(zip(points, places, strict=True)):
        dashes = [1, 1] if point.is_draft else None
        drawn.add(shapes.Circle(x, y, 2.5, fillColor=HexColor("#FFFFFF"), strokeColor=HexColor(ACCENT),
                         strokeWidth=1.2, strokeDashArray=dashes))  # fmt: skip
        if (len(points) - 1 - at) % every == 0:
            drawn.add(_words(x, y + 6, point.words, anchor="middle", bold=True))
            drawn.add(_words(x, 4, point.head, anchor="middle", soft=True))
    return drawn


def _bars(chart: PrintedChart, points: Sequence[PrintedPoint], width: float) -> "shapes.Drawing":
    drawn = shapes.Drawing(width, BAR_HEIGHT * len(points) + 4)
    room = width - HEAD_WIDTH - VALUE_WIDTH
    for at, point in enumerate(points):
        y = drawn.height - BAR_HEIGHT * (at + 1)
        drawn.add(_words(0, y + 4, fitted(point.head, Style(REGULAR, SIZE), HEAD_WIDTH - 6)))
        drawn.add(shapes.Rect(HEAD_WIDTH, y + 3, room, 9, fillColor=HexColor("#EEEAE0"), strokeColor=None))
        long = room * min((point.value or 0) / max(chart.top, 0.01), 1)
        drawn.add(shapes.Rect(HEAD_WIDTH, y + 3, long, 9, fillColor=HexColor(ACCENT), strokeColor=None))
        drawn.add(_words(width, y + 4, point.words, anchor="end", bold=True))
    return drawn


def _heat(chart: PrintedChart, width: float) -> "shapes.Drawing":
    heads = [point.head for point in chart.rows[0][1]]
    cell = min((width - ROW_WIDTH) / max(len(heads), 1), 60)
    drawn = shapes.Drawing(ROW_WIDTH + cell * len(heads), CELL_HEIGHT * (len(chart.rows) + 1))
    values = [point.value for _, points in chart.rows for point in points if point.value]
    lowest, highest = min(values, default=0), max(values, default=0)
    for at, head in enumerate(heads):
        x = ROW_WIDTH + cell * (at + 0.5)
        drawn.add(_words(x, drawn.height - CELL_HEIGHT + 5, head, anchor="middle", soft=True))
    for down, (name, points) in enumerate(chart.rows, 2):
        y = drawn.height - CELL_HEIGHT * down
        drawn.add(_words(0, y + 5, fitted(name, Style(REGULAR, SIZE), ROW_WIDTH - 4)))
        for at, point in enumerate(points):
            tint = TINTS[tint_of(point.value, lowest, highest)]
            drawn.add(shapes.Rect(ROW_WIDTH + cell * at, y, cell, CELL_HEIGHT, fillColor=HexColor(tint),
                           strokeColor=HexColor(HAIRLINE), strokeWidth=0.5))  # fmt: skip
            drawn.add(_words(ROW_WIDTH + cell * (at + 0.5), y + 5, point.words, anchor="middle"))
    return drawn
