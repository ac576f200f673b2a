"""Signing in and out, own sessions, passwords: what must hold for everybody's account."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.access.actor import actor_of
from ejournal.database import session_scope
from ejournal.errors import DomainError, NotFound
from ejournal.models import Account, AuditEntry, SignInSession, SignInTry
from ejournal.services import audit
from ejournal.services.accounts import own as accounts
from ejournal.services.accounts import passwords, presence, sign_in, throttle
from ejournal.services.accounts.sign_in import SignedIn, SignInRefused
from ejournal.services.accounts.snils import snils_hash
from ejournal.settings import settings
from tests.cast import PASSWORD, Cast, make_cast

HOME, ELSEWHERE = "93.184.216.34", "198.51.100.7"
STRONG = "Снегирь на ветке 9"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Moves the clock on."""
    real, shift = clock.now, timedelta()

    def move(by: timedelta) -> None:
        nonlocal shift
        shift += by

    monkeypatch.setattr(clock, "now", lambda: real() + shift)
    return move


def enter(
    session: Session, login: str, password: str = PASSWORD, address: str = HOME, devices: str = ""
) -> SignedIn:
    return sign_in.sign_in(session, login, password, address, "Firefox", devices)


def fail(
    session: Session, times: int, login: str = "teacher", address: str = HOME, devices: str = ""
) -> SignInRefused:
    for _ in range(times):
        with pytest.raises(SignInRefused) as refused:
            enter(session, login, "wrong", address, devices)
    return refused.value


def test_login_email_and_snils_open_the_same_account(session: Session, cast: Cast) -> None:
    account = cast.accounts["teacher"]
    account.snils_hash = snils_hash("11223344595")
    session.flush()
    for login in ("teacher", " TEACHER ", "Teacher@Example.test", "112-233-445 95", "11223344595"):
        actor = actor_of(session, enter(session, login).token)
        assert actor is not None
        assert actor.account_id == account.id


def test_the_token_is_kept_only_as_a_hash(session: Session, cast: Cast) -> None:
    token = enter(session, "teacher").token
    assert len(token) > 40
    assert token not in str(session.scalars(select(SignInSession.token_hash)).all())


@pytest.mark.parametrize(
    ("login", "password"),
    [("teacher", "wrong"), ("nobody", PASSWORD), ("", ""), ("112-233-445 95", PASSWORD)],
)
def test_a_wrong_login_and_a_wrong_password_are_told_the_same(
    session: Session, cast: Cast, login: str, password: str
) -> None:
    with pytest.raises(SignInRefused) as refused:
        enter(session, login, password)
    assert (refused.value.locked, refused.value.wait) == (False, 0)


