"""The school's tables held against its trail: what was changed, added or deleted past the program.

What stood before the trail began to speak of it (a demo school, journals of an older version) is vouched for
by sums of keyed digests in the entry that began it, a sum a bucket of rows.
"""

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from ejournal.services.audit.authors import Authors, signed
from ejournal.services.audit.books import ASIDE, BOOKS, Book, Key, Row, Said, written
from ejournal.services.base import tables as db
from ejournal.settings import settings

MERGE, PART = "person.merge", "person.merge-undo"
"""Two cards of a person made one, and parted again: what either has written, both have."""
BASE = "trail.base"
"""The entry that vouches for what stood before it."""
Base = dict[str, dict[str, str]]
_MODULUS = 1 << 128
_entry = db.audit_entry.c


@dataclass(slots=True)
class Told:
    """All that the trail says of one row: the fields as they stood first, and as they should stand now.

    authors: who wrote what stands there, as far as the trail speaks of it.
    """

    first: Row = field(default_factory=dict)
    last: Row = field(default_factory=dict)
    gap: int = 0
    authors: Authors = field(default_factory=dict)
    at: datetime | None = None

    def sign(self, said: Said, before: Row, after: Row) -> None:
        """Take in who wrote the entry; of several within one change only the whole was written."""
        by = None if said.at == self.at else said.by
        if said.keeps:
            self.authors = {place: self.authors.get(place) for place in after}
        else:
            known: Authors = {} if said.at == self.at else self.authors
            self.authors = signed(known, before, after, by)
        self.at = said.at

    def hear(self, said: Said) -> None:
        """Take an entry in; gap is the first one that found the row otherwise than the one before left it."""
        for name in said.before | said.after:
            before = said.before.get(name)
            if name not in self.last:
                self.first[name] = before
            elif not self.gap and (self.last[name] or None) != (before or None):
                self.gap = said.number
            self.last[name] = said.after.get(name)


def base_of(session: Session, school_id: int) -> Base:
    """What stands now, to be vouched for by an entry of the trail: a sum a bucket, by book."""
    found: Base = {}
    for book in BOOKS:
        sums: dict[str, str] = {}
        for bucket in _buckets(session, school_id, book):
            low = bucket * book.bucket
            rows = book.rows(session, school_id, low, low + book.bucket)
            if total := _sum(book, rows):
                sums[str(bucket)] = total
        found[book.name] = sums
    return found


def faults_of_tables(session: Session, school_id: int) -> Iterator[str]:
    """What stands otherwise than the trail says, a line each, in the order of the books."""
    since, base = _base(session, school_id)
    cards = _cards(session, school_id)
    for book in BOOKS:
        sums = base.get(book.name, {})
        unspoken = book.later and book.name not in base
        for bucket in _buckets(session, school_id, book, sums):
            promised = None if unspoken else sums.get(str(bucket), "")
            yield from _faults_of_bucket(session, school_id, book, bucket, since, promised, cards)


def _base(session: Session, school_id: int) -> tuple[int, Base]:
    row = session.execute(
        select(_entry.number, _entry.after)
        .where(_entry.school_id == school_id, _entry.subject == "school", _entry.action == BASE)
        .order_by(_entry.number)
        .limit(1)
    ).first()
    return (row.number, row.after["base"]) if row else (0, {})


def _cards(session: Session, school_id: int) -> Mapping[int, int]:
    """The cards that were made one with another, by the trail: by number the one that stands for it."""
    entries = session.execute(
        select(_entry.action, _entry.after)
        .where(_entry.school_id == school_id, _entry.subject == "person", _entry.action.in_((MERGE, PART)))
        .order_by(_entry.number)
    )
    found: dict[int, int] = {}
    for action, after in entries:
        if action == MERGE:
            found[after["gone"]] = after["kept"]
        else:
            found.pop(after["gone"], None)
    return found


def _stands_for(cards: Mapping[int, int], person_id: int) -> int:
    seen: set[int] = set()
    while person_id in cards and person_id not in seen:
        seen.add(person_id)
        person_id = cards[person_id]
    return person_id


