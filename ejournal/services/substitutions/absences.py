"""Absences of teachers: entered by the deputy head, or reported by the teacher and approved."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from ejournal import clock, limits
from ejournal.access import guard
from ejournal.access.actor import Actor, holders
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    AbsenceReason,
    Lesson,
    LessonStatus,
    NoticeKind,
    Person,
    Role,
    RoleGrant,
    Substitution,
    TeacherAbsence,
)
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.models.spans import meets
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.lesson_rows import in_days
from ejournal.services.base.locks import lock_row
from ejournal.services.base.texts import cleaned
from ejournal.services.base.topics import schedule_topic
from ejournal.services.calendar.days import check_school_days
from ejournal.services.notices.outbox import personal_notice, take_back_unread, tell
from ejournal.services.schedule.lessons import ScheduleLesson, lesson, read_lessons
from ejournal.services.schedule.weeks import calendar_on
from ejournal.services.substitutions.cover import away_between, away_span, is_away, is_settled

LONGEST = timedelta(days=366)
TEACHING = (Role.TEACHER, Role.DEPUTY, Role.DIRECTOR, Role.CLASS_TEACHER)


@dataclass(frozen=True, slots=True)
class AbsenceInfo:
    """An absence in the list: lessons it touches, how many of them are settled."""

    id: int
    teacher_id: int
    teacher: str
    starts: date
    ends: date
    from_number: int | None
    to_number: int | None
    reason: AbsenceReason
    note: str
    order_number: str
    approved: bool
    declined: bool
    own_report: bool
    lessons: int
    settled: int


@dataclass(frozen=True, slots=True)
class AffectedLesson:
    """A lesson whose teacher is away; settled when it falls out or somebody who is there gives it.

    substitute_away: whoever was to give it in the teacher's place is away by now, too.
    """

    lesson: ScheduleLesson
    settled: bool
    substitute_away: bool = False


def enter_absence(
    session: Session, actor: Actor, teacher_id: int, starts: date, ends: date, reason: AbsenceReason, *,
    from_number: int | None = None, to_number: int | None = None, note: str = "", order_number: str = "",
) -> int:  # fmt: skip
    """Enter a teacher's absence, whole days or lessons from–to of each; gives its id."""
    guard.require(actor, Permission.SUBSTITUTION_WRITE)
    absence = TeacherAbsence(
        school_id=actor.school_id, teacher_id=teacher_id, starts=starts, ends=ends, reason=reason,
        from_number=from_number, to_number=to_number, note=note.strip(), order_number=order_number.strip(),
        approved=True, reported_by_id=actor.person_id,
    )  # fmt: skip
    return _add(session, actor, absence)[0]


def report_own_absence(
    session: Session, actor: Actor, starts: date, ends: date, reason: AbsenceReason, note: str = ""
) -> int:
    """A teacher says that they will be away; the deputy heads are told and decide.

    What is reported already, word by word, is not reported twice.
    """
    guard.require(actor, Permission.ABSENCE_REPORT)
    if starts < actor.today:
        raise DomainError("Report from today on; the deputy head enters what is past", field="starts")
    absence = TeacherAbsence(
        school_id=actor.school_id, teacher_id=actor.person_id, starts=starts, ends=ends, reason=reason,
        note=note.strip(), approved=False, reported_by_id=actor.person_id,
    )  # fmt: skip
    absence_id, is_new = _add(session, actor, absence)
    if not is_new:
        return absence_id
    payload = {
        "absence_id": absence_id,
        "teacher": _name(session, actor.person_id),
        "starts": str(starts),
        "ends": str(ends),
    }
    _tell_deputies(session, actor, absence_id, payload)
    return absence_id


def decide_absence(session: Session, actor: Actor, absence_id: int, approve: bool) -> None:
    """Approve or decline a reported absence; the teacher is told."""
    absence = locked_absence(session, actor, absence_id)
    if absence.approved or absence.declined:
        raise DomainError("This has been decided already")
    absence.approved, absence.declined = approve, not approve
    session.add(absence)
    session.flush()
    record_absence(session, actor, "absence.approve" if approve else "absence.decline", absence)
    payload = {"approved": approve, "starts": str(absence.starts), "ends": str(absence.ends)}
    key = decision_key(absence_id)
    notice = personal_notice(
        actor.school_id, absence.teacher_id, NoticeKind.TEACHER_ABSENCE_DECIDED, key, payload, clock.now()
    )
    tell(session, [notice])


def reopen_absence(session: Session, actor: Actor, absence_id: int) -> None:
    """Take back the decision on a reported absence: it waits again; a teacher who knew of it is told.

    DomainError when it was not reported, waits anyway, or lessons are settled for it already.
    """
    absence = locked_absence(session, actor, absence_id)
    if absence.reported_by_id != absence.teacher_id or not (absence.approved or absence.declined):
        raise DomainError("Nothing was decided about this absence")
    done = table(Substitution).c
    settled = select(done.id).where(done.school_id == actor.school_id, done.absence_id == absence_id)
    if session.scalar(settled.limit(1)) is not None:
        raise DomainError("Lessons of this absence are settled already: take those back first")
    absence.approved = absence.declined = False
    session.add(absence)
    session.flush()
    record_absence(session, actor, "absence.reopen", absence)
    key = decision_key(absence_id)
    payload = {"reopened": True, "starts": str(absence.starts), "ends": str(absence.ends)}
    kind = NoticeKind.TEACHER_ABSENCE_DECIDED
    knew = take_back_unread(session, actor.school_id, key)
    tell(
        session,
        [personal_notice(actor.school_id, one, kind, key, payload, clock.now()) for one in knew],
    )


