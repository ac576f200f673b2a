"""The term marks of a course under lock: read once, changed in memory, written with trail and notices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session

from ejournal.errors import NotFound
from ejournal.models import ChangeStatus, Course, NoticeKind, TermMarkScope
from ejournal.services import audit
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.topics import course_topic, late_topic, pupil_topic
from ejournal.services.calendar.cache import calendar_of
from ejournal.services.courses.frame import CourseFrame, frames
from ejournal.services.courses.members import Member, members
from ejournal.services.grading.averages import Tally
from ejournal.services.journal.entries import Writer
from ejournal.services.journal.late_requests import write_requests
from ejournal.services.journal.reading import read_kinds, tallies_by_term
from ejournal.services.journal.term_columns import TermCell, keys_of_terms, propose, term_cells
from ejournal.services.notices.outbox import News, tell_families

_term_mark, _request = db.term_mark.c, db.change_request.c
Key = tuple[int, str]
"""(pupil_id, column)."""


@dataclass(slots=True)
class TermSheet:
    """A course's term marks as they stand in this transaction, as (mark, proposed then) by pupil and column.

    waiting: requests for a late change as (id, mark asked for); late, replaced and trail are to be written.
    """

    frame: CourseFrame
    pupils: Mapping[int, Member]
    tallies: Mapping[int, Mapping[int, Tally]]
    ids: dict[Key, int] = field(default_factory=dict)
    stored: dict[int, dict[str, tuple[str, str]]] = field(default_factory=dict)
    waiting: dict[Key, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    before: dict[Key, tuple[str, str]] = field(default_factory=dict)
    late: list[dict[str, Any]] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    trail: list[audit.Change] = field(default_factory=list)

    @property
    def keys(self) -> tuple[str, ...]:
        """All columns of the year."""
        return keys_of_terms(self.frame, None)

    def value(self, key: Key) -> str:
        """The mark that stands in the cell at this point of the batch."""
        return self.stored.get(key[0], {}).get(key[1], ("", ""))[0]

    def set(self, key: Key, value: str, today: date) -> None:
        """Put a mark into the cell, with what the rule proposes now."""
        pupil_id, column = key
        self.before.setdefault(key, self.stored.get(key[0], {}).get(key[1], ("", "")))
        proposed = self._proposal(pupil_id, column, today)
        of_pupil = self.stored.setdefault(pupil_id, {})
        if value:
            of_pupil[column] = (value, proposed)
        else:
            of_pupil.pop(column, None)

    def _proposal(self, pupil_id: int, column: str, today: date) -> str:
        values = {one: value for one, (value, _) in self.stored.get(pupil_id, {}).items()}
        tallies = self.tallies.get(pupil_id, {})
        tally = tallies.get(int(column)) if column.isdecimal() else None
        return propose(self.frame, column, today, self.pupils[pupil_id], tally or Tally(), values)

    def cells(self, pupil_id: int, today: date) -> tuple[TermCell, ...]:
        """The pupil's cells of all columns."""
        waits = {column for column in self.keys if self.waiting.get((pupil_id, column))}
        stored, tallies = self.stored.get(pupil_id, {}), self.tallies.get(pupil_id, {})
        return term_cells(self.frame, today, self.keys, self.pupils[pupil_id], tallies, stored, waits)


def read_sheet(session: Session, school_id: int, course_id: int, *, lock: bool = True) -> TermSheet:
    """The course's term marks, locked until the transaction ends: two writers come one after the other.

    lock: not for whoever only looks what would be written.
    """
    if lock:
        lock_row(session, Course, school_id, course_id)
    frame = frames(session, school_id, [course_id])[course_id]
    calendar = calendar_of(session, school_id, frame.year_id)
    if calendar is None:
        raise NotFound
    first, last = calendar.year.starts, calendar.year.ends
    pupils = members(session, frame, first, last)
    asked = {"school_id": school_id, "first": first, "last": last}
    asked |= {"pupils": list(pupils), "counted": frame.counted}
    kinds = read_kinds(session, school_id)
    sheet = TermSheet(frame, pupils, tallies_by_term(session, asked, frame.terms, kinds))
    for row in session.execute(
        select(db.term_mark).where(_term_mark.school_id == school_id, _term_mark.course_id == course_id)
    ):
        key = str(row.term_number) if row.scope is TermMarkScope.TERM else row.scope.value
        sheet.ids[row.pupil_id, key] = row.id
        sheet.stored.setdefault(row.pupil_id, {})[key] = (row.value, row.proposed)
    for row in session.execute(
        select(_request.id, _request.pupil_id, _request.term_key, _request.after)
        .where(_request.school_id == school_id, _request.status == ChangeStatus.WAITING)
        .where(_request.course_id == course_id, _request.lesson_id.is_(None))
        .order_by(_request.id)
    ):
        waiting = sheet.waiting.get((row.pupil_id, row.term_key), ())
        sheet.waiting[row.pupil_id, row.term_key] = (*waiting, (row.id, row.after))
    return sheet