def _buckets(session: Session, school_id: int, book: Book, sums: Iterable[str] = ()) -> Iterator[int]:
    """The buckets in which anything stands or is said to stand."""
    promised = sorted(map(int, sums))
    after = -1
    while True:
        bucket = book.next_bucket(session, school_id, after)
        while promised and (bucket is None or promised[0] <= bucket):
            if (first := promised.pop(0)) != bucket:
                yield first
        if bucket is None:
            return
        yield bucket
        after = (bucket + 1) * book.bucket - 1


def _faults_of_bucket(
    session: Session,
    school_id: int,
    book: Book,
    bucket: int,
    since: int,
    promised: str | None,
    cards: Mapping[int, int],
) -> Iterator[str]:
    """The faults of one bucket; promised is the sum of what stood when the trail began, None for not said."""
    low, high = bucket * book.bucket, (bucket + 1) * book.bucket
    rows = book.rows(session, school_id, low, high)
    told: dict[Key, Told] = {}
    for key, sayings in book.sayings(session, school_id, low, high, since).items():
        for said in sayings:
            of_row = told.setdefault(key, Told())
            of_row.hear(said)
            if book.places:
                of_row.sign(said, book.places(said.before), book.places(said.after))
    stood: dict[Key, Row] = dict(rows)
    for key, of_row in told.items():
        row = rows.get(key, {})
        yield from _faults_of_row(book.words(key), row, of_row)
        yield from _faults_of_authors(book.words(key), row.get("by", {}), of_row.authors, cards)
        stood[key] = row | of_row.first
    for key, row in rows.items():
        if "misplaced" in row:
            yield f"{book.words(key)} stands {row['misplaced']}"
    if promised is not None and _sum(book, stood) != promised:
        yield from _faults_of_base(book, stood, low, high, promised)


def _faults_of_row(words: str, row: Row, told: Told) -> Iterator[str]:
    if told.gap:
        yield f"{words} was changed past the program before entry {told.gap}"
    now, said = written(row), written(row | told.last)
    for name in sorted(now.keys() | said.keys()):
        if now.get(name) != said.get(name):
            yield f"{words}: the table says {_spelled(now.get(name))}, the trail {_spelled(said.get(name))}"


def _faults_of_authors(words: str, by: Authors, told: Authors, cards: Mapping[int, int]) -> Iterator[str]:
    for place, author_id in told.items():
        stands = by.get(place, author_id)
        if author_id is None or stands is None:
            continue
        if _stands_for(cards, stands) != _stands_for(cards, author_id):
            yield f"{words}, {place}: the table says written by person {by[place]}, the trail by {author_id}"


def _content(row: Row) -> Row:
    return written({name: value for name, value in row.items() if name not in ASIDE})


def _faults_of_base(book: Book, stood: dict[Key, Row], low: int, high: int, promised: str) -> Iterator[str]:
    if promised:
        yield (
            f"{book.name}s of numbers {low} to {high - 1}: "
            "what stood there when the trail began was changed, added or deleted"
        )
        return
    for key, row in stood.items():
        if content := _content(row):
            yield f"{book.words(key)}: the table says {_spelled(content)}, the trail nothing"


def _spelled(value: Any) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)


def _sum(book: Book, rows: dict[Key, Row]) -> str:
    """The sum of the rows' keyed digests, whatever their order; empty when nothing is written in them."""
    key, total, found = settings().trail_key, 0, False
    for number, row in rows.items():
        if content := _content(row):
            spelled = json.dumps([book.name, number, content], sort_keys=True, ensure_ascii=False).encode()
            total += int.from_bytes(hmac.digest(key, spelled, "sha256")[:16])
            found = True
    return f"{total % _MODULUS:032x}" if found else ""


def counted(session: Session, school_id: int) -> dict[str, int]:
    """How many rows of each table there are to check."""
    tables = {
        "entries": db.audit_entry,
        "marks": db.mark,
        "absences": db.attendance,
        "term marks": db.term_mark,
        "remarks": db.remark,
        "lessons": db.lesson,
        "kinds of work": db.kind_of_work,
        "late changes": db.change_request,
    }
    return {
        name: session.scalar(select(func.count()).select_from(one).where(one.c.school_id == school_id)) or 0
        for name, one in tables.items()
    }
