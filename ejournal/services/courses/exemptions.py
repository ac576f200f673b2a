"""Pupils exempt from a course for a time (осв): put down, changed, taken back."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import Course, Exemption
from ejournal.models.spans import Span
from ejournal.models.structure import class_title
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.names import by_name
from ejournal.services.base.texts import cleaned
from ejournal.services.base.topics import course_topic, pupil_topic
from ejournal.services.calendar.year import YearSpan, current_year, load_years
from ejournal.services.courses.frame import CourseFrame, frames
from ejournal.services.courses.members import in_list_order, members


@dataclass(frozen=True, slots=True)
class ExemptionFields:
    """From which day to which, and why; without an end it holds to the end of the year."""

    starts: date
    ends: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class ExemptionLine:
    """An exemption: who, from what, when, why."""

    id: int
    course_id: int
    pupil_id: int
    class_title: str
    subject: str
    group: str
    pupil: str
    fields: ExemptionFields

    def holds(self, day: date) -> bool:
        """Whether the pupil is exempt that day."""
        return Span.of(self.fields).holds_on(day)


@dataclass(frozen=True, slots=True)
class PupilName:
    """A pupil of a course."""

    id: int
    name: str


def exemptions(session: Session, actor: Actor) -> list[ExemptionLine]:
    """The exemptions of the year shown today, by class, subject and name; two queries.

    Reasons tell of health: they are empty for whoever keeps the settings without leading the school.
    """
    guard.require(actor, Permission.SETTINGS_MANAGE)
    year = current_year(session, actor.school_id, actor.today)
    exemption, course, klass = db.exemption.c, db.course.c, db.school_class.c
    rows = session.execute(
        select(
            db.exemption,
            db.person.c.last_name,
            db.person.c.first_name,
            db.subject.c.name,
            db.study_group.c.name.label("study_group"),
            klass.grade,
            klass.letter,
        )
        .join_from(db.exemption, db.course, course.id == exemption.course_id)
        .join(db.person, db.person.c.id == exemption.pupil_id)
        .join(db.subject, db.subject.c.id == course.subject_id)
        .outerjoin(db.study_group, db.study_group.c.id == course.group_id)
        .outerjoin(db.school_class, klass.id == course.class_id)
        .where(exemption.school_id == actor.school_id, course.year_id == (year.id if year else None))
        .order_by(
            klass.grade,
            klass.letter,
            db.subject.c.name,
            exemption.starts,
            exemption.id,
        )
    ).all()
    # A course without a class is a group's: those come last, on both databases.
    rows = sorted(rows, key=lambda row: (row.grade is None, row.grade, row.letter, row.name, by_name(row)))
    reads = reads_reasons(actor)
    return [_line(row, reads) for row in rows]


def reads_reasons(actor: Actor) -> bool:
    """Whether the actor is told why a pupil is exempt."""
    return actor.may(Permission.EXEMPTION_REASON_READ)


def pupils_of_course(session: Session, actor: Actor, course_id: int) -> list[PupilName]:
    """Who is taught in the course this year, by the alphabet."""
    frame, year = _course(session, actor, course_id)
    found = in_list_order(members(session, frame, year.starts, year.ends).values())
    return [PupilName(one.pupil_id, one.list_name) for one in found]


def add_exemption(
    session: Session, actor: Actor, course_id: int, pupil_id: int, fields: ExemptionFields
) -> int:
    """Exempt a pupil of the course; gives the exemption's number. NotFound for who is not taught there."""
    frame, year = _course(session, actor, course_id)
    if pupil_id not in members(session, frame, year.starts, year.ends, [pupil_id]):
        raise NotFound
    checked = _checked(session, actor, fields, year, (course_id, pupil_id), None)
    row = Exemption(school_id=actor.school_id, course_id=course_id, pupil_id=pupil_id, **asdict(checked))
    session.add(row)
    session.flush()
    _record(session, actor, "exemption.add", row, None, checked)
    return row.id or 0


