"""How many queries a journal takes to open: python -m bench.counting COURSE PUPILS."""

import os
import subprocess
import sys

from sqlalchemy import event, select, update
from sqlmodel import Session

from bench.school import ZONE
from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.database import engine
from ejournal.models import Course, Role
from ejournal.services.base import tables as db
from ejournal.services.journal.spread import open_journal
from ejournal.settings import ROOT

ENROLMENT = db.enrolment.c


def queries_of_open(address: str, course_id: int, pupils: int) -> int:
    """Queries of one opening with so many pupils in the class; nothing stays changed."""
    answer = subprocess.run(
        [sys.executable, "-m", "bench.counting", str(course_id), str(pupils)],
        cwd=ROOT,
        env=os.environ | {"EJOURNAL_DATABASE_URL": address},
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return int(answer.stdout.split()[-1])


def count(course_id: int, pupils: int) -> int:
    """The same in this process's database."""
    queries: list[str] = []
    with Session(engine()) as session:
        course = session.get_one(Course, course_id)
        _resize(session, course, pupils)
        today = clock.today(ZONE)
        roles = frozenset({Role.TEACHER})
        teacher = Actor(course.teacher_id, course.school_id, 0, 0, roles, frozenset(), ZONE, today)
        open_journal(session, teacher, course_id)  # what is kept per school is read now
        session.expunge_all()
        event.listen(engine(), "before_cursor_execute", lambda *parts: queries.append(parts[2]))
        open_journal(session, teacher, course_id)
        found = len(queries)
        session.rollback()
    return found


def _resize(session: Session, course: Course, pupils: int) -> None:
    own, other = ENROLMENT.class_id == course.class_id, ENROLMENT.class_id != course.class_id
    here = list(session.scalars(select(ENROLMENT.id).where(own)))
    elsewhere = select(ENROLMENT.id, ENROLMENT.class_id).where(ENROLMENT.school_id == course.school_id, other)
    strangers = session.execute(elsewhere.order_by(ENROLMENT.id)).all()
    coming = [one for one, _ in strangers][: max(0, pupils - len(here))]
    _move(session, here[pupils:], strangers[0][1])
    _move(session, coming, course.class_id)


def _move(session: Session, enrolments: list[int], class_id: int | None) -> None:
    session.execute(update(db.enrolment).where(ENROLMENT.id.in_(enrolments)).values(class_id=class_id))


if __name__ == "__main__":
    print(count(int(sys.argv[1]), int(sys.argv[2])))
