"""A message checked, sent at once or at its hour, withdrawn, reminded of: each of it once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from textwrap import shorten
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session, col

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.access.readers import actor_of_person
from ejournal.errors import DomainError, NotFound
from ejournal.models import MassMessage, MessageAsks, MessageState, NoticeKind
from ejournal.models.people import short_name
from ejournal.services.audience.people import Children, people_of
from ejournal.services.base import tables as db
from ejournal.services.base.changed import note
from ejournal.services.base.locks import lock_row
from ejournal.services.base.topics import message_text_topic, message_topic, own_messages_topic
from ejournal.services.delivery.urgent import UrgentNews, tell_urgent, urgent_key
from ejournal.services.messages.drafts import chosen_of, files_of
from ejournal.services.messages.fields import names_child
from ejournal.services.messages.reach import Reach, reach_of
from ejournal.services.notices.outbox import personal_notice, take_back_unread, tell

WRITE = Permission.MESSAGE_WRITE
REMINDED_AFTER = timedelta(hours=4)
"""Who has not answered is reminded no more often."""
TOLD_AT_ONCE = 300
"""Letters of an urgent text that stand in the notice itself."""
_message, _reader, _person, _account = db.mass_message.c, db.message_reader.c, db.person.c, db.account.c


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people a message is for, and how many of them nothing reaches."""

    people: Mapping[int, Children]
    reach: Mapping[int, Reach]

    @property
    def unreached(self) -> int:
        """How many nothing reaches."""
        return sum(one is not Reach.REACHED for one in self.reach.values())

    def but(self, reached: Collection[int]) -> "Counted":
        """The same, where something reaches these after all."""
        return Counted(self.people, {**self.reach, **dict.fromkeys(reached, Reach.REACHED)})

    @property
    def without_child(self) -> int:
        """How many get it for no child's sake."""
        return sum(not one for one in self.people.values())


def counted(session: Session, actor: Actor, message: MassMessage) -> Counted:
    """For whom the message is at this moment."""
    people = people_of(session, actor, WRITE, chosen_of(session, message))
    return Counted(people, reach_of(session, people))


def check(session: Session, actor: Actor, message: MassMessage) -> Counted:
    """For whom it is; DomainError by the field where there is nobody, or nothing to put into its fields."""
    found = counted(session, actor, message)
    if not found.people:
        raise DomainError("Choose to whom it is: nobody is among those chosen today", field="people")
    if found.without_child and names_child(message.words):
        raise DomainError(
            "The text names a child or a class, and {n} of the chosen people get it without one: "
            "take the field out, or write to them apart",
            field="words", n=found.without_child,
        )  # fmt: skip
    return found


def own_message(session: Session, actor: Actor, message_id: int) -> MassMessage:
    """A message that the actor has written, held until the transaction ends; NotFound for any other."""
    guard.get(session, actor, MassMessage, message_id, WRITE)
    lock_row(session, MassMessage, actor.school_id, message_id)
    return session.get_one(MassMessage, message_id, populate_existing=True)


def send(session: Session, actor: Actor, message_id: int, now: datetime) -> MassMessage:
    """Send the draft, or let it wait for its hour; one that was sent already stays as it is."""
    message = own_message(session, actor, message_id)
    if message.state is not MessageState.DRAFT:
        return message
    found = check(session, actor, message)
    if message.send_at is not None:
        if message.send_at <= now:
            raise DomainError(
                "This moment has passed: give a later one, or none to send it at once", field="send_at"
            )
        message.state = MessageState.WAITING
        session.add(message)
        session.flush()
        note(session, own_messages_topic(message.author_id))
        return message
    _deliver(session, actor, message, found.people, now)
    return message


def _deliver(
    session: Session, actor: Actor, message: MassMessage, people: Mapping[int, Children], now: datetime
) -> None:
    """Put it down for everybody, and into the bells: a fixed number of statements."""
    of_message = {"school_id": message.school_id, "message_id": message.id}
    readers = [of_message | {"person_id": one} for one in sorted(people)]
    children = [
        of_message | {"person_id": one, "pupil_id": pupil_id, "class_id": class_id}
        for one, pupils in sorted(people.items())
        for pupil_id, class_id in sorted(pupils.items())
    ]
    session.execute(insert(db.message_reader), readers)
    if children:
        session.execute(insert(db.message_child), children)
    message.state, message.sent_at = MessageState.SENT, now
    session.add(message)
    session.flush()
    _ring(session, message, sorted(people), now, actor.time_zone)
    note(session, own_messages_topic(message.author_id), message_topic(message.id or 0))


