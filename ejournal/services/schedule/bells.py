"""The bells of a day as people see them: which schedules ring, what is now, when the next bell is."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.models import SchoolClass
from ejournal.models.base import table
from ejournal.services.calendar.year import BellPlan, BellTime, Calendar
from ejournal.services.schedule.weeks import calendar_on, local_now


@dataclass(frozen=True, slots=True)
class BellLine:
    """A lesson number's times; moment is past, now, next or later, break_minutes the break after it."""

    number: int
    starts: time
    ends: time
    break_minutes: int | None
    moment: str


@dataclass(frozen=True, slots=True)
class BellTable:
    """A bell schedule of the day, the classes it rings for, and the seconds to its next bell.

    special: made for this very day, such as a short one.
    """

    plan_id: int
    name: str
    classes: str
    lines: tuple[BellLine, ...]
    next_bell: time | None
    seconds_left: int | None
    in_lesson: bool
    special: bool = False


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day to come with bells of its own, or with another weekday's timetable."""

    day: date
    name: str
    follows_weekday: int | None = None


def bell_schedule_today(session: Session, actor: Actor, day: date | None = None) -> list[BellTable]:
    """Every bell schedule that rings that day, the one for most classes first; two queries."""
    guard.require(actor, Permission.SCHEDULE_READ)
    day = day or actor.today
    calendar = calendar_on(session, actor.school_id, day)
    if calendar is None:
        return []
    return bells_of(session, calendar, day, local_now(actor) if day == actor.today else None)


def bells_of(session: Session, calendar: Calendar, day: date, now: datetime | None) -> list[BellTable]:
    """The school's bells that day, seen at the moment, for classes that have lessons that day; a query."""
    klass = table(SchoolClass)
    rows = session.execute(
        select(klass.c.grade, klass.c.letter, klass.c.shift, klass.c.days_per_week)
        .where(klass.c.school_id == calendar.school_id, klass.c.year_id == calendar.year.id)
        .order_by(klass.c.grade, klass.c.letter)
    )
    ringing: dict[int, tuple[BellPlan, list[str]]] = {}
    for grade, letter, shift, days_per_week in rows:
        plan = calendar.bell_plan(grade, shift, day)
        if plan is not None and calendar.is_school_day(day, grade, days_per_week):
            ringing.setdefault(plan.id, (plan, []))[1].append(f"{grade}{letter}")
    found = sorted(ringing.values(), key=lambda one: -len(one[1]))
    return [_table(plan, classes, now) for plan, classes in found]


def special_days(session: Session, actor: Actor) -> list[SpecialDay]:
    """Short days and moved days from today to the year's end, in order; without a query of its own."""
    guard.require(actor, Permission.SCHEDULE_READ)
    calendar = calendar_on(session, actor.school_id, actor.today)
    if calendar is None:
        return []
    short = [SpecialDay(plan.day, plan.name) for plan in calendar.bell_plans if plan.day]
    moved = [SpecialDay(one.day, one.note, one.weekday) for one in calendar.moved.values()]
    return sorted((one for one in short + moved if one.day >= actor.today), key=lambda one: one.day)


def _table(plan: BellPlan, classes: list[str], now: datetime | None) -> BellTable:
    clock_time = now.time().replace(tzinfo=None) if now else None
    rings = sorted({at for bell in plan.bells for at in (bell.starts, bell.ends)})
    following = next((at for at in rings if clock_time and at > clock_time), None)
    return BellTable(
        plan_id=plan.id,
        name=plan.name,
        classes=", ".join(classes),
        lines=tuple(_lines(plan.bells, clock_time)),
        next_bell=following,
        seconds_left=_seconds(following) - _seconds(clock_time) if following and clock_time else None,
        in_lesson=any(bell.starts <= clock_time < bell.ends for bell in plan.bells) if clock_time else False,
        special=plan.day is not None,
    )


def _lines(bells: tuple[BellTime, ...], now: time | None) -> list[BellLine]:
    lines, upcoming = [], True
    for at, bell in enumerate(bells):
        after = bells[at + 1] if at + 1 < len(bells) else None
        pause = (_seconds(after.starts) - _seconds(bell.ends)) // 60 if after else None
        moment = "later"
        if now and bell.ends <= now:
            moment = "past"
        elif now and bell.starts <= now:
            moment = "now"
        elif now and upcoming:
            moment, upcoming = "next", False
        lines.append(BellLine(bell.number, bell.starts, bell.ends, pause, moment))
    return lines


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second
