"""Whom a bot tells of an account's news: bound by a code that works once, let go by either side."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, func, select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import Account, Channel, LinkPurpose, MessengerChat, OneTimeLink
from ejournal.models.base import table
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.one_time_links import UNKNOWN, LinkRefused, find_link, give_link, use_link
from ejournal.services.base.secret_links import hashed
from ejournal.services.base.topics import ways_topic
from ejournal.services.messenger.bots import bot_of
from ejournal.settings import settings

CODE_LASTS = timedelta(minutes=15)
MOST_CODES = 20
"""Codes of an account within an hour."""
LONGEST_TITLE = 80
NO_BOT = "This installation has no bot in MAX"
SILENT = "MAX does not answer the journal now. Try again later"
_chat, _account, _link = db.messenger_chat.c, db.account.c, table(OneTimeLink).c
_BOUND_BY = (
    select(_account.locale)
    .join(db.messenger_chat, _chat.account_id == _account.id)
    .join(table(OneTimeLink), _link.person_id == _account.person_id)
    .where(
        _link.token_hash == bindparam("hash"), _link.purpose == LinkPurpose.MESSENGER,
        _link.used_at.is_not(None),
        _chat.channel == bindparam("channel"), _chat.user_id == bindparam("user_id"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chat:
    """Somebody of a messenger who is told; title: as they are called there."""

    title: str
    since: datetime
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A code that binds its account once, and the address at which the messenger gives it to the bot."""

    code: str
    address: str


def own_chat(session: Session, actor: Actor, channel: Channel) -> Chat | None:
    """Who of the messenger is told of the actor's news; None where nobody is."""
    guard.require(actor, Permission.NOTICES_READ)
    row = session.execute(
        select(_chat.title, _chat.linked_at, _chat.told_at).where(
            _chat.account_id == actor.account_id, _chat.channel == channel
        )
    ).first()
    return None if row is None else Chat(row.title, row.linked_at, row.told_at)


def offer(session: Session, actor: Actor) -> Offer:
    """A code for MAX, in place of whichever the actor had. DomainError where no bot would take it."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    if not settings().has_max:
        raise DomainError(NO_BOT)
    bot = bot_of(session, Channel.MAX)
    name = settings().max_bot or (bot.username if bot is not None else "")
    if not name:
        raise DomainError(SILENT)
    owner = actor.as_owner
    of_hour = select(func.count()).where(
        col(OneTimeLink.purpose) == LinkPurpose.MESSENGER,
        col(OneTimeLink.school_id) == owner.school_id,
        col(OneTimeLink.person_id) == owner.person_id,
        col(OneTimeLink.created_at) > clock.now() - timedelta(hours=1),
    )
    if session.execute(of_hour).scalar_one() >= MOST_CODES:
        raise DomainError("Enough was tried. Try again in an hour")
    code = give_link(
        session, LinkPurpose.MESSENGER, CODE_LASTS, school_id=owner.school_id, person_id=owner.person_id
    )
    return Offer(code, f"https://max.ru/{name}?start={code}")


def bind(session: Session, channel: Channel, code: str, user_id: int, title: str) -> str:
    """Have the user told of the account's news from now on; the account's language.

    LinkRefused by the code, but for whoever is bound by it: a press twice is as once.
    """
    try:
        link = find_link(session, code, LinkPurpose.MESSENGER, hold=True)
    except LinkRefused:
        bound = session.execute(_BOUND_BY, {"hash": hashed(code), "channel": channel, "user_id": user_id})
        if (locale := bound.scalars().first()) is None:
            raise
        return str(locale)
    account = session.scalars(
        select(Account).where(col(Account.person_id) == link.person_id, col(Account.blocked).is_(False))
    ).first()
    if account is None or account.id is None:
        raise LinkRefused(UNKNOWN)
    use_link(session, link)
    _let_go(session, _chat.account_id == account.id, _chat.channel == channel)
    session.add(
        MessengerChat(
            school_id=account.school_id, account_id=account.id, channel=channel, user_id=user_id,
            title=_plain(title), linked_at=clock.now(),
        )
    )  # fmt: skip
    session.flush()
    note(session, ways_topic(account.id))
    return account.locale


def disconnect(session: Session, actor: Actor, channel: Channel) -> None:
    """Tell the actor nothing more there; nothing where nobody is told."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    _let_go(session, _chat.account_id == actor.account_id, _chat.channel == channel)


def forget_user(session: Session, channel: Channel, user_id: int) -> None:
    """The user has stopped the bot, or nothing reaches them: none of their accounts is told there."""
    _let_go(session, _chat.user_id == user_id, _chat.channel == channel)


def note_told(session: Session, channel: Channel, account_id: int) -> None:
    """The messenger has taken a message for the account."""
    session.execute(
        update(db.messenger_chat)
        .where(_chat.account_id == account_id, _chat.channel == channel)
        .values(told_at=clock.now())
    )
    note(session, ways_topic(account_id))


def _let_go(session: Session, *whose: ColumnElement[bool]) -> None:
    accounts = session.scalars(select(_chat.account_id).where(*whose)).all()
    if accounts:
        session.execute(delete(db.messenger_chat).where(*whose))
        note(session, *(ways_topic(account_id) for account_id in accounts))


def _plain(title: str) -> str:
    """As somebody is called in the messenger, on one line and not for ever."""
    words = " ".join(title.split())
    return "".join(sign for sign in words if sign.isprintable())[:LONGEST_TITLE]
