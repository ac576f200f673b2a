"""A stranger learns nothing by trying: 200 tries each way are answered by the same words and the same work.

Sign-ins and forgotten passwords are measured in tests/services/accounts; here it is what a stranger holds in
the hand: codes of slips, secrets of letters. Work is statements to the database and hashes of passwords.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle
from typing import Any

import pytest
from sqlalchemy import delete, event
from starlette.testclient import TestClient

from ejournal import clock
from ejournal.database import engine, session_scope
from ejournal.models import LinkPurpose, OneTimeLink, SignInTry
from ejournal.services.accounts import passwords
from ejournal.services.base.secret_links import hashed
from ejournal.services.registration.signs import code_hash, new_code
from tests.cast import Cast

TRIES = 200
MOMENT = re.compile(r"expires=[^;]*")
"""Of a cookie that is taken out of the browser: it ends now."""
DAY = timedelta(days=1)
Told = tuple[int, tuple[tuple[str, str], ...], str, tuple[str, ...], int]


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[list[str], list[str]]]:
    """The statements and the password hashes of the try under way."""
    asked: list[str] = []
    checked: list[str] = []
    real = passwords._HASHER.verify

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("DELETE FROM sign_in_try"):  # a sweep that comes round by count
            asked.append(statement)

    def verify(password: str, password_hash: str) -> bool:
        checked.append(password_hash)
        return bool(real(password, password_hash))

    monkeypatch.setattr(passwords._HASHER, "verify", verify)
    event.listen(engine(), "before_cursor_execute", note)
    yield asked, checked
    event.remove(engine(), "before_cursor_execute", note)


@pytest.fixture
def tried(browser: TestClient, work: tuple[list[str], list[str]]) -> Callable[[str, str], Told]:
    """tried(path, code): all that a stranger is told who posts the code, and what was done for it."""
    asked, checked = work

    def one(path: str, code: str) -> Told:
        browser.cookies.clear()
        asked.clear()
        checked.clear()
        answer = browser.post(path, data={"code": code})
        headers = tuple(sorted((name, MOMENT.sub("", value)) for name, value in answer.headers.items()))
        return answer.status_code, headers, answer.text, tuple(asked), len(checked)

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


def test_a_code_that_was_used_or_has_run_out_is_none(cast: Cast, tried: Callable[[str, str], Told]) -> None:
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


DOORS = {
    "/password/open": LinkPurpose.EMAIL,
    "/email/open": LinkPurpose.PASSWORD,
    "/email/former/open": LinkPurpose.EMAIL,
    "/reminders/open": LinkPurpose.PASSWORD,
    "/setup/begin/open": LinkPurpose.EMAIL,
}


@pytest.mark.parametrize("path", DOORS)
def test_a_secret_of_another_door_is_none(path: str, cast: Cast, tried: Callable[[str, str], Told]) -> None:
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
    path: str, cast: Cast, tried: Callable[[str, str], Told]
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
