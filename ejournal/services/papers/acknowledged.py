"""Which weeks of the diary the guardians of a class have acknowledged, for a sheet that the others sign."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access.wards import stands_on
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.base.names import by_name
from ejournal.services.calendar.year import monday
from ejournal.services.diary.queries import acknowledgement
from ejournal.services.papers.classes import ClassBasis


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A guardian of a pupil, how many weeks they have acknowledged, and when last, on the school's clock.

    guardian is empty where the word of nobody counts for the pupil.
    """

    pupil_id: int
    pupil: str
    guardian: str = ""
    weeks: int = 0
    last: date | None = None


def acknowledged_of(
    session: Session, school_id: int, basis: ClassBasis, today: date, time_zone: str
) -> tuple[ReadLine, ...]:
    """The guardians of each pupil of the class, in its order, with what they read of the days printed.

    One query. Guardians are those of today, or of the last day printed where that has passed.
    """
    ward, guardian = db.guardianship.c, db.person.c
    day = min(today, basis.days.ends)
    read = acknowledgement.c
    of_days = and_(
        read.school_id == school_id,
        read.pupil_id == ward.pupil_id,
        read.guardian_id == ward.guardian_id,
        read.week.between(monday(basis.days.starts), basis.days.ends),
    )
    named = (ward.pupil_id, guardian.id, guardian.last_name, guardian.first_name, guardian.middle_name)
    rows = session.execute(
        select(*named, func.count(read.week).label("weeks"), func.max(read.at).label("last"))
        .join_from(db.guardianship, db.person, guardian.id == ward.guardian_id)
        .outerjoin(acknowledgement, of_days)
        .where(
            ward.school_id == school_id,
            ward.pupil_id.in_([one.id for one in basis.pupils]),
            stands_on(ward, day),
        )
        .group_by(*named)
    ).all()
    lines: dict[int, list[ReadLine]] = {}
    pupils = {one.id: one.name for one in basis.pupils}
    for row in sorted(rows, key=lambda one: (by_name(one), one.id)):
        name = short_name(row.last_name, row.first_name, row.middle_name)
        line = ReadLine(row.pupil_id, pupils[row.pupil_id], name, row.weeks, _day(row.last, time_zone))
        lines.setdefault(row.pupil_id, []).append(line)
    return tuple(line for one in basis.pupils for line in lines.get(one.id) or [ReadLine(one.id, one.name)])


def _day(at: datetime | None, time_zone: str) -> date | None:
    return clock.local(at, time_zone).date() if at else None
