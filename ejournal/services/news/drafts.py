"""An item as it is written: several drafts of an author, each kept as far as it has come."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from ejournal import limits
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.models import FileUser, NewsItem, NewsPart, NewsState, Whom
from ejournal.services.audience.offered import require_part
from ejournal.services.audience.parts import AWAY, Chosen, KeptParts, Part
from ejournal.services.audience.people import reaches_all
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.texts import cleaned, written_line, written_words
from ejournal.services.base.topics import news_list_topic, news_topic
from ejournal.services.class_page.photos import PHOTOS, looked_at
from ejournal.services.files import keeping
from ejournal.services.files.keeping import Stored

WRITE = Permission.NEWS_WRITE
FILES = FileUser.NEWS_ITEM
MOST_DRAFTS = 50
"""Of an author."""
MOST_FILES = 10
_item = db.news_item.c


@dataclass(frozen=True, slots=True)
class Filled:
    """What an author has filled in, as typed; at: when it is to come out, none for at once.

    until: its last day in the list. files: the keys of new ones. photos: that whom its pictures show, and
    whom a public text names, may be shown.
    """

    title: str = ""
    words: str = ""
    pinned: bool = False
    must: bool = False
    comments: bool = False
    is_public: bool = False
    at: datetime | None = None
    until: date | None = None
    files: tuple[str, ...] = ()
    photos: bool = False


def begin(session: Session, actor: Actor, now: datetime) -> NewsItem:
    """A new draft; the one that is still empty, where there is one. DomainError beyond `MOST_DRAFTS`."""
    guard.require(actor, WRITE)
    own = (
        _item.school_id == actor.school_id,
        _item.author_id == actor.person_id,
        _item.state == NewsState.DRAFT,
    )
    empty = select(_item.id).where(*own, _item.title == "", _item.words == "").order_by(_item.id)
    found = session.scalar(empty.limit(1))
    if found is not None:
        return session.get_one(NewsItem, found)
    if (session.scalar(select(func.count()).select_from(db.news_item).where(*own)) or 0) >= MOST_DRAFTS:
        raise DomainError("There are {n} drafts already: publish some, or throw them away", n=MOST_DRAFTS)
    item = NewsItem(school_id=actor.school_id, author_id=actor.person_id, made_at=now)
    session.add(item)
    session.flush()
    note(session, news_list_topic(actor.school_id))
    return item


def writable(session: Session, actor: Actor, news_id: int) -> NewsItem:
    """An item that the actor looks after, to be read; NotFound for any other."""
    return guard.get(session, actor, NewsItem, news_id, WRITE)


def kept_item(session: Session, actor: Actor, news_id: int) -> NewsItem:
    """An item that the actor looks after, held until the transaction ends; NotFound for any other."""
    writable(session, actor, news_id)
    lock_row(session, NewsItem, actor.school_id, news_id)
    return session.get_one(NewsItem, news_id, populate_existing=True)


def own_draft(session: Session, actor: Actor, news_id: int) -> NewsItem:
    """A draft of the actor's, held; NotFound for what is out already, or another's."""
    item = kept_item(session, actor, news_id)
    if item.state is not NewsState.DRAFT:
        raise NotFound
    return item


def parts_of(session: Session, item: NewsItem) -> KeptParts:
    """For whom the item is, as it is kept."""
    return KeptParts(session, NewsPart, item.school_id, news_id=item.id or 0)


def chosen_of(session: Session, item: NewsItem) -> Chosen:
    """For whom the item is."""
    return Chosen(parts_of(session, item).chosen, item.whom)


def add_part(session: Session, actor: Actor, news_id: int, part: Part) -> None:
    """Write it for this part too; NotFound for one that is not the actor's to write to."""
    item = own_draft(session, actor, news_id)
    if part.kind in AWAY:
        raise NotFound
    require_part(session, actor, WRITE, part)
    parts_of(session, item).add(part)
    _noted(session, item)


def drop_part(session: Session, actor: Actor, news_id: int, part: Part) -> None:
    """Write it for this part no more."""
    item = own_draft(session, actor, news_id)
    parts_of(session, item).drop(part)
    _noted(session, item)


