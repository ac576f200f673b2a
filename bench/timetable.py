"""How fast the timetable is: python -m bench.timetable TIMES prints the figures; nothing stays changed."""

import json
import sys
from dataclasses import replace
from datetime import timedelta
from itertools import islice, product
from time import perf_counter

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from bench.apart import act_ms, measured_apart
from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.database import engine
from ejournal.models import Role, School, WeekParity
from ejournal.services.base import tables as db
from ejournal.services.calendar.year import monday
from ejournal.services.exchange.exporting import give_out, version_today
from ejournal.services.exchange.file import FileEntry, TimetableFile
from ejournal.services.exchange.importing import ImportOptions, take_in
from ejournal.services.lessons.making import make_lessons
from ejournal.services.schedule.weeks import class_schedule
from ejournal.services.timetable.board import Where, open_board

CARDS = 6800
NUMBERS = 14


def figures(address: str, times: int) -> dict[str, float]:
    """The figures by name, measured in a process of their own."""
    return measured_apart("bench.timetable", address, times)


def measure(times: int) -> dict[str, float]:
    """The same in this process's database."""
    with Session(engine()) as session:
        head = the_head(session)
        found = {
            "schedule.week.p50_ms": _weeks(session, head, times),
            "schedule.conflicts.p50_ms": _conflicts(session, head, times),
            "schedule.import.s": _import(session, head),
        }
        session.rollback()
        found |= _regenerated(session, head)
        session.rollback()
    return found


def the_head(session: Session) -> Actor:
    """A head of the first school, as an actor who may all."""
    school = session.scalars(select(School).order_by(School.id)).first()  # type: ignore[arg-type]
    if school is None or school.id is None:
        raise LookupError("no school")
    head = session.scalars(select(db.person.c.id).where(db.person.c.school_id == school.id)).first()
    roles = frozenset({Role.DIRECTOR, Role.DEPUTY})
    today = clock.today(school.time_zone)
    return Actor(head or 0, school.id, 0, 0, roles, frozenset(), school.time_zone, today)


def fullest_class(session: Session, head: Actor) -> int:
    """The class of the head's school in which most pupils sit; 0 where there is none."""
    place = db.enrolment.c
    asked = select(place.class_id).where(place.school_id == head.school_id).group_by(place.class_id)
    return session.scalars(asked.order_by(func.count().desc())).first() or 0


def _weeks(session: Session, head: Actor, times: int) -> float:
    classes = list(
        session.scalars(select(db.school_class.c.id).where(db.school_class.c.school_id == head.school_id))
    )
    first = monday(head.today)
    last = first + timedelta(days=5)
    return act_ms(times, lambda at: class_schedule(session, head, classes[at % len(classes)], first, last))


def _conflicts(session: Session, head: Actor, times: int) -> float:
    version = version_today(session, head.school_id, head.today)
    board = open_board(session, head, version.id or 0)
    courses = [one.course.id for one in board.standings()]
    return act_ms(times, lambda at: board.check(courses[at % len(courses)], Where(at % 5 + 1, at % 7 + 1)))


def _import(session: Session, head: Actor) -> float:
    own = give_out(session, version_today(session, head.school_id, head.today))
    file = replace(own, entries=_cards(own))
    started = perf_counter()
    take_in(session, head.school_id, None, head.today, file, ImportOptions(publish=False))
    return perf_counter() - started


def _cards(file: TimetableFile) -> tuple[FileEntry, ...]:
    """So many cards of the file's own lessons, in odd and even weeks, those of a class at different times."""
    turns = product((0, 1), (WeekParity.ODD, WeekParity.EVEN), range(1, 7), range(len(file.lessons)))
    return tuple(
        FileEntry(lesson, weekday, (lesson + turn) % NUMBERS + 1, parity)
        for turn, parity, weekday, lesson in islice(turns, CARDS)
    )


def _regenerated(session: Session, head: Actor) -> dict[str, float]:
    """The year's lessons made anew where there are none."""
    year_id = version_today(session, head.school_id, head.today).year_id
    for one in reversed(SQLModel.metadata.sorted_tables):
        if one is db.lesson or any(key.column.table is db.lesson for key in one.foreign_keys):
            session.connection().execute(one.delete())
    started = perf_counter()
    make_lessons(session, head.school_id, year_id)
    seconds = perf_counter() - started
    made = session.connection().scalar(select(func.count()).select_from(db.lesson))
    return {"schedule.regenerate.s": seconds, "schedule.regenerate.lessons": made or 0}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
