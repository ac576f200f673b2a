"""What the bell says of the chat: one notice a room, in the school's hours; else it waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import exists, or_, select, update
from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.chat import people_of
from ejournal.models import ChatKind, ChatMessage, ChatRoom, ChatVerdict, NoticeKind, School
from ejournal.models.people import short_name
from ejournal.models.structure import class_title
from ejournal.services.base import tables as db
from ejournal.services.chat.mentions import named_after
from ejournal.services.notices.outbox import personal_notice, tell
from ejournal.services.notices.told import note_rung

_room, _notice, _settings = db.chat_room.c, db.outbox_notice.c, db.school_settings.c
_person, _seen, _message = db.person.c, db.chat_seen.c, db.chat_message.c


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when messages make notices, on the school's clock."""

    starts: time = time(8)
    ends: time = time(20)

    def holds(self, at: datetime) -> bool:
        """Whether the moment on the school's clock lies in them: over midnight too, in equal ones always."""
        now = at.time().replace(tzinfo=None)
        if self.starts < self.ends:
            return self.starts <= now < self.ends
        return now >= self.starts or now < self.ends


def hours_of(session: Session, school_id: int) -> Hours:
    """The school's hours."""
    asked = select(_settings.chat_from, _settings.chat_until).where(_settings.school_id == school_id)
    found = session.execute(asked).first()
    return Hours() if found is None else Hours(found.chat_from, found.chat_until)


def notice_key(room_id: int) -> str:
    """By which all news of a room are one notice."""
    return f"chat:{room_id}"


def tell_room(
    session: Session, room: ChatRoom, author_id: int, now: datetime, zone: str, *, urgent: bool = False
) -> int:
    """Ring for those of the room who have not been told; for how many.

    Outside the hours for nobody, and it waits, but for what is urgent.
    """
    local = clock.local(now, zone)
    if not (urgent or hours_of(session, room.school_id).holds(local)):
        return 0
    _tell_named(session, room, now, local.date())
    room.told_number = room.last_number
    session.add(room)
    session.flush()
    key = notice_key(room.id or 0)
    told = exists().where(
        _notice.school_id == room.school_id,
        _notice.recipient_id == _person.id,
        _notice.key == key,
        _notice.read_at.is_(None),
    )
    seen = exists().where(
        _seen.school_id == room.school_id,
        _seen.room_id == room.id,
        _seen.person_id == _person.id,
        _seen.number >= room.last_number,
    )
    asked = select(_person.id).where(
        _person.id.in_(people_of(session, room, local.date())), _person.id != author_id, ~told, ~seen
    )
    people: Sequence[int] = session.scalars(asked).all()
    if people:
        payload = notice_payload(session, room, author_id, local.date())
        tell(session, [
            personal_notice(room.school_id, one, NoticeKind.CHAT_MESSAGE, key, payload, now) for one in people
        ])  # fmt: skip
    return len(people)


def _tell_named(session: Session, room: ChatRoom, now: datetime, day: date) -> None:
    """Ring for each whom one of the messages names of which nobody has been told."""
    found = named_after(session, room, room.told_number, day)
    kind = NoticeKind.CHAT_MENTION
    told = []
    for number, author_id, person_id in found:
        payload = notice_payload(session, room, author_id, day, author_named=True) | {"number": number}
        key = mention_key(room.id or 0, number)
        told.append(personal_notice(room.school_id, person_id, kind, key, payload, now))
    if told:
        tell(session, told)


def mention_key(room_id: int, number: int) -> str:
    """The notice of who is named in a message; keys of a room stand in the order of its messages.

    Both numbers are of one length: so they do wherever a server's alphabet passes over the colons.
    """
    return f"chat-mention:{room_id:010d}:{number:010d}"


def decision_key(message_id: int) -> str:
    """The notice of what was decided of a message."""
    return f"chat-decided:{message_id}"


def tell_author(
    session: Session, actor: Actor, message: ChatMessage, verdict: ChatVerdict, reason: str, now: datetime
) -> None:
    """Tell the author what was decided of the message, and why."""
    day = clock.local(now, actor.time_zone).date()
    room = session.get_one(ChatRoom, message.room_id)
    payload = notice_payload(session, room, actor.person_id, day) | {
        "number": message.number, "verdict": verdict.value, "reason": reason,
    }  # fmt: skip
    key, kind = decision_key(message.id or 0), NoticeKind.CHAT_DECIDED
    tell(session, [personal_notice(room.school_id, message.author_id, kind, key, payload, now)])


def notice_payload(
    session: Session, room: ChatRoom, author_id: int, day: date, *, author_named: bool = False
) -> dict[str, Any]:
    """What the notice names: the room, the day, the author of a talk of two or where that is to be told."""
    of_course = (
        select(db.school_class.c.grade, db.school_class.c.letter, db.subject.c.name)
        .select_from(db.chat_room)
        .outerjoin(db.course, db.course.c.id == _room.course_id)
        .outerjoin(db.subject, db.subject.c.id == db.course.c.subject_id)
        .outerjoin(
            db.school_class,
            db.school_class.c.id.in_([_room.class_id, db.course.c.class_id]),
        )
        .where(_room.id == room.id)
    )
    found = session.execute(of_course).first()
    author = ""
    if author_named or room.kind is ChatKind.DIRECT:
        names = select(_person.last_name, _person.first_name, _person.middle_name)
        author = short_name(*session.execute(names.where(_person.id == author_id)).one())
    return {
        "room_id": room.id,
        "kind": room.kind.value,
        "class_title": class_title(found.grade, found.letter) if found and found.grade else "",
        "subject": (found.name if found else "") or "",
        "title": room.title,
        "author": author,
        "day": day.isoformat(),
    }


def note_read(session: Session, actor: Actor, room_id: int, number: int, now: datetime) -> None:
    """The room was looked at up to the number: its notice is read, and those of messages that name one."""
    done = session.execute(
        update(db.outbox_notice)
        .where(
            _notice.school_id == actor.school_id,
            _notice.recipient_id == actor.person_id,
            or_(
                _notice.key == notice_key(room_id),
                _notice.key.between(mention_key(room_id, 0), mention_key(room_id, number)),
            ),
            _notice.read_at.is_(None),
        )
        .values(read_at=now)
    )
    if done.rowcount:  # type: ignore[attr-defined]
        note_rung(session, [actor.person_id])


def schools_to_tell(session: Session, now: datetime) -> list[int]:
    """The schools in whose hours it is and where something was written of which nobody has been told."""
    waiting = select(_room.school_id).where(_room.told_number < _room.last_number).distinct()
    asked = select(db.school.c.id, db.school.c.time_zone).where(db.school.c.id.in_(waiting))
    return [
        row.id
        for row in session.execute(asked)
        if hours_of(session, row.id).holds(clock.local(now, row.time_zone))
    ]


def tell_waiting(session: Session, school_id: int, now: datetime) -> int:
    """Tell what came outside the school's hours; how many rooms were told."""
    zone = session.get_one(School, school_id).time_zone
    waiting = select(ChatRoom).where(_room.school_id == school_id, _room.told_number < _room.last_number)
    rooms = session.scalars(waiting.with_for_update()).all()
    for room in rooms:
        author = select(_message.author_id).where(
            _message.school_id == school_id,
            _message.room_id == room.id,
            _message.number == room.last_number,
        )
        tell_room(session, room, session.scalar(author) or 0, now, zone)
    session.flush()
    return len(rooms)
