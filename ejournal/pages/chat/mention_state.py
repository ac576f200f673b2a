"""Whom of the open room a message may name, as one types the name."""

from typing import Any

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.services.chat.mentions import people_to_name
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work


class ChatMentionState(PageState):
    """Those found by what stands after the sign."""

    people: dict[str, Any] = {}
    """{words, found: [[id, name]]}: the words are those that were typed, for who types on meanwhile."""

    @handler(Permission.CHAT_TAKE_PART, writes=False)
    def find(self, work: Work, room_id: int, words: str) -> None:
        """Find those of the room whose names begin so."""
        words = str(words)[: limits.SEARCH]
        found = people_to_name(work.session, work.actor, row_id(room_id), words, work.now)
        self.people = {"words": words, "found": [[one.id, one.name] for one in found]}
