"""The forms of signing in and out: cookie, redirects, refusals, tabs."""

from urllib.parse import parse_qs, urlsplit

import pytest
from httpx import Response
from sqlmodel import select
from starlette.testclient import TestClient

from ejournal import clock, news
from ejournal.access.actor import COOKIE, actor_of
from ejournal.database import session_scope
from ejournal.http.addresses import local_path
from ejournal.models import Account, SignInSession
from ejournal.news import News
from ejournal.services.accounts import devices, throttle
from ejournal.services.base.topics import session_topic
from ejournal.settings import settings
from tests.cast import PASSWORD, Cast


def enter(browser: TestClient, login: str = "teacher", password: str = PASSWORD, **fields: str) -> Response:
    return browser.post("/auth/login", data={"login": login, "password": password, **fields})


def reason(answer: Response) -> dict[str, str]:
    assert answer.status_code == 303
    parts = urlsplit(answer.headers["location"])
    assert parts.path == "/login"
    return {name: values[0] for name, values in parse_qs(parts.query).items()}


def test_signing_in_sets_a_cookie_that_scripts_cannot_read(browser: TestClient) -> None:
    answer = enter(browser)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    [told] = [line for line in answer.headers.get_list("set-cookie") if line.startswith(f"{COOKIE}=")]
    assert all(flag in told for flag in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=2592000"))
    assert "Secure" not in told
    assert answer.headers["cache-control"] == "no-store"
    with session_scope(writing=False) as session:
        actor = actor_of(session, answer.cookies[COOKIE])
    assert actor is not None


def test_under_https_the_cookie_is_secure(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "https", True)
    browser.headers["Origin"] = "https://testserver"
    assert "Secure" in enter(browser).headers["set-cookie"]


@pytest.mark.parametrize(("login", "password"), [("teacher", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_refusal_leads_back_to_the_form(browser: TestClient, login: str, password: str) -> None:
    answer = enter(browser, login, password, next="/journal")
    told = reason(answer)
    assert told["error"] == "wrong"
    assert told["next"] == "/journal"
    assert "set-cookie" not in answer.headers
    assert set(told) == {"error", "next"}  # neither the login nor the password gets into an address


@pytest.mark.parametrize("next_page", ["", "/journal?course=1"])
def test_the_known_and_the_unknown_are_answered_alike(
    browser: TestClient, cast: Cast, next_page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)  # an answer tells how long to wait
    with session_scope() as session:
        session.get_one(Account, cast.accounts["director"].id).blocked = True
    answers = []
    for login in ("teacher", "director", "nobody"):
        tried = [enter(browser, login, "wrong", next=next_page) for _ in range(throttle.PAIR.free)]
        answers.append([(one.status_code, sorted(one.headers.items()), one.content) for one in tried])
    assert answers[0] == answers[1] == answers[2]
    told = [reason(enter(browser, login, PASSWORD))["error"] for login in ("teacher", "director", "nobody")]
    assert told == ["locked"] * 3


def test_a_browser_used_before_is_not_locked_out_by_others_at_its_address(browser: TestClient) -> None:
    opened = enter(browser)
    [told] = [line for line in opened.headers.get_list("set-cookie") if devices.COOKIE in line]
    assert all(flag in told for flag in ("HttpOnly", "SameSite=lax", "Path=/auth/login"))
    own = opened.cookies[devices.COOKIE]
    browser.cookies.clear()
    for _ in range(throttle.PAIR.free + 1):
        enter(browser, password="wrong")
    assert reason(enter(browser))["error"] == "locked"
    browser.cookies.set(devices.COOKIE, own, path="/auth/login")
    assert enter(browser).headers["location"] == "/"


def test_too_many_tries_lock_and_say_how_long(browser: TestClient) -> None:
    for _ in range(throttle.PAIR.free):
        enter(browser, password="wrong")
    told = reason(enter(browser))
    assert told["error"] == "locked"
    assert 0 < int(told["wait"]) <= 5


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/journal?course=3", "/journal?course=3"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("///evil.example", "/"),
        ("/.//evil.example", "/"),
        ("/journal/..//evil.example", "/"),
        ("/journal/../auth/logout", "/"),
        ("/%2fevil.example", "/"),
        ("/%2e//evil.example", "/"),
        ("/%5cevil.example", "/"),
        ("https:evil.example", "/"),
        ("/journal?back=//x", "/journal?back=//x"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/login?next=/login", "/"),
        ("/auth/logout", "/"),
        ("", "/"),
        ("/" + "a" * 600, "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
    ],
)
def test_one_is_led_only_to_our_own_pages(browser: TestClient, wanted: str, led: str) -> None:
    assert local_path(wanted) == led
    assert enter(browser, next=wanted).headers["location"] == led


def test_a_new_sign_in_ends_the_one_before_it_in_this_browser(as_teacher: TestClient, cast: Cast) -> None:
    enter(as_teacher, "deputy")
    with session_scope(writing=False) as session:
        assert actor_of(session, cast.token("teacher")) is None


def test_a_failed_sign_in_leaves_the_present_one(as_teacher: TestClient, cast: Cast) -> None:
    enter(as_teacher, "deputy", "wrong")
    with session_scope(writing=False) as session:
        assert actor_of(session, cast.token("teacher")) is not None


def test_signing_out_ends_the_session_its_tabs_and_the_cookie(
    as_teacher: TestClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[News] = []
    monkeypatch.setattr(news, "_tellers", [told.extend])
    answer = as_teacher.post("/auth/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert "Max-Age=0" in answer.headers["set-cookie"]
    with session_scope(writing=False) as session:
        assert actor_of(session, cast.token("teacher")) is None
        over = session.scalars(select(SignInSession.id).where(SignInSession.ended_at != None)).all()  # noqa: E711
    assert told == [(session_topic(number), {"reload": True}) for number in over if number]


def test_a_stranger_signs_out_in_peace(browser: TestClient) -> None:
    assert browser.post("/auth/logout").status_code == 303
    browser.cookies.set(COOKIE, "made up")
    assert browser.post("/auth/logout").status_code == 303


def test_a_flood_in_the_form_is_refused(browser: TestClient) -> None:
    assert enter(browser, password="x" * 20_000).status_code == 413


@pytest.mark.parametrize("body", ["", "%00%ff&&==", "login=%00teacher&password=%00", "login=a&" * 500])
def test_nonsense_in_the_form_is_a_refusal(browser: TestClient, body: str) -> None:
    answer = browser.post(
        "/auth/login", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert reason(answer)["error"] == "wrong"


def test_sign_in_is_a_post_only(browser: TestClient) -> None:
    assert browser.get("/auth/login").status_code == 405
