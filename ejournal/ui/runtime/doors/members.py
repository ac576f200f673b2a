"""Who is known to be signed in, so that an event of theirs costs no question before its own transaction."""

import time

from ejournal.access.standing import Standing, standing_of
from ejournal.database import session_scope
from ejournal.ui.runtime.threads import in_thread

KNOWN_FOR_S = 60.0
MOST_KNOWN = 20_000

_known: dict[str, tuple[int, float]] = {}
"""By token: the account, and until when it is not looked up anew; every handler asks in its transaction."""


def note(token: str, account_id: int) -> None:
    """The token has just been seen to be a live sign-in."""
    if len(_known) >= MOST_KNOWN:
        _known.clear()  # they are looked up once more
    _known[token] = account_id, time.monotonic() + KNOWN_FOR_S


def forget(token: str) -> None:
    """The token has just been seen to be no sign-in, or no longer."""
    _known.pop(token, None)


def account_of(token: str) -> int | None:
    """The account, when the token was seen to be a live sign-in a moment ago."""
    account_id, until = _known.get(token, (0, 0.0))
    return account_id if time.monotonic() < until else None


def last_known(token: str) -> int | None:
    """The account that the token was last seen to open, however long ago: for when nobody can be asked."""
    return _known.get(token, (None, 0.0))[0]


async def look_up(token: str) -> Standing | None:
    """What the token stands for now, read among the readers: writers do not wait for it."""
    found = await in_thread(_read, token, writing=False)
    if found is None:
        forget(token)
    else:
        note(token, found.account_id)
    return found


def _read(token: str, *, writing: bool) -> Standing | None:
    with session_scope(writing=writing) as session:
        return standing_of(session, token)
