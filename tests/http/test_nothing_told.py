"""A stranger learns nothing by trying: 200 tries each way are answered by the same words and the same work.

Sign-ins and forgotten passwords are measured in tests/services/accounts; here it is what a stranger holds in
the hand: codes of slips, secrets of letters. Work is statements to the database and hashes of passwords.
"""

import re
import secrets
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from typing import Any, Protocol

import pytest
from sqlalchemy import delete, event, update
from sqlmodel import col
from starlette.testclient import TestClient

from ejournal import clock
from ejournal.access.actor import token_hash
from ejournal.database import engine, session_scope
from ejournal.models import Account, HalfSignIn, LinkPurpose, OneTimeLink, SignInTry
from ejournal.services.accounts import passwords
from ejournal.services.base.secret_links import hashed
from ejournal.services.registration.signs import code_hash, new_code
from tests.cast import Cast
from tests.infra.sweeps import is_sweep

TRIES = 200
MOMENT = re.compile(r"expires=[^;]*")
"""Of a cookie that is taken out of the browser: it ends now."""
DAY = timedelta(days=1)
Told = tuple[int, tuple[tuple[str, str], ...], str, tuple[str, ...], int]
ACCOUNT = {"login": "gleb.petrov", "password": "тихий омут 7", "password_again": "тихий омут 7", "email": ""}


class Tried(Protocol):
    """tried(path, code): what a try comes to; method and cookies where it is no post of a code."""

    def __call__(self, path: str, code: str = "", method: str = "POST", **cookies: str) -> Told: ...


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[list[str], list[str]]]:
    """The statements and the password hashes of the try under way."""
    asked: list[str] = []
    checked: list[str] = []
    real = passwords._HASHER.verify

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not is_sweep(statement):
            asked.append(statement)

    def verify(password: str, password_hash: str) -> bool:
        checked.append(password_hash)
        return bool(real(password, password_hash))

    monkeypatch.setattr(passwords._HASHER, "verify", verify)
    event.listen(engine(), "before_cursor_execute", note)
    yield asked, checked
    event.remove(engine(), "before_cursor_execute", note)


@pytest.fixture
def tried(browser: TestClient, work: tuple[list[str], list[str]]) -> Tried:
    """All that a stranger is told who posts the code, or visits with cookies, and what was done for it."""
    asked, checked = work

    def one(path: str, code: str = "", method: str = "POST", **cookies: str) -> Told:
        browser.cookies.clear()
        for name, value in cookies.items():
            browser.cookies.set(name, value)
        asked.clear()
        checked.clear()
        data = {"code": code, **ACCOUNT} if method == "POST" else None
        answer = browser.request(method, path, data=data)
        headers = tuple(sorted((name, MOMENT.sub("", value)) for name, value in answer.headers.items()))
        told = answer.text.replace(code, "") if code else answer.text  # what was typed stays in its field
        return answer.status_code, headers, told, tuple(asked), len(checked)

    return one


def kept(cast: Cast, purpose: LinkPurpose, token_hash: str, **more: Any) -> None:
    """A one-time link of Петров Глеб, live but for what is given."""
    now = clock.now()
    person = cast.people["arrived"]
    given = {"created_at": now, "expires_at": now + DAY} | more
    with session_scope() as session:
        session.add(
            OneTimeLink(
                purpose=purpose,
                token_hash=token_hash,
                school_id=person.school_id,
                person_id=person.id,
                **given,
            )
        )


def nobody_has_tried() -> None:
    with session_scope() as session:
        session.execute(delete(SignInTry))


def test_a_code_that_was_used_or_has_run_out_is_none(cast: Cast, tried: Tried) -> None:
    now = clock.now()
    over = cycle([{"used_at": now}, {"expires_at": now - DAY}, {"replaced_at": now}])
    codes = [new_code() for _ in range(TRIES)]
    for code, how in zip(codes, over, strict=False):
        kept(cast, LinkPurpose.REGISTRATION, code_hash(code), **how)
    seen: dict[str, set[Told]] = {"known": set(), "unknown": set()}
    for number, code in enumerate(codes):
        if number % 20 == 0:
            nobody_has_tried()
            tried("/register/open", new_code())  # the counters of the address are there from now on
        seen["known"].add(tried("/register/open", code))
        seen["unknown"].add(tried("/register/open", new_code()))
    assert seen["known"] == seen["unknown"]
    assert len(seen["known"]) == 1
    [(status, _, page, statements, hashes)] = seen["known"]
    assert (status, "Этот код не подходит" in page, hashes) == (400, True, 0)
    assert any("one_time_link" in one for one in statements)


