"""Half a sign-in: one browser, one use, minutes; a stranger learns nothing from it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from ejournal import clock
from ejournal.models import Account, LinkPurpose, SignInSession
from ejournal.services.accounts import devices, half_sign_in, opening, sign_in
from ejournal.services.accounts.half_sign_in import HalfSignedIn, HalfSignInOver
from ejournal.services.accounts.sign_in import SignInRefused
from ejournal.services.base.one_time_links import give_link
from ejournal.services.second_factor import answering
from ejournal.services.second_factor.answering import Browser, Ways
from ejournal.services.second_factor.proofs import ProofRefused
from tests.cast import PASSWORD, Cast
from tests.infra.sweeps import is_sweep
from tests.services.second_factor.conftest import Later
from tests.services.second_factor.helpers import HOME, code_of, half, next_step, with_codes


def test_the_right_password_opens_no_session_of_an_account_with_a_second_factor(cast: Cast) -> None:
    with_codes(cast)
    before = len(cast.session.exec(select(SignInSession)).all())
    assert answering.ways_of(cast.session, half(cast.session)) == Ways(True, False, True)
    assert len(cast.session.exec(select(SignInSession)).all()) == before


@pytest.mark.parametrize("token", ["", "foreign", "x" * 500])
def test_a_token_that_is_nobodys_confirms_nothing(cast: Cast, token: str) -> None:
    key, _ = with_codes(cast)
    half(cast.session)
    with pytest.raises(HalfSignInOver):
        answering.answer_code(cast.session, token, code_of(key), HOME)


def test_it_lives_ten_minutes_and_is_used_once(cast: Cast, later: Later) -> None:
    _, recovery = with_codes(cast)
    token = half(cast.session)
    later(half_sign_in.LASTS)
    with pytest.raises(HalfSignInOver):
        answering.answer_code(cast.session, token, recovery[0], HOME)
    token = half(cast.session)
    assert answering.answer_code(cast.session, token, recovery[1], HOME)
    with pytest.raises(HalfSignInOver):
        answering.answer_code(cast.session, token, recovery[2], HOME)


def test_a_new_password_or_a_closed_account_ends_it(cast: Cast) -> None:
    _, recovery = with_codes(cast)
    token = half(cast.session)
    link = give_link(cast.session, LinkPurpose.PASSWORD, timedelta(hours=1), person_id=cast.id_of("teacher"))
    opening.set_password_by_link(cast.session, link, "Снегирь на ветке 9")
    with pytest.raises(HalfSignInOver):
        answering.answer_code(cast.session, token, recovery[0], HOME)
    # A password set by mail does not go around the second factor.
    again = sign_in.sign_in(cast.session, "teacher", "Снегирь на ветке 9", HOME.address)
    assert isinstance(again, HalfSignedIn)
    account = cast.session.get_one(Account, cast.accounts["teacher"].id)
    account.blocked = True
    cast.session.add(account)
    cast.session.flush()
    with pytest.raises(HalfSignInOver):
        answering.answer_code(cast.session, again.token, recovery[0], HOME)


def test_after_five_wrong_codes_the_password_is_asked_anew_and_a_known_browser_waits_for_nobody(
    cast: Cast, later: Later
) -> None:
    key, _ = with_codes(cast)
    account_id = cast.accounts["teacher"].id or 0
    known = devices.remembered("", account_id, clock.now())
    at_home = Browser(HOME.address, devices=known)
    token = half(cast.session)
    for _ in range(half_sign_in.MOST_TRIES):
        with pytest.raises(ProofRefused):
            answering.answer_code(cast.session, token, "000000", HOME)
    later(next_step())
    with pytest.raises(HalfSignInOver):
        answering.answer_code(cast.session, token, code_of(key), at_home)
    token = half(cast.session, devices=known)
    assert answering.answer_code(cast.session, token, code_of(key), at_home)


def test_whoever_does_not_know_the_password_is_answered_by_the_same_work(cast: Cast) -> None:
    """Not one statement more or less is done for an account with a second factor."""
    with_codes(cast)
    session = cast.session

    def work(login: str) -> list[str]:
        return _asked(session, lambda: _guess(session, login))

    work("admin")  # what the first try of all notes
    assert work("teacher") == work("director")
    assert len(work("teacher")) > 3


def _guess(session: Session, login: str) -> None:
    with pytest.raises(SignInRefused) as refused:
        sign_in.sign_in(session, login, "wrong", f"203.0.113.{len(login)}")
    assert (refused.value.wait, refused.value.locked) == (0, False)


def _asked(session: Session, act: Callable[[], None]) -> list[str]:
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *more: object) -> None:
        if not is_sweep(statement):
            asked.append(statement)

    bind = session.get_bind()
    event.listen(bind, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(bind, "before_cursor_execute", note)
    return asked


def test_the_password_of_the_cast_alone_still_opens_an_account_without_one(cast: Cast) -> None:
    assert isinstance(sign_in.sign_in(cast.session, "director", PASSWORD, HOME.address), sign_in.SignedIn)
