"""Too many requests of one address, and requests by another name."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from ejournal.http.doors import requests
from ejournal.http.doors.buckets import Rate
from ejournal.http.origin import Doorkeeper
from ejournal.settings import Settings, settings
from tests.http.doors.conftest import Hand

OWN = "http://testserver"


async def _page(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("here")


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rates with the shape of the real ones, in numbers that a test client asks for quickly."""
    monkeypatch.setattr(requests, "QUESTIONS", Rate(at_once=30, a_second=3))
    monkeypatch.setattr(requests, "CHANGES", Rate(at_once=20, a_second=1))


@pytest.fixture
def inside(tmp_path: Path) -> Doorkeeper:
    routes = [WebSocketRoute("/_event", _socket), Route("/{path:path}", _page, methods=["GET", "POST"])]
    return Doorkeeper(Starlette(routes=routes), tmp_path)


@pytest.fixture
def door(inside: Doorkeeper, hand: Hand) -> TestClient:
    return TestClient(inside, base_url=OWN, follow_redirects=False)


def test_forms_from_one_address_are_so_many_and_the_sign_in_says_to_wait(door: TestClient) -> None:
    most = int(requests.CHANGES.at_once)
    answers = [door.post("/x", headers={"Origin": OWN}).status_code for _ in range(most + 1)]
    assert answers == [200] * most + [429]
    refused = door.post("/auth/login", headers={"Origin": OWN})
    assert refused.headers["location"].startswith("/login?error=locked&wait=")
    assert door.get("/journal").status_code == 200


def test_questions_are_counted_and_built_files_are_not(door: TestClient, hand: Hand) -> None:
    most = int(requests.QUESTIONS.at_once)
    answers = [door.get("/journal").status_code for _ in range(most + 1)]
    assert answers == [200] * most + [429]
    assert door.get("/assets/a.js").status_code == 200
    hand.now += 1
    assert door.get("/journal").status_code == 200


def test_one_address_does_not_spend_what_another_has(
    door: TestClient, inside: Doorkeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "trusted_proxies", "127.0.0.1")
    behind = TestClient(inside, base_url=OWN, client=("127.0.0.1", 1))
    told = {"X-Forwarded-For": "203.0.113.9"}
    flood = [behind.get("/x", headers=told).status_code for _ in range(int(requests.QUESTIONS.at_once) + 1)]
    assert flood[-1] == 429
    assert behind.get("/x", headers={"X-Forwarded-For": "203.0.113.10"}).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("journal.example", 200),
        ("JOURNAL.example:443", 200),
        ("journal.example:8443", 200),
        ("journal.example.", 200),
        ("journal.example..", 400),
        (".", 400),
        ("evil.example", 400),
        ("journal.example.evil.example", 400),
        ("evil.example:journal.example", 400),
        ("evil.example@journal.example", 200),
        ("journal.example@evil.example", 400),
        ("127.0.0.1", 400),
        ("localhost:3000", 400),
        ("[broken", 400),
        ("", 400),
    ],
)
def test_with_a_public_address_other_names_are_refused(
    door: TestClient, monkeypatch: pytest.MonkeyPatch, host: str, status: int
) -> None:
    monkeypatch.setattr(settings(), "public_url", "https://journal.example/")
    assert door.get("/login", headers={"Host": host}).status_code == status
    assert door.get("/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("set_to", "host"),
    [
        ("https://школа.рф", "xn--80atdl2c.xn--p1ai"),
        ("https://Школа.РФ:8443/", "xn--80atdl2c.xn--p1ai:8443"),
        ("https://xn--80atdl2c.xn--p1ai", "XN--80ATDL2C.XN--P1AI"),
        (" https://Journal.Example. ", "journal.example"),
        ("http://[2001:DB8::1]:3000", "[2001:db8::1]:3000"),
    ],
)
def test_the_public_address_may_be_spelled_as_people_do(
    door: TestClient, monkeypatch: pytest.MonkeyPatch, set_to: str, host: str
) -> None:
    public = Settings(public_url=set_to).public_url
    monkeypatch.setattr(settings(), "public_url", public)
    origin = f"{public.partition('//')[0]}//{host.lower()}"
    assert door.get("/login", headers={"Host": host}).status_code == 200
    assert door.post("/x", headers={"Host": host, "Origin": origin}).status_code == 200
    assert door.get("/login", headers={"Host": "evil.example"}).status_code == 400


def test_without_one_any_name_will_do(door: TestClient) -> None:
    assert door.get("/login", headers={"Host": "10.0.0.7:3000"}).status_code == 200


@pytest.mark.parametrize(
    ("client", "forwarded", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 400),
        ("10.0.0.7", {}, 400),
    ],
)
def test_this_machine_itself_may_call_us_by_its_own(
    inside: Doorkeeper, monkeypatch: pytest.MonkeyPatch, client: str, forwarded: dict[str, str], status: int
) -> None:
    monkeypatch.setattr(settings(), "public_url", "https://journal.example")
    here = TestClient(inside, base_url="http://127.0.0.1:3000", client=(client, 1))
    assert here.get("/", headers=forwarded).status_code == status


def test_live_connections_come_by_our_name_and_to_their_place(
    door: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(WebSocketDisconnect), door.websocket_connect("/elsewhere"):
        pass
    monkeypatch.setattr(settings(), "public_url", "https://journal.example")
    with door.websocket_connect("/_event", headers={"Host": "journal.example"}):
        pass
    with (
        pytest.raises(WebSocketDisconnect),
        door.websocket_connect("/_event", headers={"Host": "evil.example"}),
    ):
        pass


def test_events_are_not_polled_for(door: TestClient) -> None:
    assert door.get("/_event/?EIO=4&transport=polling").status_code == 404
    assert door.post("/_event/?EIO=4&transport=polling&sid=a", headers={"Origin": OWN}).status_code == 404
