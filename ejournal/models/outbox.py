"""Notices written in the transaction of the change they tell of, read in the bell; on their way out of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint, false, text
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import Row, SchoolRow, choice


class NoticeKind(StrEnum):
    """What a notice tells of; who gets each stands in access/notices.py, its words in services."""

    MARK = "mark"
    ATTENDANCE = "attendance"
    TERM_MARK = "term_mark"
    PRAISE = "praise"
    REMARK = "remark"
    SUBSTITUTION = "substitution"
    SUBSTITUTION_GIVEN = "substitution_given"
    TEACHER_ABSENCE_REPORTED = "teacher_absence_reported"
    TEACHER_ABSENCE_DECIDED = "teacher_absence_decided"
    TEACHER_ABSENCE_CHANGED = "teacher_absence_changed"
    PUPIL_ABSENCE_ANNOUNCED = "pupil_absence_announced"
    LATE_CHANGE = "late_change"
    PUPIL_MOVED = "pupil_moved"
    MAIL_FAILED = "mail_failed"
    SECOND_FACTOR = "second_factor"
    LOOKED_AS = "looked_as"
    JOURNAL_UNFILLED = "journal_unfilled"
    EMAIL_BOUNCED = "email_bounced"
    CHAT_MESSAGE = "chat_message"
    CHAT_MENTION = "chat_mention"
    CHAT_REPORTED = "chat_reported"
    CHAT_DECIDED = "chat_decided"
    MESSAGE = "message"
    URGENT_MESSAGE = "urgent_message"
    SURVEY = "survey"
    FORUM_ANSWER = "forum_answer"
    FORUM_WAITS = "forum_waits"
    FORUM_DECIDED = "forum_decided"
    CLASS_NEWS = "class_news"
    CLASS_ITEM_HIDDEN = "class_item_hidden"
    NEWS = "news"
    DOCUMENT = "document"
    DOCUMENT_LATE = "document_late"
    EVENT = "event"
    EVENT_CHANGED = "event_changed"


class OutboxNotice(SchoolRow, table=True):
    """Something a person is to be told; key makes the same news the same notice.

    out_at: when it is looked at to go out of the program; none where that is done. digest_id: the delivery
    of a day's digest that it is in.
    """

    __tablename__ = "outbox_notice"
    __table_args__ = (
        UniqueConstraint("school_id", "key", "recipient_id"),
        Index(None, "school_id", "recipient_id", "created_at"),
        Index(
            "ix_outbox_notice_unread",
            "school_id",
            "recipient_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
        Index(
            "ix_outbox_notice_out_at",
            "out_at",
            sqlite_where=text("out_at IS NOT NULL"),
            postgresql_where=text("out_at IS NOT NULL"),
        ),
        Index(
            "ix_outbox_notice_digest_id",
            "digest_id",
            sqlite_where=text("digest_id IS NOT NULL"),
            postgresql_where=text("digest_id IS NOT NULL"),
        ),
    )

    recipient_id: int = Field(foreign_key="person.id")
    kind: str = Field(max_length=40)
    key: str = Field(max_length=120)
    pupil_id: int | None = Field(default=None, foreign_key="person.id")
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime
    read_at: datetime | None = None
    out_at: datetime | None = None
    digest_id: int | None = None


class Channel(StrEnum):
    """A way out of the program."""

    MAIL = "mail"
    PUSH = "push"
    SMS = "sms"
    WEBHOOK = "webhook"
    MAX = "max"


class Going(StrEnum):
    """How a notice goes: by itself, in the letter of the day, or not at all."""

    NOW = "now"
    DIGEST = "digest"
    NEVER = "never"


class Fate(StrEnum):
    """What became of a delivery.

    Dropped is what its reader may see no longer, or has chosen not to get; bounced, what went to an address
    that is not there.
    """

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    DROPPED = "dropped"


class NoticeDefault(SchoolRow, table=True):
    """How a kind goes by a channel in a school, where that is not the usual.

    compulsory: nobody switches it off.
    """

    __tablename__ = "notice_default"
    __table_args__ = (UniqueConstraint("school_id", "kind", "channel"),)

    kind: str = Field(max_length=40)
    channel: Channel = choice(Channel)
    going: Going = choice(Going)
    compulsory: bool = False


class NoticeChoice(SchoolRow, table=True):
    """How a kind goes to an account by a channel, where its owner has chosen other than the school."""

    __tablename__ = "notice_choice"
    __table_args__ = (UniqueConstraint("account_id", "kind", "channel"),)

    account_id: int = Field(foreign_key="account.id")
    kind: str = Field(max_length=40)
    channel: Channel = choice(Channel)
    going: Going = choice(Going)


class NoticeHours(SchoolRow, table=True):
    """When an account's letters come, in hours of its school's clock; none: as the school has it.

    Equal quiet hours are none. mail_stopped_at: since when nothing but the compulsory goes by mail.
    """

    __tablename__ = "notice_hours"

    account_id: int = Field(foreign_key="account.id", unique=True)
    digest_hour: int | None = None
    quiet_from: int | None = None
    quiet_until: int | None = None
    mail_stopped_at: datetime | None = None


class Delivery(SchoolRow, table=True):
    """Something that is to reach an account by a channel: a notice as it was told then, or a day's digest.

    An urgent text goes to people without an account too; what a webhook tells is of no account.

    A notice corrected later is told anew and goes once more. A notice may be taken back meanwhile, so that
    its number leads to nothing; those of a digest name it. holder has it in hand until lease_until.
    urgent: it waits for no quiet hours, and goes before all that is not. trial: it tells nothing but that it
    arrives.
    """

    __table_args__ = (
        UniqueConstraint(
            "account_id", "channel", "notice_id", "notice_at", name="uq_delivery_account_id_notice"
        ),
        UniqueConstraint("account_id", "channel", "day", name="uq_delivery_account_id_day"),
        Index(
            "ix_delivery_waiting",
            "channel",
            "urgent",
            "not_before",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_delivery_notice_id",
            "notice_id",
            sqlite_where=text("notice_id IS NOT NULL"),
            postgresql_where=text("notice_id IS NOT NULL"),
        ),
        Index(None, "closed_at"),
        Index(None, "school_id", "fate", "closed_at"),
    )

    account_id: int | None = Field(default=None, foreign_key="account.id")
    channel: Channel = choice(Channel)
    notice_id: int | None = None
    notice_at: datetime | None = None
    day: date | None = None
    created_at: datetime
    not_before: datetime
    urgent: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    trial: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    tries: int = 0
    holder: str = Field(default="", max_length=40)
    lease_until: datetime | None = None
    closed_at: datetime | None = None
    fate: Fate = choice(Fate, default=Fate.WAITING)
    last_error: str = Field(default="", max_length=300)


class ChannelDay(SchoolRow, table=True):
    """How much of a channel that costs money a school has used in a day; what is urgent is counted apart."""

    __tablename__ = "channel_day"
    __table_args__ = (UniqueConstraint("school_id", "channel", "day", "urgent"),)

    channel: Channel = choice(Channel)
    day: date
    urgent: bool
    used: int = 0


class PushDevice(SchoolRow, table=True):
    """A browser that its owner wants told of news: where its push service takes messages, and for whose eyes.

    The browser gives endpoint and keys; a browser is of one account at a time. endpoint_hash finds it.
    """

    __tablename__ = "push_device"
    __table_args__ = (Index(None, "account_id"),)

    account_id: int = Field(foreign_key="account.id")
    endpoint_hash: str = Field(unique=True, max_length=64)
    endpoint: str = Field(max_length=limits.PUSH_ENDPOINT)
    public_key: str = Field(max_length=100)
    secret: str = Field(max_length=40)
    title: str = Field(max_length=80)
    created_at: datetime
    told_at: datetime | None = None


class Webhook(SchoolRow, table=True):
    """The address of another system that a school has told of its notices; sealed: the key of signatures.

    kinds: those that it is told of. with_text: with names and words, not with numbers alone.
    """

    __table_args__ = (UniqueConstraint("school_id"),)

    address: str = Field(max_length=limits.WEBHOOK)
    sealed: str = Field(max_length=300)
    kinds: list[str] = Field(default_factory=list, sa_type=JSON)
    with_text: bool = False
    made_at: datetime


class MessengerChat(SchoolRow, table=True):
    """Somebody of a messenger to whom its bot tells of an account's news; title: as they are called there.

    An account has one in each messenger. Who has several accounts may have them all told of in one place.
    """

    __tablename__ = "messenger_chat"
    __table_args__ = (UniqueConstraint("account_id", "channel"), Index(None, "channel", "user_id"))

    account_id: int = Field(foreign_key="account.id")
    channel: Channel = choice(Channel)
    user_id: int = Field(sa_type=BigInteger)
    title: str = Field(max_length=80)
    linked_at: datetime
    told_at: datetime | None = None


class MessengerBot(Row, table=True):
    """The installation's bot in a messenger: how people find it, and up to where its updates were taken in.

    token_hash: of which bot that is; another one begins anew. error: why it cannot be asked now.
    """

    __tablename__ = "messenger_bot"

    channel: Channel = choice(Channel, unique=True)
    token_hash: str = Field(max_length=64)
    username: str = Field(max_length=100)
    marker: int | None = Field(default=None, sa_type=BigInteger)
    error: str = Field(default="", max_length=300)
