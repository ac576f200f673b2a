"""What may be typed into a cell, and how the journal writes it."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ejournal.errors import DomainError
from ejournal.models import AttendanceCode, ScaleKind
from ejournal.services.grading.scales import (
    MAX_MINUTES,
    CellEntry,
    Scale,
    five_point,
    format_entry,
    parse,
    scale_of,
)

FIVE = scale_of(None, ScaleKind.FIVE)
NUMERIC = (ScaleKind.FIVE, ScaleKind.TEN, ScaleKind.TWELVE, ScaleKind.HUNDRED)


def entry(scale: Scale, values: list[str], code: AttendanceCode | None, minutes: int | None) -> CellEntry:
    if code is AttendanceCode.EXEMPT or not scale.marks:
        values = []
    return CellEntry(tuple(values), code, minutes if code is AttendanceCode.LATE else None)


scales = st.builds(scale_of, st.sampled_from(ScaleKind), st.none(), st.booleans())
entries = scales.flatmap(
    lambda scale: st.tuples(
        st.just(scale),
        st.builds(
            entry,
            st.just(scale),
            st.lists(st.sampled_from(scale.marks or ("",)), max_size=2),
            st.none() | st.sampled_from(AttendanceCode),
            st.none() | st.integers(1, MAX_MINUTES),
        ),
    )
)


@given(entries)
def test_what_the_journal_writes_it_reads_back_the_same(case: tuple[Scale, CellEntry]) -> None:
    scale, written = case
    assert parse(format_entry(written), scale) == written


@given(st.text(max_size=60))
def test_any_garbage_is_read_or_refused_in_words(text: str) -> None:
    found = CellEntry()
    with contextlib.suppress(DomainError):
        found = parse(text, FIVE)
    assert parse(format_entry(found), FIVE) == found


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("", ""),
        ("  ", ""),
        ("5", "5"),
        ("5/4", "5/4"),
        ("5 4", "5/4"),
        ("5\\4", "5/4"),
        ("５", "5"),
        ("н", "н"),
        ("Н", "н"),
        ("H", "н"),
        ("n", "н"),
        ("б", "б"),
        ("у", "у/п"),
        ("у/п", "у/п"),
        ("уп", "у/п"),
        ("y", "у/п"),
        ("Н/П", "н/п"),
        ("о", "оп"),
        ("o", "оп"),
        ("оп", "оп"),
        ("оп 10", "оп 10"),
        ("оп10", "оп 10"),
        ("5 оп", "5 оп"),
        ("5/4 оп 7", "5/4 оп 7"),
        ("осв", "осв"),
        ("н/4", "н/4"),
        ("4 н", "н/4"),
        ("у/п 5/4", "у/п/5/4"),
    ],
)
def test_usual_spellings_are_understood(typed: str, written: str) -> None:
    assert format_entry(parse(typed, FIVE)) == written


@pytest.mark.parametrize(
    "typed", ["6", "1", "0", "5/4/3", "н б", "осв 5", "оп 0", "оп 46", "abc", "5-", "٥", "5" * 50]
)
def test_what_cannot_stand_in_a_cell_is_refused(typed: str) -> None:
    with pytest.raises(DomainError):
        parse(typed, FIVE)


def test_one_stands_only_where_the_school_allows_it() -> None:
    assert parse("1", scale_of(None, ScaleKind.FIVE, one_allowed=True)).values == ("1",)


def test_a_course_may_have_a_scale_of_its_own() -> None:
    scale = scale_of(ScaleKind.PASS, ScaleKind.FIVE)
    assert parse("зачёт", scale).values == ("зач",)
    assert parse("н/з", scale).values == ("незач",)
    assert scale.failing == {"незач"}
    with pytest.raises(DomainError):
        parse("5", scale)


def test_no_marks_are_given_without_a_scale() -> None:
    scale = scale_of(None, ScaleKind.NONE)
    assert parse("н", scale).attendance is AttendanceCode.ABSENT
    with pytest.raises(DomainError, match="No marks"):
        parse("5", scale)


def test_twos_fail() -> None:
    assert FIVE.failing == {"2"}
    assert scale_of(None, ScaleKind.TEN).failing == {"1", "2", "3", "4"}


def test_ten_points_count_as_five_by_the_school_s_table() -> None:
    levels = [five_point(ScaleKind.TEN, str(mark)) for mark in range(10, 3, -1)]
    assert levels == ["5", "5", "4", "4", "3", "3", "2"]


@given(st.sampled_from(NUMERIC))
def test_a_better_mark_never_counts_for_less(kind: ScaleKind) -> None:
    levels = [five_point(kind, mark) for mark in scale_of(None, kind).marks]
    assert levels == sorted(levels, reverse=True)
