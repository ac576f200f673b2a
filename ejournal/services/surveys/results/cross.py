"""Tables that cross a question with classes or with another question, small numbers held back."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from ejournal.services.surveys.answers.form import FormQuestion
from ejournal.services.surveys.results.small import hidden_cells
from ejournal.services.surveys.results.tally import Said, Way, all_ways, says_one, ways_of
from ejournal.services.surveys.urn import ClassId, pourings


class Rest(Enum):
    """What is no way of a question: nothing was said to it, or something else."""

    SILENT = "silent"
    NOT_THIS = "not_this"


@dataclass(frozen=True, slots=True)
class CrossLine:
    """A way of the question: how many of each column have said it, None where that is held back; and of
    all."""

    way: Way
    cells: tuple[int | None, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Cross:
    """A table; columns are classes or ways, with how many people each has. held: something is held back.

    of_all: how many people have answered the survey.
    """

    columns: tuple[Way, ...]
    sizes: tuple[int, ...]
    lines: tuple[CrossLine, ...]
    of_all: int
    held: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Ways of which everybody has one and only one; the last one stands for the rest."""

    ways: tuple[Way, ...]
    of: Callable[[Said], Way]
    shown: int
    """How many of the ways, from the first, stand in the table."""


def is_crossable(question: FormQuestion) -> bool:
    """Whether a table can be made of what is said to it."""
    return len(all_ways(question)) > 1


def cross_by_class(
    question: FormQuestion, said: Sequence[Said], classes: Sequence[ClassId], *, protected: bool
) -> Cross:
    """The question by the classes of those who answered; small ones stand together where that protects
    them."""
    sizes = Counter(one.class_id for one in said)
    labels: dict[ClassId, ClassId] = {one: one for one in sizes}
    if protected:
        labels = dict.fromkeys(sizes)
        labels |= {one: each.label for each in pourings(sizes) for one in each.classes}
    together = Counter(labels[one.class_id] for one in said)
    named = dict.fromkeys([*(one for one in classes if one in together), *together])
    order = [*(one for one in named if one is not None), *([None] if None in together else [])]
    block = Block(tuple(order), lambda one: labels[one.class_id], len(order))
    return _cross(question, [block], said, protected=protected)


def cross_by_question(
    question: FormQuestion, by: FormQuestion, said: Sequence[Said], *, protected: bool
) -> Cross:
    """The question by what the same people said to another."""
    return _cross(question, list(_blocks(by)), said, protected=protected)


def _blocks(question: FormQuestion) -> Iterable[Block]:
    """The ways of the question, so that each person has one of a block: of several that may be said each
    apart."""
    key, ways = str(question.id), all_ways(question)
    if says_one(question):
        known = frozenset(ways)

        def the_one(said: Said) -> Way:
            found = next(iter(ways_of(question, said.content.get(key))), Rest.SILENT)
            return found if found in known else Rest.SILENT

        yield Block((*ways, Rest.SILENT), the_one, len(ways))
        return
    for way in ways:
        yield Block((way, Rest.NOT_THIS), _whether(question, way), 1)


def _whether(question: FormQuestion, way: Way) -> Callable[[Said], Way]:
    key = str(question.id)
    return lambda said: way if way in ways_of(question, said.content.get(key)) else Rest.NOT_THIS


def _cross(question: FormQuestion, by: Sequence[Block], said: Sequence[Said], *, protected: bool) -> Cross:
    cells: dict[tuple[Way, int, Way], int | None] = {}
    totals: Counter[Way] = Counter()
    sizes: dict[tuple[int, Way], int] = {}
    rows = list(_blocks(question))
    for row_block in rows:
        for place, column_block in enumerate(by):
            counts = Counter((row_block.of(one), column_block.of(one)) for one in said)
            table = [[counts[way, column] for column in column_block.ways] for way in row_block.ways]
            hidden = hidden_cells(table) if protected else frozenset()
            for row, way in enumerate(row_block.ways[: row_block.shown]):
                totals[way] = sum(table[row])
                for column, name in enumerate(column_block.ways[: column_block.shown]):
                    held = hidden is None or (row, column) in hidden
                    cells[way, place, name] = None if held else table[row][column]
                    sizes[place, name] = sum(line[column] for line in table)
    columns = [(place, name) for place, block in enumerate(by) for name in block.ways[: block.shown]]
    lines = tuple(
        CrossLine(way, tuple(cells[way, place, name] for place, name in columns), totals[way])
        for block in rows
        for way in block.ways[: block.shown]
    )
    return Cross(
        tuple(name for _, name in columns),
        tuple(sizes.get(one, 0) for one in columns),
        lines,
        len(said),
        any(cell is None for line in lines for cell in line.cells),
    )
