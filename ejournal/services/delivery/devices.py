"""The browsers that an account wants told of news: few, each of one account, until their service says so."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlmodel import Session

from ejournal import clock, limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.lazily import Lazily
from ejournal.models import Channel, Delivery, Fate, PushDevice
from ejournal.services.base import tables as db
from ejournal.settings import settings
from ejournal.web_addresses import is_plain_address

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec
else:
    ec = Lazily("cryptography.hazmat.primitives.asymmetric.ec")

MOST = 10
"""Browsers of an account: of more, the one that was added first goes."""
MOST_TRIALS = 10
"""Trials of an account by a channel within an hour."""
SECRET_BYTES = 16
BROKEN = "This browser gave nothing by which it could be told of news"
_device, _delivery = db.push_device.c, db.delivery.c


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a browser gives when it is to be told of news."""

    endpoint: str
    public_key: str
    secret: str


@dataclass(frozen=True, slots=True)
class Device:
    """A browser of the account; key: by which that browser knows itself."""

    id: int
    title: str
    since: datetime
    told_at: datetime | None
    key: str


@dataclass(frozen=True, slots=True)
class Trial:
    """The last trial of the account by a channel: what became of it."""

    at: datetime
    fate: Fate
    error: str


def own_devices(session: Session, actor: Actor) -> list[Device]:
    """The actor's browsers, the newest first."""
    guard.require(actor, Permission.NOTICES_READ)
    rows = session.execute(
        select(_device.id, _device.title, _device.created_at, _device.told_at, _device.endpoint_hash)
        .where(_device.account_id == actor.account_id)
        .order_by(_device.id.desc())
    )
    return [Device(one.id, one.title, one.created_at, one.told_at, one.endpoint_hash) for one in rows]


def add_device(session: Session, actor: Actor, given: Subscription, title: str) -> None:
    """Have the browser told of the actor's news from now on, and of nobody else's.

    DomainError for what is no address of a push service, or no key.
    """
    guard.require(actor, Permission.ACCOUNT_WRITE)
    if not settings().push:
        raise DomainError("This installation tells browsers of nothing")
    _check(given)
    name = key_of(given.endpoint)
    session.execute(delete(db.push_device).where(_device.endpoint_hash == name))
    session.add(
        PushDevice(
            school_id=actor.as_owner.school_id, account_id=actor.account_id, endpoint_hash=name,
            endpoint=given.endpoint, public_key=given.public_key, secret=given.secret, title=title[:80],
            created_at=clock.now(),
        )
    )  # fmt: skip
    session.flush()
    newest = select(_device.id).where(_device.account_id == actor.account_id)
    kept = session.scalars(newest.order_by(_device.id.desc()).limit(MOST)).all()
    session.execute(
        delete(db.push_device).where(_device.account_id == actor.account_id, _device.id.not_in(kept))
    )


def remove_device(session: Session, actor: Actor, number: int) -> None:
    """Tell the actor's browser of nothing more."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    own = (_device.id == number, _device.account_id == actor.account_id)
    if session.scalar(select(_device.id).where(*own)) is None:
        raise NotFound
    session.execute(delete(db.push_device).where(*own))


def forget_own(session: Session, actor: Actor, key: str) -> None:
    """The actor's browser has given up its side; nothing where it is none of the actor's."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    own = (_device.endpoint_hash == key, _device.account_id == actor.account_id)
    session.execute(delete(db.push_device).where(*own))


def forget(session: Session, endpoint_hash: str) -> None:
    """The push service knows the browser no longer."""
    session.execute(delete(db.push_device).where(_device.endpoint_hash == endpoint_hash))


def note_told(session: Session, endpoint_hash: str) -> None:
    """The push service has taken a message for the browser."""
    session.execute(
        update(db.push_device).where(_device.endpoint_hash == endpoint_hash).values(told_at=clock.now())
    )


def key_of(endpoint: str) -> str:
    """By which a browser's address is found."""
    return hashlib.sha256(endpoint.encode()).hexdigest()


def send_trial(session: Session, actor: Actor, channel: Channel) -> None:
    """Send the actor something that says that it arrives. DomainError where there were too many."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    put_trial(session, channel, actor.as_owner.school_id, actor.account_id)


def put_trial(session: Session, channel: Channel, school_id: int, account_id: int | None) -> None:
    """Put a trial to the account, or to the school, on its way. DomainError where there were too many."""
    now = clock.now()
    of_hour = select(func.count()).where(
        *_trials(channel, school_id, account_id), _delivery.created_at > now - timedelta(hours=1)
    )
    if session.execute(of_hour).scalar_one() >= MOST_TRIALS:
        raise DomainError("Enough was tried. Try again in an hour")
    session.add(
        Delivery(
            school_id=school_id, account_id=account_id, channel=channel, trial=True, created_at=now,
            not_before=now,
        )
    )  # fmt: skip
    session.flush()


def last_trial(session: Session, actor: Actor, channel: Channel) -> Trial | None:
    """What became of the actor's last trial by the channel; none where there was none."""
    return last_of(session, channel, actor.as_owner.school_id, actor.account_id)


def last_of(session: Session, channel: Channel, school_id: int, account_id: int | None) -> Trial | None:
    """What became of the last trial of the account, or of the school, by the channel; none without one."""
    asked = select(_delivery.created_at, _delivery.fate, _delivery.last_error)
    found = asked.where(*_trials(channel, school_id, account_id)).order_by(_delivery.id.desc()).limit(1)
    row = session.execute(found).first()
    return None if row is None else Trial(row.created_at, row.fate, row.last_error)


def _trials(channel: Channel, school_id: int, account_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return (
        _delivery.school_id == school_id, _delivery.account_id == account_id, _delivery.channel == channel,
        _delivery.trial.is_(True),
    )  # fmt: skip


def may_be_called(address: str) -> bool:
    """Whether it is an address on the web as one may be named; where it leads is looked at with each call."""
    schemes = ("https", "http") if settings().outgoing_private else ("https",)
    return is_plain_address(address, *schemes)


def _check(given: Subscription) -> None:
    if not may_be_called(given.endpoint) or len(given.endpoint) > limits.PUSH_ENDPOINT:
        raise DomainError(BROKEN)
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(given.public_key))
        secret = _bytes(given.secret)
    except ValueError:
        raise DomainError(BROKEN) from None
    if len(secret) != SECRET_BYTES or len(given.public_key) > 100:
        raise DomainError(BROKEN)


def _bytes(text: str) -> bytes:
    """What is written in base64url with or without its end."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
