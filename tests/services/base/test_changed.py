"""What a service says it has changed holds as long as the change itself."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from ejournal.errors import DomainError
from ejournal.services.base.changed import note, take


def test_topics_are_told_once_in_their_order(session: Session) -> None:
    note(session, "second", "first")
    note(session, "second", "third")
    assert take(session) == ["second", "first", "third"]
    assert take(session) == []


def test_what_a_savepoint_undoes_was_not_changed(session: Session) -> None:
    note(session, "before")
    with session.begin_nested() as trial:
        note(session, "tried")
        with session.begin_nested():
            note(session, "within")
        trial.rollback()
    note(session, "after")
    assert take(session) == ["before", "after"]


def test_what_a_savepoint_keeps_was_changed(session: Session) -> None:
    with session.begin_nested():
        note(session, "kept")
    assert take(session) == ["kept"]


def test_an_error_in_a_savepoint_undoes_what_was_said_in_it(session: Session) -> None:
    def fail() -> None:
        with session.begin_nested():
            note(session, "tried")
            raise DomainError("no")

    note(session, "before")
    refused(fail)
    assert take(session) == ["before"]


def test_nothing_is_left_of_a_transaction_that_was_undone(session: Session) -> None:
    session.connection()
    note(session, "all")
    session.rollback()
    assert take(session) == []


def refused(act: Callable[[], None]) -> None:
    with pytest.raises(DomainError):
        act()
