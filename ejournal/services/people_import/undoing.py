"""The last file of people taken back, as long as nothing hangs on what it made."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, select
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as select_rows

from ejournal.errors import DomainError, NotFound
from ejournal.models import (
    AuditEntry,
    Course,
    Enrolment,
    Gender,
    Guardianship,
    PeopleImport,
    Person,
    RoleGrant,
    SchoolClass,
)
from ejournal.models.base import table
from ejournal.services import audit
from ejournal.services.base.changed import note
from ejournal.services.base.shown_people import note_file
from ejournal.services.base.topics import load_topic
from ejournal.services.people_import.applying import ENDING, spelled

MADE_BY_IMPORT: tuple[type[SQLModel], ...] = (Course, RoleGrant, Guardianship, Enrolment, Person, SchoolClass)
"""What a file makes, in the order in which it is taken away."""
HANGS = "What the file made is in use already: {names}. It cannot be taken back as a whole any more"
MOST_NAMES = 5


def last_import(session: Session, school_id: int) -> PeopleImport | None:
    """The file taken in last and not taken back; none when there is none."""
    return session.exec(
        select_rows(PeopleImport)
        .where(PeopleImport.school_id == school_id, col(PeopleImport.undone_at).is_(None))
        .order_by(col(PeopleImport.id).desc())
    ).first()


def undo(session: Session, school_id: int, author_id: int | None, import_id: int, now: datetime) -> int:
    """Take the last file back; how many rows went. NotFound for another, DomainError when something hangs."""
    last = last_import(session, school_id)
    if last is None or last.id != import_id:
        raise NotFound
    made = {name: set(ids) for name, ids in last.made.items()}
    hanging = _hanging(session, school_id, made)
    if hanging:
        more = ["…"] if len(hanging) > MOST_NAMES else []
        raise DomainError(HANGS, names=", ".join(hanging[:MOST_NAMES] + more))
    note_file(session, school_id, _named(session, school_id, last))
    if made.get(table(Course).name):
        note(session, load_topic(school_id))
    _change_back(session, school_id, last.changed)
    gone = 0
    for model in MADE_BY_IMPORT:
        rows = table(model)
        for some in _in_parts(made.get(rows.name, set())):
            gone += (
                session.connection()
                .execute(delete(rows).where(rows.c.school_id == school_id, rows.c.id.in_(some)))
                .rowcount
            )
    last.undone_at = now
    session.add(last)
    session.flush()
    session.expire_all()
    audit.record(
        session,
        school_id,
        author_id,
        audit.Change("people.import-undo", "people_import", last.id, after={"rows": gone}),
    )
    return gone


def _named(session: Session, school_id: int, last: PeopleImport) -> set[int]:
    """Whom the file has entered or changed, and the pupils whose place or guardian it has given."""
    found = set(last.made.get(table(Person).name, ())) | {int(key) for key in last.changed if key.isdecimal()}
    for rows in (table(Enrolment), table(Guardianship)):
        for some in _in_parts(set(last.made.get(rows.name, ()))):
            asked = select(rows.c.pupil_id).where(rows.c.school_id == school_id, rows.c.id.in_(some))
            found |= set(session.scalars(asked))
    return found


def _hanging(session: Session, school_id: int, made: dict[str, set[int]]) -> list[str]:
    """The people and classes to which rows refer that the file did not make, by name."""
    found: dict[str, set[int]] = defaultdict(set)
    for rows in SQLModel.metadata.sorted_tables:
        if rows.name == table(AuditEntry).name:
            continue  # the trail tells of what was, too
        for key in rows.foreign_keys:
            ids = made.get(key.column.table.name)
            if ids:
                of_school = key.parent.table.c.school_id == school_id
                asked = select(rows.c.id, key.parent).where(of_school)
                found[key.column.table.name] |= _referred(session, asked, ids, made.get(rows.name, set()))
    classes = found.get("school_class", set()) | _classes_of(session, found.get("course", set()))
    return [*_names(session, found.get("person", set())), *_titles(session, classes)]


def _classes_of(session: Session, ids: set[int]) -> set[int]:
    """The classes of courses."""
    if not ids:
        return set()
    rows = session.scalars(select(col(Course.class_id)).where(col(Course.id).in_(sorted(ids))))
    return {one for one in rows if one is not None}


def _referred(session: Session, asked: Select[Any], ids: set[int], own: set[int]) -> set[int]:
    """Those of the ids to which rows refer that are not the file's own; asked gives row and reference."""
    column = asked.selected_columns[1]
    return {
        referred
        for some in _in_parts(ids)
        for row_id, referred in session.execute(asked.where(column.in_(some)))
        if row_id not in own
    }


def _in_parts(ids: set[int], most: int = 500) -> list[list[int]]:
    whole = sorted(ids)
    return [whole[at : at + most] for at in range(0, len(whole), most)]


def _names(session: Session, ids: set[int]) -> list[str]:
    people = session.exec(select_rows(Person).where(col(Person.id).in_(sorted(ids)[: MOST_NAMES + 1]))).all()
    return [one.full_name for one in people]


def _titles(session: Session, ids: set[int]) -> list[str]:
    classes = session.exec(
        select_rows(SchoolClass).where(col(SchoolClass.id).in_(sorted(ids)[: MOST_NAMES + 1]))
    ).all()
    return [one.title for one in classes]


def _change_back(session: Session, school_id: int, changed: dict[str, Any]) -> None:
    """Put back what the file changed; what was changed once more since then stays."""
    for key, kept in changed.items():
        name, _, row_id = key.rpartition(":")
        row = session.get(ENDING[name] if name else Person, int(row_id))
        if row is None or row.school_id != school_id:
            continue
        for column, (old, new) in kept.items():
            if spelled(getattr(row, column)) == new:
                setattr(row, column, _value(column, old))
        session.add(row)
    session.flush()


def _value(column: str, kept: Any) -> Any:
    if kept is None:
        return None
    if column in ("birth_date", "ends"):
        return date.fromisoformat(kept)
    return Gender(kept) if column == "gender" else kept