def absences(session: Session, actor: Actor, first: date, last: date) -> list[AbsenceInfo]:
    """The absences that touch the days, those waiting for a decision first; teachers see their own."""
    away, person = table(TeacherAbsence), table(Person)
    leads = actor.may(Permission.SUBSTITUTION_WRITE)
    if not leads:
        guard.require(actor, Permission.ABSENCE_REPORT)
    query = (
        select(away, person.c.last_name, person.c.first_name, person.c.middle_name)
        .join(person, person.c.id == away.c.teacher_id)
        .where(away.c.school_id == actor.school_id, meets(away.c, first, last))
        .order_by(away.c.approved, away.c.starts, away.c.id)
    )
    rows = session.execute(query if leads else query.where(away.c.teacher_id == actor.person_id)).all()
    touched, settled = _counts(session, actor.school_id, rows)
    return [
        AbsenceInfo(
            row.id, row.teacher_id, short_name(row.last_name, row.first_name, row.middle_name),
            row.starts, row.ends, row.from_number, row.to_number, row.reason, row.note, row.order_number,
            row.approved, row.declined, row.reported_by_id == row.teacher_id,
            touched[row.id], settled[row.id],
        )
        for row in rows
    ]  # fmt: skip


def _counts(session: Session, school_id: int, absences: Sequence[Any]) -> tuple[Counter[int], Counter[int]]:
    """For each absence the lessons it touches and how many are settled, as `affected_lessons` lists them."""
    touched: Counter[int] = Counter()
    settled: Counter[int] = Counter()
    if not absences:
        return touched, settled
    first, last = min(row.starts for row in absences), max(row.ends for row in absences)
    others = away_between(session, school_id, first, last)
    lessons = _lessons_of(session, school_id, {row.teacher_id for row in absences}, first, last)
    for row in absences:
        own = away_span(row.teacher_id, row.starts, row.ends, row.from_number, row.to_number)
        for teachers, day, number, is_arranged, falls_out in lessons:
            if any(own.covers(one, day, number) for one in teachers):
                touched[row.id] += 1
                given = not is_away([own, *others], teachers[-1], day, number)
                settled[row.id] += is_arranged and (falls_out or given)
    return touched, settled


_Arranged = tuple[tuple[int, ...], date, int, bool, bool]
"""A lesson's teacher and substitute, day, number, whether something was arranged, whether it falls out."""


def _lessons_of(
    session: Session, school_id: int, people: set[int], first: date, last: date
) -> list[_Arranged]:
    done, asked = table(Substitution), in_days(lesson.c, school_id, first, last)
    rows = session.execute(
        select(
            lesson.c.teacher_id, lesson.c.substitute_id, lesson.c.day, lesson.c.number, lesson.c.status,
            done.c.id,
        )
        .outerjoin(done, (done.c.school_id == lesson.c.school_id) & (done.c.lesson_id == lesson.c.id))
        .where(
            or_(  # each by an index of its own
                and_(asked, lesson.c.teacher_id.in_(people)),
                and_(asked, lesson.c.substitute_id.in_(people)),
            )
        )
    ).all()  # fmt: skip
    return [
        (
            (row.teacher_id, row.substitute_id) if row.substitute_id else (row.teacher_id,),
            row.day,
            row.number,
            row.id is not None,
            row.status == LessonStatus.CANCELLED,
        )
        for row in rows
    ]


def affected_lessons(session: Session, actor: Actor, absence_id: int) -> list[AffectedLesson]:
    """The lessons that the absent teacher was to give, those taken over from others too."""
    absence = guard.get(session, actor, TeacherAbsence, absence_id, Permission.SUBSTITUTION_WRITE)
    calendar = calendar_on(session, actor.school_id, absence.starts)
    if calendar is None:
        return []
    person = absence.teacher_id
    found = read_lessons(
        session, calendar, absence.starts, absence.ends,
        or_(lesson.c.teacher_id == person, lesson.c.substitute_id == person),
        lesson.c.number >= (absence.from_number or 0),
        lesson.c.number <= (absence.to_number or 99),
    )  # fmt: skip
    own = away_span(person, absence.starts, absence.ends, absence.from_number, absence.to_number)
    others = away_between(session, actor.school_id, absence.starts, absence.ends)
    return [
        AffectedLesson(
            one,
            is_settled(one, [own, *others]),
            is_away(others, one.teacher_id, one.day, one.number) and one.teacher_id != person,
        )
        for one in found
    ]


