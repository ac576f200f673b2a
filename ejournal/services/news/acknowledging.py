"""Who has read an item and said that they know what it says; the others reminded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.audience.news import is_for
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import NewsItem, NewsState
from ejournal.services.audience.offered import class_titles
from ejournal.services.audience.people import Children
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.names import by_name
from ejournal.services.base.topics import news_topic
from ejournal.services.base.upserts import insert_new, insert_or_renew
from ejournal.services.news.drafts import WRITE, kept_item
from ejournal.services.news.publishing import audience, ring

READ, ANSWER = Permission.NEWS_READ, Permission.NEWS_ANSWER
REMINDED_AFTER = timedelta(hours=4)
"""Who has not acknowledged it is reminded no more often."""
_reader, _person = db.news_reader.c, db.person.c
_SEEN = insert_new(db.news_reader)
_ACKNOWLEDGED = insert_or_renew(
    db.news_reader,
    (_reader.school_id, _reader.news_id, _reader.person_id),
    ("acknowledged_at",),
    where=lambda _new: _reader.acknowledged_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One of those for whom an item is; children: because of whom."""

    id: int
    name: str
    children: tuple[str, ...]
    seen_at: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Group:
    """Those of a class, by name; class_id None: who has the item for no child's sake."""

    class_id: int | None
    title: str
    lines: tuple[Line, ...]

    @property
    def acknowledged(self) -> int:
        """How many have acknowledged it."""
        return sum(one.acknowledged_at is not None for one in self.lines)

    @property
    def seen(self) -> int:
        """How many have opened it."""
        return sum(one.seen_at is not None for one in self.lines)


@dataclass(frozen=True, slots=True)
class Standing:
    """Those for whom an item is today: each once; class by class, where one with two children is twice."""

    people: int
    seen: int
    acknowledged: int
    groups: tuple[Group, ...]
    may_remind: bool


def mark_seen(session: Session, actor: Actor, news_id: int, now: datetime) -> None:
    """The item was opened by one of those for whom it is."""
    guard.require(actor, ANSWER)
    item = guard.get(session, actor, NewsItem, news_id, READ)
    if item.state is not NewsState.OUT or not is_for(session, actor, item):
        return
    session.execute(_SEEN.on(session), _row(actor, news_id, now))
    note(session, news_topic(news_id))


def acknowledge(session: Session, actor: Actor, news_id: int, now: datetime) -> None:
    """The actor knows what the item says; NotFound where that is not asked of them. The first time counts."""
    guard.require(actor, ANSWER)
    item = guard.get(session, actor, NewsItem, news_id, READ)
    if item.state is not NewsState.OUT or not item.must or not is_for(session, actor, item):
        raise NotFound
    session.execute(_ACKNOWLEDGED.on(session), _row(actor, news_id, now) | {"acknowledged_at": now})
    note(session, news_topic(news_id))


def _row(actor: Actor, news_id: int, now: datetime) -> dict[str, object]:
    return {
        "school_id": actor.school_id, "news_id": news_id, "person_id": actor.person_id, "seen_at": now,
        "acknowledged_at": None,
    }  # fmt: skip


def standing(session: Session, actor: Actor, news_id: int) -> Standing:
    """Who has read and acknowledged the item, for who looks after it; at most thirteen queries."""
    item = guard.get(session, actor, NewsItem, news_id, WRITE)
    people = audience(session, actor, item)
    done = _done(session, item)
    classes = {class_id for children in people.values() for class_id in children.values()}
    titles = class_titles(session, actor.school_id, classes)
    groups = _groups(session, actor, people, done, titles)
    known = [done[one] for one in people if one in done]
    return Standing(
        len(people), len(known), sum(at is not None for _, at in known), groups, _may_remind(item)
    )  # fmt: skip


def _done(session: Session, item: NewsItem) -> dict[int, tuple[datetime, datetime | None]]:
    rows = session.execute(
        select(_reader.person_id, _reader.seen_at, _reader.acknowledged_at).where(
            _reader.school_id == item.school_id, _reader.news_id == item.id
        )
    )
    return {row.person_id: (row.seen_at, row.acknowledged_at) for row in rows}


def _groups(
    session: Session, actor: Actor, people: Mapping[int, Children],
    done: Mapping[int, tuple[datetime, datetime | None]], titles: Mapping[int, str],
) -> tuple[Group, ...]:  # fmt: skip
    names = _names(session, actor, people)
    members: dict[int | None, list[Line]] = {}
    for person_id in (one for one in names if one in people):
        children = people[person_id]
        seen, acknowledged = done.get(person_id, (None, None))
        for class_id in dict.fromkeys(children.values()) or (None,):
            own = tuple(names.get(child, "") for child, of in children.items() if of == class_id)
            line = Line(
                person_id, names[person_id], tuple(one for one in own if one != names[person_id]), seen,
                acknowledged,
            )  # fmt: skip
            members.setdefault(class_id, []).append(line)
    order = [None, *titles]
    return tuple(
        Group(one, titles.get(one or 0, ""), tuple(members[one])) for one in order if members.get(one)
    )


def _names(session: Session, actor: Actor, people: Mapping[int, Children]) -> dict[int, str]:
    """The names of the people and of their children, the people in the order of names."""
    wanted = sorted({*people, *(child for children in people.values() for child in children)})
    rows: list[Any] = []
    for begin in range(0, len(wanted), 5000):
        asked = select(_person.id, _person.last_name, _person.first_name, _person.middle_name).where(
            _person.school_id == actor.school_id, _person.id.in_(wanted[begin : begin + 5000])
        )
        rows += session.execute(asked)
    return {
        row.id: " ".join(part for part in (row.last_name, row.first_name, row.middle_name) if part)
        for row in sorted(rows, key=by_name)
    }


def _may_remind(item: NewsItem) -> bool:
    return item.state is NewsState.OUT and item.must


def remind(session: Session, actor: Actor, news_id: int, now: datetime) -> int:
    """Tell those who have not acknowledged the item once more; how many. DomainError where it is too soon."""
    item = kept_item(session, actor, news_id)
    if not _may_remind(item):
        raise NotFound
    if item.reminded_at is not None and item.reminded_at + REMINDED_AFTER > now:
        raise DomainError(
            "They were reminded lately: again after {n} hours", n=REMINDED_AFTER.seconds // 3600
        )
    done = _done(session, item)
    waiting = [one for one in audience(session, actor, item) if done.get(one, (None, None))[1] is None]
    item.reminded_at = now
    session.add(item)
    session.flush()
    ring(session, item, waiting, now, actor.time_zone, "reminder")
    note(session, news_topic(news_id))
    return len(waiting)


def lines_of(found: Standing) -> Sequence[tuple[Group, Line]]:
    """All of them, class by class, for a spreadsheet."""
    return [(group, line) for group in found.groups for line in group.lines]
