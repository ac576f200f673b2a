"""What making two cards one would do, gathered step by step: to be told, and to be done."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from ejournal.services.duplicates.references import references
from ejournal.services.duplicates.standing import Rows, rows_of

KEPT, GONE = "kept", "gone"
"""Whose value is taken: of the card that stays, or of the other one."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: a message id and what is put into it."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """Two rows where one can stand: which of them stays. Same rows are never asked about."""

    key: str
    about: str
    where: str
    of_kept: str
    of_gone: str


@dataclass(slots=True)
class Draft:
    """The two cards, and what is known so far.

    removed: rows of the table that go, since another says the same; changes: what is written into a row that
    stays; joined: how many of a kind became one, by message id; refusals: why it cannot be done at all.
    """

    session: Session
    school_id: int
    kept_id: int
    gone_id: int
    today: date
    answers: Mapping[str, str] = field(default_factory=dict)
    removed: dict[str, set[int]] = field(default_factory=dict)
    changes: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    joined: Counter[str] = field(default_factory=Counter)
    notes: list[Said] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    refusals: list[Said] = field(default_factory=list)

    @property
    def both(self) -> tuple[int, int]:
        """The numbers of the two cards."""
        return self.kept_id, self.gone_id

    def one(self, person_id: int | None) -> int | None:
        """The person after the act: the card that stays stands for both."""
        return self.kept_id if person_id == self.gone_id else person_id

    def rows(self, rows: sa.Table, *columns: str) -> Rows:
        """The rows of the table that name one of the two in one of the columns, by number."""
        found: Rows = {}
        for one in references():
            if one.table is rows and one.column.name in columns:
                found |= rows_of(self.session, self.school_id, one, self.both)
        gone = self.removed.get(rows.name, ())
        return {number: row for number, row in sorted(found.items()) if number not in gone}

    def remove(self, rows: sa.Table, row_id: int, about: str = "") -> None:
        """Let the row go; about tells of what two have become one."""
        self.removed.setdefault(rows.name, set()).add(row_id)
        if about:
            self.joined[about] += 1

    def change(self, rows: sa.Table, row_id: int, **values: Any) -> None:
        """Write values into a row that stays."""
        self.changes.setdefault((rows.name, row_id), {}).update(values)

    def refuse(self, message: str, **params: Any) -> None:
        """Say why it cannot be done; the same is said once."""
        said = Said(message, params)
        if said not in self.refusals:
            self.refusals.append(said)

    def tell(self, message: str, **params: Any) -> None:
        """Say what will be otherwise than somebody may expect."""
        self.notes.append(Said(message, params))

    def chosen(self, question: Question) -> str | None:
        """Ask which of two stays: what was answered, None when nothing was yet."""
        self.questions.append(question)
        answer = self.answers.get(question.key)
        return answer if answer in (KEPT, GONE) else None
