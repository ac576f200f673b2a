"""Messages as they are read: a page of a room by its index, what came since, who has read how far."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.chat import people_of
from ejournal.access.permissions import Permission
from ejournal.access.wards import stands_on
from ejournal.models import ChatKind, ChatRoom, FileUser
from ejournal.models.people import short_name
from ejournal.models.spans import holds_on
from ejournal.services.base import tables as db
from ejournal.services.base.upserts import insert_or_renew
from ejournal.services.chat.mentions import Named, named_in
from ejournal.services.chat.telling import note_read
from ejournal.services.files.keeping import Stored, files_of

PAGE = 50
"""How many messages go to the browser at once (pagination)."""
MOST_NAMES = 300
_message, _person, _seen = db.chat_message.c, db.person.c, db.chat_seen.c
_sign, _guards, _enrolled = db.chat_reaction.c, db.guardianship.c, db.enrolment.c
_answered = db.chat_message.alias("answered")
_answered_author = db.person.alias("answered_author")


@dataclass(frozen=True, slots=True)
class Answered:
    """The message that another answers, in short."""

    number: int
    author: str
    words: str
    stands: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is read: without words where it was taken back or hidden."""

    number: int
    author_id: int
    author: str
    about: str
    """Whose guardian the author is."""
    sent_at: datetime
    words: str
    announcement: bool
    edited: bool
    deleted: bool
    hidden: str | None
    """Of a hidden one the moderator's reason for its author, no words for the others."""
    pinned: bool
    reminded_at: datetime | None
    answered: Answered | None
    signs: Mapping[str, int] = field(default_factory=dict)
    own_signs: frozenset[str] = frozenset()
    files: tuple[Stored, ...] = ()
    named: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Messages in their order; whether there are earlier ones."""

    messages: tuple[Message, ...]
    has_earlier: bool = False
    has_later: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A message as it is kept, with its signs, files and whose guardian the author is, whoever reads it."""

    row: Any
    signs: tuple[tuple[str, int], ...]
    about: str
    files: tuple[Stored, ...] = ()
    named: tuple[Named, ...] = ()

    def concerns(self, person_id: int) -> bool:
        """Whether the person wrote it, is named in it or has a sign on it: others all read the same."""
        return (
            self.row.author_id == person_id
            or any(who == person_id for _, who in self.signs)
            or any(one.id == person_id for one in self.named)
        )

    def read_by(self, person_id: int) -> Message:
        """As it is for one of the room."""
        row = self.row
        stands = row.deleted_at is None and row.hidden_at is None
        reason = str(row.hidden_reason) if row.author_id == person_id else ""
        return Message(
            number=row.number,
            author_id=row.author_id,
            author=short_name(row.last_name, row.first_name, row.middle_name or ""),
            about=self.about,
            sent_at=row.sent_at,
            words=row.words if stands else "",
            announcement=row.announcement and stands,
            edited=row.edited_at is not None and stands,
            deleted=row.deleted_at is not None,
            hidden=reason if row.hidden_at is not None else None,
            pinned=row.pinned_at is not None,
            reminded_at=row.reminded_at,
            answered=_answer(row),
            signs=Counter(sign for sign, _ in self.signs) if stands else {},
            own_signs=frozenset(sign for sign, who in self.signs if who == person_id),
            files=self.files if stands else (),
            named=self.named if stands else (),
        )


def last_messages(session: Session, actor: Actor, room: ChatRoom, before: int | None = None) -> MessagePage:
    """A page of the room, given by the guard: the last one, or that before a number."""
    where = [] if before is None else [_message.number < before]
    newest_first = _messages(room).where(*where).order_by(_message.number.desc()).limit(PAGE + 1)
    rows = session.execute(newest_first).all()
    return MessagePage(_read(session, actor, room, rows[:PAGE][::-1]), len(rows) > PAGE)


def messages_since(session: Session, actor: Actor, room: ChatRoom, number: int) -> tuple[Message, ...]:
    """What came after the number, the latest PAGE of it."""
    asked = _messages(room).where(_message.number > number).order_by(_message.number.desc()).limit(PAGE)
    return _read(session, actor, room, session.execute(asked).all()[::-1])


def next_messages(session: Session, actor: Actor, room: ChatRoom, after: int) -> MessagePage:
    """The page that follows the number."""
    asked = _messages(room).where(_message.number > after).order_by(_message.number).limit(PAGE + 1)
    rows = session.execute(asked).all()
    return MessagePage(_read(session, actor, room, rows[:PAGE]), has_later=len(rows) > PAGE)


