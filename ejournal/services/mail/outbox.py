"""Letters put into the outbox, in the transaction of what they tell of."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.models import Mail, MailKind
from ejournal.settings import settings

MOST_AN_HOUR = 10
"""Letters to one person, or to one address, within an hour."""
MOST_WAITING = 20_000
"""Letters of the installation that wait to be sent."""
LONGEST_SUBJECT, LONGEST_BODY = 200, 10_000
LASTS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says."""

    subject: str
    body: str


def are_sent() -> bool:
    """Whether this installation sends mail at all."""
    return bool(settings().smtp_host)


def address(path: str, token: str) -> str:
    """The whole address of a page with its secret, which stands where no server sees it."""
    return f"{settings().public_url}{path}#{token}"


def put(
    session: Session, school_id: int, person_id: int, to_address: str, kind: MailKind, letter: Letter,
    lasts: timedelta = LASTS, not_before: datetime | None = None,
) -> bool:  # fmt: skip
    """Queue a letter; False when no mail is sent here, or this person or address had too many in the hour.

    lasts: how long it is of use; what cannot be sent by then is given up. not_before: when it may go, where
    that is not at once; it is of use from then on. ValueError for what is too long.
    """
    if len(letter.subject) > LONGEST_SUBJECT or len(letter.body) > LONGEST_BODY:
        raise ValueError("the letter is too long")
    if not are_sent() or not _has_room(session, school_id, person_id, to_address):
        return False
    now = clock.now()
    goes = not_before or now
    session.add(
        Mail(
            school_id=school_id, person_id=person_id, kind=kind, to_address=to_address,
            subject=letter.subject, body=letter.body, created_at=now, not_before=goes,
            until=goes + min(lasts, LASTS),
        )
    )  # fmt: skip
    session.flush()
    return True


def _has_room(session: Session, school_id: int, person_id: int, to_address: str) -> bool:
    of_hour = select(func.count()).where(col(Mail.created_at) > clock.now() - timedelta(hours=1))
    # Each by an index of its own: one question for both would read the letters of all schools.
    of_person = of_hour.where(col(Mail.school_id) == school_id, col(Mail.person_id) == person_id)
    of_address = of_hour.where(col(Mail.to_address) == to_address)
    if max(session.exec(of_person).one(), session.exec(of_address).one()) >= MOST_AN_HOUR:
        return False
    waiting = select(func.count()).where(col(Mail.closed_at).is_(None))
    return session.exec(waiting).one() < MOST_WAITING
