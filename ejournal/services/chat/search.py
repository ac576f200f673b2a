"""Looking for messages by their words, in any of their forms, in the rooms that one may read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.chat.rooms import readable_rooms, room_names
from ejournal.services.chat.words import SHORTEST, stem_of, stems_of
from ejournal.services.notices.room_names import RoomName
from ejournal.spelling import folded

MOST_FOUND = 40
"""Messages, the latest of those found."""
FURTHER_BACK = (20_000, 400_000, 2**62)
"""Among how many messages of all schools one looks first, then, and at last."""
MOST_WORDS = 6
BEFORE, AFTER = 40, 110
"""Characters that are shown on each side of the first word found."""
_LAST = "\U0010ffff"
_message, _person = db.chat_message.c, db.person.c
_word = db.chat_word.c


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that was found: where and whose it is, the first word found and what stands around it."""

    room_id: int
    room: RoomName
    number: int
    author: str
    sent_at: datetime
    before: str
    word: str
    after: str


@dataclass(frozen=True, slots=True)
class Found:
    """The latest messages found; whether there are more; whether there was anything to look for."""

    hits: tuple[Hit, ...] = ()
    has_more: bool = False
    asked: bool = True


def find(session: Session, actor: Actor, text: str) -> Found:
    """Messages with all the words, the last of which may be only begun, in rooms that one may read."""
    stems = _stems(text)
    if not stems:
        return Found(asked=False)
    rows = _newest(session, actor, readable_rooms(session, actor), stems)
    names = room_names(session, actor, {row.room_id for row in rows})
    hits = tuple(_hit(row, names[row.room_id], stems) for row in rows[:MOST_FOUND])
    return Found(hits, len(rows) > MOST_FOUND)


def _newest(
    session: Session, actor: Actor, rooms: Sequence[int], stems: Sequence["_Sought"]
) -> Sequence[Any]:
    """The newest messages found: a frequent word among the latest of all, a rare one further back."""
    last = session.scalar(select(func.max(_message.id))) or 0 if rooms else 0
    rows: Sequence[Any] = ()
    for back in FURTHER_BACK:
        rows = session.execute(_asked(actor, rooms, stems, max(last - back, 0))).all() if rooms else ()
        if len(rows) > MOST_FOUND or back >= last:
            break
    return rows


def _asked(actor: Actor, rooms: Sequence[int], stems: Sequence["_Sought"], after: int) -> Select[Any]:
    first, *others = stems
    return (
        select(_message.id, _message.room_id, _message.number, _message.sent_at, _message.words,
               _person.last_name, _person.first_name, _person.middle_name)
        .join_from(db.chat_word, db.chat_message, _message.id == _word.message_id)
        .join(db.person, _person.id == _message.author_id)
        .where(
            _word.school_id == actor.school_id, _word.room_id.in_(rooms), first.is_in(_word.stem),
            _word.message_id > after, *(_has_too(one) for one in others),
            _message.deleted_at.is_(None), _message.hidden_at.is_(None),
        )
        .distinct()
        .order_by(_message.id.desc())
        .limit(MOST_FOUND + 1)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Sought:
    """A word that is looked for: whole in any form, or one that may be only begun."""

    stem: str
    begun: bool

    def is_in(self, column: Any) -> ColumnElement[bool]:
        """The same as a condition on stems."""
        found: ColumnElement[bool] = (
            column.between(self.stem, self.stem + _LAST) if self.begun else column == self.stem
        )
        return found

    def fits(self, word: str) -> bool:
        """Whether the folded word is meant."""
        stem = stem_of(word)
        return stem.startswith(self.stem) if self.begun else stem == self.stem


def _stems(text: str) -> list[_Sought]:
    """The longest words first: they are the rarest, and the first one is looked up."""
    words = stems_of(text)[:MOST_WORDS]
    last = re.findall(r"\w+", folded(text))[-1:]
    begun = [stem_of(one) for one in last if len(one) >= SHORTEST and not text[-1:].isspace()]
    sought = [_Sought(one, one in begun) for one in words]
    return sorted(sought, key=lambda one: (one.begun, -len(one.stem)))


def _has_too(sought: _Sought) -> ColumnElement[bool]:
    other = db.chat_word.alias()
    same = and_(
        other.c.school_id == _word.school_id, other.c.room_id == _word.room_id,
        other.c.message_id == _word.message_id,
    )  # fmt: skip
    return exists().where(same, sought.is_in(other.c.stem))


def _hit(row: Any, room: RoomName, stems: Sequence[_Sought]) -> Hit:
    author = short_name(row.last_name, row.first_name, row.middle_name or "")
    line = " ".join(row.words.split())
    begin, end = _first_found(line, stems)
    from_ = line.find(" ", begin - BEFORE) + 1 if begin > BEFORE else 0
    until = line.rfind(" ", end, end + AFTER) if len(line) > end + AFTER else len(line)
    before = f"{'… ' * (from_ > 0)}{line[from_:begin]}"
    after = f"{line[end : max(until, end)]}{' …' * (until < len(line))}"
    return Hit(row.room_id, room, row.number, author, row.sent_at, before, line[begin:end], after)


def _first_found(line: str, stems: Sequence[_Sought]) -> tuple[int, int]:
    """From where to where the first word stands that was looked for."""
    for one in re.finditer(r"\w+", line):
        if any(sought.fits(folded(one[0])) for sought in stems):
            return one.span()
    return 0, 0
