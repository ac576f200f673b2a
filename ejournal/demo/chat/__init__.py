"""What was written in the chat in the last days: in rooms of the demo class, among the staff, between two."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from ejournal.demo.chat.files import show
from ejournal.demo.chat.said import Said, of_guardians, of_parent, of_pupil, of_pupils, of_staff
from ejournal.demo.store import Store
from ejournal.demo.world import ZONE, World, moment
from ejournal.models import (
    ChatKind,
    ChatMention,
    ChatMessage,
    ChatReaction,
    ChatRoom,
    ChatSeen,
    ChatSign,
    ChatWord,
    FileUser,
    NoticeKind,
    OutboxNotice,
    Person,
    Role,
)
from ejournal.models.people import short_name
from ejournal.services.base import tables as db
from ejournal.services.chat.mentions import SIGN
from ejournal.services.chat.rooms import make_missing
from ejournal.services.chat.telling import mention_key, notice_key, notice_payload
from ejournal.services.notices.outbox import personal_notice
from ejournal.word_forms import stems_of

_room, _settings = db.chat_room.c, db.school_settings.c


def add_chat(store: Store, world: World) -> None:
    """Make the rooms of the structure, name who supervises, and let people write."""
    store.flush()
    session, school_id = store.session, world.school_id
    deputy = world.staff[Role.DEPUTY.value]
    session.execute(
        update(db.school_settings).where(_settings.school_id == school_id).values(chat_supervisor_id=deputy)
    )
    make_missing(session, school_id, world.today)
    talks = _Talks(store, world)
    klass = world.main_class
    if klass.teacher is None or not klass.pupils:
        return
    leader, pupils = klass.teacher.id, [one for one in klass.pupils if one.ends is None]
    families = list(dict.fromkeys(one for pupil in pupils for one in pupil.guardians))
    parent, pupil = world.cast["parent"], world.cast["pupil"]
    others = [one for one in families if one not in (parent, leader)][:3]
    mates = [one.id for one in pupils if one.id != pupil][:2]
    if len(others) == 3 and len(mates) == 2:
        talks.put(talks.of_class(ChatKind.CLASS_GUARDIANS), of_guardians(leader, others), parent, families)
        talks.put(talks.of_class(ChatKind.CLASS_PUPILS), of_pupils(leader, pupil, mates), pupil, [leader])
    colleagues = [one.id for one in world.teachers if one.id != leader][:2]
    if len(colleagues) == 2:
        talks.put(talks.staff(), of_staff(deputy, leader, colleagues), leader, colleagues)
    talks.put(talks.of_two(leader, parent), of_parent(leader, parent), parent, [leader])
    talks.put(talks.of_two(leader, pupil, watched=True), of_pupil(leader, pupil), leader, [pupil])


class _Talks:
    """The rooms of a school as they are filled."""

    def __init__(self, store: Store, world: World) -> None:
        self._store, self._world = store, world
        self._last = max(world.filled_until, world.days.starts)

    def of_class(self, kind: ChatKind) -> int:
        """A room of the demo class."""
        return self._number(_room.kind == kind, _room.class_id == self._world.main_class.id)

    def staff(self) -> int:
        """The teachers' room."""
        return self._number(_room.kind == ChatKind.STAFF)

    def of_two(self, one: int, other: int, *, watched: bool = False) -> int:
        """A talk of two."""
        low, high = sorted((one, other))
        room = ChatRoom(
            school_id=self._world.school_id, kind=ChatKind.DIRECT, one_id=low, other_id=high, watched=watched
        )
        self._store.session.add(room)
        self._store.session.flush()
        return room.id or 0

    def _number(self, *which: object) -> int:
        asked = select(_room.id).where(_room.school_id == self._world.school_id, *which)  # type: ignore[arg-type]
        return int(self._store.session.execute(asked).scalar_one())

    def put(self, room_id: int, said: Sequence[Said], behind: int, readers: Sequence[int]) -> None:
        """Let them write; who is behind has read all but what came today, two of three readers everything."""
        school_id = self._world.school_id
        ids: list[int] = []
        at = self._world.now
        for number, one in enumerate(said, 1):
            at = min(self._at(one), self._world.now)
            words = self._words(one)
            ids.append(
                self._store.add(
                    ChatMessage, school_id=school_id, room_id=room_id, number=number,
                    client_id=f"demo-{room_id}-{number}", author_id=one.author, sent_at=at, words=words,
                    announcement=one.announcement, reply_to_id=ids[one.answers - 1] if one.answers else None,
                )
            )  # fmt: skip
            for place, what in enumerate(one.files):
                by = (FileUser.CHAT_MESSAGE, ids[-1])
                show(self._store, school_id, by, one.author, at, what, place)
            if one.names:
                self._name(room_id, number, ids[-1], one, at)
            for stem in stems_of(words):
                self._store.add(ChatWord, school_id=school_id, room_id=room_id, message_id=ids[-1], stem=stem)
            for who in one.agreed:
                self._store.add(
                    ChatReaction, school_id=school_id, message_id=ids[-1], person_id=who, sign=ChatSign.AGREED
                )
        old = sum(one.back > 0 for one in said)
        seen = {who: len(said) for index, who in enumerate(readers) if index % 3}
        for number, one in enumerate(said, 1):
            seen[one.author] = max(number, seen.get(one.author, 0))
        own = max((number for number, one in enumerate(said, 1) if one.author == behind), default=0)
        for who, number in (seen | {behind: max(old, own)}).items():
            self._store.add(
                ChatSeen, school_id=school_id, room_id=room_id, person_id=who, number=number, seen_at=at
            )
        last = {"last_number": len(said), "told_number": len(said), "last_at": at}
        self._store.session.execute(update(db.chat_room).where(_room.id == room_id).values(**last))
        if said[-1].author != behind:
            self._ring(room_id, behind, said[-1].author, at)

    def _words(self, one: Said) -> str:
        if not one.names:
            return one.words
        person = self._store.session.get_one(Person, one.names)
        return (
            f"{SIGN}{short_name(person.last_name, person.first_name, person.middle_name or '')}, {one.words}"
        )

    def _name(self, room_id: int, number: int, message_id: int, one: Said, at: datetime) -> None:
        """Who is named in the message is told so."""
        session, person, school_id = self._store.session, one.names or 0, self._world.school_id
        of = {"school_id": school_id, "room_id": room_id, "number": number, "message_id": message_id}
        self._store.add(ChatMention, **of, person_id=person)
        room, day = session.get_one(ChatRoom, room_id), at.astimezone(ZONE).date()
        payload = notice_payload(session, room, one.author, day, author_named=True) | {"number": number}
        key = mention_key(room_id, number)
        notice = personal_notice(school_id, person, NoticeKind.CHAT_MENTION, key, payload, at)
        self._store.add(OutboxNotice, **notice)

    def _ring(self, room_id: int, reader: int, author: int, at: datetime) -> None:
        """The bell of who has not read the last message yet."""
        session = self._store.session
        room = session.get_one(ChatRoom, room_id)
        day = at.astimezone(ZONE).date()
        notice = personal_notice(
            self._world.school_id, reader, NoticeKind.CHAT_MESSAGE, notice_key(room_id),
            notice_payload(session, room, author, day), at,
        )  # fmt: skip
        self._store.add(OutboxNotice, **notice)

    def _at(self, one: Said) -> datetime:
        day = self._last if not one.back else _day_before(self._last)
        return moment(day, *one.at)


def _day_before(day: date) -> date:
    """The working day before."""
    day -= timedelta(days=1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day
