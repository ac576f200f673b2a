"""Marks, kinds of work, attendance, remarks, term marks, late changes, early notices, own reports."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, choice


class AttendanceCode(StrEnum):
    """Codes of absence: н, б, у/п, н/п, оп, осв."""

    ABSENT = "absent"
    ILL = "ill"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"
    LATE = "late"
    EXEMPT = "exempt"


class TermMarkScope(StrEnum):
    """What a term mark sums up."""

    TERM = "term"
    YEAR = "year"
    EXAM = "exam"
    FINAL = "final"


class ChangeStatus(StrEnum):
    """What became of a request for a late change."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


class RemarkTone(StrEnum):
    """Whether a remark praises or blames."""

    PRAISE = "praise"
    REMARK = "remark"


class EarlyNoticeKind(StrEnum):
    """What is noticed of a pupil."""

    FAILING_MARKS = "failing_marks"
    AVERAGE_FELL = "average_fell"
    ABSENCES = "absences"
    ABSENCES_GREW = "absences_grew"


class KindOfWork(SchoolRow, table=True):
    """What a mark is given for, with its weight (вид работы, вес)."""

    __tablename__ = "kind_of_work"
    __table_args__ = (UniqueConstraint("school_id", "name"),)

    name: str = Field(max_length=limits.KIND)
    short_name: str = Field(max_length=limits.KIND_SHORT)
    weight: int = 1
    is_test: bool = False
    position: int = 0
    active: bool = True


class Mark(SchoolRow, table=True):
    """A mark in a cell; slot 1 or 2 for «5/4». course_id and day repeat the lesson's for speed."""

    __table_args__ = (
        UniqueConstraint("school_id", "lesson_id", "pupil_id", "slot"),
        Index(None, "school_id", "course_id", "day"),
        Index(None, "school_id", "pupil_id", "day", "course_id"),
        Index(None, "lesson_id"),  # a lesson that is deleted looks for its rows by this alone
    )

    lesson_id: int = Field(foreign_key="lesson.id")
    course_id: int = Field(foreign_key="course.id")
    pupil_id: int = Field(foreign_key="person.id")
    day: date
    slot: int = 1
    value: str = Field(max_length=8)
    kind_id: int = Field(foreign_key="kind_of_work.id")
    comment: str = Field(default="", max_length=limits.COMMENT)
    author_id: int = Field(foreign_key="person.id")
    created_at: datetime
    changed_at: datetime


class Attendance(SchoolRow, table=True):
    """A pupil's absence from a lesson or late coming, minutes for the latter."""

    __table_args__ = (
        UniqueConstraint("school_id", "lesson_id", "pupil_id"),
        Index(None, "school_id", "course_id", "day"),
        Index(None, "school_id", "pupil_id", "day"),
        Index(None, "lesson_id"),  # a lesson that is deleted looks for its rows by this alone
    )

    lesson_id: int = Field(foreign_key="lesson.id")
    course_id: int = Field(foreign_key="course.id")
    pupil_id: int = Field(foreign_key="person.id")
    day: date
    code: AttendanceCode = choice(AttendanceCode)
    minutes: int | None = None
    author_id: int = Field(foreign_key="person.id")
    changed_at: datetime


class AbsenceNotice(SchoolRow, table=True):
    """An absence announced by a guardian or explained by the class teacher."""

    __tablename__ = "absence_notice"
    __table_args__ = (Index(None, "school_id", "pupil_id", "starts"),)

    pupil_id: int = Field(foreign_key="person.id")
    starts: date
    ends: date
    code: AttendanceCode = choice(AttendanceCode)
    note: str = Field(default="", max_length=limits.NOTE)
    announced_by_id: int = Field(foreign_key="person.id")
    announced_at: datetime
    confirmed_by_id: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = None


class Remark(SchoolRow, table=True):
    """A remark (замечание) or praise to a pupil, with or without a lesson."""

    __table_args__ = (Index(None, "school_id", "pupil_id", "day"), Index(None, "school_id", "lesson_id"))

    pupil_id: int = Field(foreign_key="person.id")
    lesson_id: int | None = Field(default=None, foreign_key="lesson.id")
    day: date
    tone: RemarkTone = choice(RemarkTone, default=RemarkTone.REMARK)
    text: str = Field(max_length=limits.REMARK)
    author_id: int = Field(foreign_key="person.id")
    created_at: datetime


class TermMark(SchoolRow, table=True):
    """A term, year, exam or final mark; proposed is what the rule gave when it was set."""

    __tablename__ = "term_mark"
    __table_args__ = (
        UniqueConstraint("school_id", "course_id", "pupil_id", "scope", "term_number"),
        Index(None, "school_id", "pupil_id"),
    )

    course_id: int = Field(foreign_key="course.id")
    pupil_id: int = Field(foreign_key="person.id")
    scope: TermMarkScope = choice(TermMarkScope, default=TermMarkScope.TERM)
    term_number: int = 0
    value: str = Field(max_length=8)
    proposed: str = Field(default="", max_length=8)
    author_id: int = Field(foreign_key="person.id")
    changed_at: datetime


