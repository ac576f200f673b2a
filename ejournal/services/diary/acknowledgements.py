"""Weeks of the diary acknowledged by guardians, and the class teacher's view of who has looked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil
from ejournal.access.wards import gives_rights
from ejournal.errors import DomainError
from ejournal.models import Acknowledgement, DiaryVisit, SchoolClass
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name, folded
from ejournal.services.base.shown_people import note_families
from ejournal.services.calendar.days import OUTSIDE
from ejournal.services.calendar.year import WEEK, load_years, monday
from ejournal.services.diary.lessons import FIRST, SCHOOL, in_span, read
from ejournal.services.diary.queries import acknowledgement

_WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class GuardianReading:
    """A guardian: when last in the diary since the week began, when the week was acknowledged."""

    name: str
    looked_at: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChildReading:
    """A child of the class and its guardians."""

    pupil_id: int
    name: str
    guardians: tuple[GuardianReading, ...]

    @property
    def is_acknowledged(self) -> bool:
        """Whether some guardian has acknowledged the week."""
        return any(one.acknowledged_at for one in self.guardians)

    @property
    def is_looked_at(self) -> bool:
        """Whether some guardian has looked since the week began."""
        return any(one.looked_at for one in self.guardians)


def acknowledge_week(session: Session, actor: Actor, pupil_id: int, day: date) -> datetime:
    """Note that the guardian has read the week of the day; when that was, also if done before."""
    guard.get(session, actor, Pupil, pupil_id, Permission.DIARY_ACKNOWLEDGE)
    week = monday(day)
    if week > actor.today:
        raise DomainError("This week has not begun yet")
    years = load_years(session, actor.school_id)
    if not any(week <= year.ends and year.starts < week + WEEK for year in years):
        raise DomainError(OUTSIDE)
    known = _own(session, actor, pupil_id, week)
    if known is not None:
        return known.at
    row = Acknowledgement(
        school_id=actor.school_id, pupil_id=pupil_id, guardian_id=actor.person_id, week=week, at=clock.now()
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:  # the same guardian in another tab a moment ago
        return row.at
    _record(session, actor, "week.acknowledge", row)
    note_families(session, actor.school_id, [pupil_id])
    return row.at


def withdraw_acknowledgement(session: Session, actor: Actor, pupil_id: int, day: date) -> None:
    """Take back what was pressed today by mistake; DomainError from the next day on."""
    guard.get(session, actor, Pupil, pupil_id, Permission.DIARY_ACKNOWLEDGE)
    known = _own(session, actor, pupil_id, monday(day))
    if known is None:
        return
    if clock.local(known.at, actor.time_zone).date() != clock.today(actor.time_zone):
        raise DomainError("This can be taken back on the same day only")
    _record(session, actor, "week.withdraw", known)
    session.delete(known)
    session.flush()
    note_families(session, actor.school_id, [pupil_id])


def _own(session: Session, actor: Actor, pupil_id: int, week: date) -> Acknowledgement | None:
    return session.scalars(
        select(Acknowledgement).where(
            col(Acknowledgement.school_id) == actor.school_id,
            col(Acknowledgement.pupil_id) == pupil_id,
            col(Acknowledgement.guardian_id) == actor.person_id,
            col(Acknowledgement.week) == week,
        )
    ).first()


def _record(session: Session, actor: Actor, action: str, row: Acknowledgement) -> None:
    change = audit.Change(
        action, "acknowledgement", row.id, after={"week": row.week.isoformat()}, pupil_id=row.pupil_id
    )
    audit.record(session, actor.school_id, actor.person_id, change)


_pupil, _guardian = db.person.alias("pupil"), db.person.alias("guardian")
_visit = table(DiaryVisit)

_of_pupil = and_(
    db.guardianship.c.school_id == SCHOOL,
    db.guardianship.c.pupil_id == _pupil.c.id,
    in_span(db.guardianship),
    gives_rights(db.guardianship.c),
)
_GUARDIANS = (
    db.enrolment.join(_pupil, _pupil.c.id == db.enrolment.c.pupil_id)
    .outerjoin(db.guardianship, _of_pupil)
    .outerjoin(_guardian, _guardian.c.id == db.guardianship.c.guardian_id)
)
_READINGS: Select[Any] = (
    select(_pupil.c.id, _pupil.c.last_name, _pupil.c.first_name, _visit.c.last_at, acknowledgement.c.at)
    .add_columns(_guardian.c.id.label("guardian_id"), _guardian.c.last_name.label("guardian_last"))
    .add_columns(
        _guardian.c.first_name.label("guardian_first"), _guardian.c.middle_name.label("guardian_middle")
    )
    .select_from(_GUARDIANS)
    .outerjoin(
        _visit,
        and_(
            _visit.c.school_id == SCHOOL,
            _visit.c.pupil_id == _pupil.c.id,
            _visit.c.person_id == _guardian.c.id,
            _visit.c.last_at >= bindparam("since"),
        ),
    )
    .outerjoin(
        acknowledgement,
        and_(
            acknowledgement.c.school_id == SCHOOL,
            acknowledgement.c.pupil_id == _pupil.c.id,
            acknowledgement.c.guardian_id == _guardian.c.id,
            acknowledgement.c.week == FIRST,
        ),
    )
    .where(
        db.enrolment.c.school_id == SCHOOL,
        db.enrolment.c.class_id == bindparam("class_id"),
        in_span(db.enrolment),
    )
)


def acknowledgements_of_class(session: Session, actor: Actor, class_id: int, day: date) -> list[ChildReading]:
    """Who of each child's guardians has looked and acknowledged the week of the day; two queries."""
    guard.get(session, actor, SchoolClass, class_id, Permission.CLASS_READ)
    first = monday(day)
    rows = read(
        session,
        _READINGS,
        actor,
        class_id=class_id,
        first_day=first,
        last_day=first + _WEEK,
        since=clock.start_of(first, actor.time_zone),
    )
    children: dict[int, tuple[str, list[GuardianReading]]] = {}
    for row in sorted(rows, key=_by_child_and_guardian):
        of_child = children.setdefault(row.id, (f"{row.last_name} {row.first_name}", []))[1]
        if row.guardian_id is not None:
            name = short_name(row.guardian_last, row.guardian_first, row.guardian_middle)
            of_child.append(GuardianReading(name, row.last_at, row.at))
    return [ChildReading(pupil_id, name, tuple(found)) for pupil_id, (name, found) in children.items()]


def _by_child_and_guardian(row: Any) -> tuple[Any, ...]:
    return by_name(row), row.id, folded(row.guardian_last or ""), row.guardian_id or 0
