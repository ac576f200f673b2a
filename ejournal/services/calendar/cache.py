"""The calendars in use, kept in the process: families ask for the same few all evening.

A change of a calendar made through this process shows at once; one made elsewhere, within KEPT_SECONDS.
"""

import time
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event
from sqlmodel import Session

from ejournal.models import AcademicYear, Bell, BellSchedule, Holiday, MovedDay, Term, TermScheme
from ejournal.services.calendar.year import Calendar, load_calendar

KEPT_SECONDS = 30.0
_CHANGED = "calendar changed"
_WATCHED = (AcademicYear, Bell, BellSchedule, Holiday, MovedDay, Term, TermScheme)

_kept: WeakKeyDictionary[Engine, dict[tuple[int, int], tuple[float, Calendar | None]]] = WeakKeyDictionary()


def calendar_of(session: Session, school_id: int, year_id: int) -> Calendar | None:
    """The year's calendar, without a query when it was read a moment ago."""
    if session.info.get(_CHANGED):
        return load_calendar(session, school_id, year_id)
    bind = session.get_bind()
    kept = _kept.setdefault(bind.engine if isinstance(bind, Connection) else bind, {})
    known = kept.get((school_id, year_id))
    now = time.monotonic()
    if known is None or known[0] < now:
        known = (now + KEPT_SECONDS, load_calendar(session, school_id, year_id))
        kept[school_id, year_id] = known
    return known[1]


def forget_calendars() -> None:
    """Read every calendar anew; for writers that bypass the ORM."""
    _kept.clear()


@event.listens_for(Session, "after_flush")
def _note_change(session: Session, _context: Any) -> None:
    rows = (*session.new, *session.dirty, *session.deleted)
    if any(isinstance(row, _WATCHED) for row in rows):
        session.info[_CHANGED] = True


@event.listens_for(Session, "after_commit")
def _forget_changed(session: Session) -> None:
    if session.info.pop(_CHANGED, False):
        forget_calendars()


@event.listens_for(Session, "after_rollback")
def _nothing_changed(session: Session) -> None:
    session.info.pop(_CHANGED, None)
