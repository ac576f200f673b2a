"""What a timetable is checked by, read once: members of groups, rooms, bells, what teachers need."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Row, and_, func, select
from sqlmodel import Session

from ejournal.models import (
    GroupMember,
    Person,
    Room,
    TeacherNeeds,
    TeacherUnavailability,
    TimetableEntry,
    TimetableVersion,
    VersionStatus,
)
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import BellTime, Calendar, monday

SHIFTS, GRADES = (1, 2, 3), (6, 3, 9, 1, 11)
AtOnce = Mapping[tuple[int, int], tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Limit:
    """A teacher who is to have at most so many lessons a day."""

    teacher_id: int
    teacher: str
    most_a_day: int


@dataclass(frozen=True)
class Facts:
    """What the index must know beside the entries; limits and own rooms are of teachers, usual rooms of
    courses in published timetables, by their id."""

    members: Mapping[int, frozenset[int]] = field(default_factory=dict)
    shared_rooms: frozenset[int] = frozenset()
    rooms: Mapping[int, str] = field(default_factory=dict)
    unavailable: frozenset[tuple[int, int, int]] = frozenset()
    limits: Mapping[int, Limit] = field(default_factory=dict)
    own_rooms: Mapping[int, int] = field(default_factory=dict)
    usual_rooms: Mapping[int, int] = field(default_factory=dict)
    at_once: AtOnce = field(default_factory=dict)

    def neighbours(self, shift: int, number: int) -> tuple[tuple[int, int], ...]:
        """The (shift, number) at the same time, itself too; without bells the number alone tells."""
        return self.at_once.get((shift, number)) or tuple((other, number) for other in SHIFTS)

    def is_away(self, teacher_id: int, weekday: int, number: int) -> bool:
        """Whether the teacher cannot be given that lesson, or the whole day."""
        return not self.unavailable.isdisjoint(((teacher_id, weekday, number), (teacher_id, weekday, 0)))


def load_facts(session: Session, school_id: int, year_id: int) -> Facts:
    """Members of groups, rooms, bells, what teachers need, usual rooms; five queries."""
    member, room, away = table(GroupMember), table(Room), table(TeacherUnavailability)
    members: dict[int, set[int]] = defaultdict(set)
    for group_id, pupil_id in session.execute(
        select(member.c.group_id, member.c.pupil_id).where(
            member.c.school_id == school_id, member.c.ends.is_(None)
        )
    ):
        members[group_id].add(pupil_id)
    rooms = session.execute(
        select(room.c.id, room.c.name, room.c.shared).where(room.c.school_id == school_id)
    ).all()
    unavailable = session.execute(
        select(away.c.teacher_id, away.c.weekday, away.c.number).where(
            away.c.school_id == school_id, away.c.year_id == year_id
        )
    )
    needs = _needs(session, school_id, year_id)
    return Facts(
        members={group_id: frozenset(pupils) for group_id, pupils in members.items()},
        shared_rooms=frozenset(row.id for row in rooms if row.shared),
        rooms={row.id: row.name for row in rooms},
        unavailable=frozenset((teacher_id, weekday, number) for teacher_id, weekday, number in unavailable),
        limits={
            row.teacher_id: Limit(
                row.teacher_id, short_name(row.last_name, row.first_name, row.middle_name), row.most_a_day
            )
            for row in needs
            if row.most_a_day is not None
        },
        usual_rooms=_usual_rooms(session, school_id, year_id),
        own_rooms={row.teacher_id: row.room_id for row in needs if row.room_id is not None},
        at_once=overlapping_bells(calendar_of(session, school_id, year_id)),
    )


def _needs(session: Session, school_id: int, year_id: int) -> Sequence[Row[Any]]:
    needs, person = table(TeacherNeeds), table(Person)
    return session.execute(
        select(needs.c.teacher_id, needs.c.most_a_day, needs.c.room_id,
               person.c.last_name, person.c.first_name, person.c.middle_name)
        .join(person, person.c.id == needs.c.teacher_id)
        .where(needs.c.school_id == school_id, needs.c.year_id == year_id)
    ).all()  # fmt: skip


def _usual_rooms(session: Session, school_id: int, year_id: int) -> dict[int, int]:
    """The room in which each course stands most often in the year's published timetables."""
    entry, version, often = table(TimetableEntry), table(TimetableVersion), func.count()
    rows = session.execute(
        select(entry.c.course_id, entry.c.room_id)
        .join_from(
            version,
            entry,
            and_(entry.c.school_id == version.c.school_id, entry.c.version_id == version.c.id),
        )
        .where(
            version.c.school_id == school_id,
            version.c.year_id == year_id,
            version.c.status == VersionStatus.PUBLISHED,
            entry.c.room_id.is_not(None),
        )
        .group_by(entry.c.course_id, entry.c.room_id)
        .order_by(entry.c.course_id, often, entry.c.room_id.desc())
    )
    return dict(rows.all())  # the last of a course is the most frequent


def overlapping_bells(calendar: Calendar | None) -> AtOnce:
    """Which lesson numbers of which shifts are rung at the same time on a usual Wednesday."""
    if calendar is None:
        return {}
    day = monday(calendar.year.starts) + timedelta(days=16)
    times = {
        (shift, bell.number): (bell.starts, bell.ends)
        for shift in SHIFTS
        for bell in _usual_bells(calendar, shift, day)
    }
    keys = [(shift, number) for shift in SHIFTS for number in range(16)]
    return {one: tuple(other for other in keys if _at_once(one, other, times)) for one in keys}


def _usual_bells(calendar: Calendar, shift: int, day: date) -> tuple[BellTime, ...]:
    ringing = (calendar.bells(grade, shift, day) for grade in GRADES)
    return next((bells for bells in ringing if bells), ())


def _at_once(
    one: tuple[int, int], other: tuple[int, int], times: Mapping[tuple[int, int], tuple[time, time]]
) -> bool:
    if one[0] == other[0] or one not in times or other not in times:
        return one[1] == other[1]
    return times[one][0] < times[other][1] and times[other][0] < times[one][1]
