"""Rows of any table, put together from what it says of its columns: tables made later are drawn too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from ejournal.models import Lesson
from ejournal.services.duplicates.references import references
from tests.cast import DAY

NOT_DRAWN = frozenset({"person", "person_merge", "not_duplicate", "audit_entry", "audit_head"})
TABLES = tuple(dict.fromkeys(one.table.name for one in references() if one.table.name not in NOT_DRAWN))
DAYS = (None, DAY - timedelta(days=60), DAY - timedelta(days=7), DAY, DAY + timedelta(days=20))
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@dataclass(frozen=True)
class DrawnRow:
    """A row of a table: its columns' values are chosen by numbers; other: the other card's row is alike."""

    table: str
    numbers: tuple[int, ...]
    other: bool | None


@st.composite
def rows(draw: st.DrawFn) -> list[DrawnRow]:
    """Rows that name one of two cards; every other one is on both, with the same key or another."""
    numbers = st.lists(st.integers(0, 5), min_size=24, max_size=24).map(tuple)
    row = st.builds(DrawnRow, st.sampled_from(TABLES), numbers, st.sampled_from((None, True, True, False)))
    return draw(st.lists(row, min_size=3, max_size=20))


def put(
    session: Session, school_id: int, cards: tuple[int, int], others: Sequence[int], drawn: Sequence[DrawnRow]
) -> None:
    """Put the rows in; what a rule of the database refuses is left out."""
    for at, one in enumerate(drawn):
        of = SQLModel.metadata.tables[one.table]
        changed = tuple(number + 1 for number in one.numbers)
        _insert(session, of, _values(session, of, school_id, (cards[at % 2], *others), one.numbers, at))
        if one.other is not None:
            numbers = one.numbers[:6] + changed[6:] if one.other else changed
            people = (cards[1 - at % 2], *others)
            _insert(session, of, _values(session, of, school_id, people, numbers, at + 100))


def _insert(session: Session, of: sa.Table, values: dict[str, Any] | None) -> None:
    if values is None:
        return
    try:
        with session.begin_nested():
            session.execute(sa.insert(of).values(values))
    except IntegrityError:
        return


def _values(
    session: Session, of: sa.Table, school_id: int, people: Sequence[int], numbers: Sequence[int], at: int
) -> dict[str, Any] | None:
    """The row's values; people begins with the card, which one of the columns names."""
    found: dict[str, Any] = {}
    named = [one.column.name for one in references() if one.table is of]
    subject = named[numbers[0] % len(named)]
    for number, column in zip(numbers, of.c, strict=False):
        if column.primary_key:
            continue
        if column.foreign_keys:
            [key] = column.foreign_keys
            value = _referred(session, key.column.table, school_id, people[1:], number)
            if column.name == subject:
                value = people[0]
            if value is None and not column.nullable:
                return None
        else:
            value = _plain(column, number, at)
        found[column.name] = value
    if "lesson_id" in of.c and found.get("lesson_id") and "course_id" in of.c:
        lesson = session.get_one(Lesson, found["lesson_id"])
        found |= {"course_id": lesson.course_id} | ({"day": lesson.day} if "day" in of.c else {})
    if {"starts", "ends"} <= found.keys() and found["starts"] and found["ends"]:
        found["starts"], found["ends"] = sorted((found["starts"], found["ends"]))
    return found


def _referred(
    session: Session, of: sa.Table, school_id: int, people: Sequence[int], number: int
) -> int | None:
    if of.name == "person":
        return people[number % len(people)]
    if of.name == "school":
        return school_id
    asked = sa.select(of.c.id).order_by(of.c.id)
    if "school_id" in of.c:
        asked = asked.where(of.c.school_id == school_id)
    ids: Sequence[int] = session.scalars(asked.limit(6)).all()
    return ids[number % len(ids)] if ids else None


def _plain(column: sa.Column[Any], number: int, at: int) -> Any:
    kind = column.type
    if isinstance(kind, sa.types.TypeDecorator):
        kind = kind.impl_instance
    if isinstance(kind, sa.Enum) and kind.enum_class:
        return list(kind.enum_class)[number % len(list(kind.enum_class))]
    if isinstance(kind, sa.DateTime):
        return None if column.nullable and number % 2 else NOW - timedelta(hours=number)
    if isinstance(kind, sa.Date):
        days = [one for one in DAYS if one or column.nullable]
        return days[number % len(days)]
    if isinstance(kind, sa.Boolean):
        return bool(number % 2)
    if isinstance(kind, sa.JSON):
        return [] if column.name in ("before", "after", "more_room_ids") else {}
    if isinstance(kind, sa.Numeric):
        return Decimal(number)
    if isinstance(kind, sa.Integer):
        return number % 3
    if isinstance(kind, sa.LargeBinary):
        return bytes([number, at])
    alone = column.unique or any(column.name in one.columns for one in column.table.indexes if one.unique)
    text = f"{number % 4}" if not alone else f"{at}-{number}"
    return text[: kind.length or 20] if isinstance(kind, sa.String) else text
