"""What a report of one's own is made of: rows, columns, filter, order, period; read from what is typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from ejournal import limits
from ejournal.errors import DomainError
from ejournal.models import OwnReport, RowKind
from ejournal.services.own_reports.columns import BY_KIND, USUAL, Column

MOST_COLUMNS = 14
MOST_BOUND = Decimal(99_999)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen; fields as those of OwnReport."""

    rows: RowKind = RowKind.PUPILS
    columns: tuple[str, ...] = USUAL[RowKind.PUPILS]
    period: str = ""
    grade: int | None = None
    letter: str = ""
    subject_id: int | None = None
    bound_column: str = ""
    at_least: bool = True
    bound: Decimal | None = None
    order_column: str = ""
    descending: bool = False

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns, in the order in which they stand."""
        known = BY_KIND[self.rows]
        return tuple(known[key] for key in self.columns)

    @property
    def asked(self) -> frozenset[str]:
        """The keys whose figures are needed, to be shown, compared or put in order."""
        return frozenset((*self.columns, *filter(None, (self.bound_column, self.order_column))))

    def address(self) -> str:
        """It as the query of an address, for `read_choice`."""
        said = {
            "rows": self.rows.value,
            "columns": ",".join(self.columns),
            "period": self.period,
            "class": f"{self.grade or ''}{'.' + self.letter if self.letter else ''}",
            "subject": self.subject_id or "",
            "by": self.bound_column if self.bound is not None else "",
            "least": self.bound if self.at_least and self.bound is not None else "",
            "most": self.bound if not self.at_least and self.bound is not None else "",
            "order": f"{'-' if self.descending else ''}{self.order_column}" if self.order_column else "",
        }
        return urlencode({name: value for name, value in said.items() if value != ""})


def read_choice(asked: Mapping[str, str]) -> Choice:
    """What an address names; what is unknown in it is left out, without columns the usual ones stand."""
    rows = next((one for one in RowKind if one.value == asked.get("rows")), RowKind.PUPILS)
    known = BY_KIND[rows]
    columns = [key for key in dict.fromkeys(asked.get("columns", "").split(",")) if key in known]
    grade, letter = read_class(asked.get("class", ""))
    order = asked.get("order", "")
    by = asked.get("by", "")
    at_least = bool(asked.get("least")) or not asked.get("most")
    bound = _bound(asked.get("least") or asked.get("most") or "") if _has_numbers(rows, by) else None
    subject = asked.get("subject", "")
    return Choice(
        rows=rows,
        columns=tuple(columns[:MOST_COLUMNS]) or USUAL[rows],
        period=asked.get("period", "")[: limits.CHOSEN],
        grade=grade,
        letter=letter,
        subject_id=int(subject) if subject.isascii() and subject.isdecimal() and len(subject) < 10 else None,
        bound_column=by if bound is not None else "",
        at_least=at_least,
        bound=bound,
        order_column=order.removeprefix("-") if order.removeprefix("-") in known else "",
        descending=order.startswith("-"),
    )


def read_class(words: str) -> tuple[int | None, str]:
    """«6.Б» is grade 6 and letter Б, «6» the whole grade; nothing for anything else."""
    grade, _, letter = words.partition(".")
    if not (grade.isascii() and grade.isdecimal() and len(grade) <= 2):
        return None, ""
    return int(grade), letter[:8]


def read_bound(words: str) -> Decimal:
    """A number as people type it; DomainError by the field for anything else."""
    found = _bound(words)
    if found is None:
        raise DomainError("A number", field="bound")
    return found


def bound_words(bound: Decimal) -> str:
    """A number as people type it: «3,5»."""
    return f"{bound.normalize():f}".replace(".", ",")


def _bound(words: str) -> Decimal | None:
    try:
        found = Decimal(words.strip().replace(",", ".").replace("−", "-"))
    except InvalidOperation:
        return None
    if not found.is_finite() or abs(found) > MOST_BOUND:
        return None
    return found.quantize(Decimal("0.01"))


def _has_numbers(rows: RowKind, key: str) -> bool:
    column = BY_KIND[rows].get(key)
    return column is not None and column.is_number


def choice_of(row: OwnReport) -> Choice:
    """What a kept report has chosen; a column that is no more is left out."""
    known = BY_KIND[row.rows]
    columns = tuple(key for key in row.columns.split(",") if key in known)
    return Choice(
        row.rows,
        columns or USUAL[row.rows],
        row.period,
        row.grade,
        row.letter,
        row.subject_id,
        row.bound_column if row.bound_column in known else "",
        row.at_least,
        row.bound if row.bound_column in known else None,
        row.order_column if row.order_column in known else "",
        row.descending,
    )
