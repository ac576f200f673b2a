"""The second step of a sign-in: its page, its cookie, where it leads, and passkeys by JSON."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from httpx import Response
from pydantic import SecretStr
from pyotp import TOTP
from starlette.testclient import TestClient

from ejournal import clock
from ejournal.access.actor import COOKIE, actor_of
from ejournal.database import session_scope
from ejournal.models import Role
from ejournal.services.accounts import devices, half_sign_in
from ejournal.services.second_factor import asked_of, own
from ejournal.services.second_factor.passkeys import Site
from ejournal.settings import settings
from tests.cast import PASSWORD, Cast, all_sign_in
from tests.http.conftest import OWN
from tests.infra.authenticator import Authenticator

SECOND = "/auth/login/second"
Later = Callable[[timedelta], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Moves the clock on, and holds it there."""

    def move(by: timedelta) -> None:
        at = clock.now() + by
        monkeypatch.setattr(clock, "now", lambda: at)
        monkeypatch.setattr(clock, "unpretended", lambda: at)

    move(timedelta())
    return move


@pytest.fixture
def key(cast: Cast, later: Later) -> str:
    """The key of the teacher's codes, set up a minute ago."""
    with session_scope() as session:
        actor = actor_of(session, cast.token("teacher"))
        assert actor is not None
        key = own.begin_codes(session, actor, PASSWORD).key
        own.confirm_codes(session, actor, TOTP(key).at(clock.now()))
    later(timedelta(minutes=1))
    return key


@pytest.fixture
def device(cast: Cast) -> Authenticator:
    """The authenticator with the teacher's passkey."""
    made, site = Authenticator(), Site("testserver", OWN)
    with session_scope() as session:
        actor = actor_of(session, cast.token("teacher"))
        assert actor is not None
        options = own.begin_passkey(session, actor, PASSWORD, site)
        own.add_passkey(session, actor, made.make(options), "Телефон", site)
    return made


def enter(browser: TestClient, **fields: str) -> Response:
    return browser.post("/auth/login", data={"login": "teacher", "password": PASSWORD, **fields})


def test_the_password_leads_to_the_page_and_the_code_to_what_was_wanted(
    browser: TestClient, key: str, later: Later
) -> None:
    half = enter(browser, next="/journal?course=1")
    assert half.headers["location"] == f"{SECOND}?next=%2Fjournal%3Fcourse%3D1"
    [told] = half.headers.get_list("set-cookie")
    assert told.startswith(f"{half_sign_in.COOKIE}=")
    assert all(flag in told for flag in ("HttpOnly", "SameSite=lax", "Path=/auth/login", "Max-Age=600"))
    page = browser.get(half.headers["location"])
    assert page.status_code == 200
    assert "Код из приложения" in page.text
    assert "Lost the phone?" in browser.get(f"{SECOND}?lang=en").text
    wrong = browser.post(f"{SECOND}/code", data={"code": "12", "next": "/journal?course=1"})
    assert wrong.status_code == 400
    assert "Код не подходит" in wrong.text
    assert 'value="/journal?course=1"' in wrong.text
    off = TOTP(key).at(clock.now() + timedelta(seconds=90))
    assert "часы телефона" in browser.post(f"{SECOND}/code", data={"code": off}).text
    done = browser.post(
        f"{SECOND}/code", data={"code": TOTP(key).at(clock.now()), "next": "/journal?course=1"}
    )
    assert (done.status_code, done.headers["location"]) == (303, "/journal?course=1")
    assert done.cookies[devices.COOKIE]
    with session_scope(writing=False) as session:
        assert actor_of(session, done.cookies[COOKIE]) is not None
    used = browser.post(f"{SECOND}/code", data={"code": TOTP(key).at(clock.now())})
    assert used.headers["location"] == "/login?error=half"


def refusal(browser: TestClient, code: str) -> str:
    """What the page says of the code, typed after the right password."""
    enter(browser)
    answer = browser.post(f"{SECOND}/code", data={"code": code})
    assert answer.status_code == 400
    return answer.text


