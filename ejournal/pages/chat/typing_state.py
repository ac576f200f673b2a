"""The events of the sign that somebody is writing in the open room."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlmodel import Session

from ejournal.access import guard
from ejournal.access.permissions import Permission
from ejournal.i18n import gettext
from ejournal.models import ChatRoom
from ejournal.services.base.topics import chat_typing_room_of, chat_typing_topic
from ejournal.services.chat.typing import name_of_writer, people_now
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

EVERY_S = 2.0
"""How often one tab's writing is told at most."""


class ChatTypingState(PageState):
    """Who writes in the room of the address."""

    typing: dict[str, Any] = {}

    _here: int = 0
    _told_at: float = 0.0
    _count: int = 0

    @handler(Permission.CHAT_TAKE_PART, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Follow the room that the address names."""
        self._here, self.typing = 0, {}
        room_id = optional_row_id(self.router.url.query_parameters.get("room"))
        if room_id is not None:
            guard.get(work.session, work.actor, ChatRoom, room_id, Permission.CHAT_TAKE_PART)
            self._here = room_id

    @handler(Permission.CHAT_TAKE_PART, writes=False)
    def types(self, work: Work) -> None:
        """Tell those who have the room open that one is writing."""
        now = work.now.timestamp()
        if not self._here or abs(now - self._told_at) < EVERY_S:
            return
        self._told_at = now
        name = name_of_writer(work.session, work.actor, self._here, work.now)
        if name:
            work.publish(chat_typing_topic(self._here), {"who": work.actor.person_id, "name": name})

    def _topics(self, _work: Work) -> list[str]:
        return [chat_typing_topic(self._here)] if self._here else []

    @classmethod
    def _shares(cls, topic: str) -> Callable[[Session], Any] | None:
        room_id = chat_typing_room_of(topic)
        return None if room_id is None else partial(people_now, room_id=room_id)

    def _overhear(self, topic: str, payload: dict[str, Any], shared: frozenset[int]) -> bool:
        """Show who writes to those in the room; nobody else reads anything for it."""
        if self._acts_as in shared and topic == chat_typing_topic(self._here) and "name" in payload:
            self._show(payload)
        return True

    def _show(self, payload: dict[str, Any]) -> None:
        if payload["who"] != self._acts_as:
            self._count += 1
            words = gettext(self.locale, "{name} is writing", name=payload["name"])
            self.typing = {"seq": self._count, "words": words}
