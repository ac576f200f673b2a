"""Whose schedule is looked at, chosen by a word and a number: the same for the page and the paper."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.models import Role, TimetableEntry, TimetableVersion, WeekParity
from ejournal.models.base import table
from ejournal.models.spans import holds_on
from ejournal.services.calendar.year import monday
from ejournal.services.schedule import weeks as schedule
from ejournal.services.schedule.weeks import Choice, Schedule

OWN, CHILD, CLASS, TEACHER, ROOM = "own", "child", "class", "teacher", "room"
BY_OTHERS = (CLASS, TEACHER, ROOM)
WEEK_DAYS = 7
SHORTEST_WEEK = 5


@dataclass(frozen=True, slots=True)
class View:
    """Whose lessons: own, a child's, a class's, a teacher's, a room's; the number says which."""

    by: str
    target_id: int


def ways(actor: Actor) -> tuple[str, ...]:
    """The ways in which the actor may look at schedules, the first one first shown."""
    own = (OWN,) if actor.holds(Role.TEACHER) else ()
    children = (CHILD,) if actor.holds(Role.PUPIL, Role.GUARDIAN) else ()
    return own + children + (BY_OTHERS if actor.may(Permission.SCHEDULE_OF_OTHERS_READ) else ())


def open_view(session: Session, actor: Actor, view: View, first: date, last: date) -> Schedule:
    """The schedule that the view names; NotFound when it is not the actor's to see."""
    if view.by == OWN and OWN in ways(actor):
        return schedule.my_schedule(session, actor, first, last)
    if view.by == CHILD:
        return schedule.pupil_schedule(session, actor, view.target_id, first, last)
    readers = {
        CLASS: schedule.class_schedule,
        TEACHER: schedule.teacher_schedule,
        ROOM: schedule.room_schedule,
    }
    if view.by not in readers:
        raise NotFound
    return readers[view.by](session, actor, view.target_id, first, last)


def open_week(session: Session, actor: Actor, view: View, day: date) -> Schedule:
    """The week that holds the day, Monday to Friday and as far beyond as there is something."""
    first = monday(day)
    found = open_view(session, actor, view, first, first + timedelta(days=WEEK_DAYS - 1))
    days = list(found.days)
    while len(days) > SHORTEST_WEEK and not days[-1].numbers:
        days.pop()
    last = days[-1].day if days else found.last
    return Schedule(
        found.kind, found.target_id, found.title, first, last, tuple(days), found.week_number, found.parity
    )


def choices_of(session: Session, actor: Actor, by: str, day: date) -> tuple[Choice, ...]:
    """The classes, teachers or rooms to choose from; for staff."""
    year = schedule.calendar_on(session, actor.school_id, day)
    if year is None:
        return ()
    found = schedule.choices(session, actor, year.year.id)
    return {CLASS: found.classes, TEACHER: found.teachers, ROOM: found.rooms}[by]


def first_choice(actor: Actor, by: str, offered: tuple[Choice, ...]) -> int:
    """Whose schedule to show when none is named: one's own class, one's own name, else the first."""
    ids = {one.id for one in offered}
    if by == CLASS and (own := actor.class_ids & ids):
        return min(own)
    if by == TEACHER and actor.person_id in ids:
        return actor.person_id
    return offered[0].id if offered else 0


def has_odd_and_even_weeks(session: Session, school_id: int, day: date) -> bool:
    """Whether a timetable in force that day has lessons that stand only in odd or in even weeks."""
    entry, version = table(TimetableEntry), table(TimetableVersion)
    asked = select(
        exists().where(
            entry.c.school_id == school_id,
            entry.c.parity != WeekParity.EVERY,
            entry.c.school_id == version.c.school_id,
            entry.c.version_id == version.c.id,
            holds_on(version.c, day),
        )
    )
    return bool(session.scalar(asked))
