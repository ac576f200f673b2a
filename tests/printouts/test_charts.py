"""Charts on paper and in workbooks hold the numbers of the page, and only those."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from ejournal.http.lists.reports import report_sheet
from ejournal.i18n.dates import decimal
from ejournal.integrations.workbook.report import write_report
from ejournal.printouts.charts import PrintedChart, PrintedPoint, draw_chart
from ejournal.printouts.reports import draw_report
from ejournal.services.reports.charts.printed import charts_filed
from ejournal.services.reports.charts.shown import View, charts
from ejournal.services.reports.filed import FiledReport
from ejournal.services.reports.grid import Form, Grid
from tests.cast import DAY, Cast
from tests.infra.paper import text_of, words_outside
from tests.services.reports.reports_helpers import FIRST_TERM, give_marks, miss, set_term_marks


def read(cast: Cast, view: View) -> tuple[tuple[Grid, ...], FiledReport]:
    found = charts(cast.session, cast.actor("deputy"), view, f"class:{cast.classes['6b'].id}", None, "ru")
    assert found is not None
    return tuple(one for one in found.grids if not one.is_empty), charts_filed(found, "ru")


@pytest.fixture
def marked(cast: Cast) -> Cast:
    """The cast with marks of a term and of lessons, and an absence."""
    set_term_marks(cast, 1, FIRST_TERM)
    set_term_marks(cast, 2, {("maths", "pupil"): "4"})
    give_marks(cast, "maths", "pupil", "53", [date(2026, 11, 9), DAY])
    miss(cast, "russian", "classmate", DAY)
    return cast


@pytest.mark.parametrize("view", [View.MARKS, View.ABSENCES, View.NORMS])
def test_a_workbook_has_every_number_of_the_page_as_a_number(marked: Cast, view: View) -> None:
    grids, filed = read(marked, view)
    book = CalamineWorkbook.from_filelike(BytesIO(write_report(filed)))
    assert len(book.sheet_names) == len(grids) > 0
    for place, grid in enumerate(grids):
        rows = book.get_sheet_by_index(place).to_python()[len(filed.facts) + 3 :]
        written = [[cell for cell in row[1:] if cell != ""] for row in rows]
        values = [[spot.value for spot in row.spots] for row in grid.rows]
        if grid.form in (Form.LINE, Form.BARS):
            values = [list(column) for column in zip(*values, strict=True)]
        expected = [[float(one) for one in row if one is not None] for row in values]
        assert written == [[pytest.approx(one) for one in row] for row in expected]


@pytest.mark.parametrize("view", [View.MARKS, View.ABSENCES, View.NORMS])
def test_paper_has_the_drawing_and_the_numbers(marked: Cast, view: View) -> None:
    grids, filed = read(marked, view)
    written = draw_report(report_sheet(marked.session, marked.actor("deputy"), filed))
    text = " ".join(text_of(written).split())
    assert words_outside(written) == []
    for grid in grids:
        # Once over the drawing and once over the table.
        assert text.count(grid.title) >= (1 if grid.form is Form.TABLE else 2)
        for row in grid.rows:
            for spot in row.spots:
                if isinstance(spot.value, Decimal):
                    assert decimal("ru", spot.value, row.places) in text
    assert len(PdfReader(BytesIO(written)).pages) >= 1


def test_a_drawing_is_as_wide_as_it_may_be_whatever_it_is_given() -> None:
    many = tuple(PrintedPoint(f"{n}–{n + 4}.11", "4,20", 4.2, is_draft=n == 33) for n in range(34))
    line = draw_chart(PrintedChart("Средний", "line", (("Все", many),), 2, 5, (2, 3, 4, 5)), 480)
    one = draw_chart(PrintedChart("Средний", "line", (("Все", many[:1]),), 2, 5, (2, 3, 4, 5)), 480)
    bars = draw_chart(PrintedChart("Отметки", "bars", (("Все", many[:6]),), 0, 5), 480)
    heat = draw_chart(
        PrintedChart("Пропуски", "heat", tuple((str(n), many[:7]) for n in range(8)), 0, 5), 480
    )
    assert max(drawn.width for drawn in (line, one, bars, heat)) <= 480
