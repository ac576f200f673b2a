"""Letters to people, written in the transaction of what they tell of, what was asked by mail, reminders."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from ejournal.models.base import Row, SchoolRow, choice


class MailKind(StrEnum):
    """What a letter is about."""

    PASSWORD = "password"  # noqa: S105 - what it is about
    EMAIL_CONFIRM = "email_confirm"
    EMAIL_TAKEN = "email_taken"
    EMAIL_CHANGED = "email_changed"
    EMAIL_AGREE = "email_agree"
    NEW_DEVICE = "new_device"
    PROVIDER_LINK = "provider_link"
    REMINDER = "reminder"
    SECOND_FACTOR = "second_factor"
    LOOKED_AS = "looked_as"
    TRIAL = "trial"


class Mail(SchoolRow, table=True):
    """A letter to one person; its text is kept only until it is sent or given up.

    until: after that moment the letter is of no use. not_before: when it may be tried next.
    """

    __table_args__ = (
        Index(None, "school_id", "person_id", "created_at"),
        Index(None, "to_address", "created_at"),
        Index(None, "closed_at", "not_before"),
    )

    person_id: int = Field(foreign_key="person.id")
    kind: MailKind = choice(MailKind)
    to_address: str = Field(max_length=200)
    subject: str = Field(max_length=200)
    body: str = Field(max_length=10000)
    created_at: datetime
    not_before: datetime
    until: datetime
    tries: int = 0
    closed_at: datetime | None = None
    failed: bool = False
    last_error: str = Field(default="", max_length=300)


class Turn(Row, table=True):
    """Work that one process does at a time: who has the turn, and until when without a sign of life."""

    name: str = Field(unique=True, max_length=40)
    holder: str = Field(max_length=40)
    lives_until: datetime


class ForgottenPassword(Row, table=True):
    """What was typed by somebody who forgot a password, until it is looked up away from the answer."""

    __tablename__ = "forgotten_password"

    typed: str = Field(max_length=200)
    asked_at: datetime


class EmailChange(SchoolRow, table=True):
    """An address that an account is to have once it is confirmed there, and agreed to at the former one.

    former: the confirmed e-mail that it takes the place of; empty where there is none to be asked.
    """

    __tablename__ = "email_change"

    account_id: int = Field(foreign_key="account.id", unique=True)
    email: str = Field(max_length=200)
    asked_at: datetime
    former: str = Field(default="", max_length=200)
    confirmed_at: datetime | None = None
    agreed_at: datetime | None = None


class ReminderChannel(StrEnum):
    """A way out of the program by which somebody without an account is reached."""

    MAIL = "mail"


class RegistrationReminder(SchoolRow, table=True):
    """How often a person was reminded by a channel to register, and when last.

    stop_hash: of the secret in the letters by which no more are asked for; stopped_at: when it was.
    """

    __tablename__ = "registration_reminder"
    __table_args__ = (UniqueConstraint("school_id", "person_id", "channel"),)

    person_id: int = Field(foreign_key="person.id")
    channel: ReminderChannel = choice(ReminderChannel)
    count: int = 0
    last_at: datetime
    stop_hash: str = Field(unique=True, max_length=64)
    stopped_at: datetime | None = None
