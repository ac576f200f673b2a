"""Signing in by a real OpenID Connect provider: linked, let in, and each wrong answer refused in words."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

import flask
import pytest
from joserfc.jwk import OctKey, RSAKey
from sqlmodel import col, func, select
from starlette.testclient import TestClient

from ejournal import clock
from ejournal.access.actor import COOKIE, actor_of
from ejournal.database import session_scope
from ejournal.http.providers.steps import BROWSER, PATH
from ejournal.integrations import openid
from ejournal.models import Account, ProviderLink, ProviderTry, SignInSession
from ejournal.services.accounts import throttle
from ejournal.services.accounts.providers import links, tries
from ejournal.settings import settings
from tests.cast import PASSWORD, Cast
from tests.infra.providers import DISCOVERY, KEYS, TOKEN, Claims, Provider, parameters

BEGIN, LINK = f"{PATH}/region", f"{PATH}/region/link"
SUBJECT = "ivanova-7"


def led_off(browser: TestClient, address: str = BEGIN) -> str:
    """Where the browser is led when it presses the button."""
    answer = browser.get(address)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def comes_back(browser: TestClient, provider: Provider, subject: str = SUBJECT, at: str = BEGIN) -> str:
    """The whole way there and back; where it ends."""
    return str(browser.get(provider.vouches(led_off(browser, at), subject)).headers["location"])


def linked(cast: Cast, provider: Provider, who: str = "teacher", subject: str = SUBJECT) -> None:
    with session_scope() as session:
        links.link(session, cast.actor(who), provider.shown, subject)


def allowed_to_link(cast: Cast, who: str = "teacher") -> None:
    with session_scope() as session:
        tries.ask_to_link(session, cast.actor(who), "region", PASSWORD, field="password")


def person_of(browser: TestClient) -> int | None:
    with session_scope(writing=False) as session:
        actor = actor_of(session, browser.cookies.get(COOKIE) or "")
        return actor.person_id if actor else None


def count(table: type) -> int:
    with session_scope(writing=False) as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_whoever_has_linked_is_let_in_by_the_button(
    browser: TestClient, cast: Cast, with_provider: Provider
) -> None:
    browser.cookies.set(COOKIE, cast.token("teacher"))
    allowed_to_link(cast)
    assert comes_back(browser, with_provider, at=LINK) == "/account?link=linked"
    browser.cookies.clear()
    assert browser.get("/auth/providers").json() == [{"address": BEGIN, "title": "Школы области"}]
    assert comes_back(browser, with_provider, at=f"{BEGIN}?next=/journal%3Fcourse%3D1") == "/journal?course=1"
    assert person_of(browser) == cast.people["teacher"].id
    assert BROWSER not in browser.cookies
    with session_scope(writing=False) as session:
        assert session.exec(select(ProviderLink)).one().used_at is not None


def test_the_way_carries_proof_key_nonce_and_state_and_leads_to_the_public_address(
    browser: TestClient, with_provider: Provider
) -> None:
    told = parameters(led_off(browser))
    assert told["redirect_uri"] == f"http://testserver{PATH}/region/back"
    assert (told["code_challenge_method"], told["response_type"]) == ("S256", "code")
    assert len({told["state"], told["nonce"], told["code_challenge"]}) == 3
    cookie = browser.get(BEGIN).headers["set-cookie"]
    assert all(flag in cookie for flag in ("HttpOnly", "SameSite=lax", f"Path={PATH}", "Max-Age=600"))


def test_a_device_known_by_password_is_known_by_the_provider_too(
    browser: TestClient, cast: Cast, with_provider: Provider
) -> None:
    linked(cast, with_provider)
    browser.post("/auth/login", data={"login": "teacher", "password": PASSWORD})
    assert comes_back(browser, with_provider) == "/"
    with session_scope(writing=False) as session:
        newest = session.exec(select(SignInSession).order_by(col(SignInSession.id).desc())).first()
        assert newest is not None
        assert not newest.new_device


def test_an_unknown_subject_is_told_to_link_first_whatever_its_e_mail(
    browser: TestClient, cast: Cast, with_provider: Provider
) -> None:
    def like_the_teacher(claims: Claims) -> None:
        claims |= {"email": "teacher@example.test", "email_verified": True}

    with_provider.bend = like_the_teacher
    told = comes_back(browser, with_provider, at=f"{BEGIN}?next=/journal")
    assert told == "/login?error=provider-stranger&next=%2Fjournal"
    assert person_of(browser) is None


def _claim(name: str, value: object) -> Callable[[Provider], None]:
    def bend(provider: Provider) -> None:
        provider.bend = lambda claims: claims.update({name: value})

    return bend


def _hours_off(name: str, hours: int) -> Callable[[Provider], None]:
    def bend(provider: Provider) -> None:
        provider.bend = lambda claims: claims.update({name: claims["iat"] + hours * 3600})

    return bend


def _without(name: str) -> Callable[[Provider], None]:
    def bend(provider: Provider) -> None:
        provider.bend = lambda claims: claims.pop(name)

    return bend


def _other_key(provider: Provider) -> None:
    provider.key = RSAKey.generate_key(2048)


def _signed_by_our_secret(provider: Provider) -> None:
    provider.key, provider.header = OctKey.import_key("a secret"), {"alg": "HS256"}  # type: ignore[assignment]


def _unknown_key(provider: Provider) -> None:
    provider.header = {"kid": "nobody's"}


def _no_token(provider: Provider) -> None:
    provider.instead[TOKEN] = lambda: flask.jsonify(error="invalid_grant")


WRONG = {
    "of another audience": (_claim("aud", "another-journal"), "'aud'"),
    "of several audiences and no party": (_claim("aud", ["journal", "another-journal"]), "'azp'"),
    "for another party": (_claim("azp", "another-journal"), "'azp'"),
    "of another issuer": (_claim("iss", "http://localhost:1"), "'iss'"),
    "past": (_hours_off("exp", -1), "expired"),
    "of the future": (_hours_off("iat", 1), "future"),
    "with another nonce": (_claim("nonce", "another"), "'nonce'"),
    "without a nonce": (_without("nonce"), "'nonce'"),
    "without an end": (_without("exp"), "'exp'"),
    "without a subject": (_without("sub"), "'sub'"),
    "with an empty subject": (_claim("sub", ""), "subject"),
    "with a subject too long": (_claim("sub", "x" * 256), "subject"),
    "signed by another key": (_other_key, "BadSignature"),
    "signed by our own secret": (_signed_by_our_secret, "HS256"),
    "signed by an unknown key": (_unknown_key, "No key"),
    "with no token": (_no_token, "invalid_grant"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_answer_that_vouches_for_nobody_is_refused_and_its_cause_only_logged(
    browser: TestClient, cast: Cast, with_provider: Provider, caplog: pytest.LogCaptureFixture, wrong: str
) -> None:
    linked(cast, with_provider)
    make_wrong, cause = WRONG[wrong]
    make_wrong(with_provider)
    with caplog.at_level(logging.WARNING):
        assert comes_back(browser, with_provider) == "/login?error=provider-refused"
    assert person_of(browser) is None
    assert "Sign-in by region from testclient: " in caplog.text
    assert cause in caplog.text


def test_an_answer_works_once_in_its_own_browser_and_for_minutes(
    browser: TestClient, cast: Cast, with_provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked(cast, with_provider)
    back = with_provider.vouches(led_off(browser), SUBJECT)
    browser_cookie = browser.cookies[BROWSER]
    assert browser.get(back).headers["location"] == "/"
    browser.cookies.clear()
    browser.cookies.set(BROWSER, browser_cookie, path=PATH)
    assert browser.get(back).headers["location"] == "/login?error=provider-again"  # replayed

    elsewhere = with_provider.vouches(led_off(browser), SUBJECT)
    browser.cookies.clear()
    assert browser.get(elsewhere).headers["location"] == "/login?error=provider-again"  # another browser

    forged = with_provider.vouches(led_off(browser), SUBJECT).replace("state=", "state=x")
    assert browser.get(forged).headers["location"] == "/login?error=provider-again"

    late, now = with_provider.vouches(led_off(browser), SUBJECT), clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + tries.LASTS + timedelta(seconds=1))
    assert browser.get(late).headers["location"] == "/login?error=provider-again"
    assert person_of(browser) is None


@pytest.mark.parametrize(
    ("asked", "told"),
    [("error=access_denied", "declined"), ("code=x&iss=http://other.test", "refused"), ("code=", "refused")],
)
def test_other_answers_of_the_provider(
    browser: TestClient, with_provider: Provider, asked: str, told: str
) -> None:
    state = parameters(led_off(browser))["state"]
    answer = browser.get(f"{BEGIN}/back?state={state}&{asked}")
    assert answer.headers["location"] == f"/login?error=provider-{told}"
    assert TOKEN not in with_provider.asked


def test_a_subject_is_one_account_s_and_an_account_has_one_of_a_provider(
    browser: TestClient, cast: Cast, with_provider: Provider
) -> None:
    linked(cast, with_provider)
    browser.cookies.set(COOKIE, cast.token("deputy"))
    for subject, end in (
        (SUBJECT, "taken"),
        ("deputy-1", "linked"),
        ("deputy-1", "linked"),
        ("two", "taken"),
    ):
        allowed_to_link(cast, "deputy")
        assert comes_back(browser, with_provider, subject, LINK) == f"/account?link={end}"
    assert count(ProviderLink) == 2


def test_linking_asks_for_the_password_in_the_same_sign_in(
    browser: TestClient, cast: Cast, with_provider: Provider
) -> None:
    browser.cookies.set(COOKIE, cast.token("teacher"))
    assert led_off(browser, LINK) == "/account?link=again"  # nobody has asked
    allowed_to_link(cast)
    back = with_provider.vouches(led_off(browser, LINK), SUBJECT)
    assert led_off(browser, LINK) == "/account?link=again"  # asked once, led off once
    browser.cookies.set(COOKIE, cast.token("deputy"))
    assert browser.get(back).headers["location"] == "/account?link=again"
    assert count(ProviderLink) == 0
    assert (
        TestClient(browser.app, base_url="http://testserver", follow_redirects=False)
        .get(LINK)
        .headers["location"]
        == "/account?link=again"
    )  # a stranger, whom that page leads to the sign-in


def test_a_blocked_account_is_told_so_and_stays_shut(
    browser: TestClient, cast: Cast, with_provider: Provider
) -> None:
    linked(cast, with_provider)
    with session_scope() as session:
        session.get_one(Account, cast.accounts["teacher"].id).blocked = True
    assert comes_back(browser, with_provider) == "/login?error=provider-closed"
    assert person_of(browser) is None


def _says(text: str, status: int = 200, **headers: str) -> Callable[[], flask.Response]:
    return lambda: flask.Response(text, status, headers)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        (DISCOVERY, _says("not JSON")),
        (DISCOVERY, _says("[]")),
        (DISCOVERY, _says("[" * 100_000)),
        (DISCOVERY, _says('{"issuer": "https://another.test"}')),
        (DISCOVERY, _says("", 302, location="http://localhost:1/")),
        (DISCOVERY, _says("x" * (openid.LARGEST + 1))),
        (TOKEN, _says("busy", 503)),
        (TOKEN, _says("", 307, location="http://localhost:1/")),
        (KEYS, _says('{"keys": []}')),
        (KEYS, _says('{"keys": [7, {"kty": "new"}, {"kty": "oct", "k": "YQ"}]}')),
    ],
)
def test_a_provider_that_answers_with_nothing_of_use_is_away(
    browser: TestClient, cast: Cast, with_provider: Provider, path: str, answer: Callable[[], flask.Response]
) -> None:
    with_provider.instead[path] = answer
    way = led_off(browser)
    if path != DISCOVERY:
        way = str(browser.get(with_provider.vouches(way, SUBJECT)).headers["location"])
    assert way == "/login?error=provider-away"


@pytest.mark.parametrize("silent", [DISCOVERY, TOKEN, KEYS])
def test_a_provider_that_hangs_is_left_soon_and_passwords_go_on_working(
    browser: TestClient, cast: Cast, with_provider: Provider, silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openid, "ANSWERS_WITHIN_S", 0.3)
    with_provider.silent = silent
    began = time.monotonic()
    way = led_off(browser)
    if silent != DISCOVERY:
        way = str(browser.get(with_provider.vouches(way, SUBJECT)).headers["location"])
    assert way == "/login?error=provider-away"
    assert time.monotonic() - began < 5
    answer = browser.post("/auth/login", data={"login": "teacher", "password": PASSWORD})
    assert answer.headers["location"] == "/"
    if silent == DISCOVERY:  # a crowd does not ask whoever is away again and again
        assert led_off(browser) == "/login?error=provider-away"
        assert with_provider.asked.count(DISCOVERY) == 1


def test_what_was_read_of_a_provider_is_kept_but_new_keys_are_found(
    browser: TestClient, cast: Cast, with_provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked(cast, with_provider)
    for _ in range(2):
        assert comes_back(browser, with_provider) == "/"
    assert (with_provider.asked.count(DISCOVERY), with_provider.asked.count(KEYS)) == (1, 1)
    fresh = RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True)
    with_provider.key, with_provider.header = fresh, {"kid": fresh.kid or ""}
    with_provider.instead[KEYS] = lambda: flask.jsonify(keys=[fresh.as_dict(private=False)])
    assert comes_back(browser, with_provider) == "/login?error=provider-refused"  # read a moment ago
    monkeypatch.setattr(openid, "NEW_KEYS_S", 0.0)
    assert comes_back(browser, with_provider) == "/"


def test_what_strangers_begin_is_bounded_and_leaves_no_rows(
    browser: TestClient, cast: Cast, with_provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = throttle.Limit(3, timedelta(seconds=5), timedelta(minutes=1), timedelta(hours=1))
    monkeypatch.setattr(tries, "STARTS", free)
    linked(cast, with_provider)
    led_off(browser)
    assert comes_back(browser, with_provider) == "/"  # whoever comes back well is counted anew
    for _ in range(free.free):
        led_off(browser)
    assert led_off(browser) == "/login?error=locked&wait=5"
    assert count(ProviderTry) == free.free + 1
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + tries.LASTS + timedelta(minutes=1))
    led_off(browser)
    assert count(ProviderTry) == 1


def test_a_provider_that_is_not_offered_is_said_to_be_none(
    browser: TestClient, cast: Cast, with_provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in (f"{PATH}/other", f"{PATH}/other/back?state=x&code=y"):
        assert browser.get(address).headers["location"] == "/login?error=provider-unknown"
    assert browser.get(f"{PATH}/other/link").headers["location"] == "/account?link=unknown"
    monkeypatch.setattr(settings(), "oidc_providers", ())
    assert browser.get("/auth/providers").json() == []