def messages_around(session: Session, actor: Actor, room: ChatRoom, number: int) -> MessagePage:
    """A page of the room with the message in its midst."""
    first = max(number - PAGE // 2, 1)
    found = next_messages(session, actor, room, first - 1)
    return replace(found, has_earlier=first > 1)


def some_messages(
    session: Session, actor: Actor, room: ChatRoom, numbers: Collection[int]
) -> tuple[Message, ...]:
    """The messages of these numbers, as they are now."""
    asked = _messages(room).where(_message.number.in_(list(numbers)[:PAGE])).order_by(_message.number)
    return _read(session, actor, room, session.execute(asked).all())


def pinned_message(session: Session, actor: Actor, room: ChatRoom) -> Message | None:
    """The message that is pinned above the room."""
    rows = session.execute(_messages(room).where(_message.pinned_at.is_not(None)).limit(1)).all()
    return next(iter(_read(session, actor, room, rows)), None)


def _messages(room: ChatRoom) -> Select[Any]:
    return (
        select(
            db.chat_message, _person.last_name, _person.first_name, _person.middle_name,
            _answered.c.number.label("answered_number"), _answered.c.words.label("answered_words"),
            _answered.c.deleted_at.label("answered_deleted"), _answered.c.hidden_at.label("answered_hidden"),
            _answered_author.c.last_name.label("answered_last"),
            _answered_author.c.first_name.label("answered_first"),
            _answered_author.c.middle_name.label("answered_middle"),
        )
        .join_from(db.chat_message, db.person, _person.id == _message.author_id)
        .outerjoin(_answered, _answered.c.id == _message.reply_to_id)
        .outerjoin(_answered_author, _answered_author.c.id == _answered.c.author_id)
        .where(_message.school_id == room.school_id, _message.room_id == room.id)
    )  # fmt: skip


def _read(session: Session, actor: Actor, room: ChatRoom, rows: Sequence[Any]) -> tuple[Message, ...]:
    return tuple(one.read_by(actor.person_id) for one in _written(session, room, rows, actor.today))


def last_written(session: Session, room: ChatRoom, today: date, after: int = 0) -> tuple[Written, ...]:
    """The room's last page, or what of it came after the number, as it is kept, for all of its people."""
    newest_first = _messages(room).where(_message.number > after).order_by(_message.number.desc()).limit(PAGE)
    return _written(session, room, session.execute(newest_first).all()[::-1], today)


def _written(session: Session, room: ChatRoom, rows: Sequence[Any], today: date) -> tuple[Written, ...]:
    ids = [row.id for row in rows]
    signs, named = _signs(session, ids), named_in(session, ids)
    about = _children(session, room, {row.author_id for row in rows}, today)
    files = files_of(session, room.school_id, FileUser.CHAT_MESSAGE, ids)
    return tuple(
        Written(
            row,
            tuple(signs[row.id]),
            about.get(row.author_id, ""),
            files.get(row.id, ()),
            tuple(named[row.id]),
        )
        for row in rows
    )


def _answer(row: Any) -> Answered | None:
    if row.answered_number is None:
        return None
    author = short_name(row.answered_last, row.answered_first, row.answered_middle or "")
    stands = row.answered_deleted is None and row.answered_hidden is None
    return Answered(row.answered_number, author, row.answered_words[:160] if stands else "", stands)


def _signs(session: Session, ids: list[int]) -> dict[int, list[tuple[str, int]]]:
    asked = select(_sign.message_id, _sign.sign, _sign.person_id).where(_sign.message_id.in_(ids))
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for message_id, sign, person_id in session.execute(asked) if ids else ():
        found[message_id].append((sign.value, person_id))
    return found


def _children(session: Session, room: ChatRoom, authors: set[int], today: date) -> dict[int, str]:
    """Of the authors in a class's room of guardians: the first names of their children in the class."""
    if room.kind is not ChatKind.CLASS_GUARDIANS or not authors:
        return {}
    asked = (
        select(_guards.guardian_id, _person.first_name)
        .join_from(db.guardianship, db.enrolment, and_(
            _enrolled.school_id == _guards.school_id, _enrolled.pupil_id == _guards.pupil_id))
        .join(db.person, _person.id == _guards.pupil_id)
        .where(_guards.school_id == room.school_id, _guards.guardian_id.in_(authors),
               stands_on(_guards, today), _enrolled.class_id == room.class_id,
               holds_on(_enrolled, today))
        .order_by(_person.first_name)
    )  # fmt: skip
    found: dict[int, list[str]] = defaultdict(list)
    for guardian_id, name in session.execute(asked):
        found[guardian_id].append(name)
    return {one: ", ".join(names) for one, names in found.items()}


# ----------------------------------------------------------------------------------------- who has read


@dataclass(frozen=True, slots=True)
class SeenUpTo:
    """The number up to which a room was read."""

    room_id: int
    number: int


_SEE = insert_or_renew(
    db.chat_seen,
    (_seen.school_id, _seen.room_id, _seen.person_id),
    ("number", "seen_at"),
    where=lambda given: _seen.number < given.number,
)


def see(session: Session, actor: Actor, seen: SeenUpTo, now: datetime) -> None:
    """The actor has read the room up to the number; its notice in the bell is read with it."""
    row = {
        "school_id": actor.school_id,
        "room_id": seen.room_id,
        "person_id": actor.person_id,
        "number": seen.number,
        "seen_at": now,
    }
    session.execute(_SEE.on(session), row)
    note_read(session, actor, seen.room_id, seen.number, now)


def mark_seen(session: Session, actor: Actor, room_id: int, number: int, now: datetime) -> None:
    """The same for a room that the actor is in, to its last message; a supervisor leaves no trace."""
    room = guard.get(session, actor, ChatRoom, room_id, Permission.CHAT_TAKE_PART)
    if session.scalar(_inside(session, actor, room).where(_person.id == actor.person_id)) is not None:
        see(session, actor, SeenUpTo(room_id, min(number, room.last_number)), now)


def _inside(session: Session, actor: Actor, room: ChatRoom) -> Select[Any]:
    return select(_person.id).where(_person.id.in_(people_of(session, room, actor.today)))


@dataclass(frozen=True, slots=True)
class Readers:
    """How many of a room have read a message, of how many; the names for the staff alone."""

    read: int
    of: int
    names: tuple[str, ...] = ()
    unread_names: tuple[str, ...] = ()


def counts_read(
    session: Session, actor: Actor, room: ChatRoom, messages: Sequence[Message]
) -> dict[int, Readers]:
    """Of each announcement how many others have read it; one query for all of them."""
    return counts_on(session, room, messages, actor.today)


def counts_on(
    session: Session, room: ChatRoom, messages: Sequence[Message], today: date
) -> dict[int, Readers]:
    """The same for all who are in the room on the day."""
    asked = [one for one in messages if one.announcement]
    if not asked:
        return {}
    rows = session.execute(_progress(session, room, today)).all()
    return {one.number: _counted(rows, one) for one in asked}


def _counted(rows: Sequence[Any], message: Message) -> Readers:
    others = [row.number or 0 for row in rows if row.id != message.author_id]
    return Readers(sum(number >= message.number for number in others), len(others))


def who_left(session: Session, room: ChatRoom, number: int, author_id: int, today: date) -> list[int]:
    """Who of the room has not read up to the message."""
    rows = session.execute(_progress(session, room, today))
    return [row.id for row in rows if row.id != author_id and (row.number or 0) < number]


def readers(session: Session, actor: Actor, room: ChatRoom, message: Message) -> Readers:
    """Who has read an announcement and who has not, by name: for the school's staff."""
    rows = [
        row for row in session.execute(_progress(session, room, actor.today)) if row.id != message.author_id
    ]
    done = [row for row in rows if row.number is not None and row.number >= message.number]
    left = [row for row in rows if row not in done]
    names, unread = (
        tuple(short_name(row.last_name, row.first_name, row.middle_name or "") for row in some[:MOST_NAMES])
        for some in (done, left)
    )
    return Readers(len(done), len(rows), names, unread)


def _progress(session: Session, room: ChatRoom, today: date) -> Select[Any]:
    """Everybody in the room, and how far each has read."""
    return (
        select(_person.id, _person.last_name, _person.first_name, _person.middle_name, _seen.number)
        .outerjoin_from(
            db.person,
            db.chat_seen,
            and_(_seen.school_id == room.school_id, _seen.room_id == room.id, _seen.person_id == _person.id),
        )
        .where(_person.id.in_(people_of(session, room, today)))
        .order_by(_person.sought, _person.id)
    )


def count_people(session: Session, actor: Actor, room: ChatRoom) -> int:
    """How many are in the room."""
    return (
        session.scalar(select(func.count()).select_from(people_of(session, room, actor.today).subquery()))
        or 0
    )
