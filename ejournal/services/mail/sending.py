"""What is to be sent now: one process at a time, each letter with growing pauses, given up after its time."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, or_, update
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.models import Mail
from ejournal.services.mail.turns import take_turn

TURN = "mail"
PAUSES = tuple(timedelta(minutes=n) for n in (1, 2, 5, 15, 30, 60, 120))
KEPT = timedelta(days=30)
LONGEST_ERROR = 300


@dataclass(frozen=True, slots=True)
class Due:
    """A letter to be sent now."""

    id: int
    to_address: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class GivenUp:
    """How many letters of a school were given up today, and what the server said to the last."""

    school_id: int
    count: int
    error: str


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries."""
    return PAUSES[min(tries, len(PAUSES)) - 1]


def any_due(session: Session) -> bool:
    """Whether a letter waits to be sent or given up; nothing is locked."""
    now = clock.now()
    waiting = select(col(Mail.id)).where(
        col(Mail.closed_at).is_(None), or_(col(Mail.not_before) <= now, col(Mail.until) <= now)
    )
    return session.exec(waiting.limit(1)).first() is not None


def next_due(session: Session, holder: str) -> Due | None:
    """The letter that has waited longest, its try counted; None when nothing is due or the turn is lost.

    The next try is set before this one: who is killed meanwhile sends it once more, later, and never at once.
    """
    if not take_turn(session, TURN, holder):
        return None
    now = clock.now()
    one = session.exec(
        select(Mail)
        .where(col(Mail.closed_at).is_(None), col(Mail.not_before) <= now, col(Mail.until) > now)
        .order_by(col(Mail.not_before), col(Mail.id))
        .limit(1)
    ).first()
    if one is None or one.id is None:
        return None
    due = Due(one.id, one.to_address, one.subject, one.body)
    _set(session, one.id, tries=one.tries + 1, not_before=now + pause_after(one.tries + 1))
    return due


def note_sent(session: Session, mail_id: int) -> None:
    """The server has taken the letter over: its text is forgotten."""
    _set(session, mail_id, closed_at=clock.now(), body="", last_error="")


def note_refused(session: Session, mail_id: int, error: str, *, for_ever: bool) -> None:
    """The letter was not taken; what is refused for ever is tried no more, and given up at the next look."""
    values: dict[str, object] = {"last_error": error[:LONGEST_ERROR]}
    _set(session, mail_id, **(values | {"until": clock.now()} if for_ever else values))


def give_up(session: Session) -> tuple[GivenUp, ...]:
    """Close what could not be sent in its time; the schools concerned, with their letters given up today."""
    now = clock.now()
    closed = session.execute(
        update(Mail)
        .where(col(Mail.closed_at).is_(None), col(Mail.until) <= now)
        .values(closed_at=now, failed=True, body="")
        .returning(col(Mail.school_id), col(Mail.last_error))
    ).all()
    session.execute(delete(Mail).where(col(Mail.closed_at) < now - KEPT))
    errors = {row.school_id: row.last_error for row in closed}
    return tuple(GivenUp(one, _failed_today(session, one), error) for one, error in sorted(errors.items()))


def _failed_today(session: Session, school_id: int) -> int:
    day_ago = clock.now() - timedelta(days=1)
    failed = select(func.count()).where(
        col(Mail.school_id) == school_id, col(Mail.failed).is_(True), col(Mail.closed_at) > day_ago
    )
    return session.exec(failed).one()


def _set(session: Session, mail_id: int, **values: object) -> None:
    session.execute(
        update(Mail).where(col(Mail.id) == mail_id, col(Mail.closed_at).is_(None)).values(**values)
    )
