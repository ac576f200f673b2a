"""The schedule: whose lessons are when and where, by day and week; what is now and what is next."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.pupils import Pupil
from ejournal.errors import NotFound
from ejournal.models import CoTeacher, Course, Person, Role, RoleGrant, Room, SchoolClass, WeekParity
from ejournal.models.base import table
from ejournal.models.people import short_name
from ejournal.services.base.names import by_name
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.calendar.year import Calendar, current_year_of, days_between, load_years, year_of
from ejournal.services.schedule.bookings import Booking, bookings_of_room
from ejournal.services.schedule.lessons import (
    ScheduleLesson,
    of_class,
    of_pupil,
    of_room,
    of_teacher,
    read_lessons,
)
from ejournal.services.timetable.rows import VACANCY

STAFF = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY, Role.CLASS_TEACHER, Role.TEACHER)
ALL_GRADES = (1, 11)


@dataclass(frozen=True, slots=True)
class ScheduleDay:
    """One day of a schedule; day_off names holidays, moved tells whose timetable the day follows.

    bookings are events in the room, when it is a room's schedule.
    """

    day: date
    lessons: tuple[ScheduleLesson, ...]
    day_off: str = ""
    moved_weekday: int | None = None
    moved_note: str = ""
    is_today: bool = False
    bookings: tuple[Booking, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The lesson numbers at which there is something, in order."""
        taken = {number for booking in self.bookings for number in booking.numbers}
        return tuple(sorted({lesson.number for lesson in self.lessons} | taken))


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule from first to last; kind is pupil, class, teacher or room."""

    kind: str
    target_id: int
    title: str
    first: date
    last: date
    days: tuple[ScheduleDay, ...]
    week_number: int = 0
    parity: WeekParity = WeekParity.EVERY

    @property
    def numbers(self) -> tuple[int, ...]:
        """The lesson numbers that occur, in order: the lines of the week's table."""
        return tuple(sorted({number for day in self.days for number in day.numbers}))

    def lessons(self) -> Iterable[ScheduleLesson]:
        """All lessons in order."""
        return (lesson for day in self.days for lesson in day.lessons)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something whose schedule can be looked at."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the pickers of the schedule offer."""

    classes: tuple[Choice, ...]
    teachers: tuple[Choice, ...]
    rooms: tuple[Choice, ...]


def my_schedule(
    session: Session, actor: Actor, first: date, last: date, pupil_id: int | None = None
) -> Schedule:
    """The actor's own lessons: a teacher's, a pupil's, or those of the guardian's child asked for."""
    guard.require(actor, Permission.SCHEDULE_READ)
    if pupil_id is not None or actor.holds(Role.PUPIL):
        return pupil_schedule(session, actor, pupil_id or actor.person_id, first, last)
    if actor.holds(Role.TEACHER, Role.DEPUTY, Role.DIRECTOR, Role.CLASS_TEACHER, Role.ADMINISTRATOR):
        return _person_schedule(session, actor, actor.person_id, "teacher", first, last)
    raise NotFound


def pupil_schedule(session: Session, actor: Actor, pupil_id: int, first: date, last: date) -> Schedule:
    """A pupil's lessons, for who may read the pupil's diary."""
    guard.get(session, actor, Pupil, pupil_id, Permission.DIARY_READ)
    return _person_schedule(session, actor, pupil_id, "pupil", first, last)


def teacher_schedule(session: Session, actor: Actor, teacher_id: int, first: date, last: date) -> Schedule:
    """A teacher's lessons, also those given in another's place; for staff, NotFound for families."""
    _require_staff(actor)
    if not _has_worked(session, actor.school_id, teacher_id):
        raise NotFound
    return _person_schedule(session, actor, teacher_id, "teacher", first, last)


def class_schedule(session: Session, actor: Actor, class_id: int, first: date, last: date) -> Schedule:
    """A class's lessons with all its groups; for staff."""
    _require_staff(actor)
    found = guard.get(session, actor, SchoolClass, class_id, Permission.SCHEDULE_READ)
    calendar = calendar_of(session, actor.school_id, found.year_id)
    grades = (found.grade, found.grade)
    return _view(
        session, actor, calendar, "class", class_id, found.title, first, last, of_class(class_id), grades
    )


def room_schedule(session: Session, actor: Actor, room_id: int, first: date, last: date) -> Schedule:
    """The lessons and booked events in a room; for staff."""
    _require_staff(actor)
    found = guard.get(session, actor, Room, room_id, Permission.SCHEDULE_READ)
    calendar = calendar_on(session, actor.school_id, first)
    limit = of_room(session, actor.school_id, room_id)
    view = _view(session, actor, calendar, "room", room_id, found.name, first, last, limit)
    events = bookings_of_room(session, actor.school_id, room_id, first, last)
    days = (replace(one, bookings=tuple(b for b in events if b.day == one.day)) for one in view.days)
    return replace(view, days=tuple(days))


