"""Addresses that work once and for a time: their token is told once, only its hash is kept."""

import secrets
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.errors import DomainError
from ejournal.models import LinkPurpose, OneTimeLink
from ejournal.services.base.secret_links import hashed

LONGEST_TOKEN = 100


class LinkRefused(DomainError):
    """An address that opens nothing: it is nobody's, was used, has expired, or another was made since."""


UNKNOWN = "This address is not valid. Copy it whole, as it was given to you"
USED = "This address was used already: it works only once"
EXPIRED = "This address has expired"
REPLACED = "A newer address was given out, and this one no longer works"


def give_link(
    session: Session,
    purpose: LinkPurpose,
    lasts: timedelta,
    *,
    school_id: int | None = None,
    person_id: int | None = None,
) -> str:
    """The token of a new address for the person or school; whichever they had for the purpose ends."""
    now = clock.now()
    end_links(session, purpose, school_id=school_id, person_id=person_id)
    token = secrets.token_urlsafe(32)
    session.add(
        OneTimeLink(
            purpose=purpose,
            token_hash=hashed(token),
            school_id=school_id,
            person_id=person_id,
            created_at=now,
            expires_at=now + lasts,
        )
    )
    session.flush()
    return token


def end_links(
    session: Session, purpose: LinkPurpose, *, school_id: int | None = None, person_id: int | None = None
) -> None:
    """End the live addresses of the purpose: the person's, the school's, or all when neither is named."""
    whose = []
    if person_id is not None:
        whose.append(col(OneTimeLink.person_id) == person_id)
    if school_id is not None:
        whose.append(col(OneTimeLink.school_id) == school_id)
    session.execute(
        update(OneTimeLink)
        .where(
            col(OneTimeLink.purpose) == purpose,
            col(OneTimeLink.expires_at) > clock.now(),
            col(OneTimeLink.used_at).is_(None),
            col(OneTimeLink.replaced_at).is_(None),
            *whose,
        )
        .values(replaced_at=clock.now())
    )


def find_link(session: Session, token: str, purpose: LinkPurpose, *, hold: bool = False) -> OneTimeLink:
    """The live link that the token opens; LinkRefused says in words why it opens nothing.

    `hold` keeps others with the same address waiting until the transaction ends.
    """
    found = None
    if token and len(token) <= LONGEST_TOKEN:
        asked = select(OneTimeLink).where(
            OneTimeLink.token_hash == hashed(token), OneTimeLink.purpose == purpose
        )
        found = session.exec(asked.with_for_update() if hold else asked).first()
    if found is None:
        raise LinkRefused(UNKNOWN)
    if found.used_at is not None:
        raise LinkRefused(USED)
    if found.replaced_at is not None:
        raise LinkRefused(REPLACED)
    if found.expires_at <= clock.now():
        raise LinkRefused(EXPIRED)
    return found


def use_link(session: Session, link: OneTimeLink) -> None:
    """Use the link up; LinkRefused for whoever comes second, however close."""
    now = clock.now()
    used = session.execute(
        update(OneTimeLink)
        .where(
            col(OneTimeLink.id) == link.id,
            col(OneTimeLink.used_at).is_(None),
            col(OneTimeLink.replaced_at).is_(None),
            col(OneTimeLink.expires_at) > now,
        )
        .values(used_at=now)
        .returning(col(OneTimeLink.id))
    ).first()
    if used is None:
        raise LinkRefused(USED)