def test_a_code_that_was_used_a_wrong_recovery_code_and_a_lost_key_have_their_words(
    browser: TestClient, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = TOTP(key).at(clock.now())
    enter(browser)
    assert browser.post(f"{SECOND}/code", data={"code": code}).status_code == 303
    assert "Этот код уже использован" in refusal(browser, code)
    assert "код восстановления не подходит" in refusal(browser, "CCCCC-HHHHH")
    page = refusal(browser, "CCCCC-HHHH0")
    assert "В кодах нет «0»" in page
    assert 'value="CCCCC-HHHH0"' in page  # nothing typed is lost
    monkeypatch.setattr(settings(), "factor_key", SecretStr("another"))
    assert "ключ установки заменён" in refusal(browser, code)


def test_until_then_the_former_sign_in_of_the_browser_stays_and_no_other_is_there(
    browser: TestClient, key: str, cast: Cast
) -> None:
    browser.cookies.set(COOKIE, cast.token("director"))
    half = enter(browser)
    assert COOKIE not in half.cookies
    with session_scope(writing=False) as session:
        assert actor_of(session, cast.token("director")) is not None
    assert browser.post(f"{SECOND}/code", data={"code": TOTP(key).at(clock.now())}).status_code == 303
    with session_scope(writing=False) as session:
        assert actor_of(session, cast.token("director")) is None


def test_who_has_not_given_the_password_or_waited_too_long_is_led_back(
    browser: TestClient, key: str, later: Later
) -> None:
    assert browser.get(f"{SECOND}?next=/journal").headers["location"] == "/login?error=half&next=%2Fjournal"
    enter(browser)
    later(half_sign_in.LASTS)
    code = TOTP(key).at(clock.now())
    answer = browser.post(f"{SECOND}/code", data={"code": code, "next": "//evil.example"})
    assert answer.headers["location"] == "/login?error=half"


def test_the_answer_to_a_wrong_password_tells_of_no_second_factor(browser: TestClient, key: str) -> None:
    told = []
    for login in ("teacher", "director", "nobody"):
        answer = browser.post("/auth/login", data={"login": login, "password": "wrong"})
        told.append((answer.status_code, sorted(answer.headers.items()), answer.content))
    assert told[0] == told[1] == told[2]


def test_a_passkey_signs_in_alone_and_only_in_the_browser_that_was_asked(
    browser: TestClient, device: Authenticator
) -> None:
    asked = browser.post("/auth/login/passkey/options")
    options = asked.json()
    assert (options["rpId"], options["userVerification"]) == ("testserver", "required")
    assert "allowCredentials" not in options or options["allowCredentials"] == []
    answer = device.sign(asked.text)
    mine = browser.cookies["ejournal_passkey"]
    browser.cookies.clear()
    foreign = browser.post("/auth/login/passkey", data={"answer": answer})
    assert foreign.status_code == 400
    assert "Попробуйте ещё раз" in foreign.json()["error"]
    browser.cookies.set("ejournal_passkey", mine)
    done = browser.post("/auth/login/passkey", data={"answer": answer, "next": "/journal"})
    assert done.json() == {"to": "/journal"}
    with session_scope(writing=False) as session:
        assert actor_of(session, done.cookies[COOKIE]) is not None
    again = browser.post("/auth/login/passkey?lang=en", data={"answer": answer})
    assert again.json() == {"error": "The question to the passkey has expired. Try again"}


def test_a_passkey_confirms_the_password(browser: TestClient, device: Authenticator) -> None:
    enter(browser)
    page = browser.get(f"{SECOND}?next=/journal").text
    assert 'data-answer="/auth/login/second/passkey"' in page
    assert "Код восстановления" in page
    device.verifies = False
    asked = browser.post(f"{SECOND}/passkey/options")
    assert [one["id"] for one in asked.json()["allowCredentials"]]
    done = browser.post(f"{SECOND}/passkey", data={"answer": device.sign(asked.text), "next": "/journal"})
    assert done.json() == {"to": "/journal"}
    late = browser.post(f"{SECOND}/passkey", data={"answer": "{}", "next": "/journal"})
    assert late.json() == {"to": "/login?error=half&next=%2Fjournal"}


def test_a_copy_and_a_passkey_that_asks_nobody_are_refused_in_words(
    browser: TestClient, device: Authenticator
) -> None:
    def said() -> str:
        answer = device.sign(browser.post("/auth/login/passkey/options").text)
        return str(browser.post("/auth/login/passkey", data={"answer": answer}).json()["error"])

    device.verifies = False
    assert "не спросил палец" in said()
    device.key = Authenticator().key
    assert "здесь неизвестен" in said()
    browser.post("/auth/login/passkey/options")
    broken = browser.post("/auth/login/passkey", data={"answer": "{}"})
    assert "не удалось прочесть" in broken.json()["error"]


@pytest.mark.parametrize("answer", ["", "{}", "[]", '{"id": 5}', '{"id": "x"}', "\ud800", "x" * 20_000])
def test_what_is_no_answer_of_a_passkey_is_refused(browser: TestClient, answer: str) -> None:
    browser.post("/auth/login/passkey/options")
    sent = {"answer": answer.encode("utf-8", "replace").decode()}
    told = browser.post("/auth/login/passkey", data=sent)
    assert told.status_code in (400, 413)
    assert COOKIE not in told.cookies


def test_by_a_number_in_place_of_a_name_passkeys_are_refused_in_words(browser: TestClient) -> None:
    headers = {"Origin": "http://192.0.2.7", "Host": "192.0.2.7"}
    told = browser.post("/auth/login/passkey/options", headers=headers)
    assert told.status_code == 400
    assert "по имени" in told.json()["error"]


def test_the_public_address_names_the_site(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "public_url", OWN)
    assert browser.post("/auth/login/passkey/options").json()["rpId"] == urlsplit(OWN).hostname


def test_whose_grace_is_over_is_led_to_their_account_by_every_route(
    as_teacher: TestClient, cast: Cast, later: Later
) -> None:
    with session_scope() as session:
        admin = actor_of(session, cast.token("admin"))
        assert admin is not None
        asked_of.ask_of(session, admin, [Role.TEACHER, Role.DEPUTY])
    assert as_teacher.get("/register/mine").status_code == 200
    later(timedelta(days=8))
    with session_scope() as session:
        all_sign_in(session, clock.now())
    assert as_teacher.get("/register/mine", headers={"Accept": "text/html"}).status_code == 200
    as_teacher.cookies.set(COOKIE, cast.token("deputy"))
    led = as_teacher.get("/schedule/timetable.xlsx", headers={"Accept": "text/html"})
    assert (led.status_code, led.headers["location"]) == (303, "/account")
    refused = as_teacher.get("/schedule/timetable.xlsx", headers={"Accept": "application/json"})
    assert refused.status_code == 403
    assert "Школа требует подтверждать вход" in refused.text