def own_absent_lessons(session: Session, actor: Actor, last: date) -> list[AffectedLesson]:
    """The actor's own lessons, until the last day, on which they are or will be away; six queries."""
    guard.require(actor, Permission.ABSENCE_REPORT)
    away = table(TeacherAbsence)
    absences = session.execute(
        select(away.c.starts, away.c.ends, away.c.from_number, away.c.to_number).where(
            away.c.school_id == actor.school_id, away.c.teacher_id == actor.person_id, ~away.c.declined,
            meets(away.c, actor.today, last),
        )
    ).all()  # fmt: skip
    calendar = calendar_on(session, actor.school_id, actor.today)
    if not absences or calendar is None:
        return []
    found = read_lessons(session, calendar, actor.today, last, lesson.c.teacher_id == actor.person_id)
    own = [away_span(actor.person_id, *row) for row in absences]
    others = away_between(session, actor.school_id, actor.today, last)
    return [
        AffectedLesson(one, is_settled(one, [*own, *others]))
        for one in found
        if is_away(own, actor.person_id, one.day, one.number)
    ]


def locked_absence(session: Session, actor: Actor, absence_id: int) -> TeacherAbsence:
    """The absence as it stands when nobody else is changing it."""
    guard.require(actor, Permission.SUBSTITUTION_WRITE)
    lock_row(session, TeacherAbsence, actor.school_id, absence_id)
    return guard.get(session, actor, TeacherAbsence, absence_id, Permission.SUBSTITUTION_WRITE)


def _add(session: Session, actor: Actor, absence: TeacherAbsence) -> tuple[int, bool]:
    """The absence's id, and whether it is new; the teacher's row is the lock of the teacher's absences."""
    lock_row(session, Person, actor.school_id, absence.teacher_id)
    person = session.get(Person, absence.teacher_id)
    if (
        person is None
        or person.school_id != actor.school_id
        or not _teaches(session, actor, absence.teacher_id)
    ):
        raise NotFound
    check_absence(session, absence)
    known = _same(session, absence)
    if known is not None:
        return known, False
    session.add(absence)
    session.flush()
    assert absence.id is not None
    record_absence(session, actor, "absence.report" if not absence.approved else "absence.enter", absence)
    return absence.id, True


def _same(session: Session, absence: TeacherAbsence) -> int | None:
    """The same absence, still holding or waiting, if it is there already."""
    said = {
        name: getattr(absence, name)
        for name in ("school_id", "teacher_id", "starts", "ends", "from_number", "to_number", "reason",
                     "note", "order_number", "approved", "reported_by_id", "declined")
    }  # fmt: skip
    return session.scalar(select(col(TeacherAbsence.id)).filter_by(**said).limit(1))


def check_absence(session: Session, absence: TeacherAbsence) -> None:
    """DomainError by the field for days out of order or year, impossible numbers, texts too long."""
    if absence.ends < absence.starts or absence.ends - absence.starts > LONGEST:
        raise DomainError("The last day must not be before the first, nor a year after it", field="ends")
    check_school_days(session, absence.school_id, starts=absence.starts, ends=absence.ends)
    low, high = absence.from_number or 1, absence.to_number or 15
    if not 0 <= low <= high <= 15:
        raise DomainError("The last lesson must not be before the first", field="to_number")
    cleaned(absence.note, limits.NOTE, "note")
    cleaned(absence.order_number, limits.ORDER_NUMBER, "order_number")


def _teaches(session: Session, actor: Actor, person_id: int) -> bool:
    grant, given = table(RoleGrant), table(Lesson)
    role = select(grant.c.id).where(
        grant.c.school_id == actor.school_id, grant.c.person_id == person_id, grant.c.role.in_(TEACHING)
    )
    lessons = select(given.c.id).where(given.c.school_id == actor.school_id, given.c.teacher_id == person_id)
    return any(session.execute(query.limit(1)).first() for query in (role, lessons))


def _name(session: Session, person_id: int) -> str:
    person = session.get_one(Person, person_id)
    return short_name(person.last_name, person.first_name, person.middle_name)


def report_key(absence_id: int) -> str:
    """The key of the notices that tell the deputy heads of a report."""
    return f"absence-reported:{absence_id}"


def decision_key(absence_id: int) -> str:
    """The key of the notice that tells the teacher what was decided."""
    return f"absence-decided:{absence_id}"


def _tell_deputies(session: Session, actor: Actor, absence_id: int, payload: dict[str, Any]) -> None:
    deputies = session.scalars(holders(actor.school_id, actor.today, Role.DEPUTY)).all()
    key = report_key(absence_id)
    now = clock.now()
    tell(
        session,
        [
            personal_notice(actor.school_id, one, NoticeKind.TEACHER_ABSENCE_REPORTED, key, payload, now)
            for one in set(deputies)
        ],
    )


def record_absence(session: Session, actor: Actor, action: str, absence: TeacherAbsence) -> None:
    """What was done with the absence, for the audit trail."""
    after = {"teacher_id": absence.teacher_id, "starts": str(absence.starts), "ends": str(absence.ends),
             "reason": absence.reason.value}  # fmt: skip
    change = audit.Change(action, "teacher_absence", absence.id, after=after)
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, schedule_topic(absence.school_id))