class ChangeRequest(SchoolRow, table=True):
    """A change past the edit window that waits for the deputy head: of a lesson's cell or of a term mark.

    term_key is the column of a term mark ("1"…, "year", "exam", "final"), which has no lesson.
    """

    __tablename__ = "change_request"
    __table_args__ = (Index(None, "school_id", "status"), Index(None, "school_id", "lesson_id"))

    lesson_id: int | None = Field(default=None, foreign_key="lesson.id")
    term_key: str = Field(default="", max_length=8)
    course_id: int = Field(foreign_key="course.id")
    pupil_id: int = Field(foreign_key="person.id")
    before: str = Field(default="", max_length=40)
    after: str = Field(default="", max_length=40)
    entry: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    reason: str = Field(max_length=limits.REASON)
    status: ChangeStatus = choice(ChangeStatus, default=ChangeStatus.WAITING)
    author_id: int = Field(foreign_key="person.id")
    created_at: datetime
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    decision_note: str = Field(default="", max_length=limits.NOTE)


class MarksImport(SchoolRow, table=True):
    """A file of another journal that is taken in, in parts: whole once finished_at stands.

    undoing_at: since when it is taken back; undone_at: when nothing of it was left. One that is not finished,
    or half taken back, and on which nobody works, is taken back to its end by the program.
    """

    __tablename__ = "marks_import"
    __table_args__ = (Index(None, "school_id", "at"),)

    at: datetime
    author_id: int | None = Field(default=None, foreign_key="person.id")
    file_name: str = Field(default="", max_length=200)
    finished_at: datetime | None = None
    undoing_at: datetime | None = None
    undone_at: datetime | None = None


class MarksImportPart(SchoolRow, table=True):
    """What one transaction of an import wrote into cells and term marks; gone once it is taken back.

    cells: [lesson, pupil, what stands since, what stood before, whose that was]; terms: [course, pupil,
    column, since, before].
    """

    __tablename__ = "marks_import_part"
    __table_args__ = (Index(None, "school_id", "import_id"),)

    import_id: int = Field(foreign_key="marks_import.id")
    cells: list[list[Any]] = Field(default_factory=list, sa_type=JSON)
    terms: list[list[Any]] = Field(default_factory=list, sa_type=JSON)


class EarlyNoticeRule(SchoolRow, table=True):
    """From which facts on a school is told of a pupil; one row a school, shares in per cent of lessons."""

    __tablename__ = "early_notice_rule"
    __table_args__ = (UniqueConstraint("school_id"),)

    failing_marks: int = 3
    average_drop: Decimal = Field(default=Decimal("0.5"), max_digits=3, decimal_places=2)
    absence_share: int = 10
    growth_share: int = 5


class EarlyNoticeTalk(SchoolRow, table=True):
    """A talk with the family about what was noticed: the facts of then, when to look again, what came of it.

    subject_id is empty where absences were noticed; closed_at: since when there is nothing more to do.
    """

    __tablename__ = "early_notice_talk"
    __table_args__ = (Index(None, "school_id", "pupil_id"),)

    pupil_id: int = Field(foreign_key="person.id")
    kind: EarlyNoticeKind = choice(EarlyNoticeKind)
    subject_id: int | None = Field(default=None, foreign_key="subject.id")
    facts: str = Field(max_length=limits.NOTICED)
    talked_on: date
    note: str = Field(default="", max_length=limits.NOTE)
    follow_up: date | None = None
    outcome: str = Field(default="", max_length=limits.NOTE)
    author_id: int = Field(foreign_key="person.id")
    created_at: datetime
    closed_at: datetime | None = None


class RowKind(StrEnum):
    """What a line of a report is."""

    PUPILS = "pupils"
    COURSES = "courses"
    CLASSES = "classes"
    TEACHERS = "teachers"


class Audience(StrEnum):
    """With whom a report is shared: each of them includes those before."""

    NOBODY = "nobody"
    HEADS = "heads"
    CLASS_TEACHERS = "class_teachers"
    TEACHERS = "teachers"


class OwnReport(SchoolRow, table=True):
    """What is chosen, never what was found: whoever opens it sees their own rows alone.

    columns are keys, divided by commas. period is a period's key, empty for the latest term. grade, letter
    and subject_id: whose marks are counted, all where empty. bound_column and bound: only lines with at
    least, or at most, so much. order_column: empty for the order of the journal.
    """

    __tablename__ = "own_report"
    __table_args__ = (Index(None, "school_id", "owner_id"),)

    owner_id: int = Field(foreign_key="person.id")
    title: str = Field(max_length=limits.REPORT)
    rows: RowKind = choice(RowKind)
    columns: str = Field(max_length=400)
    period: str = Field(default="", max_length=60)
    grade: int | None = None
    letter: str = Field(default="", max_length=8)
    subject_id: int | None = Field(default=None, foreign_key="subject.id")
    bound_column: str = Field(default="", max_length=24)
    at_least: bool = True
    bound: Decimal | None = Field(default=None, max_digits=8, decimal_places=2)
    order_column: str = Field(default="", max_length=24)
    descending: bool = False
    audience: Audience = choice(Audience, default=Audience.NOBODY)
    changed_at: datetime
