"""The reader's side of the outbox: one's own notices by day, how many are unread, read by looking."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, case, func, or_, select, update
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.notices import SEEN, seen_by
from ejournal.access.permissions import Permission
from ejournal.models import NoticeKind
from ejournal.services.base import tables as db
from ejournal.services.notices.told import note_rung

PAGE = 50
"""How many lines go to the browser at once (pagination)."""
MOST_COUNTED = 100
"""Beyond it the counter says «99+»: nobody waits until thousands are counted."""

_notice, _person = db.outbox_notice.c, db.person.c
_UNREAD = _notice.read_at.is_(None)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as its reader may see it; first_name is the pupil's it is about, if any."""

    id: int
    kind: NoticeKind
    at: datetime
    is_new: bool
    payload: Mapping[str, Any]
    pupil_id: int | None = None
    first_name: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of the own notices: of one child, of some kinds; all where nothing is named."""

    child: int | None = None
    kinds: tuple[NoticeKind, ...] = ()


ALL = Asked()


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Some notices, the latest first; earlier is where the next page begins, None at the end."""

    notices: tuple[Notice, ...]
    earlier: int | None


_SOME_UNREAD = select(_notice.kind).where(SEEN, _UNREAD).limit(MOST_COUNTED).subquery()
_COUNT = select(
    func.count().label("notices"),
    func.count(case((_SOME_UNREAD.c.kind == NoticeKind.CHAT_MESSAGE, 1))).label("rooms"),
).select_from(_SOME_UNREAD)
_LIST: Select[Any] = (
    select(
        _notice.id, _notice.kind, _notice.created_at, _notice.read_at, _notice.payload, _notice.pupil_id,
        _person.first_name,
    )
    .outerjoin(db.person, _person.id == _notice.pupil_id)
    .where(SEEN)
    .order_by(_notice.created_at.desc(), _notice.id.desc())
    .limit(bindparam("most", type_=Integer))
)  # fmt: skip
_OF_CHILD = _notice.pupil_id == bindparam("child")
_OF_KINDS = _notice.kind.in_(bindparam("kinds", expanding=True))
_FROM = or_(
    _notice.created_at < bindparam("begin_at"),
    and_(_notice.created_at == bindparam("begin_at"), _notice.id <= bindparam("begin_id")),
)
_NARROWED = (_OF_CHILD, _OF_KINDS, _FROM)
_LISTS = {
    which: _LIST.where(*(one for one, is_asked in zip(_NARROWED, which, strict=True) if is_asked))
    for which in product((False, True), repeat=len(_NARROWED))
}
_BEGINS_AT = select(_notice.created_at).where(SEEN, _notice.id == bindparam("begin_id"))


@dataclass(frozen=True, slots=True)
class Unread:
    """How many notices are unread, and of how many rooms of the chat: one notice a room."""

    notices: int = 0
    rooms: int = 0


def unread(session: Session, actor: Actor) -> Unread:
    """What the actor may see and has not read, MOST_COUNTED at most; one query."""
    return Unread(*session.connection().execute(_COUNT, seen_by(actor)).one())


def count_unread(session: Session, actor: Actor) -> int:
    """How many unread notices the actor may see, MOST_COUNTED at most; one query."""
    return unread(session, actor).notices


def own_notices(session: Session, actor: Actor, asked: Asked = ALL, begin: int | None = None) -> NoticePage:
    """A page of the actor's notices, from the notice `begin` on; two queries."""
    begin_at = None
    if begin is not None:
        begin_at = session.connection().execute(_BEGINS_AT, seen_by(actor) | {"begin_id": begin}).scalar()
    rows = _rows(session, actor, asked, PAGE + 1, {"begin_id": begin, "begin_at": begin_at})
    return NoticePage(rows[:PAGE], rows[PAGE].id if len(rows) > PAGE else None)


def latest(session: Session, actor: Actor, asked: Asked, most: int) -> tuple[Notice, ...]:
    """So many of the actor's latest notices; one query."""
    return _rows(session, actor, asked, most, {"begin_at": None})


def _rows(
    session: Session, actor: Actor, asked: Asked, most: int, begin: dict[str, Any]
) -> tuple[Notice, ...]:
    which = (asked.child is not None, bool(asked.kinds), begin["begin_at"] is not None)
    given = {"child": asked.child, "kinds": list(asked.kinds), "most": most}
    rows = session.connection().execute(_LISTS[which], seen_by(actor) | given | begin)
    return tuple(_as_seen(row) for row in rows)


def _as_seen(row: Any) -> Notice:
    return Notice(
        id=row.id,
        kind=NoticeKind(row.kind),
        at=row.created_at,
        is_new=row.read_at is None,
        payload=row.payload,
        pupil_id=row.pupil_id,
        first_name=row.first_name or "",
    )


def mark_read(session: Session, actor: Actor, ids: Collection[int], now: datetime) -> int:
    """The actor has looked at these of the own notices; how many were unread, a corrected one is so anew."""
    return _mark(session, actor, now, _notice.id.in_(list(ids)[: PAGE * 2]))


def mark_all_read(session: Session, actor: Actor, now: datetime) -> int:
    """The actor has done with all notices of today and before; how many were unread."""
    return _mark(session, actor, now)


def mark_key_read(session: Session, actor: Actor, key: str, now: datetime) -> int:
    """The actor has seen what the key tells of; how many of the own notices were unread."""
    return _mark(session, actor, now, _notice.key == key)


def _mark(session: Session, actor: Actor, now: datetime, *which: Any) -> int:
    guard.require(actor, Permission.NOTICES_READ)
    own = (_notice.school_id == actor.school_id, _notice.recipient_id == actor.person_id)
    done = session.connection().execute(
        update(db.outbox_notice).where(*own, _UNREAD, _notice.created_at <= now, *which).values(read_at=now)
    )
    if done.rowcount:
        note_rung(session, [actor.person_id])
    return done.rowcount
