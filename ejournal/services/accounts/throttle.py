"""Failed sign-ins: counted before the password is looked at, each making the next one wait longer.

Three counters, each under a keyed hash: the account from one address, the account from anywhere, the
address for any account. A browser in which the account was opened before is counted by a counter of its own
alone: a stranger elsewhere, or a prankster behind the same address, cannot lock a teacher out.
"""

import hashlib
import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlmodel import Session, col

from ejournal.access.actor import Actor
from ejournal.errors import DomainError
from ejournal.models import SignInTry
from ejournal.models.base import table
from ejournal.services.base.upserts import insert_new
from ejournal.settings import settings

_FIRST_TRY = insert_new(table(SignInTry), table(SignInTry).c.id)
SWEPT_EVERY = 50
KEPT = timedelta(days=2)
MOST = 200_000
"""Counters kept at most: a stranger with very many addresses makes no more, the oldest give way."""


@dataclass(frozen=True)
class Limit:
    """How many failures are free, how long the next waits (doubling up to a longest), when all is past."""

    free: int
    first_wait: timedelta
    longest_wait: timedelta
    forgotten_after: timedelta

    def wait_after(self, failures: int) -> timedelta:
        """How long to wait after so many failures."""
        over = failures - self.free
        if over < 0:
            return timedelta()
        return min(self.first_wait * (1 << min(over, 20)), self.longest_wait)


PAIR = Limit(5, timedelta(seconds=5), timedelta(minutes=15), timedelta(days=1))
ACCOUNT = Limit(30, timedelta(seconds=5), timedelta(minutes=1), timedelta(hours=1))
SECOND = Limit(10, timedelta(seconds=30), timedelta(minutes=15), timedelta(days=1))
"""Second factors of one account from anywhere: whoever tries them knows the password already."""
ALL = Limit(3000, timedelta(seconds=1), timedelta(seconds=10), timedelta(hours=1))
"""Of the whole installation in an hour: more than a large school mistypes, far too few to guess anything."""
ADDRESS = Limit(60, timedelta(seconds=5), timedelta(minutes=5), timedelta(hours=1))


@dataclass(frozen=True)
class Counter:
    """What is counted, under a hash that tells nothing, and by which limit."""

    subject: str
    limit: Limit


def counters(account: str, address: str, device: str = "") -> tuple[Counter, ...]:
    """The counters of a try at an account (any stable name of it) from an address, or a known device."""
    if device:
        return (alone("device", account, device),)
    place = network(address)
    pair = Counter(_hash("pair", account, place), PAIR)
    return pair, Counter(_hash("account", account), ACCOUNT), Counter(_hash("address", place), ADDRESS)


def of_second_step(account: str, address: str, device: str = "") -> tuple[Counter, ...]:
    """The counters of a second factor tried after the right password."""
    if device:
        return (alone("second device", account, device),)
    pair = Counter(_hash("second pair", account, network(address)), PAIR)
    return pair, Counter(_hash("second", account), SECOND)


def alone(*name: str, limit: Limit = PAIR) -> Counter:
    """A counter that only tries of this name count for."""
    return Counter(_hash(*name), limit)


def of_all(what: str, now: datetime) -> Counter:
    """The counter of what is guessed at from everywhere, for the hour of the moment."""
    return Counter(_hash("all", what, f"{now:%Y-%m-%dT%H}"), ALL)


def network(address: str) -> str:
    """The address as it is counted: an IPv6 customer has a whole /64 of them."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def charge(session: Session, counted: Sequence[Counter], now: datetime) -> timedelta:
    """Count one try as failed until it is taken back; when one must wait, count nothing and tell how long."""
    wait = wait_for(
        session, counted, now
    )  # a look only: who must wait makes no rows, whatever names are tried
    if wait > timedelta():
        return wait
    rows = _locked(session, counted, now)
    limits = {counter.subject: counter.limit for counter in counted}
    wait = max((row.locked_until - now for row in rows if row.locked_until), default=timedelta())
    if wait > timedelta():
        return wait
    for row in rows:
        limit = limits[row.subject]
        failures = 1 if now - row.last_at > limit.forgotten_after else row.failures + 1
        _set(session, row.id, failures, now, now + limit.wait_after(failures))
    return timedelta()


def take_back(session: Session, counted: Sequence[Counter], now: datetime) -> int:
    """The try was good: forget the pair's failures, lower the others by this one; how many the pair had."""
    before = 0
    for row in _locked(session, counted, now):
        if row.subject == counted[0].subject:
            before = row.failures - 1
            session.execute(delete(SignInTry).where(col(SignInTry.id) == row.id))
            continue
        left = max(row.failures - 1, 0)
        limit = next(counter.limit for counter in counted if counter.subject == row.subject)
        _set(session, row.id, left, row.last_at, row.locked_until if left >= limit.free else None)
    return max(before, 0)


def wait_for(session: Session, counted: Sequence[Counter], now: datetime) -> timedelta:
    """How long the next try has to wait; nothing is counted."""
    subjects = [counter.subject for counter in counted]
    until = session.scalars(
        select(col(SignInTry.locked_until)).where(col(SignInTry.subject).in_(subjects))
    ).all()
    return max((moment - now for moment in until if moment and moment > now), default=timedelta())


def seconds(wait: timedelta) -> int:
    """The wait in whole seconds, rounded up."""
    return -(-wait // timedelta(seconds=1))


class TooFast(DomainError):
    """More messages than a person writes; seconds says when the next may be sent."""

    keeps_work = True

    def __init__(self, seconds: int, field: str) -> None:
        super().__init__("Too many messages at once. Goes on in {n} s", field=field, n=seconds)
        self.seconds = seconds


def keep_pace(session: Session, actor: Actor, what: str, limit: Limit, field: str, now: datetime) -> None:
    """Count one more of what the actor writes; TooFast by the field when it is too many."""
    counter = alone(what, str(actor.school_id), str(actor.person_id), limit=limit)
    wait = charge(session, [counter], now)
    if wait > timedelta():
        raise TooFast(seconds(wait), field)


def _set(
    session: Session, row_id: int | None, failures: int, last_at: datetime, until: datetime | None
) -> None:
    locked_until = until if until and until > last_at else None
    session.execute(
        update(SignInTry)
        .where(col(SignInTry.id) == row_id)
        .values(failures=failures, last_at=last_at, locked_until=locked_until)
    )


def _locked(session: Session, counted: Sequence[Counter], now: datetime) -> Sequence[SignInTry]:
    """The counters' rows, made when missing, held until the transaction ends: tries at once queue here."""
    subjects = sorted(counter.subject for counter in counted)  # one order for all: no deadlock
    for subject in subjects:
        fresh = {"subject": subject, "failures": 0, "last_at": now, "locked_until": None}
        made = session.execute(_FIRST_TRY.on(session), fresh).scalar()
        if made and made % SWEPT_EVERY == 0:
            is_old = or_(col(SignInTry.last_at) < now - KEPT, col(SignInTry.id) <= made - MOST)
            session.execute(delete(SignInTry).where(is_old))
    return session.scalars(
        select(SignInTry)
        .where(col(SignInTry.subject).in_(subjects))
        .order_by(col(SignInTry.subject))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _hash(*parts: str) -> str:
    return hmac.new(settings().key, "\0".join(("try", *parts)).encode(), hashlib.sha256).hexdigest()
