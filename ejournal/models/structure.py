"""The school, its settings, its year and how pupils are put together in it."""

from datetime import date, time
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, UniqueConstraint, false, text, true
from sqlmodel import Field

from ejournal import limits
from ejournal.models.base import Row, SchoolRow, choice
from ejournal.models.calendar import TermKind


class ScaleKind(StrEnum):
    """A scale of marks (шкала)."""

    FIVE = "five"
    TEN = "ten"
    TWELVE = "twelve"
    HUNDRED = "hundred"
    PASS = "pass"  # noqa: S105 - зачёт, not a password
    NONE = "none"


class ReminderRule(StrEnum):
    """How those without an account are reminded to register: not at all, by a letter, by one with a code."""

    OFF = "off"
    PLAIN = "plain"
    CODE = "code"


class School(Row, table=True):
    """One school of the installation; inn is its taxpayer's number (ИНН)."""

    code: str = Field(unique=True, max_length=limits.SCHOOL_CODE)
    name: str = Field(max_length=limits.SCHOOL)
    short_name: str = Field(max_length=limits.SCHOOL_SHORT)
    time_zone: str = Field(default="Europe/Moscow", max_length=60)
    inn: str = Field(default="", max_length=12, sa_column_kwargs={"server_default": text("''")})
    address: str = Field(
        default="", max_length=limits.ADDRESS, sa_column_kwargs={"server_default": text("''")}
    )


class SchoolSettings(SchoolRow, table=True):
    """What a school decides for itself; one row a school."""

    __tablename__ = "school_settings"
    __table_args__ = (UniqueConstraint("school_id"),)

    round_to_five: Decimal = Field(default=Decimal("4.5"), max_digits=4, decimal_places=2)
    round_to_four: Decimal = Field(default=Decimal("3.5"), max_digits=4, decimal_places=2)
    round_to_three: Decimal = Field(default=Decimal("2.5"), max_digits=4, decimal_places=2)
    min_marks_weekly_one: int = 3
    min_marks_weekly_two: int = 5
    min_marks_weekly_more: int = 7
    one_allowed: bool = False
    edit_window_days: int = 14
    remark_visible: bool = True
    former_marks_count: bool = True
    place_in_class: bool = False
    """Whether a pupil and own guardians see the place in the class."""
    paper_late: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether late coming stands in the cells of the printed journal."""
    paper_slash: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    """Whether two marks of a lesson stand there with a slash between."""
    reminders: ReminderRule = choice(ReminderRule, default=ReminderRule.PLAIN)
    marks_out_from: int | None = None
    """The hour of a day before which its marks do not go out of the program; none: at any."""
    digest_hour: int = Field(default=18, sa_column_kwargs={"server_default": "18"})
    quiet_from: int = Field(default=21, sa_column_kwargs={"server_default": "21"})
    quiet_until: int = Field(default=7, sa_column_kwargs={"server_default": "7"})
    """When nothing goes out, from hour to hour; equal ones are none."""
    sms_a_day: int = Field(default=200, sa_column_kwargs={"server_default": "200"})
    """Parts of SMS that the school pays in a day."""
    sms_words: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    """Whether an SMS says what happened, not only that something did."""
    urgent_sms_after: int = Field(default=5, sa_column_kwargs={"server_default": "5"})
    """Minutes in which whoever was told on a device may confirm an urgent message before an SMS goes."""
    first_grade_homework: bool = False
    journal_kept_years: int = 5
    summary_kept_years: int = 25
    openings_kept_days: int = 365
    """For how many days it is known who opened whose data."""
    chat_open: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    chat_from: time = Field(default=time(8), sa_column_kwargs={"server_default": text("'08:00:00'")})
    chat_until: time = Field(default=time(20), sa_column_kwargs={"server_default": text("'20:00:00'")})
    """From when to when messages make notices."""
    chat_supervisor_id: int | None = Field(default=None, foreign_key="person.id")
    """Who reads the talks of the staff with pupils; without one there are none."""


class SchoolLogo(SchoolRow, table=True):
    """The school's emblem as it is shown: a PNG of ours, and the hash by which browsers keep it."""

    __tablename__ = "school_logo"
    __table_args__ = (UniqueConstraint("school_id"),)

    png: bytes = Field(sa_type=LargeBinary)
    png_hash: str = Field(max_length=64)
    width: int
    height: int


class GradeRule(SchoolRow, table=True):
    """What new classes of a grade begin with: days a week, scale of marks, how their year is parted."""

    __tablename__ = "grade_rule"
    __table_args__ = (UniqueConstraint("school_id", "grade"),)

    grade: int
    days_per_week: int = 5
    scale: ScaleKind = choice(ScaleKind, default=ScaleKind.FIVE)
    terms: TermKind = choice(TermKind, default=TermKind.QUARTER)


class AcademicYear(SchoolRow, table=True):
    """An academic year (учебный год)."""

    __tablename__ = "academic_year"
    __table_args__ = (UniqueConstraint("school_id", "name"),)

    name: str = Field(max_length=limits.YEAR)
    starts: date
    ends: date


class Subject(SchoolRow, table=True):
    """A school subject (предмет)."""

    __table_args__ = (UniqueConstraint("school_id", "name"),)

    name: str = Field(max_length=limits.SUBJECT)
    short_name: str = Field(default="", max_length=40)
    area: str = Field(default="", max_length=120)
    difficulty: int = 5
    position: int = 0


class Room(SchoolRow, table=True):
    """A room (кабинет); a shared one (a sports hall) may hold several lessons at once."""

    __table_args__ = (UniqueConstraint("school_id", "name"),)

    name: str = Field(max_length=limits.ROOM)
    capacity: int | None = None
    shared: bool = False


