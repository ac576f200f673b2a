"""Whose each browser tab is: the sign-in that opened it, for as long as anything of the tab is kept.

A tab's token stands in addresses and in logs. It opens nothing by itself: a tab is given only to a socket
with the cookie of the sign-in that owns it.
"""

from collections import OrderedDict
from dataclasses import dataclass
from itertools import islice

MOST_TABS = 20_000
MOST_OF_ACCOUNT = 60
"""Tabs of one account of which something is kept; an hour after the last event nothing is."""


@dataclass
class Seat:
    """A tab's owner: the token of the sign-in, the account, the rights when they were last looked at."""

    token: str
    account_id: int
    rights: str = ""


_seats: OrderedDict[str, Seat] = OrderedDict()
_of_account: dict[int, OrderedDict[str, None]] = {}


def seat(tab: str, token: str, account_id: int = 0, rights: str = "") -> list[str]:
    """Give the tab to a sign-in; the tabs that are too many now, for the caller to let go."""
    let_go(tab)
    _seats[tab] = Seat(token, account_id, rights)
    own = _of_account.setdefault(account_id, OrderedDict())
    own[tab] = None
    surplus = list(own)[: max(0, len(own) - MOST_OF_ACCOUNT)] if account_id else []
    return surplus + list(islice(_seats, max(0, len(_seats) - MOST_TABS)))


def owner_of(tab: str) -> Seat | None:
    """Whose the tab is, None when it is nobody's."""
    return _seats.get(tab)


def is_free_for(tab: str, token: str) -> bool:
    """Whether the tab is nobody's or this sign-in's own."""
    known = _seats.get(tab)
    return known is None or known.token == token


def let_go(tab: str) -> None:
    """Forget whose the tab was."""
    known = _seats.pop(tab, None)
    if known is not None:
        own = _of_account[known.account_id]
        own.pop(tab, None)
        if not own:
            del _of_account[known.account_id]
