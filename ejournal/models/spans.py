"""From which to which day something holds: both days are in it, no day is no bound."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from sqlalchemy import ColumnElement, and_, or_, true


@dataclass(frozen=True, slots=True)
class Span:
    """The days from the first to the last."""

    starts: date | None = None
    ends: date | None = None

    @classmethod
    def of(cls, row: Any) -> Self:
        """The span of a dated row, loaded whole or by column."""
        return cls(row.starts, row.ends)

    def holds_on(self, day: date) -> bool:
        """Whether the day is one of the span."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)

    def meets(self, other: "Span") -> bool:
        """Whether the two have a day in common, each having one itself."""
        return (self.starts or date.min) <= (other.ends or date.max) and (other.starts or date.min) <= (
            self.ends or date.max
        )

    @property
    def is_empty(self) -> bool:
        """Whether no day is in it: the last comes before the first."""
        return self.starts is not None and self.ends is not None and self.ends < self.starts

    def covers(self, first: date, last: date) -> bool:
        """Whether every day from first to last is one of the span."""
        return self.holds_on(first) and self.holds_on(last)

    def lasts(self, day: date) -> bool:
        """Whether it is not over before the day."""
        return not self.is_over(day)

    def outlasts(self, day: date) -> bool:
        """Whether it goes on after the day."""
        return self.ends is None or self.ends > day

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.ends is not None and self.ends < today

    def common(self, other: "Span") -> "Span":
        """The days that are in both; it may be empty."""
        starts = max(self.starts or date.min, other.starts or date.min)
        ends = min(self.ends or date.max, other.ends or date.max)
        return Span(None if starts == date.min else starts, None if ends == date.max else ends)


def holds_on(rows: Any, day: Any) -> ColumnElement[bool]:
    """The dated rows, by columns or by model, whose span holds the day; it may be a column too."""
    return meets(rows, day, day)


def meets(rows: Any, first: Any, last: Any) -> ColumnElement[bool]:
    """The dated rows that hold on some day from first to last; None is without bound."""
    begun = true() if last is None else _or_open(rows.starts, rows.starts <= last)
    return and_(begun, true() if first is None else _or_open(rows.ends, rows.ends >= first))


def lasts(rows: Any, day: Any) -> ColumnElement[bool]:
    """The dated rows that are not over before the day: they hold on it, or will."""
    return meets(rows, day, None)


def _or_open(bound: Any, within: Any) -> Any:
    """Within the bound, or there is none: where a row always has it nothing is asked about that."""
    return or_(bound.is_(None), within) if getattr(bound, "nullable", True) else within
