"""The schools that are measured on, and what is looked up in them."""

import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

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
PERSONS = """
    SELECT DISTINCT a.id, a.school_id, a.person_id FROM account a
    JOIN guardianship g ON g.guardian_id = a.person_id
    WHERE a.school_id = (SELECT min(id) FROM school) ORDER BY a.id
"""
COURSE = """
    SELECT c.id FROM course c
    JOIN lesson l ON l.course_id = c.id
    WHERE c.teacher_id = (SELECT person_id FROM account WHERE login = 'teacher') AND c.group_id IS NULL
    GROUP BY c.id ORDER BY count(*) DESC LIMIT 1
"""


TEACHERS = """
    SELECT a.id, a.school_id, c.id, max(c.teacher_id), count(*) AS lessons FROM account a
    JOIN course c ON c.teacher_id = a.person_id AND c.group_id IS NULL
    JOIN lesson l ON l.course_id = c.id
    WHERE a.school_id = (SELECT min(id) FROM school) GROUP BY a.id, a.school_id, c.id ORDER BY lessons DESC
"""
STAFF = """
    SELECT DISTINCT a.id, a.school_id FROM account a JOIN role_grant g ON g.person_id = a.person_id
    WHERE a.school_id = (SELECT min(id) FROM school) AND g.role IN ('teacher', 'deputy') ORDER BY a.id
"""
LOGINS = "SELECT login FROM account WHERE is_demo AND school_id = (SELECT min(id) FROM school) ORDER BY id"
LESSON_DAYS = "SELECT DISTINCT day FROM lesson WHERE school_id = (SELECT min(id) FROM school) ORDER BY day"
COURSE_DAYS = "SELECT DISTINCT day FROM lesson WHERE course_id = :course ORDER BY day"
YEAR_ENDS = """
    SELECT min(ends) FROM academic_year WHERE school_id = (SELECT min(id) FROM school)
    AND ends >= (SELECT max(day) FROM lesson WHERE school_id = (SELECT min(id) FROM school))
"""
ALWAYS_OPEN = "UPDATE school_settings SET edit_window_days = 365"
"""Whatever day it is, the lessons nearest to it may be written in."""
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
    with create_engine(_driver(address)).begin() as connection:
        connection.execute(text(ALWAYS_OPEN))


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


def day_after_the_year(address: str) -> str:
    """The first day on which the papers of the year are no drafts."""
    (ends,) = _days(address, YEAR_ENDS)
    return (ends + timedelta(days=1)).isoformat()


def _days(address: str, query: str, **values: object) -> list[date]:
    with create_engine(_driver(address)).connect() as connection:
        return [date.fromisoformat(str(day)) for day in connection.scalars(text(query), values)]


@dataclass(frozen=True)
class Teacher:
    """A signed-in teacher: session token and a course of theirs."""

    token: str
    course_id: int


def crowd(address: str, number: int) -> list[Crowd]:
    """So many guardians, each signed in."""
    found: dict[tuple[int, int], int] = {}
    for account_id, school_id, pupil_id in _rows(address, GUARDIANS):
        found.setdefault((account_id, school_id), pupil_id)
    tokens = _sessions(address, list(found), number)
    return [Crowd(token, list(found.values())[place % len(found)]) for place, token in enumerate(tokens)]


def teachers(address: str, number: int, day: str) -> list[Teacher]:
    """So many sign-ins of teachers, each at a course with many lessons, some shortly before the day."""
    last = date.fromisoformat(day)
    rows = [
        row
        for row in _rows(address, TEACHERS)
        if any(timedelta(0) < last - one < FORTNIGHT for one in _days(address, COURSE_DAYS, course=row[2]))
    ][:number]
    accounts = [(account_id, school_id) for account_id, school_id, *_ in rows]
    tokens = _sessions(address, accounts, number, datetime.combine(last, clock.now().timetz()))
    return [Teacher(token, rows[place % len(rows)][2]) for place, token in enumerate(tokens)]


@dataclass(frozen=True)
class Guardian:
    """A signed-in guardian: who it is, and the session token."""

    person_id: int
    token: str


def guardians(address: str) -> list[Guardian]:
    """Every guardian of the first school who has an account, signed in once."""
    found = {row[0]: (row[1], row[2]) for row in _rows(address, PERSONS)}
    tokens = _sessions(address, [(one, school) for one, (school, _) in found.items()], len(found))
    return [Guardian(person, token) for (_, person), token in zip(found.values(), tokens, strict=True)]


def staff(address: str, number: int) -> list[str]:
    """So many sign-ins of those who work in the school; in a small one some have several tabs."""
    return _sessions(address, [(row[0], row[1]) for row in _rows(address, STAFF)], number)


def logins(address: str, number: int) -> list[str]:
    """So many logins with the demo's password; in a small school some come again."""
    found = [login for (login,) in _rows(address, LOGINS)]
    return [found[place % len(found)] for place in range(number)]


def _rows(address: str, query: str) -> list[Any]:
    with create_engine(_driver(address)).connect() as connection:
        return list(connection.execute(text(query)).all())


def _sessions(
    address: str, accounts: list[tuple[int, int]], number: int, day: datetime | None = None
) -> list[str]:
    """Tokens of so many sign-ins of the accounts of schools in turn, as a sign-in on the day writes them."""
    now = day or clock.now()
    engine = create_engine(_driver(address))
    tokens = []
    with Session(engine) as session:
        for place in range(number):
            account_id, school_id = accounts[place % len(accounts)]
            tokens.append(secrets.token_urlsafe(16))
            session.add(
                SignInSession(
                    school_id=school_id,
                    account_id=account_id,
                    token_hash=token_hash(tokens[-1]),
                    created_at=now,
                    seen_at=now,
                    expires_at=now + timedelta(days=3),
                )
            )
        session.commit()
    engine.dispose()
    return tokens


def _driver(address: str) -> str:
    return address.replace("postgresql://", "postgresql+psycopg://", 1)


def sqlite_address(path: Path) -> str:
    """The address of an SQLite file."""
    return f"sqlite:///{path}"