def write_sheet(session: Session, sheet: TermSheet, writer: Writer) -> None:
    """Write what differs from what stood before, the trail, the requests and the notices."""
    gone: list[int] = []
    updates: list[dict[str, Any]] = []
    inserts: list[dict[str, Any]] = []
    news: list[News] = []
    for key, old in sheet.before.items():
        value, proposed = sheet.stored.get(key[0], {}).get(key[1], ("", ""))
        if value == old[0]:
            continue
        row_id = sheet.ids.get(key)
        sheet.trail.append(_change(sheet.frame, key, row_id, old, (value, proposed), writer))
        news.append(_news(sheet.frame, key, old[0], value))
        if row_id is None:
            inserts.append(_row(sheet.frame, key, (value, proposed), writer))
        elif value:
            updates.append(
                {"row_id": row_id, "to": value, "rule": proposed, "by": writer.author_id, "at": writer.now}
            )
        else:
            gone.append(row_id)
    connection = session.connection()
    if gone:
        connection.execute(delete(db.term_mark).where(_term_mark.id.in_(gone)))
    if updates:
        connection.execute(_UPDATE, updates)
    if inserts:
        connection.execute(insert(db.term_mark), inserts)
    write_requests(session, sheet.late, sheet.replaced, writer.author_id, writer.now)
    audit.record(session, sheet.frame.school_id, writer.actor_id, *sheet.trail)
    _note(session, sheet, [one.pupil_id for one in news])
    if not writer.quiet:
        tell_families(session, sheet.frame.school_id, news, writer.today, writer.now)


def _note(session: Session, sheet: TermSheet, pupils: Iterable[int]) -> None:
    """Say whose diaries and which journal are others now; a journal shows what waits, too."""
    waits = bool(sheet.late or sheet.replaced)
    told = [pupil_topic(one) for one in pupils]
    if told or waits:
        note(session, course_topic(sheet.frame.course_id), *told)
    if waits:
        note(session, late_topic(sheet.frame.school_id))


_UPDATE = (
    update(db.term_mark)
    .where(_term_mark.id == bindparam("row_id"))
    .values(
        value=bindparam("to"),
        proposed=bindparam("rule"),
        author_id=bindparam("by"),
        changed_at=bindparam("at"),
    )
)


def _row(frame: CourseFrame, key: Key, mark: tuple[str, str], writer: Writer) -> dict[str, Any]:
    pupil_id, column = key
    is_term = column.isdecimal()
    return {
        "school_id": frame.school_id,
        "course_id": frame.course_id,
        "pupil_id": pupil_id,
        "scope": TermMarkScope.TERM if is_term else TermMarkScope(column),
        "term_number": int(column) if is_term else 0,
        "value": mark[0],
        "proposed": mark[1],
        "author_id": writer.author_id,
        "changed_at": writer.now,
    }


def _change(
    frame: CourseFrame,
    key: Key,
    row_id: int | None,
    old: tuple[str, str],
    mark: tuple[str, str],
    writer: Writer,
) -> audit.Change:
    pupil_id, column = key
    about: dict[str, Any] = {"course_id": frame.course_id, "column": column}
    return audit.Change(
        "term-mark.put",
        "term_mark",
        row_id,
        about | {"value": old[0], "proposed": old[1]} if old[0] else None,
        about | {"value": mark[0], "proposed": mark[1]} | writer.approved,
        pupil_id=pupil_id,
    )


def term_kind(frame: CourseFrame) -> str:
    """What the course's terms are: quarters, trimesters; as the notices keep it."""
    return frame.terms[0].kind.value if frame.terms else ""


def _news(frame: CourseFrame, key: Key, old: str, value: str) -> News:
    pupil_id, column = key
    payload = {
        "course_id": frame.course_id,
        "subject": frame.subject,
        "column": column,
        "term_kind": term_kind(frame),
        "text": value,
        "was": old,
    }
    return News(
        pupil_id, NoticeKind.TERM_MARK, f"term:{frame.course_id}:{pupil_id}:{column}", payload, not value
    )
