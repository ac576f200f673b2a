"""What a workbook shows is read as one sees it; what it does not show is told, never silently empty."""

import io

import pytest
from xlsxwriter import Workbook

from ejournal.errors import DomainError
from ejournal.integrations.timetable_sheet import parse_sheet
from ejournal.integrations.workbook.reading import open_workbook
from tests.integrations.test_workbook_weight import never_opened, packed, sheet_of

LINKS = "http://schemas.openxmlformats.org"
LINKED_FROM_THE_TOP = {
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{LINKS}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{LINKS}/officeDocument/2006/relationships/worksheet" '
        'Target="/xl/worksheets/sheet1.xml"/></Relationships>'
    ).encode()
}


def formulas(*cells: str) -> bytes:
    """A sheet «5А» of one row."""
    return packed(xl__worksheets__sheet1=sheet_of(f'<row r="1">{"".join(cells)}</row>'))


def test_a_formula_is_read_by_its_result() -> None:
    (sheet,) = open_workbook(
        formulas('<c r="A1"><f>1+1</f><v>2</v></c>', '<c r="B1" t="str"><f>A1&amp;""</f><v>Физика</v></c>')
    )
    assert (sheet.words(1, 1), sheet.words(1, 2)) == ("2", "Физика")
    assert sheet.unanswered is None


def test_formulas_without_a_result_are_told_with_the_first_cell() -> None:
    file = parse_sheet(
        formulas(
            '<c r="A1"><f>1</f><v>1</v></c>', '<c r="B1"><f>1+1</f></c>', "<c><f>1+2</f><v></v></c>",
            '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        )
    )  # fmt: skip
    told = file.notes[0].text("en")
    assert told.startswith("Sheet “5А”: formulas that have no result in the file, read as empty: 3")
    assert "the first in cell B1" in told


def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell() -> None:
    (sheet,) = open_workbook(formulas('<c r="A1" t="str"><f>IF(B1=0,"","x")</f><v></v></c>'))
    assert (sheet.words(1, 1), sheet.unanswered) == ("", None)


def test_what_stands_behind_a_merged_area_is_not_read() -> None:
    cells = '<row><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row><c r="A2"><v>3</v></c></row>'
    merged = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
    (sheet,) = open_workbook(packed(xl__worksheets__sheet1=sheet_of(cells, merged)))
    assert (list(sheet.places()), sheet.merged) == ([(1, 1)], [(1, 1, 2, 2)])


def test_a_sheet_that_breaks_off_is_refused_and_not_read_halfway() -> None:
    whole = sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>')
    for part in (whole[:-12], whole.replace(b"</sheetData>", b"</wrong>"), b""):
        with pytest.raises(DomainError, match="damaged"):
            open_workbook(packed(xl__worksheets__sheet1=part))


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("KO1", "Sheet “5А”, cell KO1: the sheet is too large"),
        ("XFD2000", "Sheet “5А”, cell XFD2000: the sheet is too large"),
        ("A2001", "Row 2001"),
        ("A1048576", "Row 1048576"),
        ("ZZZZZZ1", "damaged"),
    ],
)
@pytest.mark.parametrize("links", [{}, LINKED_FROM_THE_TOP], ids=["near", "from the top"])
def test_a_far_cell_is_refused_by_its_place_before_the_cells_between_are_made(
    place: str, says: str, links: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c><c r="{place}"><v>1</v></c></row>'
    data = packed(xl__worksheets__sheet1=sheet_of(rows), **links)
    with never_opened(monkeypatch), pytest.raises(DomainError) as raised:
        open_workbook(data)
    assert says in raised.value.message.format(**raised.value.params)


def test_a_hidden_sheet_is_read_and_a_sheet_of_a_chart_is_none() -> None:
    packed = io.BytesIO()
    with Workbook(packed, {"in_memory": True}) as written:
        written.add_worksheet("5А").write("A1", 327)
        chart = written.add_chart({"type": "column"})
        chart.add_series({"values": "=5А!$A$1:$A$1"})
        written.add_chartsheet("Нагрузка").set_chart(chart)
        hidden = written.add_worksheet("6А")
        hidden.write("A1", 3.5)
        hidden.hide()
    sheets = [(one.title, one.words(1, 1)) for one in open_workbook(packed.getvalue())]
    assert sheets == [("5А", "327"), ("6А", "3.5")]