STEPS = {"/register": "GET", "/register/consents": "POST", "/register/account": "POST"}


@pytest.mark.parametrize("path", STEPS)
def test_a_seal_made_by_hand_tells_at_no_step_whether_its_code_is_one(
    path: str, cast: Cast, tried: Tried
) -> None:
    known, now = [new_code() for _ in range(TRIES // len(STEPS))], clock.now()
    for code, how in zip(known, cycle([{}, {"used_at": now}, {"expires_at": now - DAY}]), strict=False):
        kept(cast, LinkPurpose.REGISTRATION, code_hash(code), **how)
    seal = "0" * 40
    tried(path, method=STEPS[path], ejournal_register=f"{new_code()}.{seal}")
    seen = [
        {tried(path, method=STEPS[path], ejournal_register=f"{code}.{seal}") for code in codes}
        for codes in (known, [new_code() for _ in known])
    ]
    assert seen[0] == seen[1]
    [(status, _, page, _, hashes)] = seen[0]
    assert (status, "Этот код не подходит" in page, hashes) == (400, True, 0)


def test_a_half_sign_in_that_is_over_is_none(cast: Cast, tried: Tried) -> None:
    now, account = clock.now(), cast.accounts["teacher"]
    over = cycle([{"closed_at": now}, {"expires_at": now - DAY}, {"tries": 5}])
    tokens = [secrets.token_urlsafe(32) for _ in range(TRIES)]
    with session_scope() as session:
        session.execute(update(Account).where(col(Account.id) == account.id).values(second_factor_since=now))
        for token, how in zip(tokens, over, strict=False):
            given = {"expires_at": now + DAY} | how
            session.add(
                HalfSignIn(
                    school_id=account.school_id, account_id=account.id or 0, token_hash=token_hash(token),
                    password_changed_at=account.password_changed_at, **given,
                )
            )  # fmt: skip
    path = "/auth/login/second/code"
    tried(path, "123456", ejournal_half="x")
    seen = [
        {tried(path, typed, ejournal_half=token) for token in these for typed in ("123456", new_code())}
        for these in (tokens[: TRIES // 2], [secrets.token_urlsafe(32) for _ in range(TRIES // 2)])
    ]
    assert seen[0] == seen[1]
    assert len(seen[0]) == 1


DOORS = {
    "/password/open": LinkPurpose.EMAIL,
    "/email/open": LinkPurpose.PASSWORD,
    "/email/former/open": LinkPurpose.EMAIL,
    "/reminders/open": LinkPurpose.PASSWORD,
    "/setup/begin/open": LinkPurpose.EMAIL,
}


@pytest.mark.parametrize("path", DOORS)
def test_a_secret_of_another_door_is_none(path: str, cast: Cast, tried: Tried) -> None:
    other = secrets.token_urlsafe(32)
    kept(cast, DOORS[path], hashed(other))
    tried(path, "guess")
    tries = range(TRIES // len(DOORS))
    foreign = {tried(path, other) for _ in tries}
    invented = {tried(path, secrets.token_urlsafe(32)) for _ in tries}
    assert foreign == invented
    assert len(foreign) == 1


@pytest.mark.parametrize("path", ["/password/open", "/email/open", "/email/former/open"])
def test_who_holds_the_secret_is_told_that_it_was_used_or_has_run_out_and_no_more(
    path: str, cast: Cast, tried: Tried
) -> None:
    purpose = {
        "/password/open": LinkPurpose.PASSWORD,
        "/email/open": LinkPurpose.EMAIL,
        "/email/former/open": LinkPurpose.EMAIL_FORMER,
    }[path]
    said = []
    for how in ({"used_at": clock.now()}, {"expires_at": clock.now() - DAY}, {"replaced_at": clock.now()}):
        secret = secrets.token_urlsafe(32)
        kept(cast, purpose, hashed(secret), **how)
        status, _, page, _, _ = tried(path, secret)
        assert status == 400
        assert not [word for word in ("Петров", "Глеб", "arrived", "example.test") if word in page]
        said.append([words for words in ("воспользовались", "истёк", "новый адрес") if words in page])
    assert len(said) == 3
    assert said[0] == ["воспользовались"]
