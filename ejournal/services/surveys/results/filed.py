"""The results of a survey as tables of a file: what the page shows and no more, names where it has them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ejournal.i18n import gettext
from ejournal.models import QuestionKind
from ejournal.services.reports.filed import Cell, FiledColumn, FiledReport, FiledTable
from ejournal.services.surveys.answers.form import FormQuestion
from ejournal.services.surveys.results.cross import Cross, cross_by_class, is_crossable
from ejournal.services.surveys.results.participation import SeatLine
from ejournal.services.surveys.results.shown import Figures, Results, share
from ejournal.services.surveys.results.tally import Way
from ejournal.services.surveys.results.texts import texts_of


@dataclass(frozen=True, slots=True)
class Wording:
    """How ways, whole answers, classes and what is held back are said in a language."""

    locale: str
    way: Callable[[FormQuestion, Way], str]
    value: Callable[[FormQuestion, object], str]
    class_title: Callable[[int | None], str]
    hidden: str
    kinds: Mapping[QuestionKind, str]


def survey_filed(
    found: Results, say: Wording, facts: tuple[str, ...], seats: Mapping[int, SeatLine]
) -> FiledReport:
    """All tables: of questions, by class, texts, who takes part; seats: the names, empty where there are
    none."""
    tables = [_questions(found, say)] if found.is_shown else []
    if found.is_shown and found.sight.broken_down:
        tables += _by_class(found, say)
    texts = _texts(found, say)
    if texts.lines:
        tables.append(texts)
    tables.append(_turnout(found, say))
    if seats and found.is_shown:
        tables.append(_answers(found, say, seats))
    return FiledReport(found.sight.survey.title, found.sight.is_open, facts, tuple(tables), "")


def _questions(found: Results, say: Wording) -> FiledTable:
    heads = [("Question", 40), ("The answer", 40), ("How many", 8), ("Share, %", 8)]
    lines = [line for one in found.figures for line in _lines(one, say)]
    return FiledTable(gettext(say.locale, "Results"), _columns(heads, say), tuple(lines))


def _columns(heads: Iterable[tuple[str, int]], say: Wording) -> tuple[FiledColumn, ...]:
    return tuple(FiledColumn(gettext(say.locale, title), width) for title, width in heads)


def _lines(one: Figures, say: Wording) -> list[tuple[Cell, ...]]:
    title = one.question.title
    if one.held:
        return [(title, say.hidden, None, None)]
    lines: list[tuple[Cell, ...]] = [
        (title, say.way(one.question, way), count, share(count, one.answered)) for way, count in one.ways
    ]
    if one.question.kind is QuestionKind.MATRIX:
        for row in one.question.options:
            counts = [(column, one.pairs.get((row.id, column.id), 0)) for column in one.question.columns]
            whole = sum(count for _, count in counts)
            lines += [
                (f"{title}: {row.title}", column.title, count, share(count, whole))
                for column, count in counts
            ]
    for option, average, first in one.places:
        where = gettext(say.locale, "{title}: average place {place}", title=say.way(one.question, option),
                        place=f"{average:.1f}")  # fmt: skip
        lines.append((title, where, first, share(first, one.answered)))
    if one.mean is not None:
        words = gettext(say.locale, "Average {mean}, the middle one {middle}", mean=f"{one.mean:.1f}",
                        middle=f"{one.middle:g}")  # fmt: skip
        lines.append((title, words, one.answered, None))
    if not lines:
        lines.append((title, say.kinds[one.question.kind], one.answered, None))
    return lines


def _by_class(found: Results, say: Wording) -> list[FiledTable]:
    """One table of all questions that are counted by ways: their columns are the same classes."""
    made = [
        (one, cross_by_class(one, found.said, found.class_order, protected=found.sight.protected))
        for one in found.form.asking
        if is_crossable(one)
    ]
    if not made or len(made[0][1].columns) < 2:
        return []
    first = made[0][1]
    named = tuple(
        FiledColumn(say.class_title(column if isinstance(column, int) else None)) for column in first.columns
    )
    columns = (*_columns([("Question", 40), ("The answer", 30)], say), *named, *_columns([("All", 8)], say))
    lines = [line for question, table in made for line in _class_lines(question, table, say)]
    sizes: tuple[Cell, ...] = (gettext(say.locale, "Answered in all"), "", *first.sizes, first.of_all)
    return [FiledTable(gettext(say.locale, "By class"), columns, (*lines, sizes))]


def _class_lines(question: FormQuestion, table: Cross, say: Wording) -> Iterable[tuple[Cell, ...]]:
    for line in table.lines:
        cells = (say.hidden if cell is None else cell for cell in line.cells)
        yield (question.title, say.way(question, line.way), *cells, line.total)


def _texts(found: Results, say: Wording) -> FiledTable:
    titles = {one.question.id: one.question.title for one in found.figures}
    shown = {one.question.id for one in found.figures if one.texts}
    tallies = [one for one in found.tallies if one.question.id in shown] if found.is_shown else []
    lines = tuple(
        (titles[one.question_id], one.words) for one in texts_of(tallies, protected=found.sight.protected)
    )
    return FiledTable(
        gettext(say.locale, "In words"), _columns([("Question", 40), ("The answer", 90)], say), lines
    )


def _turnout(found: Results, say: Wording) -> FiledTable:
    heads = [("Class", 24), ("Are asked", 12), ("Have answered", 12), ("Share, %", 12)]
    lines: tuple[tuple[Cell, ...], ...] = tuple(
        (say.class_title(one.class_id), one.seats, one.answered, share(one.answered, one.seats))
        for one in found.classes
    )
    return FiledTable(gettext(say.locale, "Participation"), _columns(heads, say), lines)


def _answers(found: Results, say: Wording, seats: Mapping[int, SeatLine]) -> FiledTable:
    """Each answer by name, as it was given."""
    asked = found.form.asking
    columns = (
        *_columns([("Who answers", 30), ("Because of whom", 30)], say),
        *(FiledColumn(one.title, 24) for one in asked),
    )
    lines = []
    for one in found.said:
        seat = seats.get(one.seat_id or 0)
        who = (", ".join(seat.people), ", ".join(seat.children)) if seat else ("", "")
        values = (say.value(question, one.content.get(str(question.id))) for question in asked)
        lines.append((*who, *values))
    return FiledTable(gettext(say.locale, "Answers by name"), columns, tuple(sorted(lines)))
