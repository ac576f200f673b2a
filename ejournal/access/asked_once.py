"""What rules ask of the database for many rows at once: asked for the first and remembered for the others."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlmodel import Session

Answer = TypeVar("Answer")
_ASKED = "asked_once"


@contextmanager
def asked_once(session: Session) -> Iterator[None]:
    """While it lasts a question is asked once; nothing may be written meanwhile."""
    session.info[_ASKED] = {}
    try:
        yield
    finally:
        del session.info[_ASKED]


def remembered(session: Session, question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer given before within `asked_once`, else what asking gives."""
    answers: dict[Hashable, Answer] | None = session.info.get(_ASKED)
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    return answers[question]
