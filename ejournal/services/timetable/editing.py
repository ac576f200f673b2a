"""The timetable's editor: entries of a draft placed, moved, removed, and every step undone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    Course,
    Room,
    TimetableEdit,
    TimetableEntry,
    TimetableVersion,
    VersionStatus,
    WeekParity,
)
from ejournal.models.base import table
from ejournal.services.base.changed import note
from ejournal.services.base.topics import timetable_topic
from ejournal.services.timetable.board import Where

LAST_NUMBER = 15
CHANGED_SINCE = "Somebody has changed these lessons since"
_COLUMNS = ("id", "course_id", "weekday", "number", "parity", "room_id", "teacher_id", "more_room_ids")


@dataclass(frozen=True)
class Step:
    """What one step of the editor did: the entries before and after it."""

    action: str
    before: tuple[dict[str, Any], ...]
    after: tuple[dict[str, Any], ...]


def place_entry(session: Session, actor: Actor, version_id: int, course_id: int, where: Where) -> int:
    """Put a lesson of the course into a draft: its id; conflicts are shown, not refused."""
    version = _draft(session, actor, version_id)
    course = session.get(Course, course_id)
    if course is None or course.school_id != actor.school_id or course.year_id != version.year_id:
        raise NotFound
    _check_where(session, actor, where)
    _check_not_there(session, actor, version_id, course_id, where, 0)
    entry = TimetableEntry(
        school_id=actor.school_id, version_id=version_id, course_id=course_id, weekday=where.weekday,
        number=where.number, parity=where.parity, room_id=where.room_id,
    )  # fmt: skip
    session.add(entry)
    session.flush()
    assert entry.id is not None
    _keep_step(session, actor, version_id, "place", [], [_row(entry)])
    return entry.id


def move_entry(session: Session, actor: Actor, entry_id: int, where: Where) -> None:
    """Put an entry of a draft elsewhere; without a room in `where` it keeps its own."""
    entry = _entry(session, actor, entry_id)
    _draft(session, actor, entry.version_id)
    where = replace(where, room_id=where.room_id or entry.room_id)
    _check_where(session, actor, where)
    _check_not_there(session, actor, entry.version_id, entry.course_id, where, entry_id)
    before = _row(entry)
    entry.weekday, entry.number, entry.parity = where.weekday, where.number, where.parity
    entry.room_id = where.room_id
    session.add(entry)
    session.flush()
    _keep_step(session, actor, entry.version_id, "move", [before], [_row(entry)])


def set_entry_room(session: Session, actor: Actor, entry_id: int, room_id: int | None) -> None:
    """Give an entry of a draft a room, or none."""
    entry = _entry(session, actor, entry_id)
    _draft(session, actor, entry.version_id)
    _check_where(session, actor, Where(entry.weekday, entry.number, room_id=room_id))
    before = _row(entry)
    entry.room_id, entry.more_room_ids = room_id, []
    session.add(entry)
    session.flush()
    _keep_step(session, actor, entry.version_id, "room", [before], [_row(entry)])


def remove_entry(session: Session, actor: Actor, entry_id: int) -> None:
    """Take an entry out of a draft, back to the tray."""
    entry = _entry(session, actor, entry_id)
    _draft(session, actor, entry.version_id)
    before, version_id = _row(entry), entry.version_id
    session.delete(entry)
    session.flush()
    _keep_step(session, actor, version_id, "remove", [before], [])


def replace_entries(
    session: Session, actor: Actor, version_id: int, action: str, rows: Iterable[dict[str, Any]]
) -> None:
    """Add many entries to a draft as one step: what the automatic placement does; undone as one."""
    _draft(session, actor, version_id)
    owner = {"school_id": actor.school_id, "version_id": version_id}
    entries = [TimetableEntry(**(owner | row)) for row in rows]
    session.add_all(entries)
    session.flush()
    _keep_step(session, actor, version_id, action, [], [_row(entry) for entry in entries])


def undo(session: Session, actor: Actor, version_id: int) -> Step:
    """Take the actor's last step in the version back; DomainError when there is none or others went on."""
    _draft(session, actor, version_id)
    kept = session.scalar(
        select(TimetableEdit)
        .where(*_own_steps(actor, version_id))
        .order_by(col(TimetableEdit.id).desc())
        .limit(1)
    )
    if kept is None:
        raise DomainError("There is nothing to undo")
    step = Step(kept.action, tuple(kept.before), tuple(kept.after))
    _swap(session, actor, version_id, step.after, step.before)
    session.delete(kept)
    session.flush()
    note(session, timetable_topic(version_id))
    return step


def redo(session: Session, actor: Actor, version_id: int, step: Step) -> None:
    """Do a step again that was taken back; DomainError when its lessons were changed since."""
    _draft(session, actor, version_id)
    _swap(session, actor, version_id, step.before, step.after)
    _keep_step(session, actor, version_id, step.action, list(step.before), list(step.after))