@pytest.mark.parametrize("login", ["teacher", "nobody", "director"])
def test_one_hash_is_checked_whoever_knocks(
    session: Session, cast: Cast, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.accounts["director"].blocked = True
    session.flush()
    checked: list[str] = []
    real = passwords._HASHER.verify
    passwords._nobodys_hash()

    def counting(password: str, password_hash: str, **kwargs: Any) -> bool:
        checked.append(password_hash)
        return bool(real(password, password_hash, **kwargs))

    monkeypatch.setattr(passwords._HASHER, "verify", counting)
    with pytest.raises(SignInRefused):
        enter(session, login, "wrong")
    assert len(checked) == 1


def test_the_unknown_are_checked_at_the_cost_of_the_known() -> None:
    assert passwords._nobodys_hash().split("$")[:4] == passwords.make_hash("x").split("$")[:4]


def test_a_blocked_account_does_not_open(session: Session, cast: Cast) -> None:
    cast.accounts["teacher"].blocked = True
    session.flush()
    with pytest.raises(SignInRefused):
        enter(session, "teacher")
    assert actor_of(session, cast.token("teacher")) is None


def test_a_hash_of_another_cost_is_renewed(session: Session, cast: Cast) -> None:
    enter(session, "teacher")
    renewed = session.scalars(select(Account.password_hash).where(Account.login == "teacher")).one()
    assert not passwords.is_outdated(renewed)
    assert passwords.verify(PASSWORD, renewed)


def test_waits_grow_and_pass(session: Session, cast: Cast, later: Callable[[timedelta], None]) -> None:
    assert fail(session, throttle.PAIR.free - 1).wait == 0
    assert fail(session, 1).wait == 5
    with pytest.raises(SignInRefused) as locked:
        enter(session, "teacher")  # even with the right password
    assert locked.value.locked
    later(timedelta(seconds=6))
    assert fail(session, 1).wait == 10
    later(timedelta(seconds=11))
    assert enter(session, "teacher").token
    assert fail(session, 1).wait == 0  # a good sign-in forgets the failures before it


def test_waits_have_an_end() -> None:
    assert throttle.PAIR.wait_after(1000) == throttle.PAIR.longest_wait == timedelta(minutes=15)
    assert throttle.ACCOUNT.wait_after(1000) == timedelta(minutes=1)


def test_failures_are_forgotten_in_time(
    session: Session, cast: Cast, later: Callable[[timedelta], None]
) -> None:
    fail(session, throttle.PAIR.free)
    later(timedelta(days=1, minutes=1))
    assert fail(session, throttle.PAIR.free - 1).wait == 0


def test_all_spellings_of_an_account_share_one_count(session: Session, cast: Cast) -> None:
    fail(session, throttle.PAIR.free - 1, "teacher")
    assert fail(session, 1, "TEACHER@example.test").wait == 5


def test_an_unknown_login_is_locked_like_a_known_one(session: Session, cast: Cast) -> None:
    waits = [
        [fail(session, 1, login).wait for _ in range(throttle.PAIR.free)] for login in ("teacher", "nobody")
    ]
    assert waits[0] == waits[1]


def test_a_stranger_elsewhere_locks_nobody_out_of_a_browser_used_before(session: Session, cast: Cast) -> None:
    own = enter(session, "teacher").devices
    for number in range(throttle.ACCOUNT.free):
        fail(session, 1, address=f"203.0.113.{number}")
    with pytest.raises(SignInRefused) as locked:
        enter(session, "teacher")
    assert locked.value.locked
    assert locked.value.wait <= throttle.ACCOUNT.longest_wait.total_seconds()
    assert enter(session, "teacher", devices=own).token


def test_a_prankster_behind_the_same_address_locks_nobody_out_of_a_browser_used_before(
    session: Session, cast: Cast
) -> None:
    own = enter(session, "teacher").devices
    assert fail(session, throttle.PAIR.free).wait
    assert fail(session, 1).locked
    assert enter(session, "teacher", devices=own).token


def test_one_address_cannot_try_every_account(session: Session, cast: Cast) -> None:
    own = enter(session, "director", address=ELSEWHERE).devices
    for number in range(throttle.ADDRESS.free):
        fail(session, 1, f"guess{number}", ELSEWHERE)
    for name in ("teacher", "director", "nobody"):
        with pytest.raises(SignInRefused) as locked:
            enter(session, name, address=ELSEWHERE)
        assert locked.value.locked
    # Who has signed in in this browser before still can.
    assert enter(session, "director", address=ELSEWHERE, devices=own).token
    assert enter(session, "teacher", address=HOME).token


def test_ipv6_neighbours_are_one_address() -> None:
    assert throttle.network("2001:db8::1") == throttle.network("2001:db8::ffff:2")
    assert throttle.network("::ffff:192.0.2.1") == "192.0.2.1"
    assert throttle.network("testclient") == "testclient"


def test_no_login_or_address_is_kept_with_the_tries(session: Session, cast: Cast) -> None:
    fail(session, 1)
    kept = str([row.model_dump() for row in session.scalars(select(SignInTry)).all()])
    assert "teacher" not in kept
    assert HOME not in kept


def test_a_refused_try_stays_counted(database: str) -> None:
    with session_scope() as session:
        make_cast(session)
    for _ in range(2):
        with pytest.raises(SignInRefused), session_scope() as session:
            enter(session, "teacher", "wrong")
    with session_scope(writing=False) as session:
        assert set(session.scalars(select(SignInTry.failures)).all()) == {2}


def test_a_session_ends_by_age_and_by_idleness(
    session: Session, cast: Cast, later: Callable[[timedelta], None]
) -> None:
    token = enter(session, "teacher").token
    idle = timedelta(minutes=settings().session_idle_minutes)
    later(idle - timedelta(minutes=1))
    actor = actor_of(session, token)
    assert actor is not None
    accounts.touch(session, actor)
    later(idle - timedelta(minutes=1))
    assert actor_of(session, token) is not None
    later(timedelta(minutes=2))
    assert actor_of(session, token) is None


def test_a_used_session_ends_by_age_too(
    session: Session, cast: Cast, later: Callable[[timedelta], None]
) -> None:
    token = enter(session, "teacher").token
    for _ in range(settings().session_days * 3):
        later(timedelta(hours=8))
        actor = actor_of(session, token)
        if actor is None:
            break
        accounts.touch(session, actor)
    assert actor is None


def test_use_is_noted_at_most_every_five_minutes(
    session: Session, cast: Cast, later: Callable[[timedelta], None]
) -> None:
    actor = cast.actor("teacher")
    first = _seen_at(session, actor.session_id)
    later(timedelta(minutes=4))
    accounts.touch(session, actor)
    assert _seen_at(session, actor.session_id) == first
    later(timedelta(minutes=2))
    accounts.touch(session, actor)
    assert _seen_at(session, actor.session_id) > first


def _seen_at(session: Session, session_id: int) -> datetime:
    return session.scalars(select(SignInSession.seen_at).where(SignInSession.id == session_id)).one()


def test_noting_the_use_never_fails(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "_noted", {})
    actor = cast.actor("teacher")
    presence.keep_alive(actor)  # this test has no database of the app's own: the write fails
    assert not presence.is_due(actor)


def test_signing_out_ends_this_session_only(session: Session, cast: Cast) -> None:
    token = enter(session, "teacher").token
    accounts.sign_out(session, cast.actor("teacher"))
    assert actor_of(session, cast.token("teacher")) is None
    assert actor_of(session, token) is not None


def test_own_sessions_begin_with_this_one_and_show_no_others(session: Session, cast: Cast) -> None:
    enter(session, "teacher")
    found = accounts.own_sessions(session, cast.actor("teacher"))
    assert [one.is_current for one in found] == [True, False]
    assert (found[1].address, found[1].device) == (HOME, "Firefox")


def test_nobody_ends_the_session_of_another(session: Session, cast: Cast) -> None:
    for other in ("substitute", "teacher_b", "admin"):
        with pytest.raises(NotFound):
            accounts.end_session(session, cast.actor("teacher"), cast.actor(other).session_id)


def test_one_session_and_all_others_can_be_ended(session: Session, cast: Cast) -> None:
    first, second = enter(session, "teacher"), enter(session, "teacher")
    actor = cast.actor("teacher")
    accounts.end_session(session, actor, first.session_id)
    assert accounts.end_other_sessions(session, actor) == (second.session_id,)
    assert [actor_of(session, one.token) for one in (first, second)] == [None, None]
    assert actor_of(session, cast.token("teacher")) is not None


def test_a_new_password_replaces_the_old_and_ends_other_sessions(session: Session, cast: Cast) -> None:
    other = enter(session, "teacher")
    ended = accounts.change_password(session, cast.actor("teacher"), PASSWORD, STRONG)
    assert ended == (other.session_id,)
    assert enter(session, "teacher", STRONG).token
    fail(session, 1)


@pytest.mark.parametrize(
    "new",
    [
        "",
        "short7!",
        "teacher1",
        "Teacher2026",
        "соколов1",
        "СоколовПавел",
        "пароль123",
        "qwertyuiop",
        "aaaaaaab",
    ],
)
def test_weak_passwords_are_refused_by_the_field(session: Session, cast: Cast, new: str) -> None:
    with pytest.raises(DomainError) as refused:
        accounts.change_password(session, cast.actor("teacher"), PASSWORD, new)
    assert refused.value.field == "new_password"


def test_the_present_password_is_no_new_one(session: Session, cast: Cast) -> None:
    with pytest.raises(DomainError) as refused:
        accounts.change_password(session, cast.actor("teacher"), PASSWORD, PASSWORD)
    assert refused.value.field == "new_password"


def test_guessing_the_old_password_from_an_open_browser_is_slowed(session: Session, cast: Cast) -> None:
    actor = cast.actor("teacher")
    for _ in range(throttle.PAIR.free):
        with pytest.raises(accounts.OldPasswordRefused) as refused:
            accounts.change_password(session, actor, "wrong", STRONG)
        assert refused.value.field == "old_password"
    with pytest.raises(accounts.OldPasswordRefused, match="Too many"):
        accounts.change_password(session, actor, PASSWORD, STRONG)


def test_language_and_theme_are_remembered(session: Session, cast: Cast) -> None:
    actor = cast.actor("teacher")
    accounts.set_locale(session, actor, "en")
    accounts.set_theme(session, actor, "dark")
    assert cast.actor("teacher").locale == "en"
    with pytest.raises(ValueError, match="xx"):
        accounts.set_locale(session, actor, "xx")
    with pytest.raises(ValueError, match="script"):
        accounts.set_theme(session, actor, "<script>")


def test_everything_is_in_the_audit_and_no_secret_is(session: Session, cast: Cast) -> None:
    fail(session, 1)
    token = enter(session, "teacher").token
    actor = cast.actor("teacher")
    accounts.change_password(session, actor, PASSWORD, STRONG)
    accounts.sign_out(session, actor)
    entries = session.scalars(select(AuditEntry).order_by(col(AuditEntry.number))).all()
    assert [entry.action for entry in entries] == ["sign-in", "password-change", "session-end", "sign-out"]
    assert entries[0].after is not None
    assert entries[0].after["failed_before"] == 1
    told = str([entry.model_dump() for entry in entries])
    assert not any(secret in told for secret in (token, PASSWORD, STRONG, "argon2"))
    assert audit.first_fault(session, cast.schools["a"].id or 0) is None


def test_a_start_without_the_demo_refuses_demo_passwords(session: Session, cast: Cast) -> None:
    accounts.refuse_demo_accounts(session)
    account = cast.accounts["director"]
    account.is_demo, account.password_hash = True, passwords.make_hash("demo")
    session.flush()
    with pytest.raises(DomainError, match="demo password"):
        accounts.refuse_demo_accounts(session)
    account.blocked = True
    session.flush()
    accounts.refuse_demo_accounts(session)
