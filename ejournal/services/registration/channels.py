"""The ways by which who has no account yet is reminded to register: mail is the only one today.

Another one is a `Channel` more in CHANNELS and its name in ReminderChannel: what is counted, when and to whom
it may go is said in `standing.py` and `reminding.py` for all of them alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete
from sqlmodel import Session, col

from ejournal.i18n import DEFAULT
from ejournal.models import Mail, MailKind, ReminderChannel
from ejournal.services.accounts import letters
from ejournal.services.base import tables as db
from ejournal.services.mail import outbox
from ejournal.settings import settings

REGISTER, NO_MORE = "/register", "/reminders"
MOST = 5
"""Reminders to a person by a channel, for good."""
CODE_LASTS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is to be told: to whom where, of which school; the code, where it goes along; how to stop it."""

    school_id: int
    school: str
    person_id: int
    to: str
    code: str
    number: int
    stop: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A way out of the program.

    to: the column of a person's card that says where. works: whether this installation has the way. send: put
    a reminder on its way, not before a moment where one is given; False where it finds no room. forget: what
    is not on its way yet to the person of a school does not go.
    """

    kind: ReminderChannel
    to: ColumnElement[str]
    works: Callable[[], bool]
    send: Callable[[Session, Reminder, datetime | None], bool]
    forget: Callable[[Session, int, int], None]


def _send_letter(session: Session, one: Reminder, not_before: datetime | None) -> bool:
    place = outbox.address(REGISTER, one.code) if one.code else f"{settings().public_url}{REGISTER}"
    lasts, stop = CODE_LASTS if one.code else None, outbox.address(NO_MORE, one.stop)
    letter = letters.reminder(DEFAULT, one.school, place, lasts, one.number, MOST, stop)
    return outbox.put(
        session, one.school_id, one.person_id, one.to, MailKind.REMINDER, letter, not_before=not_before
    )


def _forget_letters(session: Session, school_id: int, person_id: int) -> None:
    session.execute(
        delete(Mail).where(
            col(Mail.school_id) == school_id,
            col(Mail.person_id) == person_id,
            col(Mail.kind) == MailKind.REMINDER,
            col(Mail.closed_at).is_(None),
        )
    )


BY_MAIL = Channel(ReminderChannel.MAIL, db.person.c.email, outbox.are_sent, _send_letter, _forget_letters)
CHANNELS: tuple[Channel, ...] = (BY_MAIL,)


def open_channels() -> tuple[Channel, ...]:
    """Those that this installation has."""
    return tuple(one for one in CHANNELS if one.works())