def _swap(
    session: Session,
    actor: Actor,
    version_id: int,
    old: Iterable[dict[str, Any]],
    new: Iterable[dict[str, Any]],
) -> None:
    """Put the new entries in the place of the old, which must stand exactly as the step left them."""
    entry = table(TimetableEntry)
    was, will = {row["id"]: row for row in old}, {row["id"]: row for row in new}
    standing = {
        row["id"]: dict(row) | {"parity": WeekParity(row["parity"]).value}
        for row in session.execute(
            select(*(entry.c[name] for name in _COLUMNS)).where(
                entry.c.school_id == actor.school_id,
                entry.c.version_id == version_id,
                entry.c.id.in_(was.keys() | will.keys()),
            )
        ).mappings()
    }
    courses = {row["course_id"] for row in will.values()}
    rooms = {room_id for row in will.values() for room_id in _rooms_of(row)}
    if standing != was or not _are_of_school(session, actor, {Course: courses, Room: rooms}):
        raise DomainError(CHANGED_SINCE)
    session.execute(delete(entry).where(entry.c.version_id == version_id, entry.c.id.in_(was)))
    if will:
        owner = {"school_id": actor.school_id, "version_id": version_id}
        rows = [owner | row | {"parity": WeekParity(row["parity"])} for row in will.values()]
        session.execute(insert(entry), rows)
    session.expire_all()


def _are_of_school(session: Session, actor: Actor, named: dict[type[Course] | type[Room], set[int]]) -> bool:
    """Whether all that a step names is still there."""
    for model, ids in named.items():
        rows = table(model)
        found = session.scalars(
            select(rows.c.id).where(rows.c.school_id == actor.school_id, rows.c.id.in_(ids))
        )
        if set(found) != ids:
            return False
    return True


def _rooms_of(row: dict[str, Any]) -> list[int]:
    return [room_id for room_id in (row["room_id"], *(row["more_room_ids"] or ())) if room_id is not None]


def forget_room(session: Session, school_id: int, room_id: int) -> None:
    """A room is removed: steps taken back put their lessons into no room where it was.

    No entry stands in it, so the steps still fit one another; one that did nothing else is dropped.
    """
    edit = table(TimetableEdit)
    steps = session.execute(
        select(edit.c.id, edit.c.before, edit.c.after).where(edit.c.school_id == school_id)
    ).all()
    for step_id, before, after in steps:
        if not any(room_id in _rooms_of(row) for row in (*before, *after)):
            continue
        was, will = ([_without_room(row, room_id) for row in rows] for rows in (before, after))
        kept = update(edit).values(before=was, after=will) if was != will else delete(edit)
        session.execute(kept.where(edit.c.id == step_id))
    session.expire_all()


def _without_room(row: dict[str, Any], room_id: int) -> dict[str, Any]:
    more = row["more_room_ids"] and [one for one in row["more_room_ids"] if one != room_id]
    return row | {"room_id": None if row["room_id"] == room_id else row["room_id"], "more_room_ids": more}


def steps_to_undo(session: Session, actor: Actor, version_id: int) -> int:
    """How many steps of their own the actor can take back."""
    guard.get(session, actor, TimetableVersion, version_id, Permission.SCHEDULE_WRITE)
    rows = session.execute(select(col(TimetableEdit.id)).where(*_own_steps(actor, version_id)))
    return len(rows.all())


def _own_steps(actor: Actor, version_id: int) -> tuple[Any, ...]:
    return (
        col(TimetableEdit.school_id) == actor.school_id,
        col(TimetableEdit.version_id) == version_id,
        col(TimetableEdit.author_id) == actor.person_id,
    )


def _draft(session: Session, actor: Actor, version_id: int) -> TimetableVersion:
    version = guard.get(session, actor, TimetableVersion, version_id, Permission.SCHEDULE_WRITE)
    if version.status is not VersionStatus.DRAFT:
        raise DomainError("A published timetable is not edited; copy it and publish the copy")
    return version


def _entry(session: Session, actor: Actor, entry_id: int) -> TimetableEntry:
    return guard.get(session, actor, TimetableEntry, entry_id, Permission.SCHEDULE_WRITE)


def _check_where(session: Session, actor: Actor, where: Where) -> None:
    if not 1 <= where.weekday <= 7 or not 0 <= where.number <= LAST_NUMBER:
        raise DomainError("There is no such lesson in the week", field="number")
    if where.room_id is not None:
        guard.get(session, actor, Room, where.room_id, Permission.SCHEDULE_WRITE)


def _check_not_there(
    session: Session, actor: Actor, version_id: int, course_id: int, where: Where, entry_id: int
) -> None:
    entry = table(TimetableEntry)
    rows = session.execute(
        select(entry.c.parity).where(
            entry.c.school_id == actor.school_id, entry.c.version_id == version_id,
            entry.c.course_id == course_id, entry.c.id != entry_id,
            entry.c.weekday == where.weekday, entry.c.number == where.number,
        )
    ).all()  # fmt: skip
    if any(
        row.parity in (where.parity, WeekParity.EVERY) or where.parity is WeekParity.EVERY for row in rows
    ):
        raise DomainError("This lesson stands there already", field="number")


def _row(entry: TimetableEntry) -> dict[str, Any]:
    row = {name: getattr(entry, name) for name in _COLUMNS}
    return row | {"parity": WeekParity(row["parity"]).value}


def _keep_step(
    session: Session, actor: Actor, version_id: int, action: str, before: list[Any], after: list[Any]
) -> None:
    session.add(
        TimetableEdit(
            school_id=actor.school_id, version_id=version_id, author_id=actor.person_id, at=clock.now(),
            action=action, before=before, after=after,
        )
    )  # fmt: skip
    session.flush()
    note(session, timetable_topic(version_id))