def _ring(
    session: Session, message: MassMessage, people: Collection[int], now: datetime, zone: str, **told: bool
) -> None:
    names = select(_person.last_name, _person.first_name, _person.middle_name)
    author = session.execute(names.where(_person.id == message.author_id)).one()
    day, files = clock.local(now, zone).date(), len(files_of(session, message))
    if message.urgent and not told.get("withdrawn"):
        text = told_at_once(message)
        news = UrgentNews(message.id or 0, message.title, text, short_name(*author), day, files)
        tell_urgent(session, message.school_id, people, news, now)
        return
    payload = news_of(message, short_name(*author), day, files, **told)
    tell(session, [message_notice(message, one, payload, now) for one in people])


def told_at_once(message: MassMessage) -> str:
    """What of an urgent text stands in the notice itself; nothing where it is another one to each family."""
    return "" if names_child(message.words) else shorten(message.words, TOLD_AT_ONCE, placeholder="…")


def message_notice(
    message: MassMessage, person_id: int, payload: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """The notice of a message that is not urgent, or is so no more, ready for the outbox."""
    key = notice_key(message)
    return personal_notice(message.school_id, person_id, NoticeKind.MESSAGE, key, payload, now)


def news_of(message: MassMessage, author: str, day: date, files: int = 0, **told: bool) -> dict[str, Any]:
    """What such a notice says; files: how many are attached."""
    return {
        "message_id": message.id,
        "title": message.title,
        "author": author,
        "asks": message.asks.value,
        "day": day.isoformat(),
        "files": files,
        **told,
    }


def notice_key(message: MassMessage) -> str:
    """By which all news of a message are one notice."""
    return urgent_key(message.id or 0) if message.urgent else f"message:{message.id}"


def withdraw(session: Session, actor: Actor, message_id: int, now: datetime) -> None:
    """Take the message back: one that waits does not go; whoever has one sees that it was withdrawn."""
    message = own_message(session, actor, message_id)
    if message.state not in (MessageState.WAITING, MessageState.SENT):
        return
    was_sent = message.state is MessageState.SENT
    message.state, message.withdrawn_at = MessageState.WITHDRAWN, now
    session.add(message)
    session.flush()
    if was_sent:
        read = take_back_unread(session, actor.school_id, notice_key(message))
        if read:
            _ring(session, message, sorted(read), now, actor.time_zone, withdrawn=True)
    note(
        session,
        own_messages_topic(message.author_id),
        message_topic(message_id),
        message_text_topic(message_id),
    )


def remind(session: Session, actor: Actor, message_id: int, now: datetime) -> int:
    """Tell those who have not answered once more; how many. DomainError where it is too soon, or too late."""
    message = own_message(session, actor, message_id)
    if not is_open(message, now):
        raise NotFound
    soon = message.reminded_at and message.reminded_at + REMINDED_AFTER > now
    if soon:
        raise DomainError(
            "They were reminded lately: again after {n} hours", n=REMINDED_AFTER.seconds // 3600
        )
    waiting = session.scalars(
        select(_reader.person_id).where(
            _reader.school_id == actor.school_id,
            _reader.message_id == message_id,
            _reader.answered_at.is_(None),
        )
    ).all()
    message.reminded_at = now
    session.add(message)
    session.flush()
    if waiting:
        _ring(session, message, waiting, now, actor.time_zone, reminder=True)
    note(session, own_messages_topic(message.author_id), message_topic(message_id))
    return len(waiting)


def is_open(message: MassMessage, now: datetime) -> bool:
    """Whether an answer is asked for and may still be given."""
    asks = message.state is MessageState.SENT and message.asks is not MessageAsks.NOTHING
    return asks and (message.until is None or now < message.until)


# ------------------------------------------------------------------------------------------- at its hour


def any_due(session: Session, now: datetime) -> Sequence[tuple[int, int]]:
    """Messages whose hour has come: school and number."""
    due = select(_message.school_id, _message.id).where(
        _message.state == MessageState.WAITING, _message.send_at <= now
    )
    return [(row.school_id, row.id) for row in session.execute(due.order_by(_message.send_at).limit(100))]


def send_due(session: Session, school_id: int, message_id: int, now: datetime) -> None:
    """Send a message whose hour has come, as its author may at that moment; what lapsed is not sent."""
    lock_row(session, MassMessage, school_id, message_id)
    message = session.scalars(
        select(MassMessage).where(col(MassMessage.id) == message_id).execution_options(populate_existing=True)
    ).one()
    if message.state is not MessageState.WAITING:
        return
    actor = actor_of_person(session, message.school_id, message.author_id, now)
    people = counted(session, actor, message).people if actor is not None and actor.may(WRITE) else {}
    if actor is None or not people:
        message.state = MessageState.LAPSED
        session.add(message)
        session.flush()
        note(session, own_messages_topic(message.author_id), message_topic(message_id))
        return
    _deliver(session, actor, message, people, now)
