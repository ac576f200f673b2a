"""The sockets that are open: whose each is as far as is known, and what it may still cost."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ejournal.http.doors.buckets import Bucket, Rate, Remembered
from ejournal.http.doors.frames import SMALL

LARGEST_PACKET = 2**20
"""Bytes; the largest of a signed-in page is a column pasted into the journal, some kilobytes."""
STRANGERS_HERE = 100
"""Sockets without a sign-in's cookie that one address has open: a room of computers at the sign-in page."""
UNKNOWN_HERE = 600
"""Sockets of one address whose cookies have not been looked up: a whole school comes back after a restart."""
STRANGERS_ANYWHERE = 2000
CONNECTS_AS_STRANGER = Rate(at_once=100, a_second=10)
CONNECTS_WITH_COOKIE = Rate(at_once=600, a_second=60)
EVENTS_OF_STRANGERS = Rate(at_once=200, a_second=40)
"""Of one address."""
EVENTS_OF_SOCKET = Rate(at_once=30, a_second=3)
"""Of one socket that is not known to be signed in."""
EVENTS_OF_ACCOUNT = Rate(at_once=2000, a_second=60)
BYTES_OF_ONE = 4096
"""A packet of so many bytes costs as much as one event."""
AT_WORK = 3
"""Events of one account that are handled or wait in a queue; the next are not read before one is done."""
SOCKETS_OF_ACCOUNT = 60
MOST_ADDRESSES = 50_000
MOST_ACCOUNTS = 20_000


class Line:
    """The connection below a socket: whether the other side is still there, and how to hang up."""

    def __init__(self, hang_up: Callable[[], None], widen: Callable[[int], None] = lambda _: None) -> None:
        self.gone = False
        self.hang_up, self.widen = hang_up, widen


@dataclass
class Address:
    """What one address has open, and what its strangers may still send."""

    strangers: int = 0
    unknown: int = 0
    connects: Bucket = field(default_factory=lambda: Bucket(CONNECTS_AS_STRANGER))
    connects_with_cookie: Bucket = field(default_factory=lambda: Bucket(CONNECTS_WITH_COOKIE))
    events: Bucket = field(default_factory=lambda: Bucket(EVENTS_OF_STRANGERS))

    @property
    def is_idle(self) -> bool:
        """Whether nothing needs to be remembered."""
        buckets = (self.connects, self.connects_with_cookie, self.events)
        return not self.strangers and not self.unknown and all(one.is_full for one in buckets)


@dataclass
class Account:
    """What one account has open, and what it may still send."""

    sockets: int = 0
    events: Bucket = field(default_factory=lambda: Bucket(EVENTS_OF_ACCOUNT))
    at_work: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_WORK))

    @property
    def is_idle(self) -> bool:
        """Whether nothing needs to be remembered."""
        return not self.sockets and self.events.is_full


@dataclass(eq=False)
class Socket:
    """One open socket: where it comes from, the sign-in its cookie names, whose it has turned out to be."""

    address: Address
    token: str
    line: Line
    account: Account | None = None
    account_id: int | None = None
    stranger_until: float = 0
    """While this moment of time.monotonic() has not come, it is known that nobody is signed in here."""
    begun: bool = False
    events: Bucket = field(default_factory=lambda: Bucket(EVENTS_OF_SOCKET))

    async def pays(self, size: int) -> bool:
        """Pay for an event of so many bytes; an account waits for its turn, a stranger is refused."""
        cost = 1 + size // BYTES_OF_ONE
        if self.account is None:
            return size <= SMALL and self.events.takes(cost) and self.address.events.takes(cost)
        wait = self.account.events.wait_for(cost)
        if wait:
            await asyncio.sleep(wait)
        return not self.line.gone


class Sockets:
    """All open sockets of this process, counted by address and by account."""

    def __init__(self) -> None:
        self.addresses: Remembered[Address] = Remembered(Address, MOST_ADDRESSES, lambda one: one.is_idle)
        self.accounts: Remembered[Account] = Remembered(Account, MOST_ACCOUNTS, lambda one: one.is_idle)
        self.strangers = 0

    def forget(self) -> None:
        """Begin anew, as after a start."""
        self.addresses.clear()
        self.accounts.clear()
        self.strangers = 0

    def arrive(self, network: str, token: str, line: Line) -> Socket | None:
        """A new socket, None when its address has too many or connects too often."""
        address = self.addresses[network]
        if not self._has_room(address, token):
            return None
        socket = Socket(address, token, line)
        self._count(socket, 1)
        return socket

    def leave(self, socket: Socket) -> None:
        """The socket has closed."""
        if socket.account is not None:
            socket.account.sockets -= 1
        else:
            self._count(socket, -1)

    def belongs(self, socket: Socket, account_id: int) -> bool:
        """Note whose the socket is; False when the account has too many."""
        account = self.accounts[account_id]
        if account.sockets >= SOCKETS_OF_ACCOUNT:
            return False
        self._count(socket, -1)
        socket.address.connects_with_cookie.give_back()  # only unknown cookies count against an address
        account.sockets += 1
        socket.account, socket.account_id = account, account_id
        socket.line.widen(LARGEST_PACKET)
        return True

    def is_nobodys(self, socket: Socket) -> None:
        """The sign-in behind the socket has ended."""
        if socket.account is not None:
            socket.account.sockets -= 1
            socket.account = socket.account_id = None
            self._count(socket, 1)

    def _has_room(self, address: Address, token: str) -> bool:
        if self.strangers >= STRANGERS_ANYWHERE:
            return False
        if token:
            return address.unknown < UNKNOWN_HERE and address.connects_with_cookie.takes()
        return address.strangers < STRANGERS_HERE and address.connects.takes()

    def _count(self, socket: Socket, change: int) -> None:
        self.strangers += change
        if socket.token:
            socket.address.unknown += change
        else:
            socket.address.strangers += change


sockets = Sockets()
SOCKET = "ejournal.socket"
"""Where the socket stands in the scope of its connection."""


def socket_of(scope: dict[str, Any]) -> Socket:
    """The socket of a connection's scope."""
    found: Socket = scope[SOCKET]
    return found
