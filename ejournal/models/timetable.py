"""The weekly timetable in versions, absences of teachers and substitutions."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from ejournal.models.base import SchoolRow, choice
from ejournal.models.calendar import WeekParity


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


class TimetableVersion(SchoolRow, table=True):
    """A timetable that holds from one day to another."""

    __tablename__ = "timetable_version"
    __table_args__ = (Index(None, "school_id", "year_id", "starts"),)

    year_id: int = Field(foreign_key="academic_year.id")
    name: str = Field(max_length=120)
    starts: date
    ends: date | None = None
    status: VersionStatus = choice(VersionStatus, default=VersionStatus.DRAFT)


class TimetableEntry(SchoolRow, table=True):
    """A course at a weekday (1 = Monday) and lesson number of a version."""

    __tablename__ = "timetable_entry"
    __table_args__ = (Index(None, "school_id", "version_id", "weekday"), Index(None, "school_id", "course_id"))

    version_id: int = Field(foreign_key="timetable_version.id")
    course_id: int = Field(foreign_key="course.id")
    weekday: int
    number: int
    parity: WeekParity = choice(WeekParity, default=WeekParity.EVERY)
    room_id: int | None = Field(default=None, foreign_key="room.id")
    teacher_id: int | None = Field(default=None, foreign_key="person.id")


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
    note: str = Field(default="", max_length=400)
    order_number: str = Field(default="", max_length=40)
    approved: bool = True
    reported_by_id: int = Field(foreign_key="person.id")


class Substitution(SchoolRow, table=True):
    """Who gives a lesson in whose place; a line of the journal of substitutions."""

    __table_args__ = (
        UniqueConstraint("school_id", "lesson_id"),
        Index(None, "school_id", "substitute_id"),
    )

    lesson_id: int = Field(foreign_key="lesson.id")
    absence_id: int | None = Field(default=None, foreign_key="teacher_absence.id")
    absent_teacher_id: int = Field(foreign_key="person.id")
    substitute_id: int | None = Field(default=None, foreign_key="person.id")
    task: str = Field(default="", max_length=1000)
    cancelled_reason: str = Field(default="", max_length=200)
    order_number: str = Field(default="", max_length=40)
    paid: bool = True
    created_at: datetime
    created_by_id: int = Field(foreign_key="person.id")
