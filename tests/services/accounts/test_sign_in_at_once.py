"""Tries at the same moment are all counted, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from ejournal.database import session_scope
from ejournal.models import SignInTry
from ejournal.services.accounts import sign_in, throttle
from ejournal.services.accounts.sign_in import SignInRefused
from tests.cast import make_cast

AT_ONCE = 16


def test_a_burst_of_guesses_gets_no_more_than_the_free_ones(database: str) -> None:
    with session_scope() as session:
        make_cast(session)

    def guess(_: int) -> bool:
        try:
            with session_scope() as session:
                sign_in.begin_sign_in(session, "teacher", "198.51.100.7")
        except SignInRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        judged = sum(pool.map(guess, range(AT_ONCE)))
    assert judged == throttle.PAIR.free
    with session_scope(writing=False) as session:
        assert set(session.scalars(select(SignInTry.failures)).all()) == {throttle.PAIR.free}


@pytest.mark.parametrize("login", ["teacher", "nobody"])
def test_the_free_tries_are_five(database: str, login: str) -> None:
    with session_scope() as session:
        make_cast(session)
    refused = []
    for _ in range(throttle.PAIR.free + 1):
        try:
            with session_scope() as session:
                sign_in.sign_in(session, login, "wrong", "198.51.100.7")
        except SignInRefused as error:
            refused.append(error.locked)
    assert refused == [False] * 5 + [True]
