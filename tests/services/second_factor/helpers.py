"""An account with codes or a passkey, and the steps of its sign-in."""

from datetime import datetime, timedelta

from pyotp import TOTP
from sqlmodel import Session, col, select

from ejournal import clock
from ejournal.access.actor import Actor, actor_of
from ejournal.models import CodeKey, Mail, MailKind
from ejournal.services.accounts.half_sign_in import HalfSignedIn
from ejournal.services.accounts.sign_in import SignedIn, sign_in
from ejournal.services.second_factor import answering, own
from ejournal.services.second_factor.answering import Browser
from ejournal.services.second_factor.passkeys import Site
from ejournal.services.second_factor.sealing import unseal
from tests.cast import PASSWORD, Cast
from tests.infra.authenticator import Authenticator

HOME = Browser("93.184.216.34")
SITE = Site("testserver", "http://testserver")


def code_of(key: str, at: datetime | None = None) -> str:
    """The code that an application with the key shows at a moment."""
    return TOTP(key).at(at or clock.unpretended())


def with_codes(cast: Cast, who: str = "teacher") -> tuple[str, tuple[str, ...]]:
    """The key and the recovery codes of a member of the cast who has just set codes up."""
    actor = cast.actor(who)
    key = own.begin_codes(cast.session, actor, PASSWORD).key
    return key, own.confirm_codes(cast.session, actor, code_of(key))


def with_passkey(cast: Cast, who: str = "teacher") -> Authenticator:
    """The authenticator of a member of the cast who has just added a passkey."""
    actor, device = cast.actor(who), Authenticator()
    options = own.begin_passkey(cast.session, actor, PASSWORD, SITE)
    own.add_passkey(cast.session, actor, device.make(options), "Телефон", SITE)
    return device


def half(session: Session, who: str = "teacher", address: str = HOME.address, devices: str = "") -> str:
    """The token of the half sign-in after the right password."""
    found = sign_in(session, who, PASSWORD, address, devices=devices)
    assert isinstance(found, HalfSignedIn)
    return found.token


def confirmed(session: Session, typed: str, who: str = "teacher", browser: Browser = HOME) -> SignedIn:
    """Both steps of a sign-in."""
    return answering.answer_code(session, half(session, who, browser.address), typed, browser)


def signed_in(session: Session, opened: SignedIn) -> Actor:
    """The actor of a new sign-in."""
    actor = actor_of(session, opened.token)
    assert actor is not None
    return actor


def next_step() -> timedelta:
    """How far the clock moves for another code."""
    return timedelta(seconds=60)


def stored_key(session: Session) -> str:
    """The one key of codes in the database, unsealed."""
    return unseal(session.exec(select(CodeKey)).one().sealed)


def letters(session: Session) -> list[str]:
    """What was written of second factors."""
    found = select(Mail.body).where(col(Mail.kind) == MailKind.SECOND_FACTOR).order_by(col(Mail.id))
    return list(session.exec(found))
