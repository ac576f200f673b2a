"""The chat's events: rooms, messages sent, read, changed; whom one may write to."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import reflex as rx
from sqlmodel import Session

from ejournal import clock
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotAllowed, NotFound
from ejournal.i18n import gettext, ngettext
from ejournal.models import ChatRoom
from ejournal.pages.chat import rows
from ejournal.pages.chat.rows import PartnerRow, Reader, ReadersRow, RoomHead, RoomSection
from ejournal.services.accounts.throttle import TooFast
from ejournal.services.base.topics import chat_list_topic, chat_room_of, chat_topic
from ejournal.services.chat import reading, reminding, reporting, rooms, sending, signs, talks
from ejournal.services.chat.echoes import Echo, echo_for, echo_of
from ejournal.services.chat.reading import Message
from ejournal.services.chat.standing import standing
from ejournal.services.chat.supervising import supervisor_name
from ejournal.services.chat.telling import hours_of
from ejournal.ui.runtime import live
from ejournal.ui.runtime.feedback import message_for, toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

TAKE_PART = Permission.CHAT_TAKE_PART


class ChatState(PageState):
    """The list of rooms and one that is open; the address holds which."""

    ready: bool = False
    sections: list[RoomSection] = []
    room: RoomHead = RoomHead()
    page: dict[str, Any] = {}
    """The open room as it is shown first; what comes later are patches."""
    patch: dict[str, Any] = {}
    answer: dict[str, Any] = {}
    may: dict[str, Any] = {}
    choosing: bool = False
    partners: list[PartnerRow] = []
    sought: str = ""
    readers: ReadersRow = ReadersRow()
    reporting: int = 0
    """The number of the message that is being reported."""
    moderates: bool = False
    works: bool = False

    _seq: int = 0
    _last: int = 0
    """The number of the last message that the page was given."""
    _rooms: dict[int, int] = {}
    """The rooms of the list, each with the number of its last message known here."""
    _is_behind: bool = False
    """What is shown ends before the room does."""
    _made: bool = False

    @handler(TAKE_PART, loads=True, writes=False)
    def load(self, work: Work) -> Any:
        """Show the rooms, and that which the address names."""
        self.choosing, self.reporting = False, 0
        self.works = work.actor.works
        self.moderates = work.actor.may(Permission.CHAT_MODERATE)
        self._show_rooms(work)
        asked = self.router.url.query_parameters
        self._open(work, optional_row_id(asked.get("room")), optional_row_id(asked.get("at")))
        self.ready = True
        if not self._made and rooms.any_missing(work.session, work.actor):
            self._made = True
            return ChatState.make_rooms()
        return None

    @handler(TAKE_PART)
    def make_rooms(self, work: Work) -> Any:
        """Make the rooms that classes and courses lack, and show them."""
        rooms.make_own_missing(work.session, work.actor)
        return ChatState.load()

    @handler(TAKE_PART)
    def send(
        self, work: Work, room_id: int, client_id: str, words: str, answered: int, announcement: bool,
        files: list[str] | None = None,
    ) -> None:  # fmt: skip
        """Put a message into a room; what became of it is answered by the browser's own name of it."""
        self.answer = {"seq": self._next(), "id": client_id, "error": "", "wait": 0}
        try:
            number = row_id(room_id)
            keys = tuple(dict.fromkeys(str(one) for one in files)) if isinstance(files, list) else ()
            draft = sending.Draft(client_id, words, optional_row_id(answered), announcement is True, keys)
            sending.send(work.session, work.actor, number, draft, work.now)
        except (DomainError, NotFound, NotAllowed) as error:
            wait = error.seconds if isinstance(error, TooFast) else 0
            self.answer |= {"error": message_for(error, self.locale), "wait": wait}
            return
        work.publish(chat_topic(number), {"new": True})
        if self.room.late and number == self.room.id:
            self._show_head(work, number)
        if self._is_behind and number == self.room.id:
            self._show_page(work, again=False)
        echo = echo_for(work.session, work.actor, number, self.get_value("_rooms").get(number, 0))
        if not self._overhear(chat_topic(number), {"new": True}, echo):
            self._hear(work, chat_topic(number), {"new": True})

    @handler(TAKE_PART, writes=False)
    def earlier(self, work: Work, number: int) -> None:
        """Show what was written before the message."""
        row = self._row(work)
        found = reading.last_messages(work.session, work.actor, row, before=row_id(number))
        self._patch(work, row, found.messages, earlier=found.has_earlier)

    @handler(TAKE_PART, writes=False)
    def later(self, work: Work, number: int) -> None:
        """Show what was written after the message."""
        row = self._row(work)
        found = reading.next_messages(work.session, work.actor, row, row_id(number))
        self._is_behind = found.has_later
        self._last = max((one.number for one in found.messages), default=self._last)
        self._patch(work, row, found.messages, later=found.has_later)

    @handler(TAKE_PART, writes=False)
    def show_at(self, work: Work, number: int) -> None:
        """Show the open room around a message; at zero its end."""
        self._show_page(work, again=False, at=optional_row_id(number))

    @handler(TAKE_PART)
    def seen(self, work: Work, room_id: int, number: int) -> None:
        """The messages of the room up to this one were looked at."""
        room_id, number = row_id(room_id), row_id(number)
        reading.mark_seen(work.session, work.actor, room_id, number, work.now)
        if number >= self._rooms.get(room_id, number + 1):
            self.sections = rows.without_news(self.sections, room_id)
        else:
            self._show_rooms(work)

    @handler(TAKE_PART)
    def change(self, work: Work, number: int, words: str) -> None:
        """Change an own message."""
        room_id, number = row_id(self.room.id), row_id(number)
        sending.change_words(work.session, work.actor, room_id, number, words, work.now)
        self._changed(work, number)

    @handler(TAKE_PART)
    def take_back(self, work: Work, number: int) -> None:
        """Take an own message back."""
        room_id, number = row_id(self.room.id), row_id(number)
        sending.take_back(work.session, work.actor, room_id, number, work.now)
        self._changed(work, number)

    @handler(TAKE_PART)
    def sign(self, work: Work, number: int, sign: str) -> None:
        """Put a sign on a message, or take it off."""
        room_id, number = row_id(self.room.id), row_id(number)
        signs.switch_sign(work.session, work.actor, room_id, number, sign, work.now)
        self._changed(work, number)

    @handler(TAKE_PART)
    def pin(self, work: Work, number: int) -> None:
        """Pin a message above the room, or take it down."""
        sending.pin(work.session, work.actor, row_id(self.room.id), row_id(number), work.now)
        self._reload(work)

    @handler(TAKE_PART)
    def remind(self, work: Work, number: int) -> Any:
        """Tell those again who have not read an announcement."""
        room_id, number = row_id(self.room.id), row_id(number)
        told = reminding.remind(work.session, work.actor, room_id, number, work.now)
        self._changed(work, number)
        return toast_done(ngettext(self.locale, "{n} person is reminded", "{n} people are reminded", told))

    @handler(TAKE_PART)
    def tell_now(self, work: Work) -> Any:
        """Tell in quiet hours of what waits, because it is urgent."""
        told = reminding.tell_now(work.session, work.actor, row_id(self.room.id), work.now)
        self._show_head(work, self.room.id)
        if not told:
            return toast_done(gettext(self.locale, "Nobody is left who has not been told"))
        return toast_done(ngettext(self.locale, "{n} person is told now", "{n} people are told now", told))

    @handler(TAKE_PART, writes=False)
    def show_readers(self, work: Work, number: int) -> None:
        """Show by name who has read an announcement: to whoever announces there."""
        row = self._row(work)
        found = reading.some_messages(work.session, work.actor, row, [row_id(number)])
        if not found or not standing(work.session, work.actor, row, work.now).may_announce:
            raise NotFound
        self.readers = rows.readers_row(reading.readers(work.session, work.actor, row, found[0]), self.locale)

    @handler(TAKE_PART, writes=False)
    def hide_readers(self, work: Work) -> None:
        """Close the list of readers."""
        self.readers = ReadersRow()

    @handler(TAKE_PART, writes=False)
    def start_report(self, work: Work, number: int) -> None:
        """Ask why a message is to be looked at."""
        if not reading.some_messages(work.session, work.actor, self._row(work), [row_id(number)]):
            raise NotFound
        self.reporting = row_id(number)

    @handler(TAKE_PART, writes=False)
    def stop_report(self, work: Work) -> None:
        """Report nothing."""
        self.reporting = 0

    @handler(TAKE_PART)
    def send_report(self, work: Work, form: dict[str, Any]) -> Any:
        """Ask the school to look at the message."""
        room_id, number = row_id(self.room.id), row_id(self.reporting)
        reason = str(form.get("reason") or "")
        reporting.report(work.session, work.actor, room_id, number, reason, work.now)
        self.reporting = 0
        return toast_done(gettext(self.locale, "Those who moderate the chat will look at it"))

    @handler(TAKE_PART, writes=False)
    def choose_partner(self, work: Work) -> None:
        """Show whom one may write to."""
        self.choosing, self.sought = True, ""
        self._find(work)

    @handler(TAKE_PART, writes=False)
    def find_partner(self, work: Work, words: str) -> None:
        """Look for somebody by name."""
        self.sought = words[:80]
        self._find(work)

    @handler(TAKE_PART, writes=False)
    def stop_choosing(self, work: Work) -> None:
        """Close the choice."""
        self.choosing = False

    @handler(TAKE_PART)
    def talk_with(self, work: Work, person_id: int) -> Any:
        """Open the talk with a person, begun now or before."""
        room_id = talks.open_talk(work.session, work.actor, row_id(person_id))
        self.choosing = False
        return rx.redirect(f"/chat?room={room_id}")

    # ------------------------------------------------------------------------------------ what comes

    def _topics(self, work: Work) -> list[str]:
        return [chat_list_topic(work.actor.person_id), *map(chat_topic, self._rooms)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what came; the rights are those of the moment."""
        self._hear(work, topic, payload)
        if topic == chat_list_topic(work.actor.person_id):
            live.follow(self, work)
            if self.room.id:  # whether one may write may have changed
                self._show_head(work, self.room.id)

    @classmethod
    def _shares(cls, topic: str) -> Callable[[Session], Any] | None:
        room_id = chat_room_of(topic)
        return None if room_id is None else partial(echo_of, room_id=room_id)

    def _overhear(self, topic: str, payload: dict[str, Any], shared: Echo) -> bool:
        """Show what came from one reading for all of the room; what is rare each tab reads for itself."""
        known, me = self.get_value("_rooms").get(shared.room_id), self._acts_as
        if known is None or me not in shared.people or not payload.keys() & {"new", "number"}:
            return False
        if shared.last < known:  # it was read before the tab's own message: all of it is shown
            return "new" in payload
        is_open = self.room.id == shared.room_id and not self._is_behind
        came = shared.messages(me, known)
        number = payload.get("number")
        changed = [] if number is None else [shared.message(me, number)]
        if shared.first > known + 1 or None in changed or (is_open and self._last != known):
            return False
        reader, now = Reader(me, shared.time_zone, shared.today, self.locale), clock.now()
        listed = rows.with_news(self.get_value("sections"), shared, came, reader, now)
        if listed is None:
            return False
        self.sections, self._rooms = listed, self._rooms | {shared.room_id: shared.last}
        found = [one for one in (*changed, *came) if one is not None]
        if is_open and found:
            self._put(rows.shared_rows(found, shared, reader, now), shared.last)
        return True

    def _put(self, shown: list[dict[str, Any]], last: int) -> None:
        """Show messages of the open room, of which this is the last."""
        self._last = max(last, self._last)
        self.patch = {"seq": self._next(), "room": self.room.id, "rows": shown}
        if self.room.empty:
            self.room = replace(self.room, empty="")

    def _anew(self, work: Work) -> None:
        """Read anew what may have changed meanwhile."""
        self._show_rooms(work)
        if self.room.id:
            self._reload(work)

    def _hear(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        if self.room.id and topic == chat_topic(self.room.id):
            if "number" in payload:
                self._show_changed(work, payload["number"])
            elif "new" in payload:
                self._show_new(work)
            else:
                self._reload(work)
        self._show_rooms(work)

    # ------------------------------------------------------------------------------------- what is shown

    def _show_rooms(self, work: Work) -> None:
        found = rooms.own_rooms(work.session, work.actor, work.now)
        self._rooms = {one.id: one.last_number for one in found}
        shown = rows.sections(found, work.actor, work.now, self.locale)
        if list(self.sections) != shown:
            self.sections = shown

    def _row(self, work: Work) -> ChatRoom:
        return rooms.own_room(work.session, work.actor, row_id(self.room.id))[0]

    def _open(self, work: Work, room_id: int | None, at: int | None = None) -> None:
        self.readers = ReadersRow()
        if room_id is None:
            self.room, self.page, self.patch, self.may = RoomHead(), {}, {}, {}
            return
        self._show_head(work, room_id)
        self._show_page(work, again=False, at=at)

    def _reload(self, work: Work) -> None:
        """The open room anew: its head, and its last messages among those that stand there."""
        self._show_head(work, self.room.id)
        if not self._is_behind:
            self._show_page(work, again=True)

    def _show_head(self, work: Work, room_id: int) -> None:
        session, actor = work.session, work.actor
        row, room = rooms.own_room(session, actor, room_id)
        stands = standing(session, actor, row, work.now)
        hours = hours_of(session, actor.school_id)
        self.room = rows.room_head(
            room, stands, reading.count_people(session, actor, row), hours,
            supervisor_name(session, actor), reading.pinned_message(session, actor, row),
            actor, work.now, self.locale,
            urgent=reminding.may_tell_now(session, actor, row, stands, hours, work.now),
        )  # fmt: skip
        self.may = {
            "write": stands.may_write,
            "announce": stands.may_announce,
            "names": stands.may_announce and actor.works,
            "report": True,
        }

    def _show_page(self, work: Work, *, again: bool, at: int | None = None) -> None:
        row, room = rooms.own_room(work.session, work.actor, self.room.id)
        found = (
            reading.last_messages(work.session, work.actor, row)
            if at is None
            else reading.messages_around(work.session, work.actor, row, at)
        )
        numbers = [one.number for one in found.messages]
        again = again and numbers[:1] <= [self._last + 1]  # else some would be missing between
        self._last, self._is_behind = max(numbers, default=0), found.has_later
        self.page = {
            "seq": self._next(),
            "room": room.id,
            "rows": self._rows_of(work, row, found.messages),
            "earlier": found.has_earlier,
            "later": found.has_later,
            "at": at or 0,
            "unread": room.seen_number if room.unread else 0,
            "seen": room.last_number if room.supervised else room.seen_number,
            "again": again,
        }

    def _show_new(self, work: Work) -> None:
        if self._is_behind:  # what is new stands far below what is shown
            return
        row = self._row(work)
        found = reading.messages_since(work.session, work.actor, row, self._last)
        if found and found[0].number > self._last + 1:  # more came than a page holds: none may be passed over
            self._show_page(work, again=False)
        elif found:
            self._put(self._rows_of(work, row, found), found[-1].number)

    def _show_changed(self, work: Work, number: int) -> None:
        row = self._row(work)
        if number <= self._last:
            self._patch(work, row, reading.some_messages(work.session, work.actor, row, [number]))

    def _changed(self, work: Work, number: int) -> None:
        self._show_changed(work, number)
        self._show_rooms(work)
        work.publish(chat_topic(self.room.id), {"number": number})

    def _patch(self, work: Work, row: ChatRoom, found: Sequence[Message], **more: bool) -> None:
        shown = self._rows_of(work, row, found)
        self.patch = {"seq": self._next(), "room": row.id, "rows": shown, **more}

    def _rows_of(self, work: Work, row: ChatRoom, found: Sequence[Message]) -> list[dict[str, Any]]:
        read = reading.counts_read(work.session, work.actor, row, found)
        return rows.message_rows(found, read, work.actor, work.now, self.locale)

    def _find(self, work: Work) -> None:
        found = talks.partners(work.session, work.actor, self.sought)
        self.partners = rows.partner_rows(found, self.locale)

    def _next(self) -> int:
        self._seq += 1
        return self._seq
