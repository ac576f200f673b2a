"""A table of words without their endings, by which the rows of another table are found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, delete, exists, func, insert, select
from sqlmodel import Session

from ejournal.services.base.searching.sought import Sought
from ejournal.word_forms import stems_of

FURTHER_BACK = (20_000, 400_000, 2**62)
"""Among how many texts of all schools one looks first, then, and at last."""


@dataclass(frozen=True, slots=True)
class WordIndex:
    """Words of texts; of: the column that names a text, within: those that narrow a search."""

    words: Table
    of: str
    within: tuple[str, ...]

    def keep(self, session: Session, row_id: int, text: str, **within: int) -> None:
        """Let the text be found by its words, and by no others."""
        self.forget(session, row_id)
        rows = [within | {self.of: row_id, "stem": stem} for stem in stems_of(text)]
        if rows:
            session.execute(insert(self.words), rows)

    def forget(self, session: Session, row_id: int) -> None:
        """Let the text be found no more."""
        session.execute(delete(self.words).where(self.words.c[self.of] == row_id))

    def holds(self, sought: Sequence[Sought]) -> list[ColumnElement[bool]]:
        """That a row is the first word sought, and that its text holds the others."""
        first, *others = sought
        return [first.is_in(self.words.c.stem), *(self._has_too(one) for one in others)]

    def _has_too(self, sought: Sought) -> ColumnElement[bool]:
        other = self.words.alias()
        same = and_(*(other.c[name] == self.words.c[name] for name in (*self.within, self.of)))
        return exists().where(same, sought.is_in(other.c.stem))

    def newest(self, session: Session, most: int, asked: Callable[[int], Select[Any]]) -> Sequence[Any]:
        """Over most rows where there are so many; asked: a search for texts with numbers above one.

        A frequent word is looked for among the latest of all texts, a rare one further back.
        """
        last = session.scalar(select(func.max(self.words.c[self.of]))) or 0
        rows: Sequence[Any] = ()
        for back in FURTHER_BACK:
            rows = session.execute(asked(max(last - back, 0))).all()
            if len(rows) > most or back >= last:
                break
        return rows
