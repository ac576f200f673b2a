"""What one message changes for all who have its room open: read once, and shown to each as it is for them."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.chat import people_of
from ejournal.models import ChatRoom, School
from ejournal.services.chat.reading import Message, Readers, Written, counts_on, last_written


@dataclass(frozen=True, slots=True)
class Echo:
    """The end of a room and who is in it, as they were at one moment."""

    room_id: int
    people: frozenset[int]
    written: tuple[Written, ...]
    plain: tuple[Message, ...]
    """The same as they are for whoever has no part in them."""
    read: Mapping[int, Readers]
    today: date
    time_zone: str
    shown: dict[str, dict[int, Any]] = field(default_factory=dict, compare=False)
    """What pages have made of the plain messages: by language, by number."""

    @property
    def first(self) -> int:
        """The number of the first message that it holds; 0 in an empty room."""
        return self.written[0].row.number if self.written else 0

    @property
    def last(self) -> int:
        """The number of the last message."""
        return self.written[-1].row.number if self.written else 0

    def messages(self, person_id: int, after: int) -> list[Message]:
        """For one of the room what came after the number."""
        skipped = bisect_right(self.written, after, key=lambda one: one.row.number)
        return [self._message(at, person_id) for at in range(skipped, len(self.written))]

    def message(self, person_id: int, number: int) -> Message | None:
        """The message of the number, where it is among the last."""
        at = bisect_left(self.written, number, key=lambda one: one.row.number)
        found = at < len(self.written) and self.written[at].row.number == number
        return self._message(at, person_id) if found else None

    def is_plain(self, message: Message) -> bool:
        """Whether the message is as it is for whoever has no part in it."""
        at = bisect_left(self.written, message.number, key=lambda one: one.row.number)
        return self.plain[at] is message

    def _message(self, at: int, person_id: int) -> Message:
        one = self.written[at]
        return one.read_by(person_id) if one.concerns(person_id) else self.plain[at]


def echo_of(session: Session, room_id: int) -> Echo | None:
    """The room's; None where there is no such room. Who may see it is in it: people."""
    room = session.get(ChatRoom, room_id)
    if room is None:
        return None
    zone = session.get_one(School, room.school_id).time_zone
    today = clock.today(zone)
    people = frozenset(session.scalars(people_of(session, room, today)))
    return _echo(session, room, people, last_written(session, room, today), today, zone)


def echo_for(session: Session, actor: Actor, room_id: int, after: int) -> Echo:
    """The same for somebody who is in the room, without what they know: for their own message, at once."""
    room, today = session.get_one(ChatRoom, room_id), actor.today
    written = last_written(session, room, today, after)
    return _echo(session, room, frozenset([actor.person_id]), written, today, actor.time_zone)


def _echo(
    session: Session, room: ChatRoom, people: frozenset[int], written: tuple[Written, ...], today: date,
    zone: str,
) -> Echo:  # fmt: skip
    plain = tuple(one.read_by(0) for one in written)
    return Echo(room.id or 0, people, written, plain, counts_on(session, room, plain, today), today, zone)
