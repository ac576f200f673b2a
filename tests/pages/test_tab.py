"""A tab holds what one sign-in has filled it with, and nothing of it for the next."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import RouterData
from reflex.istate.manager import StateManager
from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.event.context import EventContext
from reflex_base.utils.format import json_dumps
from sqlalchemy import update

from ejournal import clock
from ejournal.access.actor import actor_of
from ejournal.access.standing import standing_of
from ejournal.database import session_scope
from ejournal.models import Lesson, SignInSession
from ejournal.pages.account.state import AccountState
from ejournal.pages.diary.state import DiaryState
from ejournal.pages.journal.state import JournalState
from ejournal.services.accounts import own as accounts
from ejournal.settings import settings
from ejournal.ui.runtime import live, seats
from ejournal.ui.runtime.session import SessionState
from tests.cast import Cast

SECRET = "Дроби и проценты"


class Server:
    """A server's keeping of states, and the tabs that are connected to it."""

    def __init__(self, manager: StateManager, run: Callable[[Any], Any], cast: Cast) -> None:
        self.manager, self.run, self.cast = manager, run, cast
        self.sent: list[str] = []
        self._open: dict[str, str] = {}
        self.event_namespace = SimpleNamespace(_token_manager=SimpleNamespace(token_to_socket=self._open))

    def connect(self, tab: str, member: str) -> str:
        """Reflex's first event of a connection; all that it sends to the browser."""
        self._open[tab] = tab
        self.sent.clear()
        self.look(tab, member)
        self.send(tab, member, rx.State.hydrate, "/")
        return "".join(self.sent)

    def look(self, tab: str, member: str) -> None:
        """Give the tab to the member with the rights of this moment, as the doors do."""
        token = self.cast.token(member)
        with session_scope(writing=False) as session:
            standing = standing_of(session, token)
        seats.seat(tab, token, rights=standing.rights if standing else "")

    def send(self, tab: str, member: str, event: Any, address: str, *args: Any) -> Any:
        """Run a handler with the member's cookie, as Reflex does: its state loaded, changed and kept."""
        return self.run(self._send(tab, member, event, address, *args))

    async def _send(self, tab: str, member: str, event: Any, address: str, *args: Any) -> Any:
        seat = seats.owner_of(tab)
        if seat is None or seat.token != self.cast.token(member):
            self.look(tab, member)
        with self._context(tab):
            async with self.manager.modify_state(rx.BaseStateToken(ident=tab, cls=event.state)) as root:
                path, _, query = address.partition("?")
                told = {"headers": {}, "token": tab, "pathname": path, "asPath": address}
                told["query"] = dict(part.split("=") for part in query.split("&") if part)
                root.router = RouterData.from_router_data(told)
                answer = await event.fn(await root.get_state(event.state), *args)
                root._clean()
            return answer

    def _context(self, tab: str) -> Any:
        async def emit(token: str, delta: Any) -> None:
            self.sent.append(json_dumps(delta, ensure_ascii=False))

        async def enqueue(token: str, *events: Any) -> None:
            raise AssertionError(events)

        context = EventContext(
            token=tab, state_manager=self.manager, enqueue_impl=enqueue, emit_delta_impl=emit
        )
        return _within(context)

    @asynccontextmanager
    async def modify_state(self, token: Any) -> AsyncIterator[Any]:
        """As rx.App does it for news."""
        with self._context(token.ident):
            async with self.manager.modify_state(token) as root:
                yield root

    def kept(self, tab: str) -> str:
        """All that the server keeps of a tab."""
        return str(self.run(self._kept(tab)))

    async def _kept(self, tab: str) -> str:
        root: Any = await self.manager.get_state(rx.BaseStateToken(ident=tab, cls=rx.State))
        return json_dumps(root.dict(), ensure_ascii=False)


class _within:  # noqa: N801
    def __init__(self, context: EventContext) -> None:
        self.context = context

    def __enter__(self) -> None:
        self.token = EventContext.set(self.context)

    def __exit__(self, *_: object) -> None:
        EventContext.reset(self.token)


