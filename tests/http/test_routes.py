"""Declared routes: who is let in, what the others are told, and that none is left undeclared."""

import tomllib
from collections.abc import Iterator

import pytest
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient

from ejournal import __version__
from ejournal.access.actor import COOKIE, Actor
from ejournal.access.permissions import GRANTED, Permission
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.http import routes
from ejournal.http.app import http_app
from ejournal.settings import ROOT
from tests.cast import CAST, STRANGER, Cast


@pytest.fixture
def trial() -> Iterator[None]:
    """A route of the deputies' own, for as long as the test runs; it fails as the address asks."""
    before = list(routes.ROUTES)
    failures = {"domain": DomainError("Give a date"), "found": NotFound(), "allowed": NotAllowed()}

    @routes.route("/trial", Permission.LATE_CHANGE_DECIDE)
    def answer(request: Request, session: Session, actor: Actor) -> Response:
        if failure := failures.get(request.query_params.get("fail", "")):
            raise failure
        return PlainTextResponse(str(actor.person_id))

    yield
    routes.ROUTES[:] = before


@pytest.mark.usefixtures("trial")
@pytest.mark.parametrize("name", CAST)
def test_only_holders_of_the_permission_get_through(browser: TestClient, cast: Cast, name: str) -> None:
    browser.cookies.set(COOKIE, cast.token(name))
    answer = browser.get("/trial")
    if name != STRANGER and any(
        Permission.LATE_CHANGE_DECIDE in GRANTED[role] for role in cast.actor(name).roles
    ):
        assert (answer.status_code, answer.text) == (200, str(cast.id_of(name)))
    else:
        assert answer.status_code == 404
    assert answer.status_code == 404 or answer.headers["cache-control"] == "no-store"


@pytest.mark.usefixtures("trial")
def test_a_stranger_with_a_browser_is_led_to_the_sign_in(browser: TestClient) -> None:
    answer = browser.get("/trial?day=1", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Ftrial%3Fday%3D1")
    browser.cookies.set(COOKIE, "of a sign-in that has ended")
    again = browser.get("/trial?day=1", headers={"Accept": "text/html"})
    assert again.headers["location"] == answer.headers["location"] + "&error=ended"


@pytest.mark.usefixtures("trial")
@pytest.mark.parametrize(("failure", "status"), [("domain", 400), ("found", 404), ("allowed", 404)])
def test_errors_are_told_in_words(browser: TestClient, cast: Cast, failure: str, status: int) -> None:
    browser.cookies.set(COOKIE, cast.token("deputy"))
    assert browser.get("/trial", params={"fail": failure}).status_code == status


def test_every_served_route_is_declared_with_its_guard() -> None:
    served = {getattr(one, "path", "") for one in http_app().routes}
    assert served == {one.path for one in routes.ROUTES}
    known = {permission.value for permission in Permission} | {routes.PUBLIC}
    assert {one.guarded_by for one in routes.ROUTES} <= known
    public = {one.path for one in routes.ROUTES if one.guarded_by == routes.PUBLIC}
    assert public >= {"/auth/login", "/auth/logout", "/health"}


def test_health_tells_the_version(browser: TestClient) -> None:
    assert browser.get("/health").json() == {"status": "ok", "database": True, "version": __version__}


def test_the_version_is_the_projects() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == __version__


def test_health_fails_without_its_database(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from ejournal.database import make_engine
    from ejournal.http import health

    monkeypatch.setattr(health, "engine", lambda: make_engine("postgresql+psycopg://127.0.0.1:1/none"))
    answer = browser.get("/health")
    assert (answer.status_code, answer.json()["database"]) == (503, False)
