"""A report of one's own as a table: of the rows that its reader may see, whoever has put it together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.models import RowKind
from ejournal.models.structure import class_title
from ejournal.services.base.names import folded
from ejournal.services.own_reports.choice import Choice, bound_words
from ejournal.services.own_reports.columns import BEFORE, BY_KIND, FILLING, Column
from ejournal.services.own_reports.lines import Cell, Line, PupilLine, TeacherLine
from ejournal.services.own_reports.reading import Seen, read_lines
from ejournal.services.reports.filed import FiledColumn, FiledReport, FiledTable
from ejournal.services.reports.periods import Period, chosen, comparable, periods_of

FIRST = {
    RowKind.PUPILS: "Pupil",
    RowKind.COURSES: "Subject",
    RowKind.CLASSES: "Class",
    RowKind.TEACHERS: "Teacher",
}
"""How the column is called that names a line."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line: the number and name of what it is, the cells in the order of the columns.

    is_open: whether its reader may open the pupil's diary, the journal, the class's report.
    """

    id: int
    title: str
    is_open: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class OwnTable:
    """What stands on the page and on paper.

    before: with which the period is compared, None where no earlier one of its kind was kept here. hidden:
    columns that the reader may not see of any line. classes by grade and letter, and subjects by
    number: what may be chosen. named: the classes whose pupils stand in the lines.
    """

    periods: tuple[Period, ...]
    period: Period
    before: Period | None
    choice: Choice
    columns: tuple[Column, ...]
    lines: tuple[Drawn, ...]
    is_draft: bool
    hidden: tuple[Column, ...]
    classes: tuple[tuple[int, str], ...]
    subjects: tuple[tuple[int, str], ...]
    named: tuple[int, ...]


def draw_table(session: Session, actor: Actor, choice: Choice) -> OwnTable | None:
    """The table; None while no year has begun. A period that is no more gives way to the latest term.

    The same number of queries whatever the size of the school.
    """
    guard.require(actor, Permission.REPORTS_READ)
    if not choice.columns:
        raise DomainError("Choose a column", field="columns")
    periods = periods_of(session, actor.school_id, actor.today)
    known = {one.key for one in periods}
    period = chosen(periods, choice.period if choice.period in known else None, actor.today)
    if period is None:
        return None
    earlier = next(iter(comparable(periods, period)), None)
    lines, seen = read_lines(session, actor, choice, period, earlier)
    kept = _ordered(_kept(lines, choice), choice)
    hidden = tuple(one for one in choice.shown if one.reads == FILLING and not actor.leads)
    return OwnTable(
        tuple(periods),
        period,
        earlier,
        choice,
        choice.shown,
        tuple(_drawn(one, choice.shown) for one in kept),
        _is_draft(seen),
        hidden,
        tuple(dict.fromkeys((one.grade, one.letter) for part in seen for one in part.book.classes.values())),
        tuple(
            dict.fromkeys(
                (one.subject_id, one.subject) for part in seen for one in part.book.courses if one.is_reported
            )
        ),
        tuple(dict.fromkeys(one.class_id for one in kept if isinstance(one, PupilLine))),
    )


def _kept(lines: Iterable[Line], choice: Choice) -> Iterable[Line]:
    """The lines with at least, or at most, so much; what has no figure is not kept."""
    bound = choice.bound
    if bound is None or not choice.bound_column:
        return lines
    column = BY_KIND[choice.rows][choice.bound_column]

    def holds(line: Line) -> bool:
        value = column.of(line)
        if not isinstance(value, int | Decimal):
            return False
        return value >= bound if choice.at_least else value <= bound

    return filter(holds, lines)


def _ordered(lines: Iterable[Line], choice: Choice) -> Sequence[Line]:
    """In the order of the column; equal ones in that of the journal, those without a figure last."""
    found = list(lines)
    if not choice.order_column:
        return found
    column = BY_KIND[choice.rows][choice.order_column]
    values = [(column.of(one), one) for one in found]
    with_value = [pair for pair in values if pair[0] is not None]
    with_value.sort(key=lambda pair: _sorting(pair[0]), reverse=choice.descending)
    return [one for _, one in with_value] + [one for value, one in values if value is None]


def _sorting(value: Cell) -> tuple[Decimal, str]:
    """Numbers by their size, words by the alphabet."""
    return (Decimal(0), folded(value)) if isinstance(value, str) else (Decimal(value or 0), "")


def _drawn(line: Line, columns: Iterable[Column]) -> Drawn:
    is_open = line.is_whole if isinstance(line, PupilLine) else not isinstance(line, TeacherLine)
    return Drawn(line.id, line.title, is_open, tuple(column.of(line) for column in columns))


def _is_draft(seen: Iterable[Seen]) -> bool:
    return any(result.is_draft for part in seen for one in part.pupils for result in one.results)


def own_filed(found: OwnTable, title: str, role: str, locale: str) -> FiledReport:
    """The table for paper and spreadsheet, with what its lines are chosen by."""
    columns = (
        FiledColumn(gettext(locale, FIRST[found.choice.rows]), 24),
        *(FiledColumn(gettext(locale, one.title), one.width, one.places or 1) for one in found.columns),
    )
    table = FiledTable(
        found.period.name(locale), columns, tuple((one.title, *one.cells) for one in found.lines)
    )
    named = f"{title}, {found.period.name(locale)}"
    return FiledReport(named, found.is_draft, tuple(_facts(found, locale)), (table,), role)


def compared_words(found: OwnTable, locale: str) -> str:
    """Since which period the columns of changes count; empty without such columns."""
    names = ", ".join(gettext(locale, one.title) for one in found.columns if one.reads == BEFORE)
    if not names:
        return ""
    if found.before is None:
        return gettext(locale, "There is no earlier period to compare with: {columns}", columns=names)
    return gettext(locale, "{columns}: since {period}", columns=names, period=found.before.name(locale))


def _facts(found: OwnTable, locale: str) -> Iterable[str]:
    """By which class or grade, subject and bound the lines are chosen, with what they are compared."""
    choice = found.choice
    if choice.grade is not None and choice.letter:
        yield gettext(locale, "Class: {name}", name=class_title(choice.grade, choice.letter))
    elif choice.grade is not None:
        yield gettext(locale, "All of grade {n}", n=choice.grade)
    if choice.subject_id is not None:
        yield gettext(locale, "Subject: {name}", name=dict(found.subjects).get(choice.subject_id, "–"))
    if choice.bound is not None and choice.bound_column:
        said = {
            "column": gettext(locale, BY_KIND[choice.rows][choice.bound_column].title),
            "n": bound_words(choice.bound),
        }
        yield (
            gettext(locale, "Only lines where {column}: at least {n}", **said)
            if choice.at_least
            else gettext(locale, "Only lines where {column}: at most {n}", **said)
        )
    if compared := compared_words(found, locale):
        yield compared
