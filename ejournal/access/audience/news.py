"""Who reads an item of news, and who looks after it: its author, and the heads of the school."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlmodel import Session

from ejournal.access.actor import Actor
from ejournal.access.audience.parts import Somebody, meant
from ejournal.access.permissions import Permission
from ejournal.access.sentences import Asker, Columns, Condition, Sentence
from ejournal.models import NewsItem, NewsPart, NewsState
from ejournal.models.base import table

_part = table(NewsPart).alias("for_whom").c
_item = table(NewsItem).alias("news_read").c


def news_for(who: Somebody) -> Select[Any]:
    """The items that are for the person, by number."""
    of_school = (_part.school_id == who.school_id, _item.school_id == who.school_id)
    return (
        select(_item.id)
        .join_from(_item.id.table, _part.id.table, _part.news_id == _item.id)
        .where(*of_school, meant(who, _part, _item.whom))
    )


@Sentence
def keeps_news(_session: Session, actor: Actor, item: NewsItem) -> bool:
    """The actor looks after the item: its author, or a head of the school once it is no draft."""
    return item.author_id == actor.person_id or (actor.leads and item.state is not NewsState.DRAFT)


@keeps_news.for_rows
def _(asker: Asker, item: Columns) -> Condition:
    own = item.author_id == asker.person_id
    return or_(own, item.state != NewsState.DRAFT) if asker.leads else own


_MINE = news_for(
    Somebody(
        bindparam("school_id"), bindparam("person_id"), bindparam("class_ids", expanding=True),
        bindparam("today"),
    )
)  # fmt: skip
"""Made once: it is asked by every main page."""


def own_news(session: Session, actor: Actor) -> list[int]:
    """The numbers of all items that are for the actor today, whatever their state; one query."""
    asked = {
        "school_id": actor.school_id, "person_id": actor.person_id, "class_ids": sorted(actor.class_ids),
        "today": actor.today,
    }  # fmt: skip
    return sorted(set(session.connection().execute(_MINE, asked).scalars()))


def is_for(session: Session, actor: Actor, item: NewsItem) -> bool:
    """The actor is one of those for whom the item is today; one query."""
    return item.id in own_news(session, actor)


@Sentence
def sees_news(session: Session, actor: Actor, item: NewsItem) -> bool:
    """The item is out and for the actor today, or the actor looks after it."""
    if keeps_news(session, actor, item):
        return True
    return item.state is NewsState.OUT and is_for(session, actor, item)


@sees_news.for_rows
def _(asker: Asker, item: Columns) -> Condition:
    if asker.leads:
        return keeps_news.of_rows(asker, item)
    is_for = item.id.in_(news_for(Somebody.of(asker)))
    return or_(item.author_id == asker.person_id, and_(item.state == NewsState.OUT, is_for))


RULES: Mapping[tuple[Permission, type[Any]], Sentence] = {
    (Permission.NEWS_READ, NewsItem): sees_news,
    (Permission.NEWS_WRITE, NewsItem): keeps_news,
}
