"""An administrator's way into a look with another's eyes and back, by the cookies of a browser."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from ejournal import clock
from ejournal.access.actor import COOKIE, actor_of
from ejournal.database import session_scope
from ejournal.http.forms import OWN_COOKIE
from ejournal.services.support.looking import LASTS
from tests.cast import PASSWORD, Cast

BEGIN, END = "/auth/as/begin", "/auth/as/end"


def as_admin(browser: TestClient, cast: Cast) -> None:
    browser.post("/auth/login", data={"login": "admin", "password": PASSWORD})


def who(browser: TestClient, cookie: str = COOKIE) -> tuple[int, bool] | None:
    """Whose the browser is now, and whether it only looks."""
    with session_scope(writing=False) as session:
        actor = actor_of(session, browser.cookies.get(cookie) or "")
        return (actor.person_id, actor.looking is not None) if actor else None


def begins(browser: TestClient, cast: Cast, name: str = "teacher", reason: str = "Не видит журнала") -> int:
    form = {"person_id": str(cast.people[name].id), "reason": reason}
    return browser.post(BEGIN, data=form).status_code


def test_there_and_back(browser: TestClient, cast: Cast) -> None:
    as_admin(browser, cast)
    own = browser.cookies[COOKIE]
    assert begins(browser, cast) == 303
    assert who(browser) == (cast.people["teacher"].id, True)
    assert browser.get("/auth/as").status_code == 204
    answer = browser.post(BEGIN, data={"person_id": str(cast.people["pupil"].id), "reason": "и ещё"})
    assert (answer.status_code, "Вы смотрите как" in answer.text) == (403, True)
    look = browser.cookies[COOKIE]
    assert browser.post(END).headers["location"] == "/accounts"
    assert (browser.cookies[COOKIE], OWN_COOKIE in browser.cookies) == (own, False)
    with session_scope(writing=False) as session:
        assert actor_of(session, look) is None


@pytest.mark.parametrize(
    ("name", "reason", "words"),
    [
        ("deputy", "помочь", "руководитель школы нельзя"),
        ("teacher", " ", "Напишите, зачем"),
        ("teacher_b", "помочь", "Такой страницы нет"),
    ],
)
def test_what_is_refused_is_said(browser: TestClient, cast: Cast, name: str, reason: str, words: str) -> None:
    as_admin(browser, cast)
    form = {"person_id": str(cast.people[name].id), "reason": reason}
    assert words in browser.post(BEGIN, data=form).text
    assert who(browser) == (cast.people["admin"].id, False)


def test_a_blocked_account_is_nobody_to_look_as(browser: TestClient, cast: Cast) -> None:
    as_admin(browser, cast)
    with session_scope() as session:
        session.merge(cast.accounts["teacher"]).blocked = True
    form = {"person_id": str(cast.people["teacher"].id), "reason": "помочь"}
    assert "нет открытой учётной записи" in browser.post(BEGIN, data=form).text


def test_others_and_strangers_look_as_nobody(browser: TestClient, cast: Cast) -> None:
    for token in ("", cast.token("teacher"), cast.token("deputy")):
        browser.cookies.clear()
        browser.cookies.set(COOKIE, token)
        assert begins(browser, cast, "pupil") == 404


def test_after_a_look_that_has_ended_by_itself_one_comes_back_to_oneself(
    browser: TestClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_admin(browser, cast)
    begins(browser, cast)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + LASTS + timedelta(seconds=1))
    assert who(browser) is None
    assert browser.get("/auth/as").status_code == 204
    assert browser.post(END).headers["location"] == "/accounts"
    assert who(browser) == (cast.people["admin"].id, False)


@pytest.mark.parametrize("way", ["/auth/logout", "/auth/login"])
def test_signing_out_or_in_ends_the_look_and_the_own_sign_in(
    browser: TestClient, cast: Cast, way: str
) -> None:
    as_admin(browser, cast)
    begins(browser, cast)
    tokens = [browser.cookies[COOKIE], browser.cookies[OWN_COOKIE]]
    browser.post(way, data={"login": "pupil", "password": PASSWORD})
    assert OWN_COOKIE not in browser.cookies
    with session_scope(writing=False) as session:
        assert [actor_of(session, token) for token in tokens] == [None, None]
    assert browser.post(END).headers["location"] == ("/login?error=ended")
