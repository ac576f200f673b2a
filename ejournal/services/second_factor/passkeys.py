"""Passkeys (WebAuthn): what a browser is asked, and whether its answer is signed by a passkey of ours."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from sqlalchemy import select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.lazily import Lazily
from ejournal.models import Account, Passkey, PasskeyPurpose
from ejournal.services.second_factor import challenges
from ejournal.services.second_factor.challenges import PasskeyRefused
from ejournal.settings import settings

if TYPE_CHECKING:
    import webauthn
    from webauthn import helpers
    from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
    from webauthn.helpers import structs
    from webauthn.registration.verify_registration_response import VerifiedRegistration
else:
    webauthn = Lazily("webauthn")
    helpers = Lazily("webauthn.helpers")
    structs = Lazily("webauthn.helpers.structs")

log = logging.getLogger(__name__)
LONGEST_ANSWER = 16 * 1024
LONGEST_ID, LONGEST_KEY = 1023, 1400
"""Bytes: the standard's bound of the one, more than any key takes for the other."""
NO_NAME = "Passkeys work only where the journal is opened by a name under https, not by a number"
UNKNOWN = "This passkey is not known here, or is not of this account. Sign in by the password"
UNVERIFIED = "The passkey has not asked for your finger, face or PIN. Sign in by the password, then use it"
BROKEN = "The answer of the passkey could not be read. Try again"
Verified = TypeVar("Verified", bound="VerifiedRegistration | VerifiedAuthentication")


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys are of: the name that they belong to, and the address of the pages that may ask them."""

    name: str
    origin: str


def site_of(origin: str) -> Site:
    """The site of the public address; where none is set, of the origin that the browser's page is from."""
    parts = urlsplit(settings().public_url or origin)
    name = parts.hostname or ""
    if not name or ":" in name or name.replace(".", "").isdecimal():
        raise PasskeyRefused(NO_NAME)
    return Site(name, f"{parts.scheme}://{parts.netloc}")


def registration_options(
    session: Session, account: Account, token: str, site: Site, *, school: str, person: str
) -> str:
    """What a browser is asked to make a passkey by, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=site.name,
        rp_name=school,
        user_id=hashlib.sha256(f"account {account.id}".encode()).digest(),
        user_name=account.login,
        user_display_name=person,
        challenge=challenges.give(session, PasskeyPurpose.ADD, token),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_known(session, account),
    )
    return helpers.options_to_json(options)


def made_passkey(session: Session, token: str, answer: str, site: Site) -> VerifiedRegistration:
    """The passkey in a browser's answer; PasskeyRefused when it proves nothing."""
    challenge = challenges.take(session, PasskeyPurpose.ADD, token)
    made = _judged(
        answer,
        lambda read: webauthn.verify_registration_response(
            credential=read,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
        ),
    )
    if len(made.credential_id) > LONGEST_ID or len(made.credential_public_key) > LONGEST_KEY:
        raise PasskeyRefused(BROKEN)
    return made


def sign_in_options(session: Session, token: str, site: Site) -> str:
    """What a browser is asked to sign in by any passkey that it has of ours, as JSON."""
    return helpers.options_to_json(
        webauthn.generate_authentication_options(
            rp_id=site.name,
            challenge=challenges.give(session, PasskeyPurpose.SIGN_IN, token),
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        )
    )


def second_options(session: Session, account: Account, token: str, site: Site) -> str:
    """What a browser is asked to sign by one of the account's passkeys, as JSON."""
    return helpers.options_to_json(
        webauthn.generate_authentication_options(
            rp_id=site.name,
            challenge=challenges.give(session, PasskeyPurpose.SECOND, token),
            allow_credentials=_known(session, account),
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        )
    )


def signed_by(
    session: Session, purpose: PasskeyPurpose, token: str, answer: str, site: Site, *, verified: bool
) -> Passkey:
    """The passkey that has signed the token's challenge, its use noted; PasskeyRefused when none has.

    verified: whether it must have asked its owner for a finger, a face or a PIN.
    """
    challenge = challenges.take(session, purpose, token)
    known = session.scalars(
        select(Passkey).where(col(Passkey.credential_id) == _credential_id(answer)).with_for_update()
    ).first()
    if known is None:
        raise PasskeyRefused(UNKNOWN)
    found = _judged(
        answer,
        lambda read: webauthn.verify_authentication_response(
            credential=read,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=helpers.base64url_to_bytes(known.public_key),
            credential_current_sign_count=known.sign_count,
        ),
    )
    if verified and not found.user_verified:
        raise PasskeyRefused(UNVERIFIED)
    noted = update(Passkey).where(col(Passkey.id) == known.id)
    session.execute(noted.values(sign_count=found.new_sign_count, last_used_at=clock.now()))
    return known


def stored(account: Account, made: VerifiedRegistration, name: str) -> Passkey:
    """The passkey as a row of the account."""
    assert account.id is not None
    return Passkey(
        school_id=account.school_id,
        account_id=account.id,
        name=name,
        credential_id=helpers.bytes_to_base64url(made.credential_id),
        public_key=helpers.bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
        made_at=clock.now(),
    )


def _known(session: Session, account: Account) -> list[structs.PublicKeyCredentialDescriptor]:
    asked = select(col(Passkey.credential_id)).where(
        col(Passkey.school_id) == account.school_id, col(Passkey.account_id) == account.id
    )
    ids: Sequence[str] = session.scalars(asked).all()
    return [structs.PublicKeyCredentialDescriptor(id=helpers.base64url_to_bytes(one)) for one in ids]


def _credential_id(answer: str) -> str:
    try:
        found = json.loads(answer[:LONGEST_ANSWER])["id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise PasskeyRefused(BROKEN) from None
    return found if isinstance(found, str) else ""


def _judged(answer: str, judge: Callable[[str], Verified]) -> Verified:
    """What the library finds in the answer; whatever a stranger's bytes break in it is a refusal."""
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyRefused(BROKEN)
    try:
        return judge(answer)
    except Exception as error:
        log.warning("A passkey was refused: %s", type(error).__name__)
        raise PasskeyRefused(UNKNOWN) from None
