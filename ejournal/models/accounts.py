"""Accounts, signed-in sessions and failed tries."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from ejournal import clock, limits
from ejournal.models.base import Row, SchoolRow, choice


class Account(SchoolRow, table=True):
    """A way for one person to sign in; logins and e-mails are unique in the installation.

    login and email are stored as services/accounts/sign_in.py login_name spells them, in lower case.
    snils_hash is a keyed hash: the number itself is never stored. Letters go only to an e-mail that was
    confirmed: until then it is one to sign in by.
    second_factor_since: since when it has a second factor of any kind. grace_from: when the account was
    opened, or its second factors were taken off: before that day none is asked of it.
    """

    __table_args__ = (Index(None, "school_id"),)

    person_id: int = Field(foreign_key="person.id", unique=True)
    login: str = Field(unique=True, max_length=limits.LOGIN)
    email: str | None = Field(default=None, unique=True, max_length=200)
    email_confirmed_at: datetime | None = None
    snils_hash: str | None = Field(default=None, unique=True, max_length=64)
    password_hash: str = Field(max_length=200)
    password_changed_at: datetime
    is_demo: bool = False
    blocked: bool = False
    locale: str = Field(default="ru", max_length=5)
    theme: str = Field(default="system", max_length=8)
    last_seen_at: datetime | None = None
    second_factor_since: datetime | None = None
    grace_from: datetime | None = Field(default_factory=clock.now)


class AccountPlace(SchoolRow, table=True):
    """A guardian of another school as whom an account acts too, beside the person whose it is."""

    __tablename__ = "account_place"
    __table_args__ = (UniqueConstraint("account_id", "school_id"),)

    account_id: int = Field(foreign_key="account.id")
    person_id: int = Field(foreign_key="person.id", unique=True)
    joined_at: datetime


class SignInSession(SchoolRow, table=True):
    """A signed-in browser; only a hash of its token is stored. The school is that of the account.

    new_device: the account was opened before, and never in this browser. place_id: as whom it acts now, none
    for the account's own person. side: which of work and family its pages show. looker_id: the administrator
    who looks with the person's eyes, and changes nothing.
    """

    __tablename__ = "sign_in_session"
    __table_args__ = (
        Index(None, "school_id", "account_id"),
        Index(
            "ix_sign_in_session_place_id",
            "place_id",
            sqlite_where=text("place_id IS NOT NULL"),
            postgresql_where=text("place_id IS NOT NULL"),
        ),
        Index(
            "ix_sign_in_session_looking",
            "expires_at",
            sqlite_where=text("looker_id IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=text("looker_id IS NOT NULL AND ended_at IS NULL"),
        ),
    )

    account_id: int = Field(foreign_key="account.id")
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    address: str = Field(default="", max_length=60)
    device: str = Field(default="", max_length=200)
    new_device: bool = False
    place_id: int | None = Field(default=None, foreign_key="account_place.id")
    side: str = Field(default="", max_length=8)
    looker_id: int | None = Field(default=None, foreign_key="person.id")


class SignInTry(Row, table=True):
    """Failed tries by one account name or one address (hashed), and until when it must wait."""

    __tablename__ = "sign_in_try"

    subject: str = Field(unique=True, max_length=64)
    failures: int = 0
    last_at: datetime
    locked_until: datetime | None = None


class PasswordCost(Row, table=True):
    """A cost at which some account's password hash was made: how such a hash begins."""

    __tablename__ = "password_cost"

    cost: str = Field(unique=True, max_length=80)


class LinkPurpose(StrEnum):
    """What a one-time link opens: the first start, a password, an account, an e-mail, a messenger's bot."""

    SETUP = "setup"
    REGISTRATION = "registration"
    PASSWORD = "password"  # noqa: S105 - what it is for
    EMAIL = "email"
    EMAIL_FORMER = "email_former"
    MESSENGER = "messenger"


class OneTimeLink(Row, table=True):
    """A secret address that works once and for a time; only a hash of its token is stored.

    school_id and person_id tell whose it is, where it is anybody's: the first link of an installation has no
    school yet. replaced_at: another one was made in its place.
    """

    __tablename__ = "one_time_link"
    __table_args__ = (Index(None, "school_id", "person_id"), Index(None, "purpose", "expires_at"))

    purpose: LinkPurpose = choice(LinkPurpose)
    token_hash: str = Field(unique=True, max_length=64)
    school_id: int | None = Field(default=None, foreign_key="school.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    replaced_at: datetime | None = None


class ProviderLink(SchoolRow, table=True):
    """Somebody of an OpenID Connect provider who is the account's person: shown by signing in to both.

    An account has one of each provider.
    """

    __tablename__ = "provider_link"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("account_id", "issuer"))

    account_id: int = Field(foreign_key="account.id")
    issuer: str = Field(max_length=300)
    subject: str = Field(max_length=255)
    linked_at: datetime
    used_at: datetime | None = None


class ProviderTry(Row, table=True):
    """A way to a provider and back that has begun: kept for minutes, taken away by the answer.

    With a sign-in's session it is to link the subject to its account, and has no state until it is led off.
    Of state and browser (a cookie) only hashes are kept; nonce and verifier are told to nobody else.
    """

    __tablename__ = "provider_try"

    provider: str = Field(max_length=20)
    session_id: int | None = Field(default=None, index=True)
    state_hash: str | None = Field(default=None, unique=True, max_length=64)
    browser_hash: str = Field(default="", max_length=64)
    nonce: str = Field(default="", max_length=64)
    verifier: str = Field(default="", max_length=64)
    wanted: str = Field(default="", max_length=500)
    until: datetime = Field(index=True)
