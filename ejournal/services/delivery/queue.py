"""The administrator's side of delivery: what waits, what became of the rest, tried again by hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.models import Account, Channel, Fate, Mail, MailKind
from ejournal.models.base import table
from ejournal.services.base import tables as db
from ejournal.services.delivery import webhooks
from ejournal.services.delivery.spending import Spent, spent_on
from ejournal.services.mail import outbox
from ejournal.services.mail.outbox import Letter
from ejournal.settings import settings

COUNTED = timedelta(days=7)
MOST_SHOWN = 50
_delivery, _person, _account, _notice = db.delivery.c, db.person.c, db.account.c, db.outbox_notice.c
_mail = table(Mail).c


@dataclass(frozen=True, slots=True)
class Stuck:
    """A delivery that waits for another try, or was given up: to whom, what was said, when."""

    id: int
    channel: Channel
    name: str
    fate: Fate
    error: str
    tries: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """The last trial letter of the actor: on its way, taken by the mail server, or refused with its words."""

    at: datetime
    to_address: str
    taken: bool
    failed: bool
    error: str


@dataclass(frozen=True, slots=True)
class Queue:
    """A channel: what waits, since when the oldest of what is due; what became of that of the last week."""

    waiting: int
    due: int
    oldest: datetime | None
    fates: dict[Fate, int]
    last_sent: datetime | None


def working_channels(session: Session, actor: Actor) -> list[Channel]:
    """The channels by which this installation sends for the school."""
    given = settings()
    works = {
        Channel.MAIL: outbox.are_sent(),
        Channel.PUSH: given.push,
        Channel.SMS: given.sends_sms,
        Channel.WEBHOOK: given.webhooks and webhooks.of_school(session, actor) is not None,
        Channel.MAX: given.has_max,
    }
    return [channel for channel in Channel if works[channel]]


def queue_of(session: Session, actor: Actor, channel: Channel = Channel.MAIL) -> Queue:
    """The queue of the school's channel; a fixed number of queries."""
    guard.require(actor, Permission.ACCOUNTS_MANAGE)
    now = clock.now()
    own = (_delivery.school_id == actor.school_id, _delivery.channel == channel)
    open_ = (*own, _delivery.closed_at.is_(None))
    due = (*open_, _delivery.not_before <= now)
    waiting = session.execute(select(func.count()).where(*open_)).scalar_one()
    of_due = select(func.count(), func.min(_delivery.not_before)).where(*due)
    count, oldest = session.execute(of_due).one()
    week = select(_delivery.fate, func.count()).where(*own, _delivery.closed_at > now - COUNTED)
    fates = {fate: int(number) for fate, number in session.execute(week.group_by(_delivery.fate))}
    last = select(func.max(_delivery.closed_at)).where(*own, _delivery.fate == Fate.SENT)
    return Queue(waiting, count, oldest, fates, session.execute(last).scalar_one())


def sms_of_today(session: Session, actor: Actor) -> tuple[Spent, Spent]:
    """What of the day's SMS the school has used: of all but the urgent ones, and of those."""
    guard.require(actor, Permission.ACCOUNTS_MANAGE)
    now = clock.now()
    usual, urgent = (spent_on(session, actor.school_id, now, urgent=one) for one in (False, True))
    return usual, urgent


def stuck(session: Session, actor: Actor) -> list[Stuck]:
    """What of the school's waits for another try or was given up, by all channels; the newest."""
    guard.require(actor, Permission.ACCOUNTS_MANAGE)
    rows = session.execute(
        select(
            _delivery.id, _delivery.channel, _person.last_name, _person.first_name, _delivery.fate,
            _delivery.last_error, _delivery.tries, _delivery.closed_at, _delivery.not_before,
        )
        .outerjoin_from(db.delivery, db.account, _account.id == _delivery.account_id)
        .outerjoin(db.outbox_notice, _notice.id == _delivery.notice_id)
        .join(db.person, _person.id == func.coalesce(_account.person_id, _notice.recipient_id))
        .where(
            _delivery.school_id == actor.school_id,
            _delivery.last_error != "",
            _delivery.fate.in_((Fate.WAITING, Fate.FAILED, Fate.BOUNCED)),
        )
        .order_by(_delivery.id.desc())
        .limit(MOST_SHOWN)
    )  # fmt: skip
    return [
        Stuck(
            one.id, one.channel, f"{one.last_name} {one.first_name}", one.fate, one.last_error, one.tries,
            one.closed_at or one.not_before,
        )
        for one in rows
    ]  # fmt: skip


def try_again(session: Session, actor: Actor, number: int) -> None:
    """Send at once what was given up or waits for another try; what nobody has in hand."""
    guard.require(actor, Permission.ACCOUNTS_MANAGE)
    now = clock.now()
    done = session.execute(
        update(db.delivery)
        .where(
            _delivery.id == number,
            _delivery.school_id == actor.school_id,
            _delivery.fate.in_((Fate.WAITING, Fate.FAILED, Fate.BOUNCED)),
            _delivery.holder == "",
            _delivery.last_error != "",
        )
        .values(closed_at=None, fate=Fate.WAITING, tries=0, created_at=now, not_before=now, last_error="")
    )
    if not getattr(done, "rowcount", 0):
        raise NotFound


def try_all_again(session: Session, actor: Actor) -> int:
    """The same for all that could not be sent, save to addresses that are not there; how many."""
    guard.require(actor, Permission.ACCOUNTS_MANAGE)
    now = clock.now()
    done = session.execute(
        update(db.delivery)
        .where(
            _delivery.school_id == actor.school_id,
            _delivery.fate.in_((Fate.WAITING, Fate.FAILED)),
            _delivery.holder == "",
            _delivery.last_error != "",
        )
        .values(closed_at=None, fate=Fate.WAITING, tries=0, created_at=now, not_before=now, last_error="")
    )
    return int(getattr(done, "rowcount", 0))


def send_trial(session: Session, actor: Actor) -> str:
    """Send the actor a letter that says that letters arrive; the address. DomainError where none can go."""
    guard.require(actor, Permission.ACCOUNTS_MANAGE)
    if not outbox.are_sent():
        raise DomainError("This installation sends nothing by this channel")
    account = session.get_one(Account, actor.account_id)
    if not account.email or account.email_confirmed_at is None:
        raise DomainError("First confirm an e-mail of your own on the page “My account”")
    letter = Letter(
        gettext(account.locale, "The school journal can send mail"),
        gettext(account.locale, "This letter was sent to try the mail server. Nothing is to be done.") + "\n",
    )
    put = outbox.put(session, actor.school_id, actor.person_id, account.email, MailKind.TRIAL, letter)
    if not put:
        raise DomainError("Too many letters were sent. Try again in an hour")
    return account.email


def last_letter(session: Session, actor: Actor) -> Trial | None:
    """What became of the actor's last trial letter; none where there was none."""
    asked = select(_mail.created_at, _mail.to_address, _mail.closed_at, _mail.failed, _mail.last_error).where(
        _mail.school_id == actor.school_id,
        _mail.person_id == actor.person_id,
        _mail.kind == MailKind.TRIAL,
    )
    row = session.execute(asked.order_by(_mail.id.desc()).limit(1)).first()
    if row is None:
        return None
    taken = row.closed_at is not None and not row.failed
    return Trial(row.created_at, row.to_address, taken, row.failed, row.last_error)
