"""How SQLite answers the program's questions: which tables it reads whole, and which a school's rows of."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

_WHOLE = re.compile(r"SCAN (?!CONSTANT)(\w+)(?: USING .*| LEFT-JOIN)?$")
_OF_SCHOOL = re.compile(r"SEARCH (\w+) USING (?:COVERING )?INDEX \w+ \(school_id=\?\)")


class Plans:
    """The plan of each question asked, noted when it is first asked."""

    def __init__(self) -> None:
        self.of: dict[str, list[str]] = {}

    @contextmanager
    def noted(self, engine: Engine) -> Iterator[None]:
        """Note what is asked of the engine meanwhile."""
        event.listen(engine, "before_cursor_execute", self._note)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", self._note)

    def _note(self, connection: Any, _cursor: Any, asked: str, given: Any, _context: Any, many: bool) -> None:
        if many or asked in self.of or not asked.lstrip().startswith(("SELECT", "WITH")):
            return
        driver = connection.connection.driver_connection
        self.of[asked] = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {asked}", given)]

    def read_whole(self) -> list[tuple[str, str]]:
        """The tables of which all rows are read, of all schools, each with its question."""
        return self._found(_WHOLE)

    def read_of_school(self) -> list[tuple[str, str]]:
        """The tables of which all rows of a school are read, each with its question."""
        return self._found(_OF_SCHOOL)

    def _found(self, line: re.Pattern[str]) -> list[tuple[str, str]]:
        return [
            (table, " ".join(asked.split()))
            for asked, plan in self.of.items()
            for name in sorted({hit[1] for hit in map(line.match, plan) if hit})
            if (table := _table(name, asked))
        ]


def _table(name: str, asked: str) -> str:
    """The table that the question calls so; empty for what it has put together itself."""
    if re.search(rf"\) AS {name}\b|\b{name}(\([\w, ]*\))? AS (MATERIALIZED)?\s*\(", asked):
        return ""
    hit = re.search(rf"\b(\w+) AS {name}\b", asked)
    return hit[1] if hit else name
