"""The doors with the app behind them, no network: no state for strangers, tabs for their owners alone."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex.state import State, StateUpdate
from sqlmodel import select

from ejournal.access.actor import COOKIE
from ejournal.database import session_scope
from ejournal.ejournal import app
from ejournal.http.doors.sockets import AT_WORK, SOCKET, Line, Socket, Sockets
from ejournal.models import Account
from ejournal.pages.account.state import AccountState
from ejournal.pages.journal.state import JournalState
from ejournal.ui.frame.preferences import PreferencesState
from ejournal.ui.runtime import packing, seats
from ejournal.ui.runtime.doors import members, namespace
from ejournal.ui.runtime.doors.asked import BOOTS
from ejournal.ui.runtime.doors.namespace import Doors
from tests.cast import Cast, make_cast
from tests.infra.loops import own_loop

ROOT = State.get_full_name()
URL = "rx_router_url_rx_state_"
PUT = f"{JournalState.get_full_name()}.put"
LOAD = f"{AccountState.get_full_name()}.load"
THEME = f"{PreferencesState.get_full_name()}.set_theme"
LOCALE = f"{PreferencesState.get_full_name()}.set_locale"


class Street:
    """Everything before the doors: pages that connect, speak and leave."""

    def __init__(self, doors: Doors, cast: Cast) -> None:
        self.doors, self.cast = doors, cast
        self.manager: Any = app.state_manager
        self.sent: dict[str, list[Any]] = {}

    async def emit(self, event: str, data: Any = None, to: str = "", **_more: Any) -> None:
        self.sent.setdefault(to, []).append((event, data))

    async def come(self, sid: str, member: str = "", tab: str = "tab", **boot: Any) -> Socket:
        """Connect as the member; what the page asks first."""
        token = self.cast.token(member) if member else ""
        socket = namespace.sockets.arrive("203.0.113.7", token, Line(lambda: None))
        assert socket is not None
        headers = [(b"cookie", f"{COOKIE}={token}".encode()), (b"user-agent", b"Firefox/140")]
        scope = {SOCKET: socket, "headers": headers, "client": ("203.0.113.7", 1)}
        environ = {"QUERY_STRING": f"token={tab}", "asgi.scope": scope}
        self.let_in = await self.doors.on_connect(sid, environ, {"event": boot} if boot else None)
        return socket

    async def say(self, sid: str, name: str, **payload: Any) -> None:
        router = {"pathname": "/account", "asPath": "/account"}
        await self.doors.on_event(sid, {"name": name, "payload": payload, "router_data": router})

    async def settle(self) -> None:
        """Let all that was asked for be done."""
        while self.doors._waiting._of:
            await asyncio.sleep(0.01)

    def heard(self, sid: str) -> str:
        return repr(self.sent.get(sid, ""))


@pytest.fixture
def play(sqlite_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """play(scene): the scene, with a street before doors that nobody has passed yet."""
    with session_scope() as session:
        cast = make_cast(session)
    monkeypatch.setattr(seats, "_seats", type(seats._seats)())
    monkeypatch.setattr(seats, "_of_account", {})
    monkeypatch.setattr(members, "_known", {})
    monkeypatch.setattr(namespace, "sockets", Sockets())
    monkeypatch.setattr(app, "_state_manager", StateManagerMemory())
    doors = Doors(app)
    monkeypatch.setattr(app, "_event_namespace", doors)
    monkeypatch.setattr(doors, "_unread", lambda _sid: 0)
    monkeypatch.setattr(app, "get_load_events", lambda _path: [AccountState.load])

    async def whole(scene: Callable[[Street], Awaitable[None]]) -> None:
        street = Street(doors, cast)
        monkeypatch.setattr(doors, "emit", street.emit)
        async with app._setup_event_processor():
            await scene(street)

    with own_loop() as run:
        yield lambda scene: run(whole(scene))


def test_a_stranger_is_answered_without_a_state(play: Callable[..., Any]) -> None:
    async def scene(street: Street) -> None:
        await street.come("s", name=BOOTS, router_data={"pathname": "/account", "asPath": "/account?a=1"})
        assert "/login?next=%2Faccount%3Fa%3D1" in street.heard("s")
        for _ in range(20):
            await street.say("s", PUT, ops=[])
        await street.say("s", LOCALE, locale="en")
        await street.say("s", LOCALE, locale=["en"])
        await street.say("s", LOCALE, nonsense=1)
        assert "'locale_rx_state_': 'en'" in street.heard("s")
        assert street.manager.states == {}
        assert street.manager._states_locks == {}
        assert street.doors._waiting._of == {}

    play(scene)


def test_a_stranger_is_told_of_the_address_as_a_member_is(play: Callable[..., Any]) -> None:
    def address(street: Street, sid: str) -> Any:
        deltas = [
            json.loads(packing.dumps(told))["delta"] for event, told in street.sent[sid] if event == "event"
        ]
        return next(one[ROOT][URL] for one in deltas if URL in one.get(ROOT, ()))

    async def scene(street: Street) -> None:
        router = {"pathname": "/login", "asPath": "/login?error=wrong&next=%2Fdiary"}
        await street.come("s", name=BOOTS, router_data=router)
        await street.come("m", "teacher", "another", name=BOOTS, router_data=router)
        await street.settle()
        assert address(street, "s") == address(street, "m")
        assert address(street, "s")["query_parameters"] == {"error": "wrong", "next": "/diary"}

    play(scene)


def test_a_cookie_that_opens_nothing_is_looked_up_once(
    play: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = members._read

    def counted(token: str, *, writing: bool) -> Any:
        asked.append(token)
        assert not writing
        return real(token, writing=writing)

    monkeypatch.setattr(members, "_read", counted)

    async def scene(street: Street) -> None:
        await street.come("s", "stranger")
        for _ in range(50):
            await street.say("s", PUT, ops=[])
            await street.say("s", BOOTS)
        assert len(asked) <= 1
        assert street.manager.states == {}
        await street.come("m", "teacher", tab="own")
        asked.clear()
        for _ in range(10):
            await street.say("m", LOAD)
        await street.settle()
        assert asked == []  # an ordinary event costs no further question

    play(scene)


def test_a_tab_is_given_to_its_owner_alone(play: Callable[..., Any]) -> None:
    async def scene(street: Street) -> None:
        await street.come("a", "teacher")
        await street.say("a", LOAD)
        await street.settle()
        assert "Соколов" in street.heard("a")
        await street.doors.on_disconnect("a")
        await street.come("thief", "deputy")
        assert street.sent["thief"][0][0] == "new_token"
        assert street.doors.sid_to_token["thief"] != "tab"
        await street.come("stranger")
        assert "stranger" not in street.doors.sid_to_token
        await street.come("again", "teacher")
        assert street.doors.sid_to_token["again"] == "tab"
        for one in ("thief", "stranger"):
            assert "Соколов" not in street.heard(one)

    play(scene)


def test_an_update_goes_to_the_owners_page_and_without_headers(play: Callable[..., Any]) -> None:
    async def scene(street: Street) -> None:
        socket = await street.come("a", "teacher", name=BOOTS, router_data={"pathname": "/account"})
        await street.settle()
        heard = street.heard("a")
        assert "is_hydrated" in heard
        for word in ("headers", "cookie", "user", street.cast.token("teacher"), "Firefox"):
            assert word not in heard.replace("user_", ""), word
        told = len(street.sent["a"])
        await street.doors.emit_update(StateUpdate(delta={"news": {}}), "tab")
        assert len(street.sent["a"]) == told + 1
        socket.token = "another's"
        await street.doors.emit_update(StateUpdate(delta={"news": {}}), "tab")
        await street.doors.emit_update(StateUpdate(delta={"news": {}}), "nobody's")
        assert len(street.sent["a"]) == told + 1

    play(scene)


def test_of_one_account_some_events_wait_in_the_queues_and_no_more(play: Callable[..., Any]) -> None:
    async def scene(street: Street) -> None:
        await street.come("a", "teacher", tab="one")
        await street.come("b", "teacher", tab="two")
        account = street.doors._sockets["a"].account
        asking = [asyncio.create_task(street.say(sid, LOAD)) for sid in "ab" * 20]
        most = 0
        while not all(one.done() for one in asking):
            most = max(most, sum(map(len, street.doors._waiting._of.values())))
            await asyncio.sleep(0)
        await street.settle()
        assert 0 < most <= AT_WORK
        assert account is not None
        assert account.at_work._value == AT_WORK

    play(scene)


def test_what_waits_is_dropped_when_the_page_goes(play: Callable[..., Any]) -> None:
    async def scene(street: Street) -> None:
        socket = await street.come("a", "teacher")
        await asyncio.gather(*(street.say("a", LOAD) for _ in range(AT_WORK)))
        asking = [asyncio.create_task(street.say("a", LOAD)) for _ in range(30)]
        await asyncio.sleep(0)
        socket.line.gone = True
        await street.doors.on_disconnect("a")
        await asyncio.gather(*asking)
        await street.settle()
        assert len(street.sent.get("a", ())) <= 2
        assert street.doors._waiting._of == {}

    play(scene)


def test_a_change_taken_over_is_made_though_its_page_goes_at_once(play: Callable[..., Any]) -> None:
    async def scene(street: Street) -> None:
        socket = await street.come("a", "teacher")
        account = socket.account
        assert account is not None
        await asyncio.gather(*(street.say("a", LOAD) for _ in range(AT_WORK - 1)))
        await street.say("a", THEME, theme="dark")
        socket.line.gone = True
        await street.doors.on_disconnect("a")
        while account.at_work._value < AT_WORK:
            await asyncio.sleep(0.01)
        with session_scope(writing=False) as session:
            person_id = street.cast.id_of("teacher")
            kept = session.scalars(select(Account.theme).where(Account.person_id == person_id)).one()
        assert kept == "dark"

    play(scene)


def test_of_one_account_so_many_tabs_are_kept(
    play: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seats, "MOST_OF_ACCOUNT", 5)

    async def scene(street: Street) -> None:
        for number in range(12):
            await street.come(f"s{number}", "teacher", tab=f"tab{number}")
            await street.say(f"s{number}", LOAD)
            await street.settle()
            await street.doors.on_disconnect(f"s{number}")
        assert len(street.manager.states) <= 5
        assert len(seats._seats) <= 5

    play(scene)


def test_when_the_database_is_away_a_page_is_not_let_in(
    play: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_token: str, *, writing: bool) -> None:
        raise OSError(writing)

    monkeypatch.setattr(members, "_read", away)

    async def scene(street: Street) -> None:
        await street.come("a", "teacher")
        assert street.let_in is False
        assert street.manager.states == {}

    play(scene)


def test_nobody_calls_the_frameworks_own_handlers() -> None:
    async def heard(name: str, **payload: Any) -> bool:
        found = namespace.asked({"name": name, "payload": payload})
        return found is not None and found.is_for_browsers

    root = rx.State.get_full_name()
    for name in (
        f"{root}.set_is_hydrated",
        f"{root}.reflex___state____update_vars_internal_state.update_vars_internal",
        f"{JournalState.get_full_name()}.setvar",
        "nothing",
    ):
        assert not asyncio.run(heard(name, value=True))
    assert not asyncio.run(heard(PUT, ops=[], more=1))
    assert not asyncio.run(heard(PUT))
    assert asyncio.run(heard(PUT, ops=[]))
