"""The cookie by which a browser is known: what it lets through, and what it does not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from ejournal import clock
from ejournal.services.accounts import devices as known_devices
from ejournal.services.accounts import sign_in, throttle
from ejournal.services.accounts.sign_in import SignInRefused
from ejournal.settings import settings
from tests.cast import PASSWORD, Cast

HERE = "198.51.100.7"


@pytest.fixture
def enter(session: Session, cast: Cast) -> Callable[..., str]:
    """enter(login, password, devices): signs in from the one address; the cookie then, «» when refused."""

    def one(login: str = "teacher", password: str = PASSWORD, devices: str = "") -> str:
        try:
            return sign_in.sign_in(session, login, password, HERE, devices=devices).devices
        except SignInRefused:
            return ""

    return one


def lock_out(enter: Callable[..., str], login: str = "teacher", devices: str = "") -> None:
    for _ in range(throttle.PAIR.free + 1):
        assert not enter(login, "wrong", devices)


def test_the_browser_of_an_earlier_success_is_counted_apart(enter: Callable[..., str]) -> None:
    own = enter()
    lock_out(enter)
    assert not enter()
    assert enter(devices=own)


def test_a_known_browser_is_no_place_to_guess_from_either(enter: Callable[..., str]) -> None:
    own = enter()
    lock_out(enter, devices=own)
    assert not enter(devices=own)
    assert enter()  # the others are not locked out by it


def test_a_browser_is_known_to_the_account_alone(enter: Callable[..., str]) -> None:
    own = enter("director")
    lock_out(enter)
    assert not enter(devices=own)


def test_a_family_shares_a_browser(enter: Callable[..., str]) -> None:
    shared = enter("teacher", devices=enter("director"))
    lock_out(enter, "teacher")
    lock_out(enter, "director")
    shared = enter("director", devices=shared)
    assert enter("teacher", devices=shared)


def test_a_browser_remembers_only_so_many(enter: Callable[..., str]) -> None:
    now = clock.now()
    cookie = ""
    for account in range(1, known_devices.MOST + 3):
        cookie = known_devices.remembered(cookie, account, now)
    known = [one for one in range(1, known_devices.MOST + 3) if known_devices.mark_of(cookie, one, now)]
    assert known == list(range(3, known_devices.MOST + 3))
    assert len(cookie) < 1100


def test_what_is_long_ago_is_forgotten() -> None:
    now = clock.now()
    cookie = known_devices.remembered("", 7, now)
    assert known_devices.mark_of(cookie, 7, now + known_devices.KEPT)
    assert not known_devices.mark_of(cookie, 7, now + known_devices.KEPT + timedelta(days=1))


def test_the_cookie_names_nobody_and_another_key_signs_another(monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    first, second = known_devices.remembered("", 7, now), known_devices.remembered("", 7, now)
    assert first.split(".")[0] != second.split(".")[0]
    assert not known_devices.mark_of(first, None, now)
    monkeypatch.setattr(type(settings()), "key", b"another")
    assert not known_devices.mark_of(first, 7, now)


@given(st.one_of(st.text(), st.from_regex(r"[\w.~-]{0,300}")), st.integers(0, 10**6))
def test_a_made_up_cookie_is_nobodys(cookie: str, account: int) -> None:
    assert known_devices.mark_of(cookie, account, clock.now()) == ""


@given(st.integers(0, 62), st.sampled_from("~.0aZ-_"))
def test_a_changed_cookie_is_nobodys(at: int, letter: str) -> None:
    now = clock.now()
    cookie = known_devices.remembered("", 7, now)
    changed = cookie[:at] + letter + cookie[at + 1 :]
    assert bool(known_devices.mark_of(changed, 7, now)) == (changed == cookie)
