"""Bell schedules as the deputy head sets them: times typed or pasted, a short day, the norms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import AcademicYear, Bell, BellSchedule
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.topics import schedule_topic
from ejournal.services.calendar.year import BellPlan, BellTime, Calendar, days_between, load_calendar
from ejournal.services.exchange.file import Note

LAST_NUMBER = 15
EARLIEST, LATEST = time(8, 0), time(19, 0)
FIRST_GRADE_AUTUMN, FIRST_GRADE = 35, 40
"""Minutes of a lesson of grade 1: from September to December, and later."""
SHORTEST, LONGEST = 15, 90
_LINE = re.compile(
    r"^(?:(?P<number>\d{1,2})(?:\s*[.)]|\s*-?\s*[йе]?\s*(?:урок|lesson))?[\s:]+)?"
    r"(?P<h1>\d{1,2})[:.](?P<m1>\d{2})\s*(?:[-–—]|\s)\s*(?P<h2>\d{1,2})[:.](?P<m2>\d{2})$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class BellRules:
    """A bell schedule as it is to be: for whom it rings (None means any) and when."""

    name: str
    bells: tuple[BellTime, ...]
    shift: int | None = None
    weekday: int | None = None
    day: date | None = None
    grades: tuple[int, int] = (1, 11)
    starts: date | None = None
    ends: date | None = None


def parse_times(text: str) -> list[BellTime]:
    """«8:30-9:15» line by line, with or without the lesson's number; DomainError names the line."""
    found: list[BellTime] = []
    for at, written in enumerate(text.splitlines(), 1):
        line = " ".join(written.split())
        if not line:
            continue
        match = _LINE.match(line)
        if match is None:
            raise DomainError("Line {line}: write the times as 8:30–9:15", field="times", line=at)
        number = int(match["number"]) if match["number"] else (found[-1].number + 1 if found else 1)
        _check_number(number, found)
        starts, ends = (_time(match[f"h{end}"], match[f"m{end}"], at) for end in (1, 2))
        found.append(BellTime(number, starts, ends))
    return found


def _check_number(number: int, above: Sequence[BellTime]) -> None:
    # The form has one line for each number: a second one would be lost in it.
    if number > LAST_NUMBER:
        raise DomainError("Lesson numbers go from 0 to {limit}", field="times", limit=LAST_NUMBER)
    if above and number <= above[-1].number:
        raise DomainError("Lesson {number} stands twice or out of order", field="times", number=number)


def _time(hour: str, minute: str, line: int) -> time:
    if int(hour) > 23 or int(minute) > 59:
        raise DomainError("Line {line}: there is no such time", field="times", line=line)
    return time(int(hour), int(minute))


def save_bells(
    session: Session, actor: Actor, year_id: int, schedule_id: int | None, rules: BellRules
) -> int:
    """Add or change a bell schedule; the field of lesson 2 is starts_2 or ends_2."""
    year = guard.get(session, actor, AcademicYear, year_id, Permission.CALENDAR_WRITE)
    _check_rules(year, rules)
    _check_bells(rules.bells)
    row = None
    if schedule_id:
        row = guard.get(session, actor, BellSchedule, schedule_id, Permission.CALENDAR_WRITE)
    before = _values(session, row) if row else None
    if row is None:
        row = BellSchedule(school_id=actor.school_id, year_id=year_id, name=rules.name)
    row.name, row.shift, row.weekday, row.day = rules.name.strip(), rules.shift, rules.weekday, rules.day
    row.grade_from, row.grade_to = rules.grades
    row.starts, row.ends = rules.starts, rules.ends
    session.add(row)
    session.flush()
    assert row.id is not None
    _write(session, actor, row.id, rules.bells)
    change = audit.Change("bells.save", "bell_schedule", row.id, before=before, after=_values(session, row))
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, schedule_topic(actor.school_id))
    return row.id


def _check_rules(year: AcademicYear, rules: BellRules) -> None:
    if not rules.name.strip():
        raise DomainError("Fill this in", field="name")
    if len(rules.name.strip()) > limits.BELLS:
        raise DomainError("Too long: at most {limit} characters", field="name", limit=limits.BELLS)
    if rules.weekday not in (None, *range(1, 8)):
        raise DomainError("Choose a weekday", field="weekday")
    if rules.shift not in (None, 1, 2, 3):
        raise DomainError("Choose a shift from 1 to 3", field="shift")
    first, last = rules.grades
    if not 1 <= first <= last <= 11:
        raise DomainError("Grades go from 1 to 11, the lower first", field="grade_to")
    for field, day in (("day", rules.day), ("from_day", rules.starts), ("to_day", rules.ends)):
        if day is not None and not year.starts <= day <= year.ends:
            raise DomainError("The day must be in the academic year", field=field)
    if rules.starts and rules.ends and rules.ends < rules.starts:
        raise DomainError("It ends before it begins", field="to_day")


def _check_bells(bells: Sequence[BellTime]) -> None:
    if not bells:
        raise DomainError("Give the times of at least one lesson", field="times")
    numbers = [bell.number for bell in bells]
    if numbers != sorted(set(numbers)) or numbers[0] < 0 or numbers[-1] > LAST_NUMBER:
        raise ValueError(numbers)
    last: BellTime | None = None
    for bell in bells:
        if not SHORTEST <= minutes(bell) <= LONGEST:
            text = "A lesson lasts from {shortest} to {longest} minutes"
            field = f"ends_{bell.number}"
            raise DomainError(text, field=field, shortest=SHORTEST, longest=LONGEST)
        if last is not None and bell.starts < last.ends:
            raise DomainError("It begins before the one before it ends", field=f"starts_{bell.number}")
        last = bell