def change_exemption(
    session: Session, actor: Actor, exemption_id: int, fields: ExemptionFields
) -> ExemptionFields:
    """Change days or reason; gives what stood before. Who may not read the reason keeps it by giving none."""
    row = _get(session, actor, exemption_id)
    _, year = _course(session, actor, row.course_id)
    if not fields.reason.strip() and not reads_reasons(actor):
        fields = replace(fields, reason=row.reason)
    checked = _checked(session, actor, fields, year, (row.course_id, row.pupil_id), exemption_id)
    before = ExemptionFields(row.starts, row.ends, row.reason)
    if checked != before:
        row.starts, row.ends, row.reason = checked.starts, checked.ends, checked.reason
        session.add(row)
        session.flush()
        _record(session, actor, "exemption.change", row, before, checked)
    return before


def remove_exemption(session: Session, actor: Actor, exemption_id: int) -> tuple[int, int, ExemptionFields]:
    """Take an exemption back: course, pupil and what stood there; the audit trail keeps it."""
    row = _get(session, actor, exemption_id)
    before = ExemptionFields(row.starts, row.ends, row.reason)
    _record(session, actor, "exemption.remove", row, before, None)
    session.delete(row)
    session.flush()
    return row.course_id, row.pupil_id, before


def _get(session: Session, actor: Actor, exemption_id: int) -> Exemption:
    return guard.get(session, actor, Exemption, exemption_id, Permission.SETTINGS_MANAGE)


def _course(session: Session, actor: Actor, course_id: int) -> tuple[CourseFrame, YearSpan]:
    course = guard.get(session, actor, Course, course_id, Permission.SETTINGS_MANAGE)
    year = next((one for one in load_years(session, actor.school_id) if one.id == course.year_id), None)
    if year is None:
        raise NotFound
    return frames(session, actor.school_id, [course_id])[course_id], year


def _checked(
    session: Session,
    actor: Actor,
    fields: ExemptionFields,
    year: YearSpan,
    whose: tuple[int, int],
    exemption_id: int | None,
) -> ExemptionFields:
    reason = cleaned(fields.reason, limits.EXEMPTION_REASON, "reason")
    for field in ("starts", "ends"):
        day = getattr(fields, field)
        if day is not None and day not in year:
            raise DomainError("This day is not in the academic year", field=field)
    if Span.of(fields).is_empty:
        raise DomainError("The last day is before the first", field="ends")
    if not reason:
        raise DomainError("Give the reason: a doctor's note, an order", field="reason")
    others = select(Exemption).where(
        col(Exemption.school_id) == actor.school_id,
        col(Exemption.course_id) == whose[0],
        col(Exemption.pupil_id) == whose[1],
    )
    for other in session.scalars(others):
        if other.id != exemption_id and Span.of(other).meets(Span.of(fields)):
            raise DomainError("The pupil is exempt on some of these days already", field="starts")
    return ExemptionFields(fields.starts, fields.ends, reason)


def _line(row: Any, reads_reasons: bool) -> ExemptionLine:
    return ExemptionLine(
        id=row.id,
        course_id=row.course_id,
        pupil_id=row.pupil_id,
        class_title=class_title(row.grade, row.letter) if row.grade else "",
        subject=row.name,
        group=row.study_group or "",
        pupil=f"{row.last_name} {row.first_name}",
        fields=ExemptionFields(row.starts, row.ends, row.reason if reads_reasons else ""),
    )


def _record(
    session: Session,
    actor: Actor,
    action: str,
    row: Exemption,
    before: ExemptionFields | None,
    after: ExemptionFields | None,
) -> None:
    change = audit.Change(
        action, "exemption", row.id, _spelled(row, before), _spelled(row, after), pupil_id=row.pupil_id
    )
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, course_topic(row.course_id), pupil_topic(row.pupil_id))


def _spelled(row: Exemption, fields: ExemptionFields | None) -> dict[str, Any] | None:
    if fields is None:
        return None
    ends = fields.ends.isoformat() if fields.ends else None
    return {
        "course_id": row.course_id,
        "starts": fields.starts.isoformat(),
        "ends": ends,
        "reason": fields.reason,
    }
