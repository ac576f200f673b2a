"""What is to be sent now: leased to who sends it, said anew at that moment, noted as soon as it is known.

A delivery is in one hand at a time. Who is killed with some in hand has them taken over when the lease is
over: what the channel took and nobody could note any more goes once more then, and nothing else does.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, func, or_, select, update
from sqlmodel import Session

from ejournal import clock
from ejournal.access.readers import readers_of
from ejournal.models import Channel, Fate, Going
from ejournal.services.base import tables as db
from ejournal.services.delivery import letters
from ejournal.services.delivery.choices import stop_token
from ejournal.services.delivery.content import told_now
from ejournal.services.delivery.hours import Hours
from ejournal.services.delivery.rules import SchoolRule, school_rules
from ejournal.services.mail.outbox import Letter
from ejournal.services.mail.sending import LONGEST_ERROR, pause_after

PORTION = 20
LEASE = timedelta(minutes=5)
"""Longer than a portion may take: who is silent for so long has died."""
TRIED_FOR = timedelta(days=2)
"""After so long a delivery is given up."""
KEPT = timedelta(days=30)

_delivery, _account = db.delivery.c, db.account.c
_choice, _hours = db.notice_choice.c, db.notice_hours.c
_NOW: BindParameter[datetime] = bindparam("now")
_FREE = (
    _delivery.closed_at.is_(None),
    _delivery.not_before <= _NOW,
    or_(_delivery.lease_until.is_(None), _delivery.lease_until <= _NOW),
)
_ANY_DUE = select(_delivery.id).where(*_FREE).limit(1)
_NEXT = (
    select(_delivery.id)
    .where(_delivery.channel == bindparam("of_channel"), _delivery.urgent == bindparam("urgent"), *_FREE)
    .order_by(_delivery.not_before, _delivery.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(db.delivery)
    .where(_delivery.id.in_(bindparam("ids", expanding=True)))
    .values(holder=bindparam("by"), lease_until=bindparam("until"), tries=_delivery.tries + 1)
)
_TAKEN = (
    select(
        _delivery.id, _delivery.school_id, _delivery.account_id, _delivery.notice_id, _delivery.notice_at,
        _delivery.day, _delivery.tries, _delivery.urgent,
    )
    .where(_delivery.id.in_(bindparam("ids", expanding=True)))
    .order_by(_delivery.not_before, _delivery.id)
)  # fmt: skip
_SENT_SINCE = select(func.count()).where(
    _delivery.channel == bindparam("of_channel"), _delivery.closed_at > bindparam("since"),
    _delivery.fate == Fate.SENT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter to be handed over now; stop: the address at which a mail program stops them, if any."""

    id: int
    account_id: int
    to_address: str
    letter: Letter
    stop: str


@dataclass(frozen=True, slots=True)
class Portion:
    """What is in hand: to be handed over; what nobody may be told any more; what waits, and until when."""

    ready: tuple[Ready, ...]
    dropped: tuple[int, ...]
    waits: Mapping[datetime, Sequence[int]]


def any_due(session: Session) -> bool:
    """Whether a delivery waits to be sent; nothing is locked."""
    return session.connection().execute(_ANY_DUE, {"now": clock.now()}).first() is not None


def room_left(session: Session, channel: Channel, a_minute: int) -> int:
    """How many more may go by the channel at this moment, a portion at most; a_minute 0 is no limit."""
    if not a_minute:
        return PORTION
    asked = {"of_channel": channel, "since": clock.now() - timedelta(minutes=1)}
    gone = session.connection().execute(_SENT_SINCE, asked).scalar_one()
    return max(0, min(PORTION, a_minute - gone))


def claim(session: Session, holder: str, most: int, channel: Channel = Channel.MAIL) -> list[int]:
    """Take a portion in hand: what is urgent, then the longest due."""
    now, ids = clock.now(), list[int]()
    for urgent in (True, False):
        asked = {"of_channel": channel, "urgent": urgent, "most": most - len(ids), "now": now}
        ids += session.connection().execute(_NEXT, asked).scalars() if most > len(ids) else ()
    if ids:
        session.connection().execute(_TAKE, {"ids": ids, "by": holder, "until": now + LEASE})
    return ids


def prepared(session: Session, ids: Collection[int]) -> Portion:
    """What becomes of those in hand; nothing is written yet."""
    claimed = session.connection().execute(_TAKEN, {"ids": list(ids)}).all()
    found: list[Ready] = []
    waits: defaultdict[datetime, list[int]] = defaultdict(list)
    desk = _Desk(session, {one.account_id for one in claimed})
    of_account: defaultdict[int, list[Any]] = defaultdict(list)
    for one in claimed:
        of_account[one.account_id].append(one)
    for account_id, ones in of_account.items():
        quiet_until = desk.quiet_until(account_id)
        go = [one for one in ones if one.urgent or quiet_until is None]
        found.extend(desk.letters(account_id, go) if go else ())
        if quiet_until is not None:
            waits[quiet_until].extend(one.id for one in ones if not one.urgent)
    order = {number: place for place, number in enumerate(ids)}
    left = set(ids) - {one.id for one in found} - {number for ones in waits.values() for number in ones}
    return Portion(tuple(sorted(found, key=lambda one: order[one.id])), tuple(sorted(left)), waits)


