"""The schools that are measured on, and what is looked up in them."""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import token_hash
from ejournal.models import SignInSession
from ejournal.services.calendar.year import monday
from ejournal.settings import ROOT

ZONE = "Europe/Moscow"
FORTNIGHT = timedelta(days=14)
MADE_WITHIN_S = 3600
GUARDIANS = """
    SELECT a.id, a.school_id, g.pupil_id FROM account a
    JOIN guardianship g ON g.guardian_id = a.person_id
    JOIN enrolment e ON e.pupil_id = g.pupil_id AND e.ends IS NULL
    WHERE a.school_id = (SELECT min(id) FROM school) ORDER BY a.id
"""
COURSE = """
    SELECT c.id FROM course c
    JOIN lesson l ON l.course_id = c.id
    WHERE c.teacher_id = (SELECT person_id FROM account WHERE login = 'teacher') AND c.group_id IS NULL
    GROUP BY c.id ORDER BY count(*) DESC LIMIT 1
"""


LESSON_DAYS = "SELECT DISTINCT day FROM lesson WHERE school_id = (SELECT min(id) FROM school) ORDER BY day"
COURSE_DAYS = "SELECT DISTINCT day FROM lesson WHERE course_id = :course ORDER BY day"
WEEKS, LESSONS_BEHIND = 3, 4


@dataclass(frozen=True)
class Crowd:
    """A signed-in guardian: session token and child."""

    token: str
    pupil_id: int


def make(address: str, pupils: int, schools: int, *, full_year: bool) -> None:
    """Migrate the database and fill it."""
    command = [sys.executable, "-m", "ejournal", "demo", "--pupils", str(pupils), "--schools", str(schools)]
    if full_year:
        command.append("--full-year")
    environment = os.environ | {"EJOURNAL_DATABASE_URL": address}
    subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL, timeout=MADE_WITHIN_S
    )


def count(address: str, table: str) -> int:
    """How many rows a table has."""
    with create_engine(_driver(address)).connect() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def busiest_course(address: str) -> int:
    """The course of `teacher` with the most lessons."""
    with create_engine(_driver(address)).connect() as connection:
        return int(connection.scalar(text(COURSE)) or 0)


def weeks(address: str) -> list[str]:
    """A day of each of the three weeks with lessons nearest to today: in summer the year's last."""
    days = _days(address, LESSON_DAYS)
    past = [day for day in days if day <= clock.today(ZONE)] or days[:1]
    mondays = sorted({monday(day) for day in days}, key=lambda day: abs((past[-1] - day).days))
    return [day.isoformat() for day in sorted(mondays[:WEEKS])]


def day_with_marks(address: str, course_id: int) -> str:
    """The day nearest to today on which some lessons of the course have been given shortly before."""
    days, today = _days(address, COURSE_DAYS, course=course_id), clock.today(ZONE)
    fit = [day for before, day in zip(days, days[LESSONS_BEHIND:], strict=False) if day - before < FORTNIGHT]
    return min(fit, key=lambda day: abs((day - today).days)).isoformat()


def _days(address: str, query: str, **values: object) -> list[date]:
    with create_engine(_driver(address)).connect() as connection:
        return [date.fromisoformat(str(day)) for day in connection.scalars(text(query), values)]


def crowd(address: str, number: int) -> list[Crowd]:
    """So many guardians, each signed in; sessions are written as a sign-in writes them."""
    now = clock.now()
    engine = create_engine(_driver(address))
    with Session(engine) as session:
        rows = session.connection().execute(text(GUARDIANS)).all()
        found: dict[int, tuple[int, int]] = {}
        for account_id, school_id, pupil_id in rows:
            found.setdefault(account_id, (school_id, pupil_id))
        people = []
        for place in range(number):
            account_id, (school_id, pupil_id) = list(found.items())[place % len(found)]
            token = f"bench-{place}-{account_id}"
            session.add(
                SignInSession(
                    school_id=school_id,
                    account_id=account_id,
                    token_hash=token_hash(token),
                    created_at=now,
                    seen_at=now,
                    expires_at=now + timedelta(days=1),
                )
            )
            people.append(Crowd(token, pupil_id))
        session.commit()
    engine.dispose()
    return people


def _driver(address: str) -> str:
    return address.replace("postgresql://", "postgresql+psycopg://", 1)


def sqlite_address(path: Path) -> str:
    """The address of an SQLite file."""
    return f"sqlite:///{path}"
