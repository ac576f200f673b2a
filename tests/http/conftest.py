"""A browser on the HTTP side alone: the cast in the app's own database, no Reflex."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.http.app import http_app
from ejournal.http.doors import requests
from ejournal.http.doors.sockets import sockets
from tests.cast import Cast, make_cast
from tests.infra.databases import Databases

OWN = "http://testserver"


@pytest.fixture(autouse=True)
def as_after_a_start() -> None:
    """No address has asked for anything yet."""
    requests.forget()
    sockets.forget()


@pytest.fixture
def cast(sqlite_database: str, databases: Databases) -> Cast:
    with session_scope() as session:
        return databases.planted("sqlite", make_cast).taken_into(session)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<script>start()</script>")
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / "index.html").write_text("<script>start()</script><script src='/a.js'></script>")
    return tmp_path


@pytest.fixture
def browser(cast: Cast, pages: Path) -> Iterator[TestClient]:
    """A client that names its own origin, as browsers do, and follows no redirects."""
    with TestClient(http_app(pages), base_url=OWN, headers={"Origin": OWN}, follow_redirects=False) as client:
        yield client


@pytest.fixture
def as_teacher(browser: TestClient, cast: Cast) -> TestClient:
    browser.cookies.set(COOKIE, cast.token("teacher"))
    return browser
