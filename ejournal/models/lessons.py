"""The dated lesson."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import SchoolRow, choice


class LessonStatus(StrEnum):
    """Whether a lesson is to be given."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class Lesson(SchoolRow, table=True):
    """One lesson of a course on a day (урок).

    teacher_id is who was to give it; substitute_id who gives it instead.
    entry_id tells the timetable entry it was made from.
    """

    __table_args__ = (
        UniqueConstraint("school_id", "course_id", "day", "number"),
        Index(None, "school_id", "day"),
        Index(None, "school_id", "teacher_id", "day"),
        Index(None, "school_id", "substitute_id", "day"),
    )

    course_id: int = Field(foreign_key="course.id")
    day: date
    number: int
    teacher_id: int = Field(foreign_key="person.id")
    substitute_id: int | None = Field(default=None, foreign_key="person.id")
    room_id: int | None = Field(default=None, foreign_key="room.id")
    entry_id: int | None = Field(default=None, foreign_key="timetable_entry.id", ondelete="SET NULL")
    status: LessonStatus = choice(LessonStatus, default=LessonStatus.PLANNED)
    topic: str = Field(default="", max_length=limits.TOPIC)
    homework: str = Field(default="", max_length=limits.HOMEWORK)
    homework_minutes: int | None = None
    kind_id: int | None = Field(default=None, foreign_key="kind_of_work.id")
    roll_called: bool = False
