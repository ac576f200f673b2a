"""Reminders to those who have no account yet: how many went which way, and who asked for no more."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from ejournal.models.base import SchoolRow, choice


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
