"""What a timetable is made by: what teachers need, and the long work under way on a version."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from ejournal.models.base import SchoolRow


class TeacherNeeds(SchoolRow, table=True):
    """What a year's timetable keeps to for a teacher: the most lessons a day, and a room of their own."""

    __tablename__ = "teacher_needs"
    __table_args__ = (UniqueConstraint("school_id", "year_id", "teacher_id"),)

    year_id: int = Field(foreign_key="academic_year.id")
    teacher_id: int = Field(foreign_key="person.id")
    most_a_day: int | None = None
    room_id: int | None = Field(default=None, foreign_key="room.id")


class TimetableRun(SchoolRow, table=True):
    """Long work on a version, such as the automatic placement: at most one at a time, in any process.

    What has not been heard of until lives_until is dead, and another may begin.
    """

    __tablename__ = "timetable_run"
    __table_args__ = (UniqueConstraint("version_id"), Index(None, "school_id"))

    version_id: int = Field(foreign_key="timetable_version.id")
    kind: str = Field(max_length=20)
    who: str = Field(max_length=200)
    key: str = Field(max_length=40)
    done: int = 0
    total: int = 0
    stop_asked: bool = False
    lives_until: datetime
