"""The events of the lists of messages: got and written."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.pages.messages import rows
from ejournal.pages.messages.rows import LineRow
from ejournal.services.base.topics import own_messages_topic
from ejournal.services.messages import reading
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

GOT, WRITTEN = "got", "written"


class MessagesState(PageState):
    """A page of one of the lists; the address holds which."""

    ready: bool = False
    writes: bool = False
    view: str = GOT
    lines: list[LineRow] = []
    later: str = ""
    """The address of the page before, of what came later; empty on the first."""
    earlier: str = ""

    _page: int = 1

    @handler(Permission.MESSAGE_READ, loads=True)
    def load(self, work: Work) -> None:
        """Show the list that the address names: who writes begins with what they have written."""
        asked = self.router.url.query_parameters
        self.writes = work.actor.may(Permission.MESSAGE_WRITE)
        self.view = WRITTEN if self.writes and asked.get("view") != GOT else GOT
        self._page = optional_row_id(asked.get("page")) or 1
        self._fill(work)
        self.ready = True

    def _topics(self, work: Work) -> list[str]:
        return [own_messages_topic(work.actor.person_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        self._fill(work)

    def _bell_rang(self, work: Work) -> None:
        """Something came, or was withdrawn."""
        self._fill(work)

    def _fill(self, work: Work) -> None:
        if self.view == WRITTEN:
            found = reading.written_messages(work.session, work.actor, self._page)
            self.lines = rows.written_rows(found.lines, work.actor, self.locale)
        else:
            found = reading.got_messages(work.session, work.actor, self._page)
            self.lines = rows.got_rows(found.lines, work.now, work.actor, self.locale)
        base = f"/messages?view={self.view}&page="
        self.later = f"{base}{self._page - 1}" if self._page > 1 else ""
        self.earlier = f"{base}{self._page + 1}" if found.has_more else ""
