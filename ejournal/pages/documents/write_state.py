"""The events of writing a document: what, to whom, and a look at it before it is published."""

from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext, ngettext
from ejournal.models import DocumentKind, Whom
from ejournal.pages.documents import rows
from ejournal.pages.documents.rows import AttachedRow
from ejournal.services.audience import offered
from ejournal.services.audience.parts import read_part
from ejournal.services.base.marked import as_html
from ejournal.services.documents import drafts, publishing
from ejournal.services.documents.drafts import Filled
from ejournal.services.files.keeping import shown
from ejournal.ui.components.draft import forget_draft
from ejournal.ui.components.sent import sent_keys
from ejournal.ui.frame.audience import OfferedParts, PartRow, offered_parts, part_rows
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_date, row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

WRITE = Permission.DOCUMENT_WRITE
DRAFTS = ("title", "words", "files")
"""The fields that the browser keeps while a draft is written."""


class WriteDocumentState(PageState):
    """The draft; the second step shows it as it would be read, and asks."""

    ready: bool = False
    checking: bool = False
    document_id: str = ""
    is_new: bool = True
    """Whether nothing of the document is published yet."""
    kind: str = DocumentKind.LOCAL_ACT.value
    number: str = ""
    title: str = ""
    words: str = ""
    signed: bool = False
    asks_again: bool = True
    until: str = ""
    attached: list[AttachedRow] = []
    files: list[dict[str, Any]] = []
    """The same, as `sent_files` shows them."""
    whom: str = Whom.GUARDIANS.value
    parts: list[PartRow] = []
    offered: OfferedParts = OfferedParts()
    found: list[PartRow] = []
    html: str = ""
    count: str = ""
    throwing: bool = False
    draft: str = ""
    """Under which name the browser keeps what is typed."""
    form: int = 0

    _seen: str = ""
    _version: int = 1

    @handler(WRITE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the draft that the address names."""
        number = row_id(self.router.url.query_parameters.get("id"))
        self.checking, self.throwing, self.found = False, False, []
        self._show(work, number)
        self._show_people(work, number)
        self.document_id, self.draft = str(number), f"document:{number}:{self._version}"
        self.ready = True

    # ------------------------------------------------------------------------------------------- to whom

    @handler(WRITE)
    def choose_whom(self, work: Work, value: str) -> None:
        """Guardians, pupils or both of the chosen classes."""
        whom = next((one for one in Whom if one.value == value), None)
        if whom is None:
            raise NotFound
        drafts.set_whom(work.session, work.actor, row_id(self.document_id), whom)
        self._show_people(work, row_id(self.document_id))

    @handler(WRITE)
    def add_part(self, work: Work, value: str) -> None:
        """Ask these too."""
        if value:
            drafts.add_part(work.session, work.actor, row_id(self.document_id), read_part(value))
        self.found = []
        self._show_people(work, row_id(self.document_id))

    @handler(WRITE)
    def drop_part(self, work: Work, value: str) -> None:
        """Ask these no more."""
        drafts.drop_part(work.session, work.actor, row_id(self.document_id), read_part(value))
        self._show_people(work, row_id(self.document_id))

    @handler(WRITE, writes=False)
    def find_person(self, work: Work, words: str) -> None:
        """Look for somebody by name."""
        found = offered.find_people(work.session, work.actor, WRITE, str(words)[: limits.SEARCH])
        self.found = part_rows(found, self.locale)

    # ---------------------------------------------------------------------------------------------- what

    @handler(WRITE)
    def save(self, work: Work, form: dict[str, Any]) -> Any:
        """Keep what is filled in, then look at it as a whole."""
        number = row_id(self.document_id)
        drafts.fill(work.session, work.actor, number, self._filled(form), work.now)
        self._show(work, number)
        return [*(forget_draft(f"{self.draft}:{name}") for name in DRAFTS), WriteDocumentState.review]

    @handler(WRITE, writes=False)
    def review(self, work: Work) -> None:
        """Show the draft as it would be read, and how many it would ask."""
        number = row_id(self.document_id)
        ready = publishing.check(work.session, work.actor, number)
        self._seen = ready.seen
        people = ngettext(self.locale, "{n} person", "{n} people", ready.people)
        signatures = ngettext(self.locale, "{n} signature", "{n} signatures", ready.signatures)
        self.count = gettext(
            self.locale, "It is for {people}: {signatures}", people=people, signatures=signatures
        )
        self.html = as_html(self.words) if self.words else ""
        self.checking = True

    @handler(WRITE, writes=False)
    def back(self, work: Work) -> None:
        """Go on writing."""
        self.checking = False

    @handler(WRITE)
    def drop_file(self, work: Work, key: str) -> None:
        """Take a file off the draft."""
        number = row_id(self.document_id)
        drafts.drop_file(work.session, work.actor, number, str(key))
        self._show_files(work, number)

    @handler(WRITE)
    def publish(self, work: Work) -> Any:
        """Publish what was looked at, and ask everybody."""
        number = row_id(self.document_id)
        count = publishing.publish(work.session, work.actor, number, self._seen, work.now)
        told = ngettext(
            self.locale, "Published: {n} person is asked", "Published: {n} people are asked", count
        )
        return [rx.redirect(f"/documents/read?id={number}"), toast_done(told)]

    @handler(WRITE, writes=False)
    def ask_throw_away(self, work: Work, wanted: bool) -> None:
        """Ask first; or go back."""
        self.throwing = wanted is True

    @handler(WRITE)
    def throw_away(self, work: Work) -> Any:
        """Throw the draft away."""
        drafts.throw_away(work.session, work.actor, row_id(self.document_id))
        told = toast_done(gettext(self.locale, "The draft is thrown away"))
        return [
            *(forget_draft(f"{self.draft}:{name}") for name in DRAFTS),
            rx.redirect("/documents?view=school"),
            told,
        ]

    def _filled(self, form: dict[str, Any]) -> Filled:
        kind = next((one for one in DocumentKind if one.value == form.get("kind")), DocumentKind(self.kind))
        return Filled(
            title=str(form.get("title") or ""),
            words=str(form.get("words") or ""),
            kind=kind,
            number=str(form.get("number") or ""),
            signed=bool(form.get("signed")),
            asks_again=self.is_new or bool(form.get("asks_again")),
            until=optional_date(form.get("until")),
            files=sent_keys(form, "files"),
        )

    def _show(self, work: Work, number: int) -> None:
        found = drafts.draft_of(work.session, work.actor, number)
        document, version = found.document, found.version
        self._version, self.is_new = version.version, document.current == 0
        self.kind, self.number, self.signed = document.kind.value, document.number, document.signed
        self.title, self.words, self.asks_again = version.title, version.words, version.asks_again
        self.until = version.until.isoformat() if version.until else ""
        self.attached, self.files = rows.attached_rows(found.files), [shown(one) for one in found.files]
        self.form += 1

    def _show_files(self, work: Work, number: int) -> None:
        found = drafts.draft_of(work.session, work.actor, number).files
        self.attached, self.files = rows.attached_rows(found), [shown(one) for one in found]

    def _show_people(self, work: Work, number: int) -> None:
        session, actor = work.session, work.actor
        chosen = drafts.draft_of(session, actor, number).chosen
        self.whom = chosen.whom.value
        self.parts = part_rows(offered.named(session, actor, chosen.parts), self.locale)
        self.offered = offered_parts(offered.offered(session, actor, WRITE), chosen.parts, self.locale)
