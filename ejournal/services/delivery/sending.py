"""What is to be sent now: leased to who sends it, noted as soon as it is known.

A delivery is in one hand at a time. Who is killed with some in hand has them taken over when the lease is
over: what the channel took and nobody could note any more goes once more then, and nothing else does.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, bindparam, delete, func, or_, select, update
from sqlmodel import Session

from ejournal import clock
from ejournal.models import Channel, Fate
from ejournal.services.base import tables as db
from ejournal.services.delivery.preparing import Portion
from ejournal.services.delivery.ways import note_messages
from ejournal.services.mail.sending import LONGEST_ERROR, pause_after

PORTION = 20
LEASE = timedelta(minutes=5)
"""Longer than a portion may take: who is silent for so long has died."""
TRIED_FOR = timedelta(days=2)
"""After so long a delivery is given up."""
KEPT = timedelta(days=30)

_delivery = db.delivery.c
_NOW: BindParameter[datetime] = bindparam("now")
_FREE = (
    _delivery.closed_at.is_(None),
    _delivery.not_before <= _NOW,
    or_(_delivery.lease_until.is_(None), _delivery.lease_until <= _NOW),
)
_DUE = select(_delivery.channel).where(*_FREE).distinct()
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
_SENT_SINCE = select(func.count()).where(
    _delivery.channel == bindparam("of_channel"), _delivery.closed_at > bindparam("since"),
    _delivery.fate == Fate.SENT,
)  # fmt: skip


def due_channels(session: Session) -> list[Channel]:
    """The channels by which something is to be sent now; nothing is locked."""
    return sorted(session.connection().execute(_DUE, {"now": clock.now()}).scalars())


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


def settle(session: Session, portion: Portion, holder: str) -> None:
    """Close what nobody is told any more, and put off what falls into quiet hours."""
    if portion.dropped:
        _close(session, portion.dropped, holder, Fate.DROPPED)
    for until, ids in portion.waits.items():  # it was no try
        _let_go(session, ids, holder, not_before=until, tries=_delivery.tries - 1)


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


def tell_authors(session: Session, ids: Collection[int]) -> None:
    """Say of the messages to many among these deliveries that something has become of them."""
    notices = select(_delivery.notice_id).where(_delivery.id.in_(list(ids)))
    note_messages(session, db.outbox_notice.c.id.in_(notices))


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
