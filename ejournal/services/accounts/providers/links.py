"""Whose a provider's subjects are: linked after both sign-ins, one subject to one account, and unlinked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import dates
from ejournal.models import Account, MailKind, ProviderLink, School
from ejournal.openid_provider import OidcProvider
from ejournal.services import audit
from ejournal.services.accounts import letters
from ejournal.services.mail import outbox
from ejournal.services.mail.outbox import Letter
from ejournal.settings import settings


class LinkTaken(Exception):
    """The subject is another account's, or the account has another subject of the provider."""


class AccountClosed(Exception):
    """The subject is known, and its account is blocked."""


@dataclass(frozen=True, slots=True)
class OwnLink:
    """A provider in the actor's eyes: id is 0 while it is not linked, key is empty when it is not offered."""

    id: int
    key: str
    title: str
    linked_at: datetime | None = None
    used_at: datetime | None = None


def own_links(session: Session, actor: Actor) -> tuple[OwnLink, ...]:
    """The providers that are offered, and those that were when the actor linked them."""
    guard.require(actor, Permission.ACCOUNT_READ)
    actor = actor.as_owner
    rows = {row.issuer: row for row in session.scalars(select(ProviderLink).where(*_of_actor(actor)))}
    found = [_own(one, rows.pop(one.issuer, None)) for one in settings().oidc_providers]
    former = [
        OwnLink(row.id or 0, "", title_of(row.issuer), row.linked_at, row.used_at) for row in rows.values()
    ]
    return (*found, *sorted(former, key=lambda one: one.title))


def _own(provider: OidcProvider, row: ProviderLink | None) -> OwnLink:
    if row is None:
        return OwnLink(0, provider.key, provider.title)
    return OwnLink(row.id or 0, provider.key, provider.title, row.linked_at, row.used_at)


def title_of(issuer: str) -> str:
    """How the provider is called; by its host once it is offered no longer."""
    named = (one.title for one in settings().oidc_providers if one.issuer == issuer)
    return next(named, urlsplit(issuer).hostname or issuer)


def link(session: Session, actor: Actor, provider: OidcProvider, subject: str) -> None:
    """Make the provider's subject the actor's; LinkTaken when it is another's, or the actor has one there.

    Whoever calls has just seen both sign-ins.
    """
    guard.require(actor, Permission.ACCOUNT_WRITE)
    actor = actor.as_owner
    whose = select(col(ProviderLink.account_id)).where(
        col(ProviderLink.issuer) == provider.issuer, col(ProviderLink.subject) == subject
    )
    if session.scalar(whose) == actor.account_id:
        return
    row = ProviderLink(
        school_id=actor.school_id,
        account_id=actor.account_id,
        issuer=provider.issuer,
        subject=subject,
        linked_at=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        raise LinkTaken from error
    _note(session, actor, "provider-link", provider.issuer, letters.provider_linked)


def unlink(session: Session, actor: Actor, link_id: int) -> None:
    """The actor's account no longer opens by the linked subject; NotFound for what is not theirs."""
    guard.require(actor, Permission.ACCOUNT_WRITE)
    actor = actor.as_owner
    gone = session.execute(
        delete(ProviderLink)
        .where(*_of_actor(actor), col(ProviderLink.id) == link_id)
        .returning(col(ProviderLink.issuer))
    ).first()
    if gone is None:
        raise NotFound
    _note(session, actor, "provider-unlink", gone.issuer, letters.provider_unlinked)


def account_of(session: Session, provider: OidcProvider, subject: str) -> Account | None:
    """The account that the subject is linked to, noted as used; None when to none.

    AccountClosed when it is blocked.
    """
    now = clock.now()
    account_id = session.scalar(
        update(ProviderLink)
        .where(col(ProviderLink.issuer) == provider.issuer, col(ProviderLink.subject) == subject)
        .values(used_at=now)
        .returning(col(ProviderLink.account_id))
    )
    if account_id is None:
        return None
    # Held until the commit: whoever blocks the account meanwhile ends this sign-in too.
    held = session.scalar(
        update(Account)
        .where(col(Account.id) == account_id, col(Account.blocked).is_(False))
        .values(last_seen_at=now)
        .returning(col(Account.id))
    )
    if held is None:
        raise AccountClosed
    return session.get_one(Account, held)


def end_of(session: Session, account: Account) -> None:
    """Unlink all of an account that is given back to its person with a new password."""
    session.execute(
        delete(ProviderLink).where(
            col(ProviderLink.school_id) == account.school_id, col(ProviderLink.account_id) == account.id
        )
    )


def _of_actor(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return col(ProviderLink.account_id) == actor.account_id, col(ProviderLink.school_id) == actor.school_id


def _note(
    session: Session, actor: Actor, action: str, issuer: str, letter: Callable[[str, str, str, str], Letter]
) -> None:
    """Into the trail, and to the person."""
    change = audit.Change(action, "account", actor.account_id, after={"issuer": issuer})
    audit.record(session, actor.school_id, actor.person_id, change)
    account = session.get_one(Account, actor.account_id)
    if account.email is None or account.email_confirmed_at is None:
        return
    school = session.get_one(School, actor.school_id)
    when = dates.moment(account.locale, clock.local(clock.now(), school.time_zone))
    told = letter(account.locale, school.name, title_of(issuer), when)
    outbox.put(session, actor.school_id, actor.person_id, account.email, MailKind.PROVIDER_LINK, told)
