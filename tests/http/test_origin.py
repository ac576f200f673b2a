"""The doorkeeper: whose pages may post and connect, what is closed, what every answer says."""

import os
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from ejournal.http.addresses import client_address
from ejournal.http.origin import Doorkeeper
from ejournal.settings import settings

OWN = "http://testserver"


async def _page(request: Request) -> HTMLResponse:
    return HTMLResponse(f"{request.url}")


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


@pytest.fixture
def door(pages: Path) -> TestClient:
    """The doorkeeper before an app that lets everything in."""
    inside = Starlette(
        routes=[
            WebSocketRoute("/_event", _socket),
            Route("/{path:path}", _page, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        ]
    )
    return TestClient(Doorkeeper(inside, pages), base_url=OWN)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://testserver:8080"},
        {"Referer": "https://evil.example/testserver"},
        {"Origin": "https://evil.example", "Referer": OWN + "/"},
        {"Origin": "http://[broken"},
    ],
)
def test_other_peoples_pages_cannot_write(door: TestClient, method: str, headers: dict[str, str]) -> None:
    assert door.request(method, "/auth/login", headers=headers).status_code == 403


@pytest.mark.parametrize("headers", [{"Origin": OWN}, {"Referer": OWN + "/login?next=/"}])
def test_our_own_pages_can(door: TestClient, headers: dict[str, str]) -> None:
    assert door.post("/x", headers=headers).status_code == 200


def test_the_public_address_is_ours_too(door: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "public_url", "https://journal.example/")
    called = {"Host": "journal.example:8080"}
    assert door.post("/x", headers={"Origin": "https://journal.example"} | called).status_code == 200
    assert door.post("/x", headers={"Origin": "http://journal.example"} | called).status_code == 403


def test_under_https_a_plain_page_is_not_ours(door: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "https", True)
    assert door.post("/x", headers={"Origin": OWN}).status_code == 403
    answer = door.post("/x", headers={"Origin": "https://testserver"})
    assert answer.text == "https://testserver/x"


def test_other_peoples_pages_cannot_connect(door: TestClient) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        door.websocket_connect("/_event", headers={"Origin": "http://evil.example"}),
    ):
        pass
    with door.websocket_connect("/_event", headers={"Origin": OWN}):
        pass
    with door.websocket_connect("/_event"):  # a program, not a browser: nobody's cookies
        pass


@pytest.mark.parametrize("path", ["/_upload", "/_upload/a.png", "/_all_routes"])
def test_the_frameworks_own_doors_are_closed(door: TestClient, path: str) -> None:
    assert door.get(path).status_code == 404
    assert door.post(path, headers={"Origin": OWN}).status_code == 404


def test_pages_run_only_the_scripts_they_were_built_with(door: TestClient) -> None:
    policy = door.get("/journal").headers["content-security-policy"]
    assert policy.count("'sha256-") == 1
    assert "script-src 'self' 'unsafe-eval' 'sha256-" in policy
    assert "frame-ancestors 'self'" in policy


def test_a_new_build_brings_its_own_policy(door: TestClient, pages: Path) -> None:
    before = door.get("/journal").headers["content-security-policy"]
    (pages / "index.html").write_text("<script>startAnew()</script>")
    os.utime(pages / "index.html", ns=(1, 1))
    after = door.get("/journal").headers["content-security-policy"]
    assert (before.count("'sha256-"), after.count("'sha256-")) == (1, 2)


def test_without_a_build_inline_scripts_are_let_run(door: TestClient, pages: Path) -> None:
    (pages / "index.html").unlink()
    assert "'unsafe-inline'; style-src" in door.get("/journal").headers["content-security-policy"]


def test_every_answer_carries_the_security_headers(door: TestClient) -> None:
    for answer in (door.get("/journal"), door.post("/x"), door.get("/_upload")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors" in answer.headers["content-security-policy"]


def test_a_page_is_served_without_a_detour(door: TestClient) -> None:
    answer = door.get("/journal?course=3")
    assert answer.text == OWN + "/journal/?course=3"
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "address"),
    [
        ("", "203.0.113.9", "1.2.3.4", "203.0.113.9"),
        ("10.0.0.0/8", "203.0.113.9", "1.2.3.4", "203.0.113.9"),
        ("10.0.0.0/8", "10.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.0/8", "10.0.0.1", "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.0/8,192.0.2.7", "10.0.0.1", "1.2.3.4, 192.0.2.7", "1.2.3.4"),
        ("10.0.0.0/8", "10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.0/8", "10.0.0.1", "1.2.3.4, unix:", "10.0.0.1"),
        ("10.0.0.0/8", "10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.5/8", "10.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("fd00::/8", "fd00::1", "1.2.3.4, 2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_trusted_proxies_say_where_one_comes_from(
    trusted: str, peer: str, forwarded: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "trusted_proxies", trusted)
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    assert client_address({"type": "http", "client": (peer, 1), "headers": headers}) == address


def test_an_answer_keeps_what_it_says_itself(tmp_path: Path) -> None:
    async def inside(request: Request) -> PlainTextResponse:
        return PlainTextResponse("", headers={"Cache-Control": "no-store", "X-Frame-Options": "DENY"})

    door = TestClient(Doorkeeper(Starlette(routes=[Route("/assets/x", inside)]), tmp_path))
    answer = door.get("/assets/x")
    assert answer.headers.get_list("cache-control") == ["no-store"]
    assert answer.headers.get_list("x-frame-options") == ["DENY"]
