"""Sections of the forum."""

from sqlalchemy import Index, UniqueConstraint, false, true
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow


class ForumSection(SchoolRow, table=True):
    """A section of the whole school or of a class; who reads and writes stands in access/forum.py.

    part: which of the usual sections it is, never twice; empty for those that were made by hand.
    moderated: a post of families is seen by others once a moderator has let it through.
    closed: only moderators write.
    """

    __tablename__ = "forum_section"
    __table_args__ = (
        UniqueConstraint("school_id", "part"),
        Index(None, "school_id", "class_id"),
    )

    part: str | None = Field(default=None, max_length=60)
    class_id: int | None = Field(default=None, foreign_key="school_class.id")
    title: str = Field(max_length=limits.FORUM_SECTION)
    about: str = Field(default="", max_length=limits.FORUM_ABOUT)
    reads_pupils: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    reads_guardians: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    reads_staff: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    writes_pupils: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    writes_guardians: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    writes_staff: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    moderated: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    closed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
