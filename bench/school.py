"""The schools that are measured on, and what is looked up in them."""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import token_hash
from ejournal.models import SignInSession
from ejournal.settings import ROOT

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
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL, timeout=600)


def count(address: str, table: str) -> int:
    """How many rows a table has."""
    with create_engine(_driver(address)).connect() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def busiest_course(address: str) -> int:
    """The course of `teacher` with the most lessons."""
    with create_engine(_driver(address)).connect() as connection:
        return int(connection.scalar(text(COURSE)) or 0)


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