def settle(session: Session, portion: Portion, holder: str) -> None:
    """Close what nobody is told any more, and put off what falls into quiet hours."""
    if portion.dropped:
        _close(session, portion.dropped, holder, Fate.DROPPED)
    for until, ids in portion.waits.items():  # it was no try
        _let_go(session, ids, holder, not_before=until, tries=_delivery.tries - 1)


class _Desk:
    """What is known of the accounts of a portion when its letters are written."""

    def __init__(self, session: Session, accounts: Collection[int]) -> None:
        self._session, self._now = session, clock.now()
        self._actors = readers_of(session, accounts, self._now)
        rows = session.execute(
            select(
                _account.id, _account.school_id, _account.email, _account.email_confirmed_at,
                _account.locale, _hours.digest_hour, _hours.quiet_from, _hours.quiet_until,
                _hours.mail_stopped_at,
            )
            .outerjoin_from(db.account, db.notice_hours, _hours.account_id == _account.id)
            .where(_account.id.in_(accounts))
        )  # fmt: skip
        self._accounts = {one.id: one for one in rows}
        schools = {actor.school_id for actors in self._actors.values() for actor in actors}
        self._rules: dict[int, SchoolRule] = school_rules(
            session, schools | {one.school_id for one in self._accounts.values()}
        )
        self._chosen: defaultdict[int, dict[str, Going]] = defaultdict(dict)
        for one in session.execute(
            select(_choice.account_id, _choice.kind, _choice.going).where(
                _choice.account_id.in_(accounts), _choice.channel == Channel.MAIL
            )
        ):
            self._chosen[one.account_id][one.kind] = one.going

    def quiet_until(self, account_id: int) -> datetime | None:
        """When the account's quiet hours end; None where they are not now."""
        row = self._accounts[account_id]
        of_school = self._rules[row.school_id].hours
        own = row.quiet_from is not None
        hours = Hours(
            of_school.time_zone,
            quiet_from=row.quiet_from if own else of_school.quiet_from,
            quiet_until=row.quiet_until if own else of_school.quiet_until,
        )
        return hours.after_quiet(self._now) if hours.is_quiet(self._now) else None

    def letters(self, account_id: int, claimed: Iterable[Any]) -> list[Ready]:
        """The letters to the account; none for what it may not be told, or where no letter reaches it."""
        row, ones = self._accounts[account_id], list(claimed)
        if not row.email or row.email_confirmed_at is None:
            return []
        told = told_now(
            self._session, self._actors.get(account_id, ()), self._rules, self._chosen[account_id], ones,
            stopped=row.mail_stopped_at is not None, locale=row.locale,
        )  # fmt: skip
        return [_ready(one, row, told[one.id]) for one in ones if told.get(one.id)]


def _ready(claimed: Any, account: Any, told: Sequence[letters.Told]) -> Ready:
    if claimed.day:
        letter = letters.of_day(told, claimed.day, account.locale)
    else:
        letter = letters.of_one(told[0], account.locale)
    can_stop = any(one.can_stop for one in told)
    stop = letters.stop_address(stop_token(account.id)) if can_stop else ""
    return Ready(claimed.id, account.id, account.email, letter, stop)


# --------------------------------------------------------------------------------- what became of it


def note_sent(session: Session, number: int, holder: str) -> bool:
    """The channel has taken it over; False where somebody else has it in hand by now."""
    return _close(session, [number], holder, Fate.SENT) > 0


def note_refused(
    session: Session, number: int, holder: str, error: str, *, for_ever: bool, of_recipient: bool = False
) -> None:
    """It was not taken: tried again after a growing pause, or given up with the reason."""
    words, now = error[:LONGEST_ERROR], clock.now()
    of_number = select(_delivery.tries, _delivery.created_at).where(_delivery.id == number)
    row = session.execute(of_number).one()
    if for_ever or row.created_at < now - TRIED_FOR:
        fate = Fate.BOUNCED if for_ever and of_recipient else Fate.FAILED
        _close(session, [number], holder, fate, words)
    else:
        _let_go(session, [number], holder, not_before=now + pause_after(row.tries), last_error=words)


def release(session: Session, ids: Collection[int], holder: str) -> None:
    """Let others send what was not tried."""
    if ids:
        _let_go(session, ids, holder, tries=_delivery.tries - 1)


def throw_away_old(session: Session) -> None:
    """Forget what was done with long ago; a notice of such a digest is in none."""
    old = select(_delivery.id).where(_delivery.closed_at < clock.now() - KEPT)
    notice = db.outbox_notice.c
    session.execute(update(db.outbox_notice).where(notice.digest_id.in_(old)).values(digest_id=None))
    session.execute(delete(db.delivery).where(_delivery.closed_at < clock.now() - KEPT))


def _close(session: Session, ids: Collection[int], holder: str, fate: Fate, error: str = "") -> int:
    closed = {"closed_at": clock.now(), "fate": fate, "last_error": error}
    return _let_go(session, ids, holder, **closed)


def _let_go(session: Session, ids: Collection[int], holder: str, **values: object) -> int:
    done = session.execute(
        update(db.delivery)
        .where(_delivery.id.in_(list(ids)), _delivery.holder == holder, _delivery.closed_at.is_(None))
        .values(holder="", lease_until=None, **values)
    )
    return int(getattr(done, "rowcount", 0))
