"""The staff's charts as a report: facts, what is drawn, and every number as tables."""

from ejournal.i18n import gettext
from ejournal.services.reports.charts.shown import Charts
from ejournal.services.reports.filed import FiledColumn, FiledReport, FiledTable
from ejournal.services.reports.grid import Form, Grid
from ejournal.services.reports.periods import otherwise_words

FIRST, OTHER = 26, 9


def charts_filed(found: Charts, locale: str) -> FiledReport:
    """The charts with their tables; what has no number is left out."""
    grids = tuple(one for one in found.grids if not one.is_empty)
    title = f"{gettext(locale, 'Charts')}: {found.whose.title}, {found.period.name(locale)}"
    return FiledReport(
        title,
        found.is_open,
        tuple(filter(None, (otherwise_words(found.of_other_terms, locale), *(one.note for one in grids)))),
        tuple(table_of(one) for one in grids),
        gettext(locale, "Deputy head") if found.whose.by_pupils else gettext(locale, "Teacher"),
        tuple(one for one in grids if one.form is not Form.TABLE),
    )


def table_of(one: Grid) -> FiledTable:
    """The numbers: of a line or bars what is drawn from left to right stands from top to bottom."""
    if one.form in (Form.LINE, Form.BARS):
        columns = (
            FiledColumn(one.first, FIRST),
            *(FiledColumn(row.title, OTHER, row.places) for row in one.rows),
        )
        lines = tuple(
            (words, *(row.spots[at].value for row in one.rows)) for at, (_, words) in enumerate(one.heads)
        )
        # The first column names periods and marks there, what the rows of the chart name stands above.
        return FiledTable(one.title, (FiledColumn("", FIRST), *columns[1:]), lines)
    places = max((row.places for row in one.rows), default=0)
    return FiledTable(
        one.title,
        (FiledColumn(one.first, FIRST), *(FiledColumn(words, OTHER, places) for _, words in one.heads)),
        tuple((row.title, *(spot.value for spot in row.spots)) for row in one.rows),
    )
