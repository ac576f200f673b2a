"""A3 sheets to be folded: every page once, in order when they are folded, left and right as in the book."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream
from reportlab.lib.pagesizes import A4

from ejournal.printouts.paper import BOLD, Paper, Style
from ejournal.printouts.school.booklet import SHEETS, folded, gatherings, sides

MM = 72 / 25.4


def as_read(pages: int) -> list[tuple[int | None, bool]]:
    """The pages of the folded and stacked sheets in the order in which they are read, and which are right."""
    laid, found, at = list(sides(pages)), [], 0
    for gathering in gatherings(pages):
        own = laid[at : at + len(gathering) // 2]
        at += len(own)
        sheets = [(own[place], own[place + 1]) for place in range(0, len(own), 2)]
        for front, back in sheets:  # the outermost first: its front right, then behind it the back's left
            found += [(front[1], True), (back[0], False)]
        for front, back in reversed(sheets):
            found += [(back[1], True), (front[0], False)]
    return found


@given(st.integers(1, 400))
def test_folded_sheets_read_in_order_and_odd_pages_stand_at_the_right(pages: int) -> None:
    read = as_read(pages)
    numbers = [number for number, _ in read if number is not None]
    assert numbers == list(range(1, pages + 1))
    assert len(read) % 4 == 0
    assert len(read) - pages < 4
    assert all(is_right == bool(number % 2) for number, is_right in read if number is not None)


@given(st.integers(1, 2000))
def test_no_gathering_is_too_thick_to_fold_and_none_much_thinner(pages: int) -> None:
    sheets = [len(one) // 4 for one in gatherings(pages)]
    assert max(sheets) <= SHEETS
    assert max(sheets) - min(sheets) <= 1


def test_pages_stand_whole_side_by_side_on_a3() -> None:
    paper = Paper("Журнал", A4)
    for number in range(1, 7):
        if number > 1:
            paper.next_page()
        paper.text(20 * MM, 20 * MM, f"страница {number}", Style(BOLD, 20))
    read = PdfReader(BytesIO(folded(paper.finish())))
    sizes = {
        (round(float(one.mediabox.width) / MM), round(float(one.mediabox.height) / MM)) for one in read.pages
    }
    assert sizes == {(420, 297)}
    found = [_halves(page) for page in read.pages]
    assert found == [("", "1"), ("2", ""), ("6", "3"), ("4", "5")]
    assert read.metadata is not None
    assert read.metadata.title == "Журнал"


def _halves(page: PageObject) -> tuple[str, str]:
    """Which page stands at the left and which at the right."""
    moved, places = 0.0, []
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        moved = float(operands[4]) if operator == b"cm" else moved
        if operator == b"Do":
            places.append(moved > 200 * MM)
    words = [line.removeprefix("страница ") for line in page.extract_text().split("\n") if line]
    halves = dict(zip(places, words, strict=True))
    return halves.get(False, ""), halves.get(True, "")
