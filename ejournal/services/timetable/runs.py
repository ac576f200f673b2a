"""Long work on a timetable's version: one at a time in all processes, heard of by beats, stopped by a word.

It stands in the database and not in memory: with several workers the tab that looks on, or says stop, may be
served by another process than the one that works. What has not beaten in its time is dead: its process was
killed, and another may begin.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import TimetableRun, TimetableVersion
from ejournal.models.base import table
from ejournal.services.base.locks import lock_row


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What is under way: its kind, who began it, how far it is."""

    kind: str
    who: str
    done: int
    total: int


def begin_run(
    session: Session, actor: Actor, version_id: int, kind: str, who: str, key: str, now: datetime,
    lives: timedelta,
) -> None:  # fmt: skip
    """Take the version for long work; DomainError while other work on it is alive."""
    guard.get(session, actor, TimetableVersion, version_id, Permission.SCHEDULE_WRITE)
    lock_row(session, TimetableVersion, actor.school_id, version_id)
    refuse_while_running(session, actor, version_id, now)
    run = table(TimetableRun)
    session.execute(delete(run).where(run.c.version_id == version_id))
    session.execute(
        insert(run).values(
            school_id=actor.school_id, version_id=version_id, kind=kind, who=who, key=key,
            done=0, total=0, stop_asked=False, lives_until=now + lives,
        )
    )  # fmt: skip


def refuse_while_running(session: Session, actor: Actor, version_id: int, now: datetime) -> None:
    """DomainError while long work on the version is alive."""
    if running(session, actor, version_id, now) is not None:
        raise DomainError("Something is under way with this timetable: wait until it is over")


def running(session: Session, actor: Actor, version_id: int, now: datetime) -> RunInfo | None:
    """The long work on the version that is alive."""
    run = table(TimetableRun)
    row = session.execute(
        select(run.c.kind, run.c.who, run.c.done, run.c.total).where(
            run.c.school_id == actor.school_id, run.c.version_id == version_id, run.c.lives_until > now
        )
    ).first()
    return RunInfo(*row) if row else None


def beat(
    session: Session, version_id: int, key: str, done: int, total: int, now: datetime, lives: timedelta
) -> bool:
    """Say how far the work is and that it lives; False when it is to stop, or its place was taken."""
    run = table(TimetableRun)
    mine = (run.c.version_id == version_id, run.c.key == key)
    session.execute(update(run).where(*mine).values(done=done, total=total, lives_until=now + lives))
    asked = session.execute(select(run.c.stop_asked).where(*mine)).first()
    return asked is not None and not asked.stop_asked


def ask_to_stop(session: Session, actor: Actor, version_id: int) -> None:
    """Let the work on the version end at its next beat, wherever it runs."""
    guard.get(session, actor, TimetableVersion, version_id, Permission.SCHEDULE_WRITE)
    run = table(TimetableRun)
    session.execute(
        update(run)
        .where(run.c.school_id == actor.school_id, run.c.version_id == version_id)
        .values(stop_asked=True)
    )


def end_run(session: Session, version_id: int, key: str) -> None:
    """Give the version back; work begun by others meanwhile stays."""
    run = table(TimetableRun)
    session.execute(delete(run).where(run.c.version_id == version_id, run.c.key == key))
