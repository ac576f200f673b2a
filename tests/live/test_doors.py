"""Strangers and thieves at a running server: floods, attachments, stolen tabs, cookies, ended rights."""

import asyncio
import os
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, closing, suppress

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bench import flood, rawsocket, school
from bench.processes import memory_kb
from bench.wire import Tab, sign_in
from ejournal.access.actor import COOKIE, token_hash
from ejournal.pages.diary.state import DiaryState
from ejournal.pages.journal.state import JournalState
from ejournal.ui.frame.preferences import PreferencesState
from tests.cast import make_cast
from tests.infra.databases import Databases
from tests.infra.servers import LiveServer, stop, wait_until
from tests.live.doors import ROOT, RawTab, closes, grown_kb, log_lines, settle
from tests.live.school import Facts, shows
from tests.live.tabs import OpenTab, at_once

MOST_SAVES = 400
"""What sixty thousand events of strangers may cost at most, in saves: without the doors each cost one."""
MEGABYTE = 1024
"""In kilobytes, as memory is told."""
HYDRATE = f"{ROOT}.hydrate"
BOOT = f"{ROOT}.hydrate_and_load"
PUT = f"{JournalState.get_full_name()}.put"
CHILD, FIRST_NAME = "Лебедева", "Анна"


@pytest.fixture(scope="module")
def facts(databases: Databases, start_server: Callable[..., LiveServer]) -> Iterator[Facts]:
    """The cast's school, on SQLite."""
    with databases.copy("sqlite", make_cast) as address:
        server = start_server(address)
        yield Facts.of(server, 1)
        stop(server.process)


@pytest.fixture
def given_back(facts: Facts) -> Iterator[Facts]:
    """The same school; what a test takes from its people past the server is given back."""
    file = make_url(facts.server.database).database
    with closing(sqlite3.connect(str(file))) as living, closing(sqlite3.connect(":memory:")) as kept:
        living.backup(kept)
        yield facts
        kept.backup(living)


def test_strangers_do_not_hold_up_a_teacher_who_saves(server: LiveServer) -> None:
    course = school.busiest_course(server.database)
    told = flood.measure(server.url, course, server.process.pid)
    assert told.of_flood_in_saves <= MOST_SAVES, told.work_s
    assert told.of_save_afterwards <= 2, told.work_s
    assert told.grown_kb <= 50 * MEGABYTE


def test_a_flood_is_hung_up_on_and_a_page_of_the_same_address_is_not(facts: Facts) -> None:
    at_once(_a_flood_beside_a_page(facts))


async def _a_flood_beside_a_page(facts: Facts) -> None:
    async with OpenTab(facts.server.url, facts.journal, "cast-teacher", JournalState) as tab:
        flooding = RawTab(facts.server)
        await asyncio.to_thread(flooding.send, rawsocket.event(PUT, ops=[]) * 500)
        await asyncio.to_thread(flooding.until_closed)
        await tab.do("put", ops=[facts.op("beside a flood", "4")])
        await tab.until_told(lambda: "beside a flood" in tab.results(), "the mark saved")


@pytest.mark.parametrize("cookie", ["", "cast-teacher"])
@pytest.mark.parametrize("begins", [False, True])
@pytest.mark.parametrize(
    "packet",
    [
        '450-/_event,["event",{"_placeholder":true,"num":0}]',
        '451-/_event,["event",{"_placeholder":true,"num":0}]',
        '4599-["event",{"_placeholder":true,"num":0}]',
        '461-/_event,7[{"_placeholder":true,"num":0}]',
        "bAAAA",
        "4bAAAA",
        "2probe",
        "5",
        "",
        "x",
        "40",
        "40/other,",
        "42/other,[]",
        '42/_event,["connect",{"QUERY_STRING":"token=a"}]',
        '42/_event,["disconnect"]',
        '42/_event,12["event",{}]',
        '42/_event,["event",',
        '42/_event,["event",' + "[" * 5000,
    ],
)
def test_what_no_page_says_ends_the_connection(facts: Facts, packet: str, begins: bool, cookie: str) -> None:
    tab = RawTab(facts.server, cookie=cookie, begins=begins)
    tab.say(packet)
    tab.until_closed()


@pytest.mark.parametrize("begins", [False, True])
def test_binary_frames_are_not_kept(facts: Facts, begins: bool) -> None:
    before = memory_kb(facts.server.process.pid)
    megabyte = rawsocket.frame(os.urandom(2**20), rawsocket.BINARY)
    for _ in range(60):
        tab = RawTab(facts.server, begins=begins)
        tab.say('4599-/_event,["event",' + '{"_placeholder":true,"num":0},' * 98 + "{}]")
        tab.send(megabyte, megabyte, megabyte)
        tab.until_closed()
    assert grown_kb(facts.server, before) < 20 * MEGABYTE


