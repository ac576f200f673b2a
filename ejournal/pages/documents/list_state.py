"""The events of the lists of documents: one's own, and those of the school."""

from typing import Any

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.i18n import ngettext
from ejournal.pages.documents import rows
from ejournal.pages.documents.rows import LineRow
from ejournal.services.base.topics import documents_topic
from ejournal.services.consents.giving import count_waiting as consents_waiting
from ejournal.services.documents import drafts, reading
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

OWN, SCHOOL = "own", "school"


class DocumentsState(PageState):
    """A page of one of the lists; the address holds which."""

    ready: bool = False
    keeps: bool = False
    writes: bool = False
    view: str = OWN
    lines: list[LineRow] = []
    drafts: list[LineRow] = []
    consents: str = ""
    """How many consents wait for the reader, in words; empty for none."""
    later: str = ""
    earlier: str = ""

    _page: int = 1

    @handler(Permission.DOCUMENT_READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the list that the address names; one's own, where it names none."""
        asked = self.router.url.query_parameters
        self.keeps, self.writes = reading.keeps(work.actor), work.actor.may(Permission.DOCUMENT_WRITE)
        self.view = SCHOOL if self.keeps and asked.get("view") == SCHOOL else OWN
        self._page = optional_row_id(asked.get("page")) or 1
        self._fill(work)
        self.ready = True

    @handler(Permission.DOCUMENT_WRITE)
    def begin(self, work: Work) -> Any:
        """Begin a document, and go to its draft."""
        return rx.redirect(f"/documents/write?id={drafts.begin(work.session, work.actor, work.now)}")

    def _topics(self, work: Work) -> list[str]:
        return [documents_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        self._fill(work)

    def _bell_rang(self, work: Work) -> None:
        """Something came, or was read elsewhere."""
        self._fill(work)

    def _fill(self, work: Work) -> None:
        session, actor = work.session, work.actor
        self.drafts, self.consents = [], ""
        if self.view == SCHOOL:
            found = reading.school_documents(session, actor, self._page)
            self.lines = rows.school_rows(found.lines, actor, self.locale)
            if self.writes:
                self.drafts = rows.draft_rows(reading.drafts(session, actor), self.locale)
        else:
            found = reading.own_documents(session, actor, self._page)
            self.lines = rows.own_rows(found.lines, actor, self.locale)
            count = consents_waiting(session, actor) if actor.may(Permission.ACCOUNT_READ) else 0
            words = ngettext(
                self.locale,
                "The school asks for {n} consent of yours",
                "The school asks for {n} consents of yours",
                count,
            )
            self.consents = words if count else ""
        base = f"/documents?view={self.view}&page="
        self.later = f"{base}{self._page - 1}" if self._page > 1 else ""
        self.earlier = f"{base}{self._page + 1}" if found.has_more else ""
