"""The webhook of a school: the address of another system, the key of its signatures, what it is told of."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import clock, limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import Channel, NoticeKind, Webhook
from ejournal.sealing import seal
from ejournal.services import audit
from ejournal.services.delivery import devices
from ejournal.services.delivery.calls import PURPOSE
from ejournal.services.delivery.devices import Trial
from ejournal.services.delivery.rules import CHOSEN
from ejournal.settings import settings

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Hook:
    """Where the other system is called, of what it is told, whether with names and words."""

    address: str
    kinds: frozenset[NoticeKind]
    with_text: bool


def of_school(session: Session, actor: Actor) -> Hook | None:
    """The school's webhook; none where it has none."""
    row = _row(session, actor)
    return None if row is None else _hook(row)


def made_at(session: Session, actor: Actor) -> datetime | None:
    """When the key of its signatures was made."""
    row = _row(session, actor)
    return None if row is None else row.made_at


def set_of_school(session: Session, actor: Actor, wanted: Hook) -> str:
    """Have it told from now on; a new one's secret, which nobody is told again. DomainError by the field."""
    row = _row(session, actor)
    before = None if row is None else _hook(row)
    _check(wanted)
    if before == wanted:
        return ""
    secret = "" if row else secrets.token_urlsafe(SECRET_BYTES)
    row = row or Webhook(
        school_id=actor.school_id, address="", sealed=seal(PURPOSE, secret), made_at=clock.now()
    )
    row.address, row.with_text = wanted.address, wanted.with_text
    row.kinds = sorted(kind.value for kind in wanted.kinds)
    session.add(row)
    session.flush()
    _note(session, actor, "settings.webhook", row.id, _spelled(before), _spelled(wanted))
    return secret


def renew_secret(session: Session, actor: Actor) -> str:
    """Another secret: what is signed by the one before goes no more. NotFound where there is no webhook."""
    row = _known(session, actor)
    secret, before = secrets.token_urlsafe(SECRET_BYTES), row.made_at
    row.sealed, row.made_at = seal(PURPOSE, secret), clock.now()
    session.add(row)
    session.flush()
    told = ({"made_at": before.isoformat()}, {"made_at": row.made_at.isoformat()})
    _note(session, actor, "settings.webhook-secret", row.id, *told)
    return secret


def remove(session: Session, actor: Actor) -> None:
    """Tell the other system of nothing more; its secret is forgotten. NotFound where there is no webhook."""
    row = _known(session, actor)
    _note(session, actor, "settings.webhook", row.id, _spelled(_hook(row)), None)
    session.delete(row)
    session.flush()


def send_trial(session: Session, actor: Actor) -> None:
    """Call the address with what says only that it arrives. NotFound where there is no webhook."""
    _known(session, actor)
    devices.put_trial(session, Channel.WEBHOOK, actor.school_id, None)


def last_trial(session: Session, actor: Actor) -> Trial | None:
    """What became of the school's last trial; none where there was none."""
    guard.require(actor, Permission.ACCOUNTS_MANAGE)
    return devices.last_of(session, Channel.WEBHOOK, actor.school_id, None)


def _known(session: Session, actor: Actor) -> Webhook:
    row = _row(session, actor)
    if row is None:
        raise NotFound
    return row


def _row(session: Session, actor: Actor) -> Webhook | None:
    guard.require(actor, Permission.ACCOUNTS_MANAGE)
    return session.scalars(select(Webhook).where(col(Webhook.school_id) == actor.school_id)).first()


def _hook(row: Webhook) -> Hook:
    return Hook(row.address, frozenset(kind for kind in CHOSEN if kind.value in row.kinds), row.with_text)


def _check(wanted: Hook) -> None:
    if not settings().webhooks:
        raise DomainError("This installation tells no other system of notices")
    if not devices.may_be_called(wanted.address) or len(wanted.address) > limits.WEBHOOK:
        raise DomainError("A whole address in Latin letters that begins with https://", field="address")
    if not wanted.kinds:
        raise DomainError("Tick what the other system is told of", field="kinds")


def _spelled(found: Hook | None) -> dict[str, Any] | None:
    if found is None:
        return None
    kinds = sorted(kind.value for kind in found.kinds)
    return {"address": found.address, "kinds": kinds, "with_text": found.with_text}


def _note(
    session: Session, actor: Actor, action: str, number: int | None, before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:  # fmt: skip
    change = audit.Change(action, "webhook", number, before, after)
    audit.record(session, actor.school_id, actor.person_id, change)
