"""Two people with one setup address at the same moment: one wins, the other is told, nothing is half-done."""

import threading
from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session, func, select

from ejournal.database import session_scope
from ejournal.models import Account, Person, School
from ejournal.services.base.one_time_links import LinkRefused
from ejournal.services.setup.first_start import (
    give_setup_link,
    make_first_administrator,
    set_up_school,
)
from tests.services.new_school import PASSWORD, SCHOOL, SOMEBODY


def at_once(acts: list[Callable[[Session], object]]) -> list[str]:
    """Each act in a transaction of its own, begun together; the words of those refused."""
    gate, refused = threading.Barrier(len(acts)), []

    def run(act: Callable[[Session], object]) -> None:
        gate.wait(30)
        try:
            with session_scope() as session:
                act(session)
        except LinkRefused as error:
            refused.append(error.message)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return refused


def count(table: type) -> int:
    with session_scope(writing=False) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_one_of_two_administrators_wins(database: str) -> None:
    with session_scope() as session:
        token = give_setup_link(session)
        set_up_school(session, token, SCHOOL)
    people = [replace(SOMEBODY, login=f"orlov{number}") for number in range(4)]
    refused = at_once(
        [lambda s, one=one: make_first_administrator(s, token, one, PASSWORD) for one in people]  # type: ignore[misc]
    )
    assert len(refused) == 3
    assert len(set(refused)) == 1
    assert (count(Account), count(Person)) == (1, 1)


def test_two_first_steps_make_one_school(database: str) -> None:
    with session_scope() as session:
        token = give_setup_link(session)
    names = [replace(SCHOOL, name=f"Школа {number}", short_name="") for number in range(4)]
    assert at_once([lambda s, one=one: set_up_school(s, token, one) for one in names]) == []  # type: ignore[misc]
    assert count(School) == 1
