"""News as somebody reads them: a page of the list or archive, one item, the newest for the main page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.audience.news import keeps_news, own_news
from ejournal.access.permissions import Permission
from ejournal.access.rules import asker_of
from ejournal.models import FileUser, NewsItem, NewsState
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.class_page.reading import ClassNews, class_news, class_news_keys, own_classes
from ejournal.services.files.keeping import Stored, files_of

READ = Permission.NEWS_READ
PAGE = 20
MOST_PAGES = 50
"""Of the list: older news stand in the archive of a year, and nobody turns so many pages."""
AT_HOME = 3
_item, _person, _reader, _comment = db.news_item.c, db.person.c, db.news_reader.c, db.news_comment.c


@dataclass(frozen=True, slots=True)
class Item:
    """An item as it is read; asked: it is for the reader, who may look after it besides (keeps)."""

    id: int
    state: NewsState
    title: str
    words: str
    author: str
    out_at: datetime | None
    until: date | None
    pinned: bool
    must: bool
    comments: bool
    is_public: bool
    edited: bool
    asked: bool
    seen: bool
    acknowledged_at: datetime | None
    files: tuple[Stored, ...]
    keeps: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: items of the school and of classes, in their order."""

    items: tuple[Item | ClassNews, ...]
    page: int
    has_more: bool


def page(session: Session, actor: Actor, number: int = 1, *, archive: bool = False) -> Page:
    """What the reader has to read, pinned and newest first; in the archive what left the list."""
    guard.require(actor, READ)
    number = min(max(number, 1), MOST_PAGES)
    most = number * PAGE + 1
    stands = or_(_item.until.is_(None), _item.until >= actor.today)
    mine = own_news(session, actor)
    which = and_(_seen(session, actor, mine), ~stands if archive else stands)
    newest = (_item.out_at.desc(), _item.id.desc())
    rows = session.execute(
        select(_item.id, _item.pinned, _item.out_at)
        .where(which)
        .order_by(*newest if archive else (_item.pinned.desc(), *newest))
        .limit(most)
    )
    keys: list[tuple[bool, datetime, int, bool]] = [
        (row.pinned and not archive, row.out_at, row.id, False) for row in rows
    ]
    classes = [] if archive else own_classes(session, actor)
    if not archive:
        keys += [(False, at, one, True) for one, at in class_news_keys(session, actor, classes, most)]
    keys.sort(reverse=True)
    shown = keys[(number - 1) * PAGE : number * PAGE]
    own = _read(session, actor, mine, [one for _, _, one, of_class in shown if not of_class])
    theirs = class_news(session, actor, classes, [one for _, _, one, of_class in shown if of_class])
    items = [theirs.get(one) if of_class else own.get(one) for _, _, one, of_class in shown]
    return Page(tuple(one for one in items if one), number, len(keys) > number * PAGE and number < MOST_PAGES)


def item_of(session: Session, actor: Actor, news_id: int) -> Item:
    """One item, for whoever sees it; NotFound for all others."""
    guard.get(session, actor, NewsItem, news_id, READ)
    return _read(session, actor, own_news(session, actor), [news_id])[news_id]


def at_home(session: Session, actor: Actor) -> list[Item]:
    """What of the news the main page shows: pinned, not read, not acknowledged; three queries."""
    if not actor.may(READ):
        return []
    mine = own_news(session, actor)
    stands = or_(_item.until.is_(None), _item.until >= actor.today)
    fresh = or_(_item.pinned, _reader.id.is_(None), and_(_item.must, _reader.acknowledged_at.is_(None)))
    asked = (
        select(_item.id)
        .outerjoin_from(db.news_item, db.news_reader, _own_reading(actor))
        .where(
            _item.school_id == actor.school_id,
            _item.id.in_(mine),
            _item.state == NewsState.OUT,
            stands,
            fresh,
        )
        .order_by(_item.pinned.desc(), _item.out_at.desc(), _item.id.desc())
        .limit(AT_HOME)
    )
    numbers = list(session.scalars(asked))
    found = _read(session, actor, mine, numbers, with_files=False)
    return [found[one] for one in numbers]


def _seen(session: Session, actor: Actor, mine: Sequence[int]) -> ColumnElement[bool]:
    """The items that are out and for the actor, or looked after by them: sees_news, with what is known."""
    keeps = keeps_news.of_rows(asker_of(session, actor), _item)
    out = (_item.school_id == actor.school_id, _item.state == NewsState.OUT)
    return and_(*out, or_(keeps, _item.id.in_(mine)))


def _own_reading(actor: Actor) -> ColumnElement[bool]:
    return and_(
        _reader.school_id == actor.school_id,
        _reader.news_id == _item.id,
        _reader.person_id == actor.person_id,
    )


def _read(
    session: Session, actor: Actor, mine: Sequence[int], numbers: Sequence[int], *, with_files: bool = True
) -> dict[int, Item]:
    """The items of these numbers, which the actor sees; two queries."""
    if not numbers:
        return {}
    rows = session.execute(
        _rows(actor).where(_item.school_id == actor.school_id, _item.id.in_(numbers))
    ).all()
    known = frozenset(mine)
    files = files_of(session, actor.school_id, FileUser.NEWS_ITEM, numbers) if with_files else {}
    return {row.id: _as_read(session, actor, row, files.get(row.id, ()), row.id in known) for row in rows}


def _rows(actor: Actor) -> Select[Any]:
    return (
        select(db.news_item, _person.last_name, _person.first_name, _person.middle_name)
        .add_columns(_reader.id.label("reading"), _reader.acknowledged_at)
        .join_from(db.news_item, db.person, _person.id == _item.author_id)
        .outerjoin(db.news_reader, _own_reading(actor))
    )


def _as_read(session: Session, actor: Actor, row: Any, files: tuple[Stored, ...], asked: bool) -> Item:
    keeps = actor.may(Permission.NEWS_WRITE) and keeps_news(session, actor, row)
    return Item(
        row.id, row.state, row.title, row.words,
        short_name(row.last_name, row.first_name, row.middle_name or ""),
        row.out_at, row.until, row.pinned, row.must, row.comments, row.is_public, row.edited_at is not None,
        asked, row.reading is not None, row.acknowledged_at, files, keeps,
    )  # fmt: skip
