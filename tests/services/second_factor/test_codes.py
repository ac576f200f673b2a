"""Codes of an application and recovery codes: each once, in time, counted, and of no use without our key."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlmodel import select

from ejournal import clock
from ejournal.database import session_scope
from ejournal.errors import DomainError
from ejournal.models import AuditEntry, CodeKey, RecoveryCode
from ejournal.services.accounts import half_sign_in, throttle
from ejournal.services.accounts.half_sign_in import HalfSignInOver
from ejournal.services.accounts.sign_in import SignedIn, sign_in
from ejournal.services.second_factor import answering, codes, own, proofs
from ejournal.services.second_factor.codes import Fit, judge
from ejournal.services.second_factor.proofs import ProofRefused
from ejournal.settings import settings
from tests.cast import PASSWORD, Cast, make_cast
from tests.services.second_factor.conftest import Later
from tests.services.second_factor.helpers import (
    HOME,
    code_of,
    confirmed,
    half,
    letters,
    next_step,
    signed_in,
    with_codes,
)

MOMENT = datetime(2026, 11, 20, 9, 0, 7, tzinfo=UTC)


@given(
    st.integers(-15, 15),
    st.integers(-15, 15),
    st.binary(min_size=20, max_size=20),
    st.integers(0, 10**9),
)
def test_a_code_counts_a_step_around_now_once_and_a_clock_off_is_told_from_nonsense(
    by: int, used: int, secret: bytes, since: int
) -> None:
    key, now = base64.b32encode(secret).decode(), MOMENT + timedelta(seconds=since)
    present = int(now.timestamp()) // codes.STEP_S
    typed = code_of(key, now + timedelta(seconds=codes.STEP_S * by))
    elsewhere = [
        step
        for step in range(present - 6, present + 7)
        if step != present + by and code_of(key, datetime.fromtimestamp(step * 30, UTC)) == typed
    ]
    if elsewhere:  # one in a million codes is that of two moments
        return
    found = judge(key, typed, now, present + used).fit
    if abs(by) <= 1:
        assert found is (Fit.FITS if by > used else Fit.USED)
    else:
        assert found is (Fit.CLOCK if abs(by) <= 6 else Fit.WRONG)


@pytest.mark.parametrize("typed", ["123 456", "123456 ", "１２３４５６", "123-456"])
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert codes.digits_of(typed) == "123456"


@given(st.text("0123456789", min_size=6, max_size=6), st.data())
def test_letters_typed_for_digits_are_read_as_the_digits(code: str, data: st.DataObject) -> None:
    looks = {
        "0": "0OoОо",
        "1": "1IiLl",
        "2": "2Zz",
        "3": "3Зз",
        "4": "4Чч",
        "5": "5Ss",
        "6": "6Бб",
        "8": "8ВB",
    }
    typed = "".join(data.draw(st.sampled_from(looks.get(digit, digit) + digit)) for digit in code)
    assert codes.meant_digits(f"{typed[:3]} {typed[3:]}") == code


def test_what_stands_in_no_recovery_code_is_said_and_costs_no_try(cast: Cast) -> None:
    _, recovery = with_codes(cast)
    token = half(cast.session)
    for _ in range(half_sign_in.MOST_TRIES + 1):
        with pytest.raises(DomainError, match="Codes have no") as refused:
            answering.answer_code(cast.session, token, f"О{recovery[0][1:]}", HOME)
        assert (refused.value.field, refused.value.params["signs"]) == (answering.FIELD, "«О»")
    with pytest.raises(DomainError, match="A code has"):
        answering.answer_code(cast.session, token, recovery[0].replace("-", "")[:-1] + "-", HOME)
    assert answering.answer_code(cast.session, token, recovery[0], HOME)


def test_after_the_password_a_code_opens_the_session_and_no_code_twice(cast: Cast, later: Later) -> None:
    key, recovery = with_codes(cast)
    assert len(set(recovery)) == proofs.RECOVERY_CODES
    with pytest.raises(ProofRefused, match="used already"):  # the one that has confirmed the key
        confirmed(cast.session, code_of(key))
    later(next_step())
    opened = confirmed(cast.session, code_of(key))
    assert signed_in(cast.session, opened).account_id == cast.accounts["teacher"].id
    with pytest.raises(ProofRefused, match="used already"):
        confirmed(cast.session, code_of(key))
    before = clock.now() - timedelta(seconds=30)
    with pytest.raises(ProofRefused, match="used already"):  # nor an earlier one once a later was used
        confirmed(cast.session, code_of(key, before))


def test_a_clock_90_seconds_off_is_said_and_counts_as_a_failed_try(cast: Cast, later: Later) -> None:
    key, _ = with_codes(cast)
    later(timedelta(hours=1))
    token = half(cast.session)
    for off in (90, -90) * 2:
        wrong = code_of(key, clock.now() + timedelta(seconds=off))
        with pytest.raises(ProofRefused, match="clock of the phone or the computer is off"):
            answering.answer_code(cast.session, token, wrong, HOME)
    with pytest.raises(ProofRefused, match="does not fit"):
        answering.answer_code(cast.session, token, "000 00", HOME)
    with pytest.raises((HalfSignInOver, ProofRefused), match=r"over|Too many"):
        answering.answer_code(cast.session, token, code_of(key), HOME)


def test_a_key_counts_only_once_a_code_has_confirmed_it(cast: Cast, later: Later) -> None:
    actor = cast.actor("teacher")
    with pytest.raises(DomainError, match="not your present password"):
        own.begin_codes(cast.session, actor, "wrong")
    key = own.begin_codes(cast.session, actor, PASSWORD).key
    assert isinstance(sign_in(cast.session, "teacher", PASSWORD, HOME.address), SignedIn)
    off = code_of(key, clock.now() + timedelta(seconds=90))
    with pytest.raises(ProofRefused, match="clock"):
        own.confirm_codes(cast.session, actor, off)
    later(own.WAITS)
    with pytest.raises(DomainError, match="expired"):
        own.confirm_codes(cast.session, actor, code_of(key))


def test_another_phone_takes_over_when_its_code_is_typed(cast: Cast, later: Later) -> None:
    first, _ = with_codes(cast)
    actor = cast.actor("teacher")
    later(next_step())
    second = own.begin_codes(cast.session, actor, code_of(first)).key
    later(next_step())
    assert confirmed(cast.session, code_of(first))
    assert own.confirm_codes(cast.session, actor, code_of(second)) == ()  # the recovery codes stay
    later(next_step())
    assert confirmed(cast.session, code_of(second))
    with pytest.raises(ProofRefused):
        confirmed(cast.session, code_of(first))


def test_each_recovery_code_lets_in_once_and_new_ones_end_the_former(cast: Cast) -> None:
    _, recovery = with_codes(cast)
    lost = recovery[0].replace("-", " ").lower().translate(str.maketrans("chkmptx", "снкмртх"))
    assert confirmed(cast.session, lost)  # typed in Russian letters
    with pytest.raises(ProofRefused, match="recovery code"):
        confirmed(cast.session, recovery[0])
    actor = cast.actor("teacher")
    assert own.own_factors(cast.session, actor).recovery_left == 9
    fresh = own.renew_recovery_codes(cast.session, actor, PASSWORD)
    assert not set(fresh) & set(recovery)
    with pytest.raises(ProofRefused):
        confirmed(cast.session, recovery[1])
    assert confirmed(cast.session, fresh[0])
    with_codes(cast, "director")
    with pytest.raises(ProofRefused):  # nor does one of another's account
        confirmed(cast.session, fresh[1], "director")


def test_what_is_kept_tells_neither_key_nor_codes_and_needs_our_own_key(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, later: Later
) -> None:
    key, recovery = with_codes(cast)
    row = cast.session.exec(select(CodeKey)).one()
    assert key not in row.sealed
    kept = {one.code_hash for one in cast.session.exec(select(RecoveryCode))}
    assert not kept & {one.replace("-", "") for one in recovery}
    told = " ".join(str(one.after) for one in cast.session.exec(select(AuditEntry)))
    assert key not in told
    assert recovery[0] not in told
    monkeypatch.setattr(settings(), "factor_key", SecretStr("another"))
    later(next_step())
    with pytest.raises(ProofRefused, match="key of the installation was changed"):
        confirmed(cast.session, code_of(key))


def test_codes_are_switched_off_by_the_password_or_a_code_and_written_of(cast: Cast, later: Later) -> None:
    account = cast.accounts["teacher"]
    account.email_confirmed_at = clock.now()
    cast.session.add(account)
    cast.session.flush()
    actor = cast.actor("teacher")
    with pytest.raises(DomainError, match="Set up codes"):
        own.switch_codes_off(cast.session, actor, PASSWORD)
    key, _ = with_codes(cast)
    with pytest.raises(DomainError, match="not your present password"):
        own.switch_codes_off(cast.session, actor, "wrong")
    later(next_step())
    own.switch_codes_off(cast.session, actor, code_of(key))
    assert isinstance(sign_in(cast.session, "teacher", PASSWORD, HOME.address), SignedIn)
    assert cast.session.exec(select(RecoveryCode)).all() == []
    assert [("from now on" in one or "теперь" in one.lower()) for one in letters(cast.session)] == [
        True,
        False,
    ]
    actions = {one.action for one in cast.session.exec(select(AuditEntry))}
    assert {"codes-on", "codes-off"} <= actions


def test_codes_that_are_guessed_wait_though_each_time_the_password_is_typed_anew(cast: Cast) -> None:
    with_codes(cast)
    waits = 0
    for number in range(throttle.SECOND.free + 2):
        address = f"198.51.100.{number}"
        with pytest.raises(ProofRefused) as refused:
            answering.answer_code(
                cast.session, half(cast.session, address=address), "000000", answering.Browser(address)
            )
        waits += "wait" in refused.value.params
    assert waits == 2  # whatever the addresses


def test_one_code_typed_in_two_browsers_at_once_opens_one(database: str) -> None:
    with session_scope() as session:
        cast = make_cast(session)
        key, recovery = with_codes(cast)
    tokens = []
    for _ in range(6):
        with session_scope() as session:
            tokens.append(half(session))

    def answer(token: str) -> bool:
        try:
            with session_scope() as session:
                return bool(answering.answer_code(session, token, recovery[0], HOME))
        except ProofRefused:
            return False

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(answer, tokens)) == 1
    assert key
