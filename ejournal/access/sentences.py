"""A sentence of the rules in its two forms: of one loaded row, and of all rows that a statement reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, update_wrapper
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, or_
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.models import Role

Columns = ReadOnlyColumnCollection[str, ColumnElement[Any]]
"""The columns of a table or of an alias of it."""
Condition = ColumnElement[bool]
Id = int | BindParameter[int]
Day = date | BindParameter[date]
OfRow = Callable[[Session, Actor, Any], bool]
OfRows = Callable[["Asker", Columns], Condition]
TEACHING = (Role.TEACHER, Role.DEPUTY)
"""The roles by which one gives lessons."""


@dataclass(frozen=True)
class Asker:
    """Who asks, as a condition names it: an actor's own values, or parameters of a statement made once.

    window gives the first day whose lessons are still in the edit window; it is asked only where it matters.
    """

    school_id: Id
    person_id: Id
    account_id: Id
    class_ids: Any
    today: Day
    teaches: bool
    guards: bool
    learns: bool
    leads: bool
    keeps_people: bool
    works: bool
    administers: bool
    window: Callable[[], Day]

    @property
    def has_classes(self) -> bool:
        """Whether there are classes of the own; a parameter stands for some."""
        return isinstance(self.class_ids, BindParameter) or bool(self.class_ids)

    @cached_property
    def mended_from(self) -> Day:
        """The first day whose lessons are still in the school's edit window."""
        return self.window()


class Sentence:
    """Who may, or what is whose: called with a row it says whether; `of_rows` is the same as a condition."""

    def __init__(self, of_row: OfRow) -> None:
        self._of_row = of_row
        self._of_rows: OfRows | None = None
        update_wrapper(self, of_row)

    def __call__(self, session: Session, actor: Actor, row: Any) -> bool:
        """Whether it is so for the actor and the row."""
        return self._of_row(session, actor, row)

    def for_rows(self, of_rows: OfRows) -> OfRows:
        """Give the sentence its other form; a decorator."""
        self._of_rows = of_rows
        return of_rows

    def of_rows(self, asker: Asker, rows: Columns) -> Condition:
        """The rows, by their table's columns, for which it is so."""
        assert self._of_rows is not None, f"{self!r} has no form for many rows"
        return self._of_rows(asker, rows)


def any_of(*sentences: Sentence) -> Sentence:
    """True when one of the sentences holds."""
    found = Sentence(lambda session, actor, row: any(one(session, actor, row) for one in sentences))
    found.for_rows(lambda asker, rows: or_(*(one.of_rows(asker, rows) for one in sentences)))
    return found


def all_of(*sentences: Sentence) -> Sentence:
    """True when each of the sentences holds."""
    found = Sentence(lambda session, actor, row: all(one(session, actor, row) for one in sentences))
    found.for_rows(lambda asker, rows: and_(*(one.of_rows(asker, rows) for one in sentences)))
    return found
