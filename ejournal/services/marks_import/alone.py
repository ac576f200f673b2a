"""Long writing in short transactions: others write between two of them, nobody else does the same work."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from time import monotonic, sleep

from sqlmodel import Session

from ejournal.errors import DomainError
from ejournal.services.mail.turns import end_turn, take_turn

Scope = Callable[[], AbstractContextManager[Session]]
"""Gives a transaction of its own each time."""
SHORTEST_BREATH_S, LONGEST_BREATH_S = 0.01, 0.12
"""Between two steps on SQLite as long as the step before: whoever of another process waits for its one writer
asks again in growing pauses of less than what they have waited, and of 0.1 s at most."""
BUSY = "Marks of another journal are being taken in or back just now. Wait until that is done"
LOST = "Taking the marks in has stood still for too long and was given up. Begin anew"


class Alone:
    """The school's turn for files of marks, as long as its steps show signs of life; DomainError if taken."""

    def __init__(self, scope: Scope, school_id: int) -> None:
        self.scope, self.name, self.holder = scope, turn_of(school_id), secrets.token_hex(8)

    def __enter__(self) -> "Alone":
        with self.scope() as session:
            if not take_turn(session, self.name, self.holder):
                raise DomainError(BUSY)
        return self

    def __exit__(self, *_: object) -> None:
        with self.scope() as session:
            end_turn(session, self.name, self.holder)

    @contextmanager
    def step(self) -> Iterator[Session]:
        """One of the short transactions; DomainError where somebody else has taken the turn meanwhile."""
        with self.scope() as session:
            if not take_turn(session, self.name, self.holder):
                raise DomainError(LOST)
            alone, began = session.get_bind().dialect.name == "sqlite", monotonic()
            yield session
        if alone:
            sleep(min(max(SHORTEST_BREATH_S, monotonic() - began), LONGEST_BREATH_S))


def turn_of(school_id: int) -> str:
    """The name of the school's turn."""
    return f"marks of {school_id}"
