"""The rooms of the chat: those of the structure made when they are missing, one's own, one by its number."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.chat import OF_CLASS, is_in_room, watches_talk
from ejournal.access.classes.people import present_years
from ejournal.access.permissions import Permission
from ejournal.access.rules import asker_of
from ejournal.models import ChatKind, ChatRoom
from ejournal.models.people import short_name
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.topics import chat_list_topic
from ejournal.services.base.upserts import insert_new
from ejournal.services.chat.mentions import is_named_after
from ejournal.services.notices.room_names import RoomName

MOST_ROOMS = 120
"""Of one's own in the list: whoever has more finds the older by whom they are with."""
MOST_WATCHED = 50
WATCHED_BACK = timedelta(days=120)
"""How long a talk that one supervises stands in the list after its last message."""
_WITHOUT_CLASS = (ChatKind.STAFF, ChatKind.HEADS)
_room, _seen, _last = db.chat_room.c, db.chat_seen.c, db.chat_message.c
_one, _other, _author = (db.person.alias(name) for name in ("one", "other", "last_author"))
_course_class = db.school_class.alias("course_class")
_PUT = insert_new(db.chat_room)
_LAST_IS_GONE = or_(_last.deleted_at.is_not(None), _last.hidden_at.is_not(None))
_LAST_WORDS = case(
    (_LAST_IS_GONE, ""),
    else_=func.substr(_last.words, 1, 160),
)


@dataclass(frozen=True, slots=True)
class Room:
    """A room as one of its people sees it, with its last message."""

    id: int
    name: RoomName
    last_at: datetime | None
    last_number: int
    seen_number: int
    named: bool
    """Whether a message that one has not read names one."""
    last_author: str
    last_words: str
    last_is_own: bool
    last_is_gone: bool
    """It was taken back or hidden; one without words that stands shows files."""
    watched: bool
    supervised: bool
    """One reads it for the school, and is not in it."""

    @property
    def unread(self) -> int:
        """How many messages came since one has read."""
        return 0 if self.supervised else max(self.last_number - self.seen_number, 0)


def make_missing(session: Session, school_id: int, today: date) -> None:
    """Make what rooms the structure lacks; two who do so at once make none twice."""
    for rows in _missing(session, school_id, today):
        session.execute(_PUT.on(session), rows)


def make_own_missing(session: Session, actor: Actor) -> None:
    """The same for whoever has met it: their list of rooms is read anew."""
    make_missing(session, actor.school_id, actor.today)
    note(session, chat_list_topic(actor.person_id))


def any_missing(session: Session, actor: Actor) -> bool:
    """Whether the structure has a part without its room."""
    return any(_missing(session, actor.school_id, actor.today, one=True))


def _missing(
    session: Session, school_id: int, today: date, *, one: bool = False
) -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = []
    for kind in _WITHOUT_CLASS:
        there = select(_room.id).where(_room.school_id == school_id, _room.part == kind.value)
        if session.scalar(there) is None:
            found.append([_new(school_id, kind)])
    parts = [(kind, db.school_class.c, "class_id") for kind in OF_CLASS]
    for kind, of, column in (*parts, (ChatKind.COURSE, db.course.c, "course_id")):
        same = _room.course_id == of.id if column == "course_id" else _room.class_id == of.id
        lacking = select(of.id).where(
            of.school_id == school_id,
            of.year_id.in_(present_years(school_id, today)),
            ~exists().where(_room.school_id == school_id, _room.kind == kind, same),
        )
        numbers = session.scalars(lacking.limit(1) if one else lacking).all()
        if numbers:
            found.append([_new(school_id, kind, column, number) for number in numbers])
    return found


def _new(school_id: int, kind: ChatKind, column: str = "", number: int | None = None) -> dict[str, Any]:
    part = f"{kind.value}:{number}" if number else kind.value
    numbers = {"class_id": None, "course_id": None} | ({column: number} if column else {})
    return {
        "school_id": school_id, "kind": kind, "part": part, "title": "", "watched": False,
        "last_number": 0, "told_number": 0, **numbers,
    }  # fmt: skip


