"""An open room of the chat as the browser keeps it, and messages that a neighbour of the servers writes."""

from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, insert, select, update

from ejournal import clock
from ejournal.models import ChatKind
from ejournal.news import through_redis
from ejournal.pages.chat.state import ChatState
from ejournal.services.base import tables as db
from ejournal.services.base.topics import chat_topic
from tests.live.tabs import OpenTab


class OpenRoom:
    """What a tab shows of the room: pages begin anew, patches are put among them."""

    def __init__(self, tab: OpenTab) -> None:
        self.tab, self._rows, self._heard = tab, set[int](), 0

    def numbers(self) -> list[int]:
        """The numbers of the messages in the order in which they stand."""
        for _, delta in self.tab.told[self._heard :]:
            told = delta.get(self.tab.of, {})
            page, patch = (told.get(f"{name}_rx_state_") for name in ("page", "patch"))
            if page:
                shown = {one["n"] for one in page["rows"]}
                self._rows = shown | (self._rows if page["again"] else set())
            if patch:
                self._rows |= {one["n"] for one in patch["rows"]}
        self._heard = len(self.tab.told)
        return sorted(self._rows)

    async def until(self, last: int) -> None:
        """Return when the message of the number is shown."""
        await self.tab.until_told(lambda: self.numbers()[-1:] == [last], f"message {last}")

    async def back_to_the_first(self) -> list[int]:
        """All numbers, after scrolling up to the first message."""
        while (first := self.numbers()[0]) > 1:
            await self.tab.do("earlier", number=first)
            await self.tab.until_told(
                lambda first=first: self.numbers()[0] < first, f"what stands before {first}"
            )  # type: ignore[misc]
        return self.numbers()


async def open_room(stack: AsyncExitStack, url: str, room: int, login: str) -> OpenRoom:
    """A tab with the room open."""
    tab = OpenTab(url, f"/chat?room={room}", f"cast-{login}", ChatState)
    return OpenRoom(await stack.enter_async_context(tab))


def staff_room(engine: Engine) -> int:
    """The number of the room of all who work in the first school; made if it is not there."""
    rooms = db.chat_room
    of_staff = (rooms.c.kind == ChatKind.STAFF, rooms.c.school_id == select(db.school.c.id).order_by(
        db.school.c.id).limit(1).scalar_subquery())  # fmt: skip
    with engine.begin() as connection:
        return int(connection.execute(select(rooms.c.id).where(*of_staff)).scalar_one())


class Neighbour:
    """Somebody who writes by another process, which tells the servers through Redis."""

    def __init__(self, engine: Engine, room: int, redis_url: str) -> None:
        self.engine, self.room, self.tell = engine, room, through_redis(redis_url)
        message, person = db.chat_message.c, db.account.c
        with engine.connect() as connection:
            school = select(db.chat_room.c.school_id).where(db.chat_room.c.id == room)
            self.school = connection.execute(school).scalar_one()
            author = select(person.person_id).where(person.login == "substitute")
            self.author = connection.execute(author).scalar_one()
            last = (
                select(message.number).where(message.room_id == room).order_by(message.number.desc()).limit(1)
            )
            self.last = connection.execute(last).scalar() or 0

    def write(self, how_many: int) -> None:
        """Put so many messages at the end of the room, and tell of them once."""
        with self.engine.begin() as connection:
            last = select(db.chat_room.c.last_number).where(db.chat_room.c.id == self.room).with_for_update()
            begin = int(connection.execute(last).scalar_one())
            now = clock.now()
            rows: list[dict[str, Any]] = [
                {
                    "school_id": self.school, "room_id": self.room, "number": begin + turn,
                    "client_id": f"neighbour-{begin + turn}", "author_id": self.author,
                    "sent_at": now + timedelta(milliseconds=turn), "words": f"Слово {begin + turn}",
                    "announcement": False, "hidden_reason": "",
                }
                for turn in range(1, how_many + 1)
            ]  # fmt: skip
            connection.execute(insert(db.chat_message), rows)
            self.last = begin + how_many
            told = {"last_number": self.last, "told_number": self.last, "last_at": now}
            connection.execute(update(db.chat_room).where(db.chat_room.c.id == self.room).values(told))
        self.tell([(chat_topic(self.room), {"new": True})])
