"""A teacher is back earlier, stays away longer, or was never away: what becomes of the lessons arranged."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import NoticeKind, Substitution, TeacherAbsence
from ejournal.models.base import table
from ejournal.services.base.locks import lock_school
from ejournal.services.journal.batch import lock_lessons
from ejournal.services.notices.outbox import personal_notice, take_back_key, tell
from ejournal.services.schedule.lessons import ScheduleLesson, done, lesson, read_lessons
from ejournal.services.schedule.weeks import calendar_on
from ejournal.services.substitutions.absences import (
    check_absence,
    decision_key,
    locked_absence,
    record_absence,
    report_key,
)
from ejournal.services.substitutions.arranging import has_its_place, restore
from ejournal.services.substitutions.stored import given_lessons

DAY = timedelta(days=1)
AT_ALL_HOURS = (0, 99)


@dataclass(frozen=True, slots=True)
class AbsenceOutlook:
    """The lessons arranged for days that fall away: those that return to their teacher, those that stay.

    What is past or has begun, was moved, has marks or absences in it, or fell out and has lost its place
    stays as it was arranged.
    """

    returning: tuple[ScheduleLesson, ...]
    staying: tuple[ScheduleLesson, ...]

    @property
    def mark(self) -> str:
        """Another text whenever other lessons would return."""
        return ",".join(str(one.lesson_id) for one in self.returning)


def outlook(session: Session, actor: Actor, absence_id: int, ends: date | None) -> AbsenceOutlook:
    """What the new last day would do to lessons; without a day the absence falls away as a whole."""
    absence = guard.get(session, actor, TeacherAbsence, absence_id, Permission.SUBSTITUTION_WRITE)
    if ends is not None:
        check_absence(session, absence.model_copy(update={"ends": ends}))
    first = absence.starts if ends is None else ends + DAY
    calendar = calendar_on(session, actor.school_id, absence.starts)
    if calendar is None or first > absence.ends:
        return AbsenceOutlook((), ())
    low, high = absence.from_number or AT_ALL_HOURS[0], absence.to_number or AT_ALL_HOURS[1]
    stood = or_(
        lesson.c.day.between(first, absence.ends) & lesson.c.number.between(low, high),
        done.c.moved_from_day.between(first, absence.ends) & done.c.moved_from_number.between(low, high),
    )
    found = read_lessons(
        session, calendar, calendar.year.starts, calendar.year.ends,
        lesson.c.teacher_id == absence.teacher_id, done.c.id.is_not(None), stood,
    )  # fmt: skip
    others = _other_absences(session, absence)
    arranged = [one for one in found if not any(_covers(other, one) for other in others)]
    given = given_lessons(session, actor.school_id, [one.lesson_id for one in arranged])
    given |= _begun_today(session, actor, arranged)
    back = {
        one.lesson_id
        for one in arranged
        if one.moved_from_day is None
        and one.day >= actor.today
        and one.lesson_id not in given
        and (not one.cancelled or has_its_place(session, actor, one.lesson_id))
    }
    return AbsenceOutlook(
        tuple(one for one in arranged if one.lesson_id in back),
        tuple(one for one in arranged if one.lesson_id not in back),
    )


def _begun_today(session: Session, actor: Actor, arranged: list[ScheduleLesson]) -> set[int]:
    """Today's lessons that have begun by the bells, or in which a substitute has written the topic."""
    at = clock.local(clock.now(), actor.time_zone).time()
    today = [one for one in arranged if one.day == actor.today]
    if not today:
        return set()
    written = select(lesson.c.id).where(
        lesson.c.school_id == actor.school_id, lesson.c.id.in_([one.lesson_id for one in today]),
        lesson.c.topic != "", lesson.c.substitute_id.is_not(None),
    )  # fmt: skip
    begun = {one.lesson_id for one in today if one.starts is not None and one.starts <= at}
    return begun | set(session.scalars(written))


def _other_absences(session: Session, absence: TeacherAbsence) -> list[TeacherAbsence]:
    of_teacher = select(TeacherAbsence).filter_by(
        school_id=absence.school_id, teacher_id=absence.teacher_id, approved=True
    )
    return [one for one in session.scalars(of_teacher) if one.id != absence.id]


def _covers(other: TeacherAbsence, one: ScheduleLesson) -> bool:
    day, number = one.moved_from_day or one.day, one.moved_from_number or one.number
    low, high = other.from_number or AT_ALL_HOURS[0], other.to_number or AT_ALL_HOURS[1]
    return other.starts <= day <= other.ends and low <= number <= high


def change_end(session: Session, actor: Actor, absence_id: int, ends: date, mark: str) -> list[int]:
    """Give the absence another last day; the lessons returned. The mark is that of the outlook agreed to.

    The returned lessons' substitutes and families are told, and the teacher.
    """
    absence, found = _agreed(session, actor, absence_id, ends, mark)
    absence.ends = ends
    session.add(absence)
    session.flush()
    record_absence(session, actor, "absence.change", absence)
    _tell_teacher(session, actor, absence, withdrawn=False)
    return _give_back(session, actor, found)


def withdraw_absence(session: Session, actor: Actor, absence_id: int, mark: str) -> list[int]:
    """Take the whole absence back; the lessons returned. DomainError when some were given in its place."""
    absence, found = _agreed(session, actor, absence_id, None, mark)
    returned = _give_back(session, actor, found)
    row = table(Substitution)
    kept = select(row.c.id).where(row.c.school_id == actor.school_id, row.c.absence_id == absence_id)
    if found.staying or session.execute(kept.limit(1)).first():
        raise DomainError("Some lessons stay as they were settled: give the absence an earlier last day")
    record_absence(session, actor, "absence.withdraw", absence)
    _tell_teacher(session, actor, absence, withdrawn=True)
    take_back_key(session, actor.school_id, report_key(absence_id))
    take_back_key(session, actor.school_id, decision_key(absence_id))
    session.delete(absence)
    session.flush()
    return returned


def _agreed(
    session: Session, actor: Actor, absence_id: int, ends: date | None, mark: str
) -> tuple[TeacherAbsence, AbsenceOutlook]:
    guard.require(actor, Permission.SUBSTITUTION_WRITE)
    lock_school(session, actor.school_id)
    absence = locked_absence(session, actor, absence_id)
    if not absence.approved:
        raise DomainError("This absence has not been accepted")
    found = _as_seen(session, actor, absence_id, ends, mark)
    # Lessons before the audit, as whoever writes marks does; and what was written until now is looked at.
    lock_lessons(session, actor.school_id, [one.lesson_id for one in found.returning])
    return absence, _as_seen(session, actor, absence_id, ends, mark)


def _as_seen(session: Session, actor: Actor, absence_id: int, ends: date | None, mark: str) -> AbsenceOutlook:
    found = outlook(session, actor, absence_id, ends)
    if found.mark != mark:
        raise DomainError("Other lessons would return by now: look at them again")
    return found


def _give_back(session: Session, actor: Actor, found: AbsenceOutlook) -> list[int]:
    for one in found.returning:
        restore(session, actor, one.lesson_id)
    return [one.lesson_id for one in found.returning]


def _tell_teacher(session: Session, actor: Actor, absence: TeacherAbsence, *, withdrawn: bool) -> None:
    payload = {"starts": str(absence.starts), "ends": str(absence.ends), "withdrawn": withdrawn}
    key = f"absence-changed:{absence.id}"
    told = (
        actor.school_id,
        absence.teacher_id,
        NoticeKind.TEACHER_ABSENCE_CHANGED,
        key,
        payload,
        clock.now(),
    )
    tell(session, [personal_notice(*told)])