def set_whom(session: Session, actor: Actor, news_id: int, whom: Whom) -> None:
    """Say who of the chosen classes, grades and groups is meant."""
    item = own_draft(session, actor, news_id)
    item.whom = whom
    _save(session, item)


def keep(
    session: Session, actor: Actor, news_id: int, *, title: str | None = None, words: str | None = None
) -> None:
    """Keep the heading or the text of a draft as far as it is written; DomainError when too long."""
    item = own_draft(session, actor, news_id)
    if title is not None:
        item.title = cleaned(title, limits.NEWS_TITLE, "title")
    if words is not None:
        item.words = cleaned(words, limits.NEWS, "words")
    _save(session, item)


def fill(session: Session, actor: Actor, news_id: int, filled: Filled, now: datetime) -> NewsItem:
    """Keep what is filled in of an item; DomainError by its field for what cannot be published so.

    When it comes out is asked of drafts alone.
    """
    item = kept_item(session, actor, news_id)
    item.title = written_line(filled.title, limits.NEWS_TITLE, "title")
    item.words = written_words(filled.words, limits.NEWS, "words")
    item.must, item.comments = filled.must, filled.comments
    item.pinned = filled.pinned
    item.is_public = _public(actor, item, filled)
    item.until = filled.until
    if item.state is NewsState.DRAFT:
        item.out_at = _hour(filled.at, now)
    if item.until is not None and item.until < max(actor.today, (item.out_at or now).date()):
        raise DomainError("It would stand in the list until a day that has passed", field="until")
    _attach(session, actor, item, filled, now)
    _save(session, item)
    return item


def _public(actor: Actor, item: NewsItem, filled: Filled) -> bool:
    """Whether anybody reads it: only who speaks for the whole school makes it so."""
    if filled.is_public and not (reaches_all(actor) or item.is_public):
        raise NotFound
    return filled.is_public


def _hour(at: datetime | None, now: datetime) -> datetime | None:
    if at is not None and at <= now:
        raise DomainError(
            "This moment has passed: give a later one, or none to publish it at once", field="at"
        )
    return at


def _attach(session: Session, actor: Actor, item: NewsItem, filled: Filled, now: datetime) -> None:
    has = files_of(session, item)
    new = [one for one in filled.files if one not in {file.key for file in has}]
    if len(has) + len(new) > MOST_FILES:
        raise DomainError("At most {n} files", field="files", n=MOST_FILES)
    keeping.need_unused(session, actor, new)
    looked_at(session, actor, has, new, now, said=filled.photos)
    if item.is_public and not filled.photos:
        raise DomainError("Look whom the text names, and say so here", field=PHOTOS)
    keeping.attach(session, actor, FILES, item.id or 0, new, now, begin=len(has))


def drop_file(session: Session, actor: Actor, news_id: int, key: str) -> None:
    """Show the file no more."""
    item = kept_item(session, actor, news_id)
    keeping.remove(session, actor.school_id, FILES, item.id or 0, [key])
    _noted(session, item)


def files_of(session: Session, item: NewsItem) -> tuple[Stored, ...]:
    """What the item shows, in order; for whoever may see it."""
    return keeping.files_of(session, item.school_id, FILES, [item.id or 0]).get(item.id or 0, ())


def throw_away(session: Session, actor: Actor, news_id: int) -> None:
    """Throw the draft away, with its files."""
    item = own_draft(session, actor, news_id)
    parts_of(session, item).replace()
    keeping.remove(session, actor.school_id, FILES, news_id)
    session.delete(item)
    session.flush()
    note(session, news_list_topic(actor.school_id))


def own_drafts(session: Session, actor: Actor) -> list[NewsItem]:
    """The actor's drafts and what waits for its hour, the latest first; one query."""
    guard.require(actor, WRITE)
    mine = (
        col(NewsItem.school_id) == actor.school_id,
        col(NewsItem.author_id) == actor.person_id,
        col(NewsItem.state).in_((NewsState.DRAFT, NewsState.WAITING)),
    )
    return list(session.scalars(select(NewsItem).where(*mine).order_by(col(NewsItem.id).desc())))


def _noted(session: Session, item: NewsItem) -> None:
    note(session, news_list_topic(item.school_id), news_topic(item.id or 0))


def _save(session: Session, item: NewsItem) -> None:
    session.add(item)
    session.flush()
    _noted(session, item)
