"""Second factors of accounts: one-time codes, recovery codes, passkeys; sign-ins that wait for one."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import Row, SchoolRow, choice
from ejournal.models.people import Role


class CodeKey(SchoolRow, table=True):
    """The key that an account's application makes codes of (TOTP, RFC 6238), sealed by a key kept elsewhere.

    waiting: a key told that counts once a code has confirmed it, in place of the one before. last_step: the
    latest 30 seconds whose code was used.
    """

    __tablename__ = "code_key"

    account_id: int = Field(foreign_key="account.id", unique=True)
    sealed: str = Field(default="", max_length=300)
    confirmed_at: datetime | None = None
    waiting: str = Field(default="", max_length=300)
    waiting_since: datetime | None = None
    last_step: int = Field(default=0, sa_type=BigInteger)


class RecoveryCode(SchoolRow, table=True):
    """A code for who has lost the phone: it works once; only a keyed hash is stored."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    account_id: int = Field(foreign_key="account.id")
    code_hash: str = Field(max_length=64)
    used_at: datetime | None = None


class Passkey(SchoolRow, table=True):
    """A passkey (WebAuthn) of an account: what its signatures are checked by, and how often it has signed."""

    __table_args__ = (Index(None, "school_id", "account_id"),)

    account_id: int = Field(foreign_key="account.id")
    name: str = Field(max_length=limits.PASSKEY)
    credential_id: str = Field(unique=True, max_length=1400)
    public_key: str = Field(max_length=2000)
    sign_count: int = Field(default=0, sa_type=BigInteger)
    made_at: datetime
    last_used_at: datetime | None = None


class PasskeyPurpose(StrEnum):
    """What a passkey is asked for."""

    ADD = "add"
    SIGN_IN = "sign_in"
    SECOND = "second"


class PasskeyChallenge(Row, table=True):
    """What a passkey is to sign, once and within minutes; the browser asked is known by a token's hash."""

    __tablename__ = "passkey_challenge"

    token_hash: str = Field(unique=True, max_length=64)
    purpose: PasskeyPurpose = choice(PasskeyPurpose)
    challenge: str = Field(max_length=100)
    expires_at: datetime


class HalfSignIn(SchoolRow, table=True):
    """A sign-in whose password was right: it waits for the second factor in one browser, for minutes."""

    __tablename__ = "half_sign_in"
    __table_args__ = (Index(None, "school_id", "account_id"),)

    account_id: int = Field(foreign_key="account.id")
    token_hash: str = Field(unique=True, max_length=64)
    password_changed_at: datetime
    expires_at: datetime
    closed_at: datetime | None = None
    tries: int = 0
    failed_before: int = 0


class SecondFactorRule(SchoolRow, table=True):
    """A role whose holders the school asks for a second factor, and since when it does."""

    __tablename__ = "second_factor_rule"
    __table_args__ = (UniqueConstraint("school_id", "role"),)

    role: Role = choice(Role)
    since: date
