"""The rooms of the cast's school, and how somebody of it writes."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from ejournal.models import ChatKind, ChatRoom, SchoolSettings
from ejournal.models.base import table
from ejournal.services.chat.reading import Message, last_messages
from ejournal.services.chat.rooms import make_missing, own_room, own_rooms
from ejournal.services.chat.sending import Draft, send
from tests.cast import DAY, Cast

NOON = datetime(2026, 11, 20, 9, tzinfo=UTC)
"""Of DAY, on the school's clock."""
NIGHT = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
PAUSE = timedelta(minutes=1)


class Chat:
    """The chat of school A; the deputy head reads the talks with pupils unless another is named."""

    def __init__(self, cast: Cast, supervisor: str = "deputy") -> None:
        self.cast, self.session, self._count = cast, cast.session, 0
        self.name(supervisor)
        make_missing(cast.session, cast.schools["a"].id or 0, DAY)

    def name(self, supervisor: str) -> None:
        """Name who reads along; nobody for an empty name."""
        number = self.cast.id_of(supervisor) if supervisor else None
        rules = table(SchoolSettings)
        of_school = rules.c.school_id == self.cast.schools["a"].id
        self.session.execute(update(rules).where(of_school).values(chat_supervisor_id=number))

    def room(self, kind: ChatKind, *, course: str = "", of_class: str = "") -> int:
        """The number of a room."""
        rooms = table(ChatRoom).c
        asked = select(rooms.id).where(rooms.school_id == self.cast.schools["a"].id, rooms.kind == kind)
        if course:
            asked = asked.where(rooms.course_id == self.cast.courses[course].id)
        if of_class:
            asked = asked.where(rooms.class_id == self.cast.classes[of_class].id)
        return int(self.session.execute(asked).scalar_one())

    @property
    def guardians(self) -> int:
        """The room of 6Б's parents."""
        return self.room(ChatKind.CLASS_GUARDIANS, of_class="6b")

    def say(
        self, who: str, room_id: int, words: str, at: datetime = NOON, *, announcement: bool = False,
        answers: int | None = None, client_id: str = "", files: tuple[str, ...] = (),
    ) -> int:  # fmt: skip
        """A message's number; each is sent a minute after the one before, so that nobody is too fast."""
        self._count += 1
        draft = Draft(client_id or f"message-{self._count}", words, answers, announcement, files)
        return send(self.session, self.cast.actor(who), room_id, draft, at + PAUSE * self._count)

    def read(self, who: str, room_id: int) -> tuple[Message, ...]:
        """The last page, as somebody reads it."""
        actor = self.cast.actor(who)
        row, _ = own_room(self.session, actor, room_id)
        return last_messages(self.session, actor, row).messages

    def names(self, who: str) -> list[str]:
        """What somebody's rooms are called."""
        found = own_rooms(self.session, self.cast.actor(who), NOON)
        return [one.name.text("ru") for one in found]
