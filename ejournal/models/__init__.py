"""The school's tables, by noun."""

from ejournal.models.accounts import Account, SignInSession, SignInTry
from ejournal.models.audit import AuditEntry, AuditHead
from ejournal.models.calendar import Bell, BellSchedule, Holiday, MovedDay, Term, TermKind, TermScheme, WeekParity
from ejournal.models.diary import Acknowledgement, DiaryVisit
from ejournal.models.lessons import Lesson, LessonStatus
from ejournal.models.marks import (
    AbsenceNotice,
    Attendance,
    AttendanceCode,
    ChangeRequest,
    ChangeStatus,
    KindOfWork,
    Mark,
    Remark,
    RemarkTone,
    TermMark,
    TermMarkScope,
)
from ejournal.models.outbox import OutboxNotice
from ejournal.models.people import Gender, Guardianship, Person, Role, RoleGrant
from ejournal.models.structure import (
    AcademicYear,
    Course,
    Enrolment,
    Exemption,
    Group,
    GroupMember,
    Room,
    ScaleKind,
    School,
    SchoolClass,
    SchoolSettings,
    Subject,
)
from ejournal.models.timetable import (
    AbsenceReason,
    Substitution,
    TeacherAbsence,
    TimetableEntry,
    TimetableVersion,
    VersionStatus,
)

__all__ = [name for name in dir() if name[0].isupper()]
