"""How many sockets an address and an account may have, and what may come over one."""

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ejournal.http.doors import sockets as doors
from ejournal.http.doors.frames import SMALL, is_spoken
from ejournal.http.doors.sockets import Line, Socket, Sockets
from tests.http.doors.conftest import Hand

SCHOOL = "203.0.113.7"


def line() -> Line:
    return Line(lambda: None)


def arrive(sockets: Sockets, token: str = "", network: str = SCHOOL) -> Socket:
    socket = sockets.arrive(network, token, line())
    assert socket is not None
    return socket


def test_a_whole_school_behind_one_address_keeps_its_pages_open(hand: Hand) -> None:
    sockets = Sockets()
    for number in range(500):  # all come back at once after a restart
        arrive(sockets, f"token {number}")
    sockets = Sockets()
    for number in range(3000):
        assert sockets.belongs(arrive(sockets, f"token {number}"), number)
    assert sockets.addresses[SCHOOL].unknown == 0


def test_strangers_of_one_address_fill_no_more_than_their_share(hand: Hand) -> None:
    sockets = Sockets()
    let_in = [sockets.arrive(SCHOOL, "", line()) for _ in range(1000)]
    held = [one for one in let_in if one is not None]
    assert len(held) == doors.STRANGERS_HERE
    arrive(sockets, "a teacher's token")
    arrive(sockets, network="198.51.100.1")
    for one in held:
        sockets.leave(one)
    assert sockets.addresses[SCHOOL].strangers == 0


def test_strangers_from_everywhere_fill_no_more_than_theirs(hand: Hand) -> None:
    sockets = Sockets()
    let_in = [sockets.arrive(f"10.0.{n // 250}.{n % 250}", "", line()) for n in range(3000)]
    assert sum(one is not None for one in let_in) == doors.STRANGERS_ANYWHERE


def test_an_account_has_so_many_pages_open_and_no_more(hand: Hand) -> None:
    sockets = Sockets()
    opened = [arrive(sockets, f"token {n}") for n in range(doors.SOCKETS_OF_ACCOUNT + 1)]
    assert [sockets.belongs(one, 7) for one in opened] == [True] * doors.SOCKETS_OF_ACCOUNT + [False]
    sockets.leave(opened[0])
    assert sockets.belongs(opened[-1], 7)
    sockets.is_nobodys(opened[-1])
    assert sockets.accounts[7].sockets == doors.SOCKETS_OF_ACCOUNT - 1


def test_a_stranger_pays_and_is_refused_an_account_waits(hand: Hand) -> None:
    async def play() -> None:
        sockets = Sockets()
        stranger = arrive(sockets)
        paid = [await stranger.pays(100) for _ in range(500)]
        assert paid.count(True) == doors.EVENTS_OF_SOCKET.at_once
        assert not await stranger.pays(SMALL + 1)
        member = arrive(sockets, "token")
        sockets.belongs(member, 1)
        assert all([await member.pays(100) for _ in range(500)])
        member.line.gone = True
        assert not await member.pays(100)

    asyncio.run(play())


EVENT = '42/_event,["event",'


@pytest.mark.parametrize("packet", ["3", "1", "41/_event,", EVENT + "{}]", '42/_event,["client_error",{}]'])
def test_a_page_says_these(packet: str) -> None:
    assert is_spoken(packet, begun=True)


def test_a_page_begins_once() -> None:
    begins = "40/_event," + json.dumps({"event": {}})
    assert is_spoken(begins, begun=False)
    assert not is_spoken(begins, begun=True)
    assert not is_spoken(EVENT + "{}]", begun=False)


@given(st.text(), st.booleans())
def test_and_nothing_else(text: str, begun: bool) -> None:
    known = ("42/_event,", "40/_event,", "41/_event,", "1", "3")
    assert not is_spoken(text, begun=begun) or text.startswith(known)


@given(st.from_regex(r"[0-9b]{1,4}-?(/[a-z_]*,)?[0-9]*\[?\"?[a-z]*\"?", fullmatch=True))
def test_no_attachments_other_namespaces_or_names(packet: str) -> None:
    assert is_spoken(packet, begun=True) == (
        packet in ("3", "1", "41/_event,") or packet.startswith((EVENT, '42/_event,["client_error",'))
    )
