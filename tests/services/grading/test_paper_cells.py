"""What the printed journal says of a cell, by two settings: no mark is lost, every absence is «н»."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ejournal.models import AttendanceCode
from ejournal.services.grading.paper_cells import PaperForm
from ejournal.services.grading.scales import ABSENCES


@pytest.mark.parametrize(
    ("form", "values", "code", "cell"),
    [
        (PaperForm(), ["5", "4"], "", "5/4"),
        (PaperForm(slash=False), ["5", "4"], "", "5 4"),
        (PaperForm(), ["4"], AttendanceCode.LATE, "4"),
        (PaperForm(), [], AttendanceCode.LATE, ""),
        (PaperForm(late=True), ["4"], AttendanceCode.LATE, "4 оп"),
        (PaperForm(late=True), [], AttendanceCode.LATE, "оп"),
        (PaperForm(late=True), ["3"], AttendanceCode.ILL, "н/3"),
        (PaperForm(slash=False), ["5", "4"], AttendanceCode.ILL, "н/5 4"),
        (PaperForm(), [], AttendanceCode.EXEMPT, "осв"),
    ],
)
def test_a_cell_on_paper(form: PaperForm, values: list[str], code: str, cell: str) -> None:
    assert form.cell(values, code) == cell


@given(
    values=st.lists(st.sampled_from(["5", "4", "2", "зач", "100"]), max_size=2),
    code=st.sampled_from(["", *AttendanceCode]),
    late=st.booleans(),
    slash=st.booleans(),
)
def test_every_mark_stands_and_who_was_absent_is_told_by_the_first_word(
    values: list[str], code: str, late: bool, slash: bool
) -> None:
    cell = PaperForm(late, slash).cell(values, code)
    assert [one for one in cell.replace("/", " ").split() if one not in ("н", "осв", "оп")] == values
    assert (cell.split("/")[0] == "н") == (code in ABSENCES)
