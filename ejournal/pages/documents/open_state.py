"""The events of one document: read and acknowledged; by the school followed, reminded of, withdrawn."""

from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.access import guard
from ejournal.access.permissions import Permission
from ejournal.i18n import gettext, ngettext
from ejournal.pages.documents import rows
from ejournal.pages.documents.rows import CountsRow, ForRow, TextRow, VersionRow
from ejournal.services.base.topics import document_topic, documents_topic
from ejournal.services.documents import drafts, publishing, reading, signing
from ejournal.services.documents.register import counts
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

READ, SIGN, WRITE = Permission.DOCUMENT_READ, Permission.DOCUMENT_ACKNOWLEDGE, Permission.DOCUMENT_WRITE
FOR = "for-"
"""How the names of the boxes begin by which one chooses for whom."""


class OpenDocumentState(PageState):
    """One document: as it is read, what the reader is asked, and how far it is."""

    ready: bool = False
    document_id: str = ""
    title: str = ""
    text: TextRow = TextRow()
    versions: list[VersionRow] = []
    own: list[ForRow] = []
    waits: bool = False
    """Whether the reader is asked to acknowledge the version that is shown."""
    several: bool = False
    signed: bool = False
    unseen: str = ""
    """Changes when there is something that was not looked at yet."""
    keeps: bool = False
    may_write: bool = False
    counts: CountsRow = CountsRow()
    withdrawing: bool = False
    form: int = 0

    _version: int = 0

    @handler(READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the version that the address names, else the one in force."""
        asked = self.router.url.query_parameters
        number = row_id(asked.get("id"))
        self._version = optional_row_id(asked.get("version")) or 0
        self.withdrawing = False
        self.form += 1
        self._show(work, number)
        self.document_id = str(number)
        self.ready = True

    @handler(SIGN)
    def seen(self, work: Work) -> None:
        """The document was looked at."""
        signing.mark_seen(work.session, work.actor, row_id(self.document_id), work.now)
        self.unseen = ""

    @handler(SIGN)
    def acknowledge(self, work: Work, form: dict[str, Any]) -> Any:
        """Say that one knows the version that is shown, for those chosen."""
        number = row_id(self.document_id)
        whom = [one.id for one in self.own if one.waits]
        if self.several:
            whom = [one for one in whom if form.get(f"{FOR}{one}")]
        typed = text(form.get("proof"), limit=limits.PASSWORD, field="proof")
        signing.acknowledge(
            work.session, work.actor, number, self.text.number, [int(one) for one in whom], typed, work.now
        )
        self.form += 1
        self._show(work, number)
        return toast_done(gettext(self.locale, "It is in the register that you know this document"))

    @handler(WRITE)
    def remind(self, work: Work) -> Any:
        """Remind those who have not acknowledged."""
        number = row_id(self.document_id)
        count = publishing.remind(work.session, work.actor, number, work.now)
        self._show(work, number)
        return toast_done(ngettext(self.locale, "{n} person is reminded", "{n} people are reminded", count))

    @handler(WRITE)
    def begin_version(self, work: Work) -> Any:
        """Go to the draft of the next version, begun as the one in force."""
        number = row_id(self.document_id)
        drafts.begin_version(work.session, work.actor, number)
        return rx.redirect(f"/documents/write?id={number}")

    @handler(WRITE, writes=False)
    def ask_withdraw(self, work: Work, wanted: bool) -> None:
        """Ask why first; or go back."""
        self.withdrawing = wanted is True
        self.form += 1

    @handler(WRITE)
    def withdraw(self, work: Work, form: dict[str, Any]) -> Any:
        """Withdraw the document."""
        number = row_id(self.document_id)
        reason = text(form.get("reason"), limit=limits.NOTE, field="reason")
        publishing.withdraw(work.session, work.actor, number, reason, work.now)
        self.withdrawing = False
        self._show(work, number)
        return toast_done(gettext(self.locale, "The document is withdrawn"))

    def _topics(self, work: Work) -> list[str]:
        number = int(self.document_id or 0)
        return [document_topic(number), documents_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        if self.document_id:
            self._show(work, row_id(self.document_id))

    def _show(self, work: Work, number: int) -> None:
        session, actor = work.session, work.actor
        found = reading.opened(session, actor, number, self._version)
        self.title, self.text = found.version.title, rows.text_row(found, actor, self.locale)
        self.versions = rows.version_rows(found, actor, self.locale)
        self.own = rows.for_rows(found.own, actor, self.locale)
        waiting = [one for one in found.own if one.waits]
        self.waits = bool(waiting) and found.is_current
        self.several, self.signed = len(waiting) > 1, found.document.signed
        self.unseen = str(number) if found.unseen and actor.looking is None else ""
        self.keeps = guard.may(session, actor, found.document, Permission.DOCUMENT_REGISTER_READ)
        is_open = found.document.withdrawn_at is None
        self.may_write = actor.may(WRITE) and is_open
        if self.keeps:
            self.counts = rows.counts_row(counts(session, actor, number), self.locale)
