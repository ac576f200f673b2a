"""Files that people sent: what is stored of each, what refers to it, what is still on its way in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, UniqueConstraint, false, text
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, choice


class FileKind(StrEnum):
    """What a file is by its content: all but the last are shown in the browser."""

    PICTURE = "picture"
    VIDEO = "video"
    AUDIO = "audio"
    PDF = "pdf"
    OTHER = "other"


class FileUser(StrEnum):
    """What kind of row refers to a file: access/files.py says for each who may fetch it."""

    CHAT_MESSAGE = "chat_message"
    CLASS_ITEM = "class_item"
    MASS_MESSAGE = "mass_message"
    SURVEY_OPTION = "survey_option"
    SURVEY_ANSWER = "survey_answer"
    NEWS_ITEM = "news_item"
    DOCUMENT_VERSION = "document_version"
    EVENT = "event"


class StoredFile(SchoolRow, table=True):
    """A file as it was given: its bytes lie in the store under the school's number and their sha256.

    key: its unguessable name in addresses. used_at: since when something refers to it, empty while nothing
    does. has_preview: a small picture of it lies beside it.
    """

    __tablename__ = "stored_file"
    __table_args__ = (
        UniqueConstraint("key"),
        Index(None, "school_id", "owner_id"),
        Index(None, "school_id", "sha256"),
        Index(
            "ix_stored_file_unused",
            "at",
            sqlite_where=text("used_at IS NULL"),
            postgresql_where=text("used_at IS NULL"),
        ),
    )

    key: str = Field(max_length=40)
    owner_id: int = Field(foreign_key="person.id")
    name: str = Field(max_length=limits.FILE_NAME)
    kind: FileKind = choice(FileKind)
    media_type: str = Field(max_length=100)
    size: int = Field(sa_type=BigInteger)
    sha256: str = Field(max_length=64)
    at: datetime
    used_at: datetime | None = None
    has_preview: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    width: int | None = None
    height: int | None = None


class FileUse(SchoolRow, table=True):
    """A row of the school that shows a file, in its place among the row's files."""

    __tablename__ = "file_use"
    __table_args__ = (
        UniqueConstraint("school_id", "user", "row_id", "file_id"),
        Index(None, "file_id"),
    )

    file_id: int = Field(foreign_key="stored_file.id")
    user: FileUser = choice(FileUser)
    row_id: int
    place: int


class FileUpload(SchoolRow, table=True):
    """A file on its way in; how much of it has come is the length of what lies on the disk."""

    __tablename__ = "file_upload"
    __table_args__ = (
        UniqueConstraint("key"),
        UniqueConstraint("school_id", "owner_id", "client_id"),
    )

    key: str = Field(max_length=40)
    client_id: str = Field(max_length=limits.FILE_CLIENT)
    owner_id: int = Field(foreign_key="person.id")
    name: str = Field(max_length=limits.FILE_NAME)
    size: int = Field(sa_type=BigInteger)
    begun_at: datetime
