"""Paper: the work that makes that of a whole school, what was laid into the archive, what was issued."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, choice
from ejournal.models.calendar import TermKind


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
    files: what came of it, with size and fingerprint; of what goes into the archive how many papers were laid
    in, and how many lie there as they are. left_out: classes of which no term ends then, or, of what is
    archived, is not over yet. tries: how often its end was begun.
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
    tries: int = 0


class PaperPart(SchoolRow, table=True):
    """One paper of one class within the work: made at, in how long; problem says why it could not be.

    tries: how often it was begun, since what ends the program is not begun for ever. said: the fingerprint of
    what stands in it, of what goes into the archive.
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
    said: str = Field(default="", max_length=64)
    problem: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class PaperArchive(SchoolRow, table=True):
    """A journal laid into the archive for good: its file by its fingerprint, of what, when and by whom.

    said: the fingerprint of what stands in it, by which the same is not laid in twice; empty of earlier ones.
    """

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
    said: str = Field(default="", max_length=64)


class IssuedKind(StrEnum):
    """What is issued."""

    COURSE = "course"
    JOURNAL = "journal"
    SUMMARY = "summary"
    CARDS = "report-cards"
    LETTERS = "letters"
    SCHOOL_REPORT = "school-report"
    CLASS_REPORT = "class-report"
    COURSES_REPORT = "courses-report"
    DOCUMENT_SHEET = "document-sheet"


class IssuedPaper(SchoolRow, table=True):
    """A paper with a number: it stays when the same is printed again, which is another one.

    class_id, course_id, pupil_id (a card or letter of one alone), teacher_id (a report of one's own courses),
    document_id (whose signatures it lists), year and term (0: the year) say what it is of; two with the same
    of these replace each other. class_title and subject are as they were then. Nobody issued it from the
    command line. content is what stood in it, packed, kept of the last one of each thing alone; differs is
    what is not as in the one before, None in the first. fingerprint and certificate are SHA-256.
    """

    __tablename__ = "issued_paper"
    __table_args__ = (
        UniqueConstraint("number"),
        Index(None, "school_id", "kind", "class_id", "course_id"),
        Index(None, "school_id", "id"),
    )

    number: str = Field(max_length=20)
    kind: IssuedKind = choice(IssuedKind)
    class_id: int | None = Field(default=None, foreign_key="school_class.id")
    course_id: int | None = Field(default=None, foreign_key="course.id")
    pupil_id: int | None = Field(default=None, foreign_key="person.id")
    teacher_id: int | None = Field(default=None, foreign_key="person.id")
    document_id: int | None = Field(default=None, foreign_key="school_document.id")
    year_id: int = Field(foreign_key="academic_year.id")
    year_name: str = Field(max_length=20)
    term_kind: TermKind | None = choice(TermKind, default=None, nullable=True)
    term_number: int = 0
    class_title: str = Field(default="", max_length=100)
    subject: str = Field(default="", max_length=200)
    issuer_id: int | None = Field(default=None, foreign_key="person.id")
    issued_at: datetime
    pages: int
    size: int
    fingerprint: str = Field(max_length=64)
    certificate: str = Field(max_length=64)
    signed_by: str = Field(max_length=200)
    own_certificate: bool
    time_stamped: bool
    content: bytes = Field(default=b"", sa_type=LargeBinary)
    differs: list[Any] | None = Field(default=None, sa_type=JSON)