class SchoolClass(SchoolRow, table=True):
    """A class of one year (класс), e.g. 6 «Б»."""

    __tablename__ = "school_class"
    __table_args__ = (UniqueConstraint("school_id", "year_id", "grade", "letter"),)

    year_id: int = Field(foreign_key="academic_year.id")
    grade: int
    letter: str = Field(max_length=40)
    scheme_id: int = Field(foreign_key="term_scheme.id")
    scale: ScaleKind = choice(ScaleKind, default=ScaleKind.FIVE)
    days_per_week: int = 5
    shift: int = 1
    room_id: int | None = Field(default=None, foreign_key="room.id")

    @property
    def title(self) -> str:
        """«6 «Б»» as the school writes it."""
        return class_title(self.grade, self.letter)


def class_title(grade: int, letter: str) -> str:
    """The class's name: grade and letter in Russian quotes."""
    return f"{grade} «{letter}»" if letter else str(grade)


class Enrolment(SchoolRow, table=True):
    """A pupil's place in a class from one day to another."""

    __table_args__ = (
        Index(None, "school_id", "class_id", "pupil_id"),
        Index(None, "school_id", "pupil_id"),
    )

    class_id: int = Field(foreign_key="school_class.id")
    pupil_id: int = Field(foreign_key="person.id")
    starts: date
    ends: date | None = None
    leaving_reason: str = Field(default="", max_length=limits.LEAVING_REASON)


class Group(SchoolRow, table=True):
    """A part of a class, or pupils of several classes, taught together (подгруппа)."""

    __tablename__ = "study_group"
    __table_args__ = (Index(None, "school_id", "class_id"),)

    class_id: int | None = Field(default=None, foreign_key="school_class.id")
    year_id: int = Field(foreign_key="academic_year.id")
    name: str = Field(max_length=limits.GROUP)


class GroupClass(SchoolRow, table=True):
    """A class that a group drawn from several classes takes pupils from: some of them, or all.

    The label tells which of them, «1 гр»: groups that cross two classes both ways differ in it alone.
    """

    __tablename__ = "group_class"
    __table_args__ = (
        UniqueConstraint("school_id", "group_id", "class_id"),
        Index(None, "school_id", "class_id"),
    )

    group_id: int = Field(foreign_key="study_group.id")
    class_id: int = Field(foreign_key="school_class.id")
    whole: bool = False
    label: str = Field(default="", max_length=80, sa_column_kwargs={"server_default": text("''")})


class GroupMember(SchoolRow, table=True):
    """A pupil's membership of a group from one day to another."""

    __tablename__ = "group_member"
    __table_args__ = (
        Index(None, "school_id", "group_id", "pupil_id"),
        Index(None, "school_id", "pupil_id"),
    )

    group_id: int = Field(foreign_key="study_group.id")
    pupil_id: int = Field(foreign_key="person.id")
    starts: date
    ends: date | None = None


class Course(SchoolRow, table=True):
    """A class or group taught one subject by one teacher in one year (учебная нагрузка).

    class_id is empty only for a group drawn from several classes; room_id is where it must be taught.
    """

    __table_args__ = (
        Index(None, "school_id", "class_id"),
        Index(None, "school_id", "teacher_id"),
        Index(None, "school_id", "year_id", "subject_id"),
        Index(None, "school_id", "group_id"),
    )

    year_id: int = Field(foreign_key="academic_year.id")
    class_id: int | None = Field(default=None, foreign_key="school_class.id")
    group_id: int | None = Field(default=None, foreign_key="study_group.id")
    subject_id: int = Field(foreign_key="subject.id")
    teacher_id: int = Field(foreign_key="person.id")
    weekly_hours: Decimal = Field(default=Decimal(1), max_digits=4, decimal_places=1)
    planned_hours: int = 0
    scale: ScaleKind | None = choice(ScaleKind, default=None, nullable=True)
    room_id: int | None = Field(default=None, foreign_key="room.id")
    extracurricular: bool = False


class TeacherChange(SchoolRow, table=True):
    """From which day a course is taught by another: what was before stays as it was.

    Done: the course's own teacher is this one already; until then the former one keeps the journal.
    """

    __tablename__ = "teacher_change"
    __table_args__ = (
        UniqueConstraint("school_id", "course_id", "starts"),
        Index(None, "done", "starts"),
    )

    course_id: int = Field(foreign_key="course.id")
    starts: date
    former_id: int = Field(foreign_key="person.id")
    teacher_id: int = Field(foreign_key="person.id")
    done: bool = False


class CoTeacher(SchoolRow, table=True):
    """A second teacher of a course, from a day to a day: writes in its journal as the first does.

    No day is no bound; the spans of one person do not overlap.
    """

    __tablename__ = "co_teacher"
    __table_args__ = (
        Index(None, "school_id", "course_id"),
        Index(None, "school_id", "teacher_id"),
    )

    course_id: int = Field(foreign_key="course.id")
    teacher_id: int = Field(foreign_key="person.id")
    starts: date | None = None
    ends: date | None = None


class Exemption(SchoolRow, table=True):
    """A pupil exempt from a course for a time (осв)."""

    __table_args__ = (Index(None, "school_id", "course_id"), Index(None, "school_id", "pupil_id"))

    course_id: int = Field(foreign_key="course.id")
    pupil_id: int = Field(foreign_key="person.id")
    starts: date
    ends: date | None = None
    reason: str = Field(default="", max_length=limits.EXEMPTION_REASON)
