"""What passkeys are given to sign: random, kept on the server, good once and for minutes."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access.actor import token_hash
from ejournal.errors import DomainError
from ejournal.lazily import Lazily
from ejournal.models import PasskeyChallenge, PasskeyPurpose

if TYPE_CHECKING:
    from webauthn import helpers
else:
    helpers = Lazily("webauthn.helpers")

LASTS = timedelta(minutes=5)
MOST = 20_000
"""Challenges kept at most: strangers may ask for them, and the oldest give way."""
SWEPT_EVERY = 50


class PasskeyRefused(DomainError):
    """A passkey's answer that proves nothing; in words that say what to do, and not whose passkey it is."""

    keeps_work = True  # the challenge is used up with it


EXPIRED = "The question to the passkey has expired. Try again"


def give(session: Session, purpose: PasskeyPurpose, token: str) -> bytes:
    """A new challenge for whoever has the token; the one that they had ends."""
    hashed = _hashed(purpose, token)
    session.execute(delete(PasskeyChallenge).where(col(PasskeyChallenge.token_hash) == hashed))
    challenge = helpers.generate_challenge()
    row = PasskeyChallenge(
        token_hash=hashed,
        purpose=purpose,
        challenge=helpers.bytes_to_base64url(challenge),
        expires_at=clock.now() + LASTS,
    )
    session.add(row)
    session.flush()
    if row.id and row.id % SWEPT_EVERY == 0:
        is_old = or_(
            col(PasskeyChallenge.expires_at) <= clock.now(), col(PasskeyChallenge.id) <= row.id - MOST
        )
        session.execute(delete(PasskeyChallenge).where(is_old))
    return challenge


def take(session: Session, purpose: PasskeyPurpose, token: str) -> bytes:
    """The challenge of whoever has the token, used up with this; PasskeyRefused when none lives."""
    found = session.execute(
        delete(PasskeyChallenge)
        .where(
            col(PasskeyChallenge.token_hash) == _hashed(purpose, token),
            col(PasskeyChallenge.purpose) == purpose,
        )
        .returning(col(PasskeyChallenge.challenge), col(PasskeyChallenge.expires_at))
    ).first()
    if not token or found is None or found[1] <= clock.now():
        raise PasskeyRefused(EXPIRED)
    return helpers.base64url_to_bytes(found[0])


def _hashed(purpose: PasskeyPurpose, token: str) -> str:
    return token_hash(f"{purpose.value} {token}")