def test_a_message_without_an_end_is_not_kept(facts: Facts) -> None:
    before = memory_kb(facts.server.process.pid)
    endless = bytes([0x01, 0x80 | 127]) + (2**20).to_bytes(8, "big") + bytes(4)
    tabs = [RawTab(facts.server) for _ in range(30)]
    for tab in tabs:
        tab.send(endless + b"4" * (2**20 - 1))
        tab.until_closed()
    fragments = RawTab(facts.server)
    fragments.send(
        rawsocket.frame(b"4")[:0] + bytes([0x01, 0x80]) + bytes(4), (bytes([0x00, 0x80]) + bytes(4)) * 10_000
    )
    fragments.until_closed()
    assert grown_kb(facts.server, before) < 20 * MEGABYTE


def _opened_until_refused(server: LiveServer) -> Iterator[socket.socket]:
    with suppress(ConnectionError):
        for _ in range(1000):
            yield rawsocket.connect(server.url)


def test_a_stranger_may_not_hold_any_number_of_sockets(facts: Facts) -> None:
    held: list[socket.socket] = []

    def opened() -> bool:
        held.extend(_opened_until_refused(facts.server))
        return bool(held)

    wait_until(opened, 60, "strangers before have used up what their address may open")
    assert len(held) <= 120
    for one in held:
        one.close()


def test_a_tabs_token_opens_nothing_to_a_stranger(facts: Facts) -> None:
    at_once(_a_stolen_tab(facts, ""))


def test_a_tabs_token_opens_nothing_to_somebody_else(facts: Facts) -> None:
    at_once(_a_stolen_tab(facts, "cast-other_guardian"))


async def _a_stolen_tab(facts: Facts, thief: str) -> None:
    """The parent's tab is open, dropped, opened again; the thief has its token all along."""
    async with AsyncExitStack() as stack:
        writer = await stack.enter_async_context(
            OpenTab(facts.server.url, facts.journal, "cast-teacher", JournalState)
        )
        parent = OpenTab(facts.server.url, facts.diary, "cast-guardian", DiaryState)
        async with parent:
            await parent.until_told(lambda: bool(parent.values("days")), "the diary")
            beside = await asyncio.to_thread(RawTab, facts.server, cookie=thief, token=parent.token)
        thieves = [beside, await asyncio.to_thread(RawTab, facts.server, cookie=thief, token=parent.token)]
        for one in thieves:
            one.ask(HYDRATE, facts.diary)
            one.ask(f"{DiaryState.get_full_name()}.load", facts.diary)
        await writer.do("put", ops=[facts.op(f"stolen-{thief}", "3")])
        await writer.until_told(lambda: f"stolen-{thief}" in writer.results(), "the mark saved")
        again = OpenTab(facts.server.url, facts.diary, "cast-guardian", DiaryState)
        again.token = parent.token
        await stack.enter_async_context(again)
        await again.until_told(lambda: shows(again, "3")(), "the news")
        for one in thieves:
            await asyncio.to_thread(settle, facts.server, one)
            assert CHILD not in one.heard.decode(errors="replace")
            one.close()


ROLES = ("admin", "head", "deputy", "classteacher", "teacher", "parent", "pupil")
PAGES = (
    "/",
    "/account",
    "/diary",
    "/journal",
    "/schedule",
    "/substitutions",
    "/settings",
    "/accounts",
    "/login",
)
FOREIGN = "a-header-of-a-proxy"


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_no_frame_holds_the_cookie_or_a_header(server: LiveServer, role: str) -> None:
    at_once(_no_secret_is_told(server, role))


async def _no_secret_is_told(server: LiveServer, role: str) -> None:
    token = await sign_in(server.url, role) if role else ""
    for page in PAGES:
        # The name stands in the cookie and nowhere else.
        async with Tab(server.url, page, f"{token}; other={FOREIGN}" if token else "") as tab:
            frames = [await tab.until('is_hydrated_rx_state_":true')]
            await tab.send(HYDRATE)
            frames.append(await tab.until("is_hydrated"))
            await tab.send(f"{PreferencesState.get_full_name()}.set_theme", theme="dark")
            frames.append(await tab.until("theme_rx_state_"))
        for word in (
            token or COOKIE,
            token_hash(token),
            COOKIE,
            FOREIGN,
            "user-agent",
            "user_agent",
            "Python/",
        ):
            assert not any(word in frame for frame in frames), word


ENDS = {
    "the guardianship": "UPDATE guardianship SET ends = '2026-01-01' WHERE guardian_id = :person",
    "the role": "DELETE FROM role_grant WHERE person_id = :person",
    "the account": "UPDATE account SET blocked = true WHERE person_id = :person",
    "the sign-in": "UPDATE sign_in_session SET ended_at = created_at WHERE account_id = :account",
}


