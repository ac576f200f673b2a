"""Paper of a whole school: the work that makes it class by class, and what was laid into the archive."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, choice


class PaperRunState(StrEnum):
    """Where the work stands: to be gone on with by whichever process is free, halted, or at its end."""

    RUNNING = "running"
    STOPPED = "stopped"
    FAILED = "failed"
    DONE = "done"


class PaperLayout(StrEnum):
    """How the pages are laid out: A4 with a margin for the binding, or A3 sheets to be folded to a book."""

    A4 = "a4"
    BOOKLET = "booklet"


class PaperRun(SchoolRow, table=True):
    """The papers of all classes as one work; a school has one at a time, the next one takes its place.

    term_number: of the terms that most classes have, empty for the year. who: the name of who began it.
    folder: where its files lie; a number may come again, a folder does not.
    files: what came of it, with size and fingerprint. left_out: classes of which no term ends then.
    """

    __tablename__ = "paper_run"
    __table_args__ = (UniqueConstraint("school_id"),)

    year_id: int = Field(foreign_key="academic_year.id")
    term_number: int | None = None
    layout: PaperLayout = choice(PaperLayout, default=PaperLayout.A4)
    archives: bool = False
    locale: str = Field(max_length=8)
    begun_by_id: int = Field(foreign_key="person.id")
    who: str = Field(max_length=200)
    begun_at: datetime
    folder: str = Field(max_length=16)
    state: PaperRunState = choice(PaperRunState, default=PaperRunState.RUNNING)
    stop_asked: bool = False
    ended_at: datetime | None = None
    left_out: list[str] = Field(default_factory=list, sa_type=JSON)
    problem: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    files: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class PaperPart(SchoolRow, table=True):
    """One paper of one class within the work: made at, in how long; problem says why it could not be.

    tries: how often it was begun, since what ends the program is not begun for ever.
    """

    __tablename__ = "paper_part"
    __table_args__ = (Index(None, "school_id", "run_id", "position"),)

    run_id: int = Field(foreign_key="paper_run.id")
    position: int
    class_id: int = Field(foreign_key="school_class.id")
    title: str = Field(max_length=60)
    kind: str = Field(max_length=20)
    term_number: int | None = None
    tries: int = 0
    made_at: datetime | None = None
    took_ms: int = 0
    pages: int = 0
    size: int = 0
    sha256: str = Field(default="", max_length=64)
    problem: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class PaperArchive(SchoolRow, table=True):
    """A journal laid into the archive for good: its file by its fingerprint, of what, when and by whom."""

    __tablename__ = "paper_archive"
    __table_args__ = (Index(None, "school_id", "year_id", "class_id"),)

    year_id: int = Field(foreign_key="academic_year.id")
    class_id: int = Field(foreign_key="school_class.id")
    title: str = Field(max_length=60)
    year_name: str = Field(max_length=limits.YEAR)
    kind: str = Field(max_length=20)
    term_number: int | None = None
    term_name: str = Field(default="", max_length=40)
    archived_at: datetime
    archived_by_id: int = Field(foreign_key="person.id")
    year_ends: date
    pages: int
    size: int
    sha256: str = Field(max_length=64)
