"""Items put on a class's page, changed and taken away."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import ClassItem, ClassPart, FileUser, SchoolClass
from ejournal.services import audit
from ejournal.services.accounts import throttle
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.texts import written_line, written_words
from ejournal.services.base.topics import class_page_topic
from ejournal.services.class_page.photos import looked_at
from ejournal.services.class_page.reading import MOST_ITEMS
from ejournal.services.class_page.telling import tell_readers
from ejournal.services.files import keeping

MOST_FILES = 10
"""Of an item."""
FARTHEST = timedelta(days=366)
"""How far from today a date may lie."""
RATE = throttle.Limit(8, timedelta(seconds=15), timedelta(minutes=5), timedelta(minutes=1))
"""Eight at a stretch, each within a minute of the one before; then one waits."""
_item = db.class_item.c


@dataclass(frozen=True, slots=True)
class Fields:
    """What is said of an item; files: the keys of new ones, gone: of those that go.

    photos: that none of the children without a consent is to be seen in the pictures.
    """

    title: str
    words: str = ""
    day: date | None = None
    pinned: bool = False
    files: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    photos: bool = False


def add_item(
    session: Session, actor: Actor, class_id: int, part: ClassPart, fields: Fields, now: datetime
) -> int:
    """The number of the new item; its readers are told of news. DomainError by the field."""
    school_class = guard.get(session, actor, SchoolClass, class_id, Permission.CLASS_PAGE_WRITE)
    kept = _checked(actor, part, fields, 0)
    keeping.need_unused(session, actor, kept.files)
    looked = looked_at(session, actor, (), kept.files, now, said=kept.photos)
    throttle.keep_pace(session, actor, "class-page", RATE, "title", now)
    lock_row(session, SchoolClass, actor.school_id, class_id)
    own = select(func.count()).where(
        _item.school_id == actor.school_id, _item.class_id == class_id, _item.part == part
    )
    if (session.scalar(own) or 0) >= MOST_ITEMS:
        raise DomainError("There are {n} already: take old ones away", field="title", n=MOST_ITEMS)
    keeps = _keeps(session, actor, school_class)
    item = ClassItem(
        school_id=actor.school_id, class_id=class_id, part=part, title=kept.title, words=kept.words,
        day=kept.day, pinned=kept.pinned and keeps,
        author_id=actor.person_id, of_family=not keeps, written_at=now,
        photos_at=looked,
    )  # fmt: skip
    session.add(item)
    session.flush()
    keeping.attach(session, actor, FileUser.CLASS_ITEM, item.id or 0, kept.files, now)
    _noted(session, actor, item, "class_page.added", None)
    if part is ClassPart.NEWS:
        tell_readers(session, actor, school_class, item, now)
    return item.id or 0


def change_item(session: Session, actor: Actor, item_id: int, fields: Fields, now: datetime) -> None:
    """Give it these fields; whose it is and when it was written stays. DomainError by the field."""
    item = guard.get(session, actor, ClassItem, item_id, Permission.CLASS_PAGE_WRITE)
    had = keeping.files_of(session, actor.school_id, FileUser.CLASS_ITEM, [item_id]).get(item_id, ())
    stays = [one for one in had if one.key not in fields.gone]
    kept = _checked(actor, item.part, fields, len(stays), was=item.day)
    keeping.need_unused(session, actor, kept.files)
    item.photos_at = looked_at(session, actor, stays, kept.files, now, said=kept.photos)
    before = _told(item)
    item.title, item.words, item.day, item.edited_at = kept.title, kept.words, kept.day, now
    session.add(item)
    session.flush()
    gone = [one.key for one in had if one.key in fields.gone]
    if gone:
        keeping.remove(session, actor.school_id, FileUser.CLASS_ITEM, item_id, gone)
    keeping.attach(session, actor, FileUser.CLASS_ITEM, item_id, kept.files, now)
    _noted(session, actor, item, "class_page.changed", before)


def pin(session: Session, actor: Actor, item_id: int) -> None:
    """Pin the news above the others, or take it down; NotFound for who does not keep the page."""
    guard.require(actor, Permission.CLASS_PAGE_KEEP)
    item = guard.get(session, actor, ClassItem, item_id, Permission.CLASS_PAGE_READ)
    guard.get(session, actor, SchoolClass, item.class_id, Permission.CLASS_PAGE_KEEP)
    if item.part is not ClassPart.NEWS:
        raise NotFound
    before = _told(item)
    item.pinned = not item.pinned
    session.add(item)
    session.flush()
    _noted(session, actor, item, "class_page.pinned" if item.pinned else "class_page.unpinned", before)


def take_away(session: Session, actor: Actor, item_id: int) -> None:
    """Take the item off the page, with its files; the trail keeps what it was called."""
    item = guard.get(session, actor, ClassItem, item_id, Permission.CLASS_PAGE_WRITE)
    keeping.remove(session, actor.school_id, FileUser.CLASS_ITEM, item_id)
    change = audit.Change("class_page.taken_away", "class_item", item.id, _told(item), None)
    audit.record(session, actor.school_id, actor.person_id, change)
    session.delete(item)
    session.flush()
    note(session, class_page_topic(item.class_id))


def _keeps(session: Session, actor: Actor, school_class: SchoolClass) -> bool:
    return guard.may(session, actor, school_class, Permission.CLASS_PAGE_KEEP)


def _checked(actor: Actor, part: ClassPart, fields: Fields, stays: int, was: date | None = None) -> Fields:
    """The fields as they are kept; stays: how many files it has already, was: the day it had."""
    title = written_line(fields.title, limits.CLASS_ITEM_TITLE, "title")
    count = stays + len(fields.files)
    is_news = part is ClassPart.NEWS
    words = written_words(fields.words, limits.CLASS_ITEM, "words", may_be_none=not is_news or count > 0)
    if count > MOST_FILES:
        raise DomainError("At most {n} files", field="files", n=MOST_FILES)
    if part is ClassPart.DOCUMENT and not count:
        raise DomainError("Attach the file of the document", field="files")
    return Fields(
        title, words, _day(actor, part, fields.day, was), fields.pinned and is_news, fields.files,
        fields.gone, fields.photos,
    )  # fmt: skip


def _day(actor: Actor, part: ClassPart, day: date | None, was: date | None) -> date | None:
    if part is not ClassPart.DATE:
        return None
    if day is None:
        raise DomainError("Give a date", field="day")
    if day != was and abs(day - actor.today) > FARTHEST:
        raise DomainError("Give a date within a year from today", field="day")
    return day


def _told(item: ClassItem) -> dict[str, Any]:
    return {
        "class": item.class_id, "part": item.part.value, "title": item.title,
        "day": item.day.isoformat() if item.day else None, "pinned": item.pinned,
        "photos": item.photos_at.isoformat() if item.photos_at else None,
    }  # fmt: skip


def _noted(session: Session, actor: Actor, item: ClassItem, action: str, before: Any) -> None:
    change = audit.Change(action, "class_item", item.id, before, _told(item))
    audit.record(session, actor.school_id, actor.person_id, change)
    note(session, class_page_topic(item.class_id))
