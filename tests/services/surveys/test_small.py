"""What is held back of a table: nobody who knows all totals and all that is shown knows of a small cell."""

from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from ejournal.services.surveys.results.small import Cell, hidden_cells
from ejournal.services.surveys.urn import GROUP, pourings

Table = Sequence[Sequence[int]]


def fitting(table: Table, hidden: frozenset[Cell]) -> Iterator[dict[Cell, int]]:
    """All tables with the same totals and the same shown cells, by their hidden cells."""
    rows: dict[int, int] = {}
    columns: dict[int, int] = {}
    for row, column in hidden:
        rows[row] = rows.get(row, 0) + table[row][column]
        columns[column] = columns.get(column, 0) + table[row][column]
    cells = sorted(hidden)

    def fill(at: int, given_to: dict[Cell, int]) -> Iterator[dict[Cell, int]]:
        if at == len(cells):
            if not any(rows.values()) and not any(columns.values()):
                yield dict(given_to)
            return
        row, column = cells[at]
        last = all(one[0] != row for one in cells[at + 1 :])
        for value in range(min(rows[row], columns[column]) + 1):
            if last and value != rows[row]:
                continue
            rows[row] -= value
            columns[column] -= value
            yield from fill(at + 1, given_to | {(row, column): value})
            rows[row] += value
            columns[column] += value

    return fill(0, {})


tables = st.tuples(st.integers(1, 3), st.integers(2, 3)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 9), min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


@given(tables)
def test_a_small_cell_may_be_nought_for_all_that_is_shown(table: Table) -> None:
    hidden = hidden_cells(table)
    if hidden is None:
        return
    small = {
        (row, column) for row, line in enumerate(table) for column, value in enumerate(line) if value < GROUP
    }
    assert small <= hidden
    nought: set[Cell] = set()
    for one in fitting(table, hidden):
        nought |= {cell for cell in small if one[cell] == 0}
        if nought == small:
            return
    assert nought == small


def test_a_single_small_cell_takes_others_with_it() -> None:
    hidden = hidden_cells([[14, 8, 12], [8, 11, 7], [5, 6, 4], [9, 9, 9]])
    assert hidden is not None
    assert (2, 2) in hidden
    assert len(hidden) >= 4


def test_large_cells_are_all_shown() -> None:
    assert hidden_cells([[14, 8], [8, 11]]) == frozenset()


def test_a_table_that_cannot_be_kept_says_nothing() -> None:
    assert hidden_cells([[3, 20]]) is None
    assert hidden_cells([[3], [20]]) is None


# ------------------------------------------------------------------------------------------------- the urn


@given(st.dictionaries(st.none() | st.integers(1, 9), st.integers(1, 12)))
def test_no_fewer_than_a_group_come_to_light_together(waiting: dict[int | None, int]) -> None:
    found = pourings(waiting)
    for one in found:
        assert sum(waiting[each] for each in one.classes) >= GROUP
        assert one.label in (None, *one.classes)
        assert len(one.classes) == 1 or one.label is None
    poured = [each for one in found for each in one.classes]
    assert len(poured) == len(set(poured))
    if sum(waiting.values()) >= GROUP:
        assert set(poured) == set(waiting)
    else:
        assert found == []


def test_the_smallest_class_gives_up_its_name_where_others_are_too_few() -> None:
    found = pourings({1: 5, 2: 9, 3: 2})
    assert {(one.label, one.classes) for one in found} == {(2, (2,)), (None, (3, 1))}
