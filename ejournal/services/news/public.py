"""Public items of a school, for anybody: without people or comments, with the files that they show alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from sqlalchemy import Select, select
from sqlmodel import Session

from ejournal import clock, limits
from ejournal.errors import NotFound
from ejournal.models import FileUse, FileUser, NewsState, School, StoredFile
from ejournal.models.base import table
from ejournal.services.base import tables as db
from ejournal.services.files.keeping import Stored, files_of, stored

PAGE = 20
MOST_PAGES = 50
_item, _school = db.news_item.c, db.school.c
_use, _file = table(FileUse).c, table(StoredFile).c


@dataclass(frozen=True, slots=True)
class PublicItem:
    """An item as anybody reads it."""

    id: int
    title: str
    words: str
    at: datetime
    changed_at: datetime
    files: tuple[Stored, ...]


@dataclass(frozen=True, slots=True)
class PublicPage:
    """The public news of a school, the newest first."""

    school: str
    time_zone: str
    items: tuple[PublicItem, ...]
    page: int
    has_more: bool


def public_page(session: Session, code: str, page: int = 1, most: int = PAGE) -> PublicPage:
    """A page of the school's public news; NotFound for a school that is not there. Three queries."""
    school = _school_of(session, code)
    page = min(max(page, 1), MOST_PAGES)
    asked = _items(school).order_by(_item.out_at.desc(), _item.id.desc())
    rows = session.execute(asked.offset((page - 1) * most).limit(most + 1)).all()
    items = _read(session, school, rows[:most])
    return PublicPage(school.name, school.time_zone, items, page, len(rows) > most and page < MOST_PAGES)


def public_item(session: Session, code: str, news_id: int) -> tuple[PublicPage, PublicItem]:
    """One public item with its school; NotFound for one that is not public, or is so no more."""
    school = _school_of(session, code)
    rows = session.execute(_items(school).where(_item.id == news_id)).all()
    found = _read(session, school, rows)
    if not found:
        raise NotFound
    return PublicPage(school.name, school.time_zone, found, 1, has_more=False), found[0]


def public_file(session: Session, code: str, key: str) -> Stored:
    """A file that a public item of the school shows; NotFound for any other."""
    school = _school_of(session, code)
    shown = select(_use.file_id).where(
        _use.school_id == school.id,
        _use.user == FileUser.NEWS_ITEM,
        _use.row_id.in_(_items(school).with_only_columns(_item.id)),
    )
    found = session.scalars(
        select(StoredFile).where(_file.key == key, _file.school_id == school.id, _file.id.in_(shown))
    ).first()
    if found is None:
        raise NotFound
    return stored(found)


def _school_of(session: Session, code: str) -> School:
    if not code or len(code) > limits.SCHOOL_CODE:
        raise NotFound
    found = session.scalars(select(School).where(_school.code == code)).first()
    if found is None:
        raise NotFound
    return found


def _items(school: School) -> Select[Any]:
    today = clock.local(clock.now(), school.time_zone).date()
    return select(db.news_item).where(
        _item.school_id == school.id,
        _item.state == NewsState.OUT,
        _item.is_public,
        _item.until.is_(None) | (_item.until >= today),
    )


def _read(session: Session, school: School, rows: Sequence[Any]) -> tuple[PublicItem, ...]:
    files = files_of(session, school.id or 0, FileUser.NEWS_ITEM, [row.id for row in rows])
    return tuple(
        PublicItem(
            row.id, row.title, row.words, row.out_at, row.edited_at or row.out_at, files.get(row.id, ())
        )
        for row in rows
    )


def page_address(session: Session, school_id: int, news_id: int | None = None) -> str:
    """Where anybody reads the public news of the school, or one of them; without the host."""
    code = session.get_one(School, school_id).code
    page = f"/public/{quote(code, safe='')}/news"
    return page if news_id is None else f"{page}/{news_id}"
