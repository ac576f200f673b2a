"""Small numbers held back: which cells of a table say nothing, so that no sum and no difference gives them
away.

A cell of one to four people is of those whom a class would know. With the totals of its row and its column
known, one hidden cell would follow from the others: so others are hidden with it, until it may be nought for
all that is shown. Cells of nought are hidden as small ones are: otherwise what is hidden would be known not
to be nought.
"""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence

from ejournal.services.surveys.urn import GROUP

Cell = tuple[int, int]
Table = Sequence[Sequence[int]]
"""Numbers of people by row and column, each of whom stands in one cell; all totals are known."""
Node = tuple[str, int]


def hidden_cells(table: Table) -> frozenset[Cell] | None:
    """The cells to be held back; None where the table cannot be shown at all."""
    numbers = {(row, column): value for row, line in enumerate(table) for column, value in enumerate(line)}
    hidden = {cell for cell, value in numbers.items() if value < GROUP}
    while True:
        bare = next((cell for cell in sorted(hidden) if _is_bare(cell, hidden, numbers)), None)
        if bare is None:
            return frozenset(hidden)
        more = _smallest_beside(bare, hidden, numbers)
        if not more:
            return None
        hidden |= more


def _smallest_beside(bare: Cell, hidden: set[Cell], numbers: Mapping[Cell, int]) -> set[Cell]:
    """What is hidden next: of the row and of the column the smallest that is shown, else any; empty for
    none."""
    shown = sorted((value, cell) for cell, value in numbers.items() if cell not in hidden)
    in_row = next((cell for _, cell in shown if cell[0] == bare[0]), None)
    in_column = next((cell for _, cell in shown if cell[1] == bare[1]), None)
    found = {cell for cell in (in_row, in_column) if cell is not None}
    return found or {cell for _, cell in shown[:1]}


def _is_bare(cell: Cell, hidden: set[Cell], numbers: Mapping[Cell, int]) -> bool:
    """Whether somebody stands in the small cell for certain, by the totals and by what is shown.

    Its people are moved into other hidden cells one by one, so that all totals stay: where all of them can
    be, it may as well be nought.
    """
    wanted = numbers[cell]
    if not 0 < wanted < GROUP:
        return False
    moved = {one: numbers[one] for one in hidden if one != cell}
    return not all(_move_one(cell, moved) for _ in range(wanted))


def _move_one(cell: Cell, numbers: dict[Cell, int]) -> bool:
    """Put one of the cell's people elsewhere in its row; False where no totals would stay.

    A way leads from a row to a column by who is put into a cell of both, from a column to a row by who is
    taken out of one: it ends in the column of the cell, which has one fewer.
    """
    by_row, by_column = defaultdict(list), defaultdict(list)
    for one in numbers:
        by_row[one[0]].append(one)
        by_column[one[1]].append(one)
    start: Node = ("row", cell[0])
    end: Node = ("column", cell[1])
    came: dict[Node, tuple[Node, Cell]] = {}
    waiting = deque([start])
    while waiting and end not in came:
        node = waiting.popleft()
        if node[0] == "row":
            steps = [(("column", one[1]), one) for one in by_row[node[1]]]
        else:
            steps = [(("row", one[0]), one) for one in by_column[node[1]] if numbers[one] > 0]
        for to, one in steps:
            if to not in came and to != start:
                came[to] = (node, one)
                waiting.append(to)
    if end not in came:
        return False
    node = end
    while node != start:
        node, one = came[node]
        numbers[one] += 1 if node[0] == "row" else -1
    return True
