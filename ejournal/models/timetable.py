"""The weekly timetable in versions, absences of teachers and substitutions."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, choice
from ejournal.weeks import WeekParity


class VersionStatus(StrEnum):
    """Whether a timetable is being made or in force."""

    DRAFT = "draft"
    PUBLISHED = "published"


class AbsenceReason(StrEnum):
    """Why a teacher is away."""

    SICK_LEAVE = "sick_leave"
    LEAVE = "leave"
    TRAINING = "training"
    OTHER = "other"


class SubstitutionKind(StrEnum):
    """What was done with a lesson whose teacher is away."""

    SUBSTITUTED = "substituted"
    JOINED = "joined"
    MOVED = "moved"
    CANCELLED = "cancelled"


class TimetableVersion(SchoolRow, table=True):
    """A timetable that holds from one day to another."""

    __tablename__ = "timetable_version"
    __table_args__ = (Index(None, "school_id", "year_id", "starts"),)

    year_id: int = Field(foreign_key="academic_year.id")
    name: str = Field(max_length=limits.VERSION)
    starts: date
    ends: date | None = None
    status: VersionStatus = choice(VersionStatus, default=VersionStatus.DRAFT)


class TimetableEntry(SchoolRow, table=True):
    """A course at a weekday (1 = Monday) and lesson number of a version."""

    __tablename__ = "timetable_entry"
    __table_args__ = (
        Index(None, "school_id", "version_id", "weekday"),
        Index(None, "school_id", "course_id"),
    )

    version_id: int = Field(foreign_key="timetable_version.id")
    course_id: int = Field(foreign_key="course.id")
    weekday: int
    number: int
    parity: WeekParity = choice(WeekParity, default=WeekParity.EVERY)
    room_id: int | None = Field(default=None, foreign_key="room.id")
    teacher_id: int | None = Field(default=None, foreign_key="person.id")
    more_room_ids: list[int] = Field(default_factory=list, sa_type=JSON)


class TimetableEdit(SchoolRow, table=True):
    """One step of the timetable's editor: the entries before and after it, so that it can be undone."""

    __tablename__ = "timetable_edit"
    __table_args__ = (Index(None, "school_id", "version_id", "id"),)

    version_id: int = Field(foreign_key="timetable_version.id")
    author_id: int = Field(foreign_key="person.id")
    at: datetime
    action: str = Field(max_length=40)
    before: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    after: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)


class TeacherUnavailability(SchoolRow, table=True):
    """When a teacher cannot be given lessons: a weekday, or one lesson number of it."""

    __tablename__ = "teacher_unavailability"
    __table_args__ = (
        UniqueConstraint(
            "school_id", "year_id", "teacher_id", "weekday", "number", name="uq_teacher_unavailability"
        ),
    )

    year_id: int = Field(foreign_key="academic_year.id")
    teacher_id: int = Field(foreign_key="person.id")
    weekday: int
    number: int = 0


class ImportMapping(SchoolRow, table=True):
    """What a name in an imported timetable stands for, remembered from the last import."""

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("school_id", "kind", "name"),)

    kind: str = Field(max_length=20)
    name: str = Field(max_length=200)
    target_id: int


class RoomBooking(SchoolRow, table=True):
    """A room taken for an event on a day, from one lesson number to another."""

    __tablename__ = "room_booking"
    __table_args__ = (Index(None, "school_id", "day"),)

    room_id: int = Field(foreign_key="room.id")
    day: date
    from_number: int
    to_number: int
    title: str = Field(max_length=limits.BOOKING)
    booked_by_id: int = Field(foreign_key="person.id")


class FeedKind(StrEnum):
    """What a secret link shows: a person's lessons, or the school's substitutions on the hall's screen."""

    CALENDAR = "calendar"
    KIOSK = "kiosk"


class CalendarFeed(SchoolRow, table=True):
    """A secret link to a person's calendar or to the hall's screen; only a hash of its token is stored."""

    __tablename__ = "calendar_feed"
    __table_args__ = (Index(None, "school_id", "owner_id"),)

    owner_id: int = Field(foreign_key="person.id")
    pupil_id: int | None = Field(default=None, foreign_key="person.id")
    kind: FeedKind = choice(FeedKind, default=FeedKind.CALENDAR)
    title: str = Field(default="", max_length=limits.SCREEN)
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime
    read_at: datetime | None = None
    revoked_at: datetime | None = None


class TeacherAbsence(SchoolRow, table=True):
    """A teacher's absence, entered by the deputy head or reported by the teacher."""

    __tablename__ = "teacher_absence"
    __table_args__ = (Index(None, "school_id", "teacher_id", "starts"),)

    teacher_id: int = Field(foreign_key="person.id")
    starts: date
    ends: date
    from_number: int | None = None
    to_number: int | None = None
    reason: AbsenceReason = choice(AbsenceReason)
    note: str = Field(default="", max_length=limits.NOTE)
    order_number: str = Field(default="", max_length=limits.ORDER_NUMBER)
    approved: bool = True
    declined: bool = False
    reported_by_id: int = Field(foreign_key="person.id")


class SubstituteTask(SchoolRow, table=True):
    """What is to be done in a lesson whose teacher is away; it waits for whoever will give the lesson."""

    __tablename__ = "substitute_task"
    __table_args__ = (UniqueConstraint("school_id", "lesson_id"),)

    lesson_id: int = Field(foreign_key="lesson.id", ondelete="CASCADE")
    text: str = Field(max_length=limits.TASK)
    left_by_id: int = Field(foreign_key="person.id")
    left_at: datetime


class Substitution(SchoolRow, table=True):
    """Who gives a lesson in whose place; a line of the journal of substitutions.

    Of a moved lesson moved_from_day and moved_from_number tell where it stood.
    """

    __table_args__ = (
        UniqueConstraint("school_id", "lesson_id"),
        Index(None, "school_id", "substitute_id"),
    )

    lesson_id: int = Field(foreign_key="lesson.id")
    absence_id: int | None = Field(default=None, foreign_key="teacher_absence.id")
    absent_teacher_id: int = Field(foreign_key="person.id")
    substitute_id: int | None = Field(default=None, foreign_key="person.id")
    kind: SubstitutionKind = choice(SubstitutionKind, default=SubstitutionKind.SUBSTITUTED)
    moved_from_day: date | None = None
    moved_from_number: int | None = None
    cancelled_reason: str = Field(default="", max_length=limits.CANCELLED_REASON)
    order_number: str = Field(default="", max_length=limits.ORDER_NUMBER)
    paid: bool = True
    created_at: datetime
    created_by_id: int = Field(foreign_key="person.id")