@pytest.mark.parametrize("ended", ENDS)
@pytest.mark.parametrize("event", [HYDRATE, BOOT])
def test_what_a_tab_holds_is_not_given_out_once_the_right_has_ended(
    given_back: Facts, ended: str, event: str
) -> None:
    at_once(_ended_rights(given_back, ENDS[ended], event))


async def _ended_rights(facts: Facts, statement: str, event: str) -> None:
    parent = OpenTab(facts.server.url, facts.diary, "cast-guardian", DiaryState)
    async with parent:
        await parent.until_told(lambda: bool(parent.values("days")), "the diary")
        engine = create_engine(facts.server.database)
        with engine.begin() as connection:
            person, account = connection.execute(
                text("SELECT person_id, id FROM account WHERE login = 'guardian'")
            ).one()
            connection.execute(text(statement), {"person": person, "account": account})
        engine.dispose()
        parent.told.clear()
        await parent.send(event)
        await parent.until_told(lambda: bool(parent.values("is_hydrated", ROOT)), "the tab")
        assert not any(parent.values("days"))
    later = OpenTab(facts.server.url, facts.diary, "cast-guardian", DiaryState)
    later.token = parent.token
    async with later:
        assert not any(later.values("days"))
        assert FIRST_NAME not in str(later.told)


def test_a_pages_failure_is_one_bounded_line_and_not_any_number(facts: Facts) -> None:
    name = f"{ROOT}.reflex___state____frontend_event_exception_state.handle_frontend_exception"
    evil = "beginning\r\n2026-01-01 ERROR forged\x1b[31m" + "x" * 20_000
    for _ in range(40):
        tab = RawTab(facts.server)
        for _ in range(10):
            tab.ask(name, info=evil, component_stack="")
            tab.say('42/_event,["client_error",' + '{"message":"beginning\\r\\nforged\\u001b[31m"}]')
        settle(facts.server, tab)
        tab.close()
    lines = log_lines(facts.server, "beginning")
    assert 1 <= len(lines) <= 10
    assert all(len(line) < 2500 and "\x1b" not in line for line in lines)
    assert not [line for line in log_lines(facts.server, "forged") if "beginning" not in line]


def test_a_head_without_an_end_is_refused(facts: Facts) -> None:
    before = memory_kb(facts.server.process.pid)
    begins = b"GET / HTTP/1.1\r\nHost: a\r\n"
    for rest in (b"X: " + b"a" * 10**8, b"X: y\r\n" * 10**6, b"Cookie: " + b"a=b; " * 10**6):
        opened = rawsocket.plain(facts.server.url)
        try:
            opened.sendall(begins + rest + b"\r\n\r\n")
        except OSError:
            assert True
        answer = closes(opened)
        assert answer == b"" or answer.startswith(b"HTTP/1.1 431")
    long = rawsocket.plain(facts.server.url)
    long.sendall(b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n")
    assert closes(long).startswith(b"HTTP/1.1 431")
    assert grown_kb(facts.server, before) < 20 * MEGABYTE


def test_a_stranger_is_led_to_the_sign_in_page_and_keeps_the_chosen_language(facts: Facts) -> None:
    tab = RawTab(facts.server, token="a tab at the door")
    tab.ask(BOOT, "/journal?course=1")
    tab.until("/login?next=%2Fjournal%3Fcourse%3D1")
    tab.ask(f"{PreferencesState.get_full_name()}.set_locale", "/login", locale="en")
    tab.until('"locale_rx_state_":"en"')
    tab.close()
    again = RawTab(facts.server, token="a tab at the door")
    again.ask(BOOT, "/login?error=wrong", hashes=["x"])
    again.until('"locale_rx_state_":"en"')
    again.until("error=wrong")
    again.close()


@pytest.mark.parametrize("cookie", ["", "cast-teacher"])
@pytest.mark.parametrize(
    "name",
    [
        "no_such_handler",
        "x" * 10_000,
        f"{ROOT}.set_is_hydrated",
        f"{ROOT}.reflex___state____update_vars_internal_state.update_vars_internal",
        f"{JournalState.get_full_name()}.setvar",
        f"{JournalState.get_full_name()}.put",
    ],
)
def test_what_is_not_for_browsers_is_not_answered(facts: Facts, name: str, cookie: str) -> None:
    tab = RawTab(facts.server, cookie=cookie)
    heard = len(tab.heard)
    tab.ask(name, nonsense={"a": [[[[]]]]}, vars={f"{ROOT}.is_hydrated": "x"})
    settle(facts.server, tab)
    assert tab.heard[heard:] == b""
    assert not tab.is_closed
    assert not log_lines(facts.server, "nonsense")
    tab.close()
