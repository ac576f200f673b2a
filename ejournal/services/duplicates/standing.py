"""All that hangs on two cards, as digests by table: whether anybody has touched it since it was looked at."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from ejournal.services.base import tables as db
from ejournal.services.duplicates.references import Reference, Watch, references

_SHORT = 16
Rows = dict[int, Mapping[str, Any]]


def naming(column: sa.Column[int], school_id: int, people: Collection[int]) -> sa.ColumnElement[bool]:
    """The rows of the school, and those that say no school, which name one of the people in the column."""
    owner, named = column.table.c.get("school_id"), column.in_(people)
    if owner is None:
        return named
    of_school = sa.and_(owner == school_id, named)
    return sa.or_(of_school, sa.and_(owner.is_(None), named)) if owner.nullable else of_school


def rows_of(session: Session, school_id: int, one: Reference, people: Collection[int]) -> Rows:
    """The whole rows that name one of the people in the column, by number."""
    asked = sa.select(one.table).where(naming(one.column, school_id, people))
    return {row["id"]: dict(row) for row in session.execute(asked).mappings()}


def hanging(
    session: Session, school_id: int, people: Collection[int]
) -> dict[Reference, dict[int, list[int]]]:
    """By reference and person the numbers of all the rows that name one of the people."""
    found: dict[Reference, dict[int, list[int]]] = {}
    for one in references():
        asked = sa.select(one.table.c.id, one.column).where(naming(one.column, school_id, people))
        of_people: defaultdict[int, list[int]] = defaultdict(list)
        for row_id, person_id in session.execute(asked):
            of_people[person_id].append(row_id)
        if of_people:
            found[one] = {person: sorted(ids) for person, ids in of_people.items()}
    return found


def digests(session: Session, school_id: int, people: Collection[int]) -> dict[str, str]:
    """By table a digest of what hangs on the people: rows of their lives, and their cards and accounts."""
    found: defaultdict[str, Rows] = defaultdict(dict)
    for one in references():
        if one.rule.watch is Watch.ROWS:
            found[one.table.name] |= rows_of(session, school_id, one, people)
    for rows, owner, aside in (
        (db.person, db.person.c.id, ()),
        (db.account, db.account.c.person_id, ("last_seen_at", "theme", "locale")),
    ):
        asked = sa.select(*(one for one in rows.c if one.name not in aside)).where(owner.in_(people))
        found[rows.name] = {row["id"]: dict(row) for row in session.execute(asked).mappings()}
    return {name: _digest(rows) for name, rows in sorted(found.items()) if rows}


def _digest(rows: Rows) -> str:
    spelled = [sorted((key, str(value)) for key, value in rows[one].items()) for one in sorted(rows)]
    return hashlib.sha256(repr(spelled).encode()).hexdigest()[:_SHORT]


def mark_of(found: Mapping[str, str]) -> str:
    """One short mark of all the digests."""
    return hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()[:_SHORT]


def differing(first: Mapping[str, str], second: Mapping[str, str]) -> list[str]:
    """The tables in which the two differ."""
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