@pytest.fixture
def server(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with asyncio.Runner() as runner:
        manager = StateManagerMemory()
        server = Server(manager, runner.run, cast)
        monkeypatch.setattr(live, "_app", [server])
        with session_scope() as session:
            lesson = session.get_one(Lesson, cast.lessons["maths"].id)
            lesson.topic = SECRET
            session.add(lesson)
        yield server
        runner.run(manager.close())


def open_journal(server: Server, tab: str, member: str) -> None:
    """A tab with a journal open, and the account page looked at before."""
    server.connect(tab, member)
    server.send(tab, member, AccountState.load, "/account")
    server.send(tab, member, JournalState.load, f"/journal?course={server.cast.courses['maths'].id}")
    assert SECRET in server.kept(tab)


def test_a_reload_by_the_same_person_keeps_what_the_tab_holds(server: Server) -> None:
    open_journal(server, "tab", "class_teacher")
    assert SECRET in server.connect("tab", "class_teacher")


IDLE = timedelta(minutes=settings().session_idle_minutes)


@pytest.mark.parametrize(
    ("later", "keeps"), [(IDLE - timedelta(minutes=10), True), (IDLE + timedelta(minutes=1), False)]
)
def test_a_reload_after_the_sign_in_has_idled_out_is_sent_nothing_of_before(
    server: Server, monkeypatch: pytest.MonkeyPatch, later: timedelta, keeps: bool
) -> None:
    open_journal(server, "tab", "class_teacher")
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + later)
    sent = server.connect("tab", "class_teacher")
    for word in (SECRET, "Котова", "Лебедева"):
        assert (word in sent) == keeps
        assert (word in server.kept("tab")) == keeps


def test_a_sign_in_at_its_absolute_end_is_over_too(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with session_scope() as session:
        session.execute(update(SignInSession).values(expires_at=clock.now() + timedelta(minutes=5)))
    open_journal(server, "tab", "class_teacher")
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(minutes=6))
    assert SECRET not in server.connect("tab", "class_teacher")


@pytest.mark.parametrize("next_one", ["teacher", "other_guardian", "teacher_b", "stranger"])
def test_the_next_person_at_the_tab_is_sent_nothing_of_the_one_before(server: Server, next_one: str) -> None:
    open_journal(server, "tab", "class_teacher")
    sent = server.connect("tab", next_one)
    assert len(sent) > 1000
    for word in (SECRET, "Котова", "Лебедева", "Ирина", "class_teacher"):
        assert word not in sent
        assert word not in server.kept("tab")


def test_an_event_of_the_next_person_finds_an_empty_tab(server: Server) -> None:
    """Even if no connection came between: the cookie alone decides."""
    open_journal(server, "tab", "class_teacher")
    server.send("tab", "other_guardian", DiaryState.load, "/diary")
    kept = server.kept("tab")
    assert "Вера" in kept
    for word in (SECRET, "Котова", "Лебедева"):
        assert word not in kept


def test_a_page_refused_to_the_next_person_does_not_bring_the_old_one_back(server: Server) -> None:
    open_journal(server, "tab", "class_teacher")
    server.send("tab", "teacher", JournalState.load, f"/journal?course={server.cast.courses['maths'].id}")
    assert SECRET not in server.kept("tab")


def test_a_stranger_s_event_empties_the_tab(server: Server) -> None:
    open_journal(server, "tab", "class_teacher")
    server.send("tab", "stranger", AccountState.load, "/account")
    for word in (SECRET, "Котова", "Ирина"):
        assert word not in server.kept("tab")


def test_signing_out_empties_the_tabs_of_that_sign_in_and_of_no_other(server: Server) -> None:
    open_journal(server, "first", "class_teacher")
    open_journal(server, "second", "class_teacher")
    open_journal(server, "colleague", "deputy")
    server._open.pop("second")  # closed, but the browser may open it again
    server.run(live.listen_here())
    with session_scope() as session:
        actor = actor_of(session, server.cast.token("class_teacher"))
        assert actor is not None
        accounts.sign_out(session, actor)
    server.run(_until_told())
    for tab in ("first", "second"):
        kept = server.kept(tab)
        assert SECRET not in kept
        assert "Ирина" not in kept
    assert SECRET in server.kept("colleague")
    assert server.run(_session(server, "first")) == (False, True)
    assert server.run(_session(server, "colleague")) == (True, False)


async def _until_told() -> None:
    await asyncio.sleep(0)
    await asyncio.gather(*live._tasks)


async def _session(server: Server, tab: str) -> tuple[bool, bool]:
    root: Any = await server.manager.get_state(rx.BaseStateToken(ident=tab, cls=SessionState))
    state = await root.get_state(SessionState)
    return state.signed_in, state.ended