def _write(session: Session, actor: Actor, schedule_id: int, bells: Sequence[BellTime]) -> None:
    known = {bell.number: bell for bell in _bells(session, actor.school_id, schedule_id)}
    for one in bells:
        bell = known.pop(one.number, None) or Bell(
            school_id=actor.school_id, schedule_id=schedule_id, number=one.number,
            starts=one.starts, ends=one.ends,
        )  # fmt: skip
        bell.starts, bell.ends = one.starts, one.ends
        session.add(bell)
    for bell in known.values():
        session.delete(bell)
    session.flush()


def _bells(session: Session, school_id: int, schedule_id: int) -> Sequence[Bell]:
    query = select(Bell).where(col(Bell.school_id) == school_id, col(Bell.schedule_id) == schedule_id)
    return session.scalars(query).all()


def _values(session: Session, row: BellSchedule) -> dict[str, Any]:
    assert row.id is not None
    bells = sorted(_bells(session, row.school_id, row.id), key=lambda one: one.number)
    times = [f"{one.number}: {one.starts:%H:%M}–{one.ends:%H:%M}" for one in bells]
    return row.model_dump(mode="json") | {"bells": times}


def delete_bells(session: Session, actor: Actor, schedule_id: int) -> None:
    """Remove a bell schedule with its times."""
    row = guard.get(session, actor, BellSchedule, schedule_id, Permission.CALENDAR_WRITE)
    change = audit.Change("bells.delete", "bell_schedule", row.id, before=_values(session, row))
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, schedule_topic(actor.school_id))
    for bell in _bells(session, actor.school_id, schedule_id):
        session.delete(bell)
    session.flush()
    session.delete(row)
    session.flush()


def add_short_day(
    session: Session, actor: Actor, schedule_id: int, day: date, lasts: int, pause: int, name: str
) -> int:
    """Add a schedule for one date: the given one, with lessons of `lasts` and breaks of `pause` minutes."""
    row = guard.get(session, actor, BellSchedule, schedule_id, Permission.CALENDAR_WRITE)
    if not SHORTEST <= lasts <= LONGEST:
        text = "A lesson lasts from {shortest} to {longest} minutes"
        raise DomainError(text, field="lasts", shortest=SHORTEST, longest=LONGEST)
    if not 0 <= pause <= 60:
        raise DomainError("A break lasts at most an hour", field="pause")
    calendar = load_calendar(session, actor.school_id, row.year_id)
    plan = next((one for one in calendar.bell_plans if one.id == schedule_id), None) if calendar else None
    if plan is None:
        raise NotFound
    rules = BellRules(
        name, shortened(plan.bells, lasts, pause), shift=row.shift, day=day,
        grades=(row.grade_from, row.grade_to),
    )  # fmt: skip
    return save_bells(session, actor, row.year_id, None, rules)


def shortened(bells: Sequence[BellTime], lasts: int, pause: int) -> tuple[BellTime, ...]:
    """The same lessons from the same beginning, each of `lasts` minutes with breaks of `pause` minutes."""
    found: list[BellTime] = []
    at = datetime.combine(date.min, bells[0].starts if bells else EARLIEST)
    for bell in bells:
        ends = at + timedelta(minutes=lasts)
        if ends.date() != date.min:
            raise DomainError("The lessons do not fit into the day", field="lasts")
        found.append(BellTime(bell.number, at.time(), ends.time()))
        at = ends + timedelta(minutes=pause)
    return tuple(found)


def minutes(bell: BellTime) -> int:
    """How long the lesson lasts."""
    return (bell.ends.hour - bell.starts.hour) * 60 + bell.ends.minute - bell.starts.minute


def norm_warnings(calendar: Calendar, plan: BellPlan) -> list[Note]:
    """What a bell schedule has against the sanitary norms, by the days on which it does ring (domain.md)."""
    found: list[Note] = []
    if plan.bells and plan.bells[0].starts < EARLIEST:
        found.append(Note("The first lesson begins before 8:00"))
    if plan.bells and plan.bells[-1].ends > LATEST:
        found.append(Note("The last lesson ends after 19:00"))
    longest = max((minutes(bell) for bell in plan.bells), default=0)
    if plan.grade_from == 1 and longest > FIRST_GRADE_AUTUMN:
        autumn, later = _rings_for_first_grade(calendar, plan)
        if autumn:
            found.append(
                Note("Lessons of grade 1 last at most {n} minutes from September to December",
                     {"n": FIRST_GRADE_AUTUMN})
            )  # fmt: skip
        elif later and longest > FIRST_GRADE:
            found.append(Note("Lessons of grade 1 last at most {n} minutes", {"n": FIRST_GRADE}))
    return found


def _rings_for_first_grade(calendar: Calendar, plan: BellPlan) -> tuple[bool, bool]:
    """Whether grade 1 really hears this schedule from September to December, and after."""
    shift = plan.shift or 1
    days = [
        day for day in days_between(calendar.year.starts, calendar.year.ends)
        if calendar.is_school_day(day, 1, 5) and calendar.bell_plan(1, shift, day) == plan
    ]  # fmt: skip
    return any(day.month >= 9 for day in days), any(day.month < 9 for day in days)