def choices(session: Session, actor: Actor, year_id: int) -> Choices:
    """Classes, teachers and rooms whose schedules can be looked at; three queries, for staff."""
    _require_staff(actor)
    klass, room = table(SchoolClass), table(Room)
    classes = session.execute(
        select(klass.c.id, klass.c.grade, klass.c.letter)
        .where(klass.c.school_id == actor.school_id, klass.c.year_id == year_id)
        .order_by(klass.c.grade, klass.c.letter)
    )
    rooms = session.execute(
        select(room.c.id, room.c.name).where(room.c.school_id == actor.school_id).order_by(room.c.name)
    )
    return Choices(
        classes=tuple(
            Choice(key, f"{grade} «{letter}»" if letter else str(grade)) for key, grade, letter in classes
        ),
        teachers=tuple(teachers(session, actor.school_id, year_id)),
        rooms=tuple(Choice(key, name) for key, name in rooms),
    )


def teachers(session: Session, school_id: int, year_id: int) -> list[Choice]:
    """Everybody who teaches a course of the year, by last name; a vacancy is nobody."""
    person, course, second = table(Person), table(Course), table(CoTeacher)
    teaching = select(course.c.teacher_id).where(course.c.school_id == school_id, course.c.year_id == year_id)
    helping = select(second.c.teacher_id).where(second.c.school_id == school_id)
    rows = session.execute(
        select(person.c.id, person.c.last_name, person.c.first_name, person.c.middle_name).where(
            person.c.id.in_(teaching.union(helping)), person.c.external_id != VACANCY
        )
    ).all()
    return [
        Choice(key, f"{last} {_initials(first, middle)}".strip())
        for key, last, first, middle in sorted(rows, key=lambda row: (by_name(row), row.id))
    ]


def _initials(first: str, middle: str) -> str:
    return short_name("", first, middle)


def calendar_on(session: Session, school_id: int, day: date) -> Calendar | None:
    """The calendar of the year that holds the day, or of the one nearest before it."""
    years = load_years(session, school_id)
    year = year_of(years, day) or current_year_of(years, day)
    return calendar_of(session, school_id, year.id) if year else None


def _require_staff(actor: Actor) -> None:
    guard.require(actor, Permission.SCHEDULE_READ)
    if not actor.may(Permission.SCHEDULE_OF_OTHERS_READ):
        raise NotFound


def _has_worked(session: Session, school_id: int, person_id: int) -> bool:
    grant = table(RoleGrant).c
    asked = select(grant.id).where(
        grant.school_id == school_id, grant.person_id == person_id, grant.role.in_(STAFF)
    )
    return session.execute(asked.limit(1)).first() is not None


def _person_schedule(
    session: Session, actor: Actor, person_id: int, kind: str, first: date, last: date
) -> Schedule:
    person = session.get(Person, person_id)
    if person is None or person.school_id != actor.school_id:
        raise NotFound
    limit = of_pupil(person_id) if kind == "pupil" else of_teacher(person_id)
    calendar = calendar_on(session, actor.school_id, first)
    return _view(session, actor, calendar, kind, person_id, person.full_name, first, last, limit)


def _view(
    session: Session, actor: Actor, calendar: Calendar | None, kind: str, target_id: int, title: str,
    first: date, last: date, limit: ColumnElement[bool], grades: tuple[int, int] = ALL_GRADES,
) -> Schedule:  # fmt: skip
    if calendar is None:
        return Schedule(kind, target_id, title, first, last, ())
    lessons = read_lessons(session, calendar, first, last, limit)
    now = clock.local(clock.now(), actor.time_zone).time()
    days = tuple(_day(calendar, day, lessons, actor.today, now, grades) for day in days_between(first, last))
    return Schedule(
        kind, target_id, title, first, last, days, calendar.week_number(first), calendar.parity(first)
    )


def _day(
    calendar: Calendar, day: date, lessons: Iterable[ScheduleLesson], today: date, now: time | None,
    grades: tuple[int, int],
) -> ScheduleDay:  # fmt: skip
    mine = [lesson for lesson in lessons if lesson.day == day]
    moved = calendar.moved.get(day)
    off = [calendar.day_off(day, grade) for grade in grades]
    closed = off[0] if all(off) else None
    return ScheduleDay(
        day=day,
        lessons=tuple(with_moments(mine, day, today, now)),
        day_off=closed.name if closed else "",
        moved_weekday=moved.weekday if moved else None,
        moved_note=moved.note if moved else "",
        is_today=day == today,
    )


def with_moments(
    lessons: Iterable[ScheduleLesson], day: date, today: date, now: time | None
) -> list[ScheduleLesson]:
    """The lessons with what is past, now, next and later; a cancelled lesson is never next."""
    found, next_number = [], None
    for lesson in lessons:
        moment = "past" if day < today else "later"
        if day == today and now and lesson.starts and lesson.ends:
            if lesson.ends <= now:
                moment = "past"
            elif lesson.starts <= now:
                moment = "now"
            elif not lesson.cancelled and next_number in (None, lesson.number):
                moment, next_number = "next", lesson.number
        found.append(replace(lesson, moment=moment))
    return found


def local_now(actor: Actor) -> datetime:
    """The moment on the school's wall clock."""
    return clock.local(clock.now(), actor.time_zone)