def _rooms(actor: Actor) -> Select[Any]:
    """Rooms with all that their line in the list says; one row a room."""
    title = func.coalesce(db.school_class.c.grade, _course_class.c.grade)
    return (
        select(
            db.chat_room,
            title.label("grade"),
            func.coalesce(db.school_class.c.letter, _course_class.c.letter).label("letter"),
            db.subject.c.name.label("subject"),
            db.study_group.c.name.label("study_group"),
            func.coalesce(_seen.number, 0).label("seen_number"),
            is_named_after(_room, actor.person_id, func.coalesce(_seen.number, 0)).label("named"),
            _last.author_id.label("last_author_id"),
            _LAST_WORDS.label("last_words"),
            _LAST_IS_GONE.label("last_is_gone"),
        )
        .add_columns(*(getattr(who.c, part).label(f"{who.name}_{part}") for who in (_one, _other, _author)
                       for part in ("last_name", "first_name", "middle_name")))
        .outerjoin_from(db.chat_room, db.school_class, db.school_class.c.id == _room.class_id)
        .outerjoin(db.course, db.course.c.id == _room.course_id)
        .outerjoin(_course_class, _course_class.c.id == db.course.c.class_id)
        .outerjoin(db.study_group, db.study_group.c.id == db.course.c.group_id)
        .outerjoin(db.subject, db.subject.c.id == db.course.c.subject_id)
        .outerjoin(_one, _one.c.id == _room.one_id)
        .outerjoin(_other, _other.c.id == _room.other_id)
        .outerjoin(
            db.chat_seen,
            and_(_seen.school_id == _room.school_id, _seen.room_id == _room.id,
                 _seen.person_id == actor.person_id),
        )
        .outerjoin(
            db.chat_message,
            and_(_last.school_id == _room.school_id, _last.room_id == _room.id,
                 _last.number == _room.last_number),
        )
        .outerjoin(_author, _author.c.id == _last.author_id)
    )  # fmt: skip


def own_rooms(session: Session, actor: Actor, now: datetime) -> list[Room]:
    """The rooms that one is in, the latest written in first, then talks that one supervises; two queries."""
    guard.require(actor, Permission.CHAT_TAKE_PART)
    asker = asker_of(session, actor)
    latest = (_room.last_at.is_(None), _room.last_at.desc(), _room.id)
    mine = _rooms(actor).where(is_in_room.of_rows(asker, _room)).order_by(*latest).limit(MOST_ROOMS)
    found = [_as_seen(row, actor, supervised=False) for row in session.execute(mine)]
    known = {one.id for one in found}
    if actor.works:
        others = _rooms(actor).where(
            _room.school_id == actor.school_id,
            watches_talk.of_rows(asker, _room),
            _room.last_at > now - WATCHED_BACK,
        )
        rows = session.execute(others.order_by(_room.last_at.desc(), _room.id).limit(MOST_WATCHED))
        found += [_as_seen(row, actor, supervised=True) for row in rows if row.id not in known]
    return found


def readable_rooms(session: Session, actor: Actor) -> list[int]:
    """The numbers of all rooms that one is in or reads for the school; two queries at most."""
    guard.require(actor, Permission.CHAT_TAKE_PART)
    asker = asker_of(session, actor)
    found = list(session.scalars(select(_room.id).where(is_in_room.of_rows(asker, _room))))
    if actor.works:
        watched = watches_talk.of_rows(asker, _room)
        found += session.scalars(select(_room.id).where(_room.school_id == actor.school_id, watched))
    return found


def own_room(session: Session, actor: Actor, room_id: int) -> tuple[ChatRoom, Room]:
    """A room that one is in or supervises, as a row and as it is seen; NotFound for any other."""
    row = guard.get(session, actor, ChatRoom, room_id, Permission.CHAT_TAKE_PART)
    found = session.execute(_rooms(actor).where(_room.id == room_id)).one()
    return row, _as_seen(found, actor, supervised=not is_in_room(session, actor, row))


def room_names(session: Session, actor: Actor, numbers: Collection[int]) -> dict[int, RoomName]:
    """What rooms of the actor's school are called, whoever is in them."""
    asked = _rooms(actor).where(_room.school_id == actor.school_id, _room.id.in_(numbers))
    return {row.id: _name(row, actor) for row in session.execute(asked)} if numbers else {}


def _as_seen(row: Any, actor: Actor, *, supervised: bool) -> Room:
    return Room(
        id=row.id,
        name=_name(row, actor),
        last_at=row.last_at,
        last_number=row.last_number,
        seen_number=row.seen_number,
        named=bool(row.named) and not supervised,
        last_author=_person(row, "last_author") if row.last_author_id else "",
        last_words=row.last_words or "",
        last_is_own=row.last_author_id == actor.person_id,
        last_is_gone=bool(row.last_is_gone),
        watched=row.watched,
        supervised=supervised,
    )


def _name(row: Any, actor: Actor) -> RoomName:
    subject = ", ".join(part for part in (row.subject, row.study_group) if part)
    of_class = class_title(row.grade, row.letter) if row.grade else ""
    two = [who for who, number in (("one", row.one_id), ("other", row.other_id)) if number]
    others = [who for who in two if getattr(row, f"{who}_id") != actor.person_id]
    partner = ", ".join(_person(row, who) for who in others)
    return RoomName(row.kind, of_class, subject, row.title, partner)


def _person(row: Any, who: str) -> str:
    parts = (getattr(row, f"{who}_{part}") or "" for part in ("last_name", "first_name", "middle_name"))
    return short_name(*parts)
