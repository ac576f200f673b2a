"""Absences announced by guardians, taken back until confirmed, and seen by the class teacher."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil
from ejournal.errors import DomainError, NotFound
from ejournal.models import AbsenceNotice, AttendanceCode, NoticeKind, Person, SchoolClass
from ejournal.models.spans import meets
from ejournal.services import audit
from ejournal.services.absences.classes import note_absence
from ejournal.services.absences.missed import LOOK_BACK, check_span
from ejournal.services.base import tables as db
from ejournal.services.base.locks import lock_row
from ejournal.services.base.names import by_name
from ejournal.services.calendar.days import check_school_days
from ejournal.services.diary.lessons import FIRST, SCHOOL, in_span, read
from ejournal.services.notices.class_teachers import tell_class_teachers

LATEST = timedelta(days=7)
"""A guardian may announce an absence that began up to a week ago."""
ANNOUNCED = (AttendanceCode.ILL, AttendanceCode.EXCUSED)
NO_REASON = "Choose the reason"


@dataclass(frozen=True, slots=True)
class Notice:
    """An absence announced for the days from starts to ends."""

    id: int
    starts: date
    ends: date
    code: AttendanceCode
    note: str
    announced_at: datetime
    is_own: bool
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a family has announced to the class teacher for today or later."""

    pupil_id: int
    name: str
    starts: date
    ends: date
    code: AttendanceCode
    note: str


_ANNOUNCED_IN_CLASS: Select[Any] = (
    select(db.person.c.id, db.person.c.last_name, db.person.c.first_name)
    .add_columns(db.absence_notice.c.starts, db.absence_notice.c.ends)
    .add_columns(db.absence_notice.c.code, db.absence_notice.c.note)
    .select_from(db.enrolment)
    .join(db.person, db.person.c.id == db.enrolment.c.pupil_id)
    .join(db.absence_notice, db.absence_notice.c.pupil_id == db.enrolment.c.pupil_id)
    .where(
        db.enrolment.c.school_id == SCHOOL,
        db.enrolment.c.class_id == bindparam("class_id"),
        in_span(db.enrolment),
        db.absence_notice.c.school_id == SCHOOL,
        meets(db.absence_notice.c, FIRST, None),
        db.absence_notice.c.confirmed_at.is_(None),
    )
    .order_by(db.absence_notice.c.id)
)


def notices(session: Session, actor: Actor, pupil_id: int) -> list[Notice]:
    """What was announced for the pupil, the latest first."""
    guard.get(session, actor, Pupil, pupil_id, Permission.DIARY_READ)
    rows = session.scalars(
        select(AbsenceNotice)
        .where(
            col(AbsenceNotice.school_id) == actor.school_id,
            col(AbsenceNotice.pupil_id) == pupil_id,
            meets(AbsenceNotice, actor.today - LOOK_BACK, None),
        )
        .order_by(col(AbsenceNotice.starts).desc(), col(AbsenceNotice.id).desc())
    ).all()
    return [
        Notice(
            id=row.id or 0,
            starts=row.starts,
            ends=row.ends,
            code=row.code,
            note=row.note,
            announced_at=row.announced_at,
            is_own=row.announced_by_id == actor.person_id,
            is_confirmed=row.confirmed_at is not None,
        )
        for row in rows
    ]


def announced_reason(value: object) -> AttendanceCode:
    """The reason as a form spells it; DomainError for what families do not announce."""
    found = next((code for code in ANNOUNCED if code.value == value), None)
    if found is None:
        raise DomainError(NO_REASON, field="code")
    return found


def announce_absence(
    session: Session,
    actor: Actor,
    pupil_id: int,
    starts: date,
    ends: date,
    code: AttendanceCode,
    note: str,
) -> int:
    """Announce that the pupil will be, or was, away; the notice's number. DomainError for impossible days.

    What the actor has announced already, word by word, is not announced twice, confirmed or not.
    """
    guard.get(session, actor, Pupil, pupil_id, Permission.ABSENCE_ANNOUNCE)
    lock_row(session, Person, actor.school_id, pupil_id)
    check_span(starts, ends)
    check_school_days(session, actor.school_id, starts=starts, ends=ends)
    if starts < actor.today - LATEST:
        raise DomainError("Only absences of the last week can be announced here", field="starts")
    if code not in ANNOUNCED:
        raise DomainError(NO_REASON, field="code")
    said: dict[str, Any] = {
        "school_id": actor.school_id,
        "pupil_id": pupil_id,
        "starts": starts,
        "ends": ends,
        "code": code,
        "note": note,
        "announced_by_id": actor.person_id,
    }
    known = session.scalars(select(AbsenceNotice).filter_by(**said)).first()
    if known is not None:
        return known.id or 0
    row = AbsenceNotice(**said, announced_at=clock.now())
    session.add(row)
    session.flush()
    _record_notice(session, actor, "absence.announce", row)
    _tell(session, actor, row)
    return row.id or 0


def withdraw_notice(session: Session, actor: Actor, notice_id: int) -> int:
    """Take back an own announcement that is not confirmed yet; the pupil's number."""
    lock_row(session, AbsenceNotice, actor.school_id, notice_id)
    row = session.get(AbsenceNotice, notice_id)
    if row is None or row.school_id != actor.school_id or row.announced_by_id != actor.person_id:
        raise NotFound
    guard.get(session, actor, Pupil, row.pupil_id, Permission.ABSENCE_ANNOUNCE)
    if row.confirmed_at is not None:
        raise DomainError("The class teacher has already confirmed this absence")
    _record_notice(session, actor, "absence.withdraw", row)
    _tell(session, actor, row, withdrawn=True)
    session.delete(row)
    session.flush()
    return row.pupil_id


def announced_in_class(session: Session, actor: Actor, class_id: int) -> list[Announcement]:
    """What families of the class have announced for today or later and nobody has confirmed; two queries."""
    guard.get(session, actor, SchoolClass, class_id, Permission.CLASS_READ)
    today = {"first_day": actor.today, "last_day": actor.today}
    rows = read(session, _ANNOUNCED_IN_CLASS, actor, class_id=class_id, **today)
    return [
        Announcement(row.id, f"{row.last_name} {row.first_name}", row.starts, row.ends, row.code, row.note)
        for row in sorted(rows, key=lambda row: (row.starts, by_name(row), row.id))
    ]


def _tell(session: Session, actor: Actor, row: AbsenceNotice, *, withdrawn: bool = False) -> None:
    pupil = session.get_one(Person, row.pupil_id)
    payload = {
        "name": f"{pupil.last_name} {pupil.first_name}",
        "starts": row.starts.isoformat(),
        "ends": row.ends.isoformat(),
        "code": row.code.value,
        "note": row.note,
    }
    key = f"pupil-absence:{row.id}"
    tell_class_teachers(
        session, actor, row.pupil_id, NoticeKind.PUPIL_ABSENCE_ANNOUNCED, key, payload, withdrawn=withdrawn
    )


def _record_notice(session: Session, actor: Actor, action: str, row: AbsenceNotice) -> None:
    span = {"starts": row.starts.isoformat(), "ends": row.ends.isoformat(), "code": row.code.value}
    change = audit.Change(action, "absence_notice", row.id, after=span, pupil_id=row.pupil_id)
    audit.record(session, actor.school_id, actor.person_id, change)
    note_absence(session, actor, row.pupil_id, actor.today)
