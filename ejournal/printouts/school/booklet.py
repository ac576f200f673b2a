"""A book for A3 sheets: printed on both sides and folded, its pages are in order and face each other."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A3, landscape

from ejournal.lazily import Lazily

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = Lazily("pikepdf")

SHEETS = 8
"""As many as are folded into one another: a thicker gathering does not close. Gatherings are sewn one behind
the other."""
ON_SHEET = 4
"""Pages: two in front, two at the back."""


def folded(written: bytes) -> bytes:
    """The A4 pages of the PDF on A3 sheets; blank pages fill the last gathering."""
    width, height = landscape(A3)
    with pikepdf.open(BytesIO(written)) as source, pikepdf.new() as sheets:
        for left, right in sides(len(source.pages)):
            page = sheets.add_blank_page(page_size=(width, height))
            for number, x in ((left, 0.0), (right, width / 2)):
                if number is not None:
                    place = pikepdf.Rectangle(x, 0, x + width / 2, height)
                    page.add_overlay(source.pages[number - 1], place)
        for name in ("/Title", "/CreationDate", "/Producer"):
            if name in source.docinfo:
                sheets.docinfo[name] = str(source.docinfo[name])
        sheets.Root.Lang = source.Root.get("/Lang", pikepdf.String("ru"))
        made = BytesIO()
        sheets.save(made, deterministic_id=True)
    return made.getvalue()


def sides(pages: int) -> Iterator[tuple[int | None, int | None]]:
    """Which two pages, counted from 1, stand side by side: front and back of each sheet in its turn."""
    for gathering in gatherings(pages):
        first, last = 0, len(gathering) - 1
        while first < last:
            yield _there(gathering[last], pages), _there(gathering[first], pages)
            yield _there(gathering[first + 1], pages), _there(gathering[last - 1], pages)
            first, last = first + 2, last - 2


def gatherings(pages: int) -> list[Sequence[int]]:
    """The pages of each gathering: as even as may be, so that none is much thinner than the others."""
    sheets = -(-pages // ON_SHEET)
    count = max(1, -(-sheets // SHEETS))
    found: list[Sequence[int]] = []
    begun = 1
    for at in range(count):
        own = (sheets * (at + 1) // count - sheets * at // count) * ON_SHEET
        found.append(range(begun, begun + own))
        begun += own
    return found


def _there(number: int, pages: int) -> int | None:
    return number if number <= pages else None
