"""The events of writing news: to whom, what, a look at it as its readers see it, publishing."""

from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext, ngettext
from ejournal.models import NewsItem, NewsState, Whom
from ejournal.pages.news import rows
from ejournal.pages.news.rows import FormRow, OpenRow
from ejournal.services.audience import offered
from ejournal.services.audience.parts import read_part
from ejournal.services.audience.people import reaches_all
from ejournal.services.class_page.photos import PHOTOS
from ejournal.services.news import drafts, publishing, reading
from ejournal.services.news.drafts import Filled
from ejournal.ui.components.draft import forget_draft
from ejournal.ui.components.sent import sent_keys
from ejournal.ui.frame.audience import OfferedParts, PartRow, offered_parts, part_rows
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_date, optional_moment, row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

WRITE = Permission.NEWS_WRITE
FIELDS = ("title", "words", "files")
"""What the browser keeps while it is written."""


class NewsWriteState(PageState):
    """An item being written, or changed when it is out; the second step shows it as its readers see it."""

    ready: bool = False
    checking: bool = False
    is_draft: bool = False
    speaks_for_all: bool = False
    item: FormRow = FormRow()
    form: int = 0
    """Another number whenever the program fills the fields anew."""
    whom: str = Whom.BOTH.value
    parts: list[PartRow] = []
    offered: OfferedParts = OfferedParts()
    found: list[PartRow] = []
    count: str = ""
    preview: OpenRow = OpenRow()
    will: list[str] = []
    """What publishing would do, in words."""

    @handler(WRITE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the item that the address names: a draft, or one that is out."""
        item = self._item(work, self.router.url.query_parameters.get("id"))
        if item.state not in (NewsState.DRAFT, NewsState.OUT):
            raise NotFound
        self.checking, self.found = False, []
        self.is_draft, self.speaks_for_all = item.state is NewsState.DRAFT, reaches_all(work.actor)
        self._show(work, item)
        self.ready = True

    # ------------------------------------------------------------------------------------------- to whom

    @handler(WRITE)
    def choose_whom(self, work: Work, value: str) -> None:
        """Guardians, pupils or both of the chosen classes."""
        whom = next((one for one in Whom if one.value == value), None)
        if whom is None:
            raise NotFound
        drafts.set_whom(work.session, work.actor, self._number(), whom)
        self._show_people(work)

    @handler(WRITE)
    def add_part(self, work: Work, value: str) -> None:
        """Write it for these too."""
        if value:
            drafts.add_part(work.session, work.actor, self._number(), read_part(value))
        self.found = []
        self._show_people(work)

    @handler(WRITE)
    def drop_part(self, work: Work, value: str) -> None:
        """Write it for these no more."""
        drafts.drop_part(work.session, work.actor, self._number(), read_part(value))
        self._show_people(work)

    @handler(WRITE, writes=False)
    def find_person(self, work: Work, words: str) -> None:
        """Look for somebody by name."""
        found = offered.find_people(work.session, work.actor, WRITE, words[: limits.SEARCH])
        self.found = part_rows(found, self.locale)

    # --------------------------------------------------------------------------------------------- what

    @handler(WRITE)
    def keep_title(self, work: Work, words: str, base: str) -> None:
        """Keep the heading of a draft as far as it is written."""
        if number := self._draft():
            drafts.keep(work.session, work.actor, number, title=words)

    @handler(WRITE)
    def keep_words(self, work: Work, words: str, base: str) -> None:
        """Keep the text of a draft as far as it is written."""
        if number := self._draft():
            drafts.keep(work.session, work.actor, number, words=words)

    @handler(WRITE)
    def drop_file(self, work: Work, key: str) -> None:
        """Show the file no more."""
        drafts.drop_file(work.session, work.actor, self._number(), str(key))
        item = self._item(work, self.item.id)
        self.item = rows.form_row(item, drafts.files_of(work.session, item), work.actor)

    @handler(WRITE)
    def review(self, work: Work, form: dict[str, Any]) -> Any:
        """Show a draft as its readers would see it; save one that is out. DomainError by the field."""
        session, actor, number = work.session, work.actor, self._number()
        filled = self._filled(work, form)
        if not self.is_draft:
            anew = bool(form.get("anew"))
            publishing.change(session, actor, number, filled, work.now, anew=anew)
            saved = toast_done(gettext(self.locale, "Saved"))
            return [*self._forget(), rx.redirect(f"/news/read?id={number}"), saved]
        item = drafts.fill(session, actor, number, filled, work.now)
        people = publishing.check(session, actor, item)
        found = reading.item_of(session, actor, number)
        self.preview = rows.open_row(found, actor, self.locale)
        self.will = rows.will_words(item, len(people), actor, self.locale)
        self._show(work, item)
        self.checking = True
        return forget_draft(self.item.draft + ":files")

    @handler(WRITE, writes=False)
    def back(self, work: Work) -> None:
        """Go on writing."""
        self.checking = False

    @handler(WRITE)
    def publish(self, work: Work) -> Any:
        """Publish what was looked at."""
        if not self.checking:
            raise NotFound
        item = publishing.publish(work.session, work.actor, self._number(), work.now)
        waits = item.state is NewsState.WAITING
        self.checking = False
        at_once = gettext(self.locale, "The news are out")
        told = gettext(self.locale, "It comes out at its hour") if waits else at_once
        return [*self._forget(), rx.redirect(f"/news/read?id={item.id}"), toast_done(told)]

    @handler(WRITE)
    def throw_away(self, work: Work) -> Any:
        """Throw the draft away."""
        drafts.throw_away(work.session, work.actor, self._number())
        return [*self._forget(), rx.redirect("/news?view=mine")]

    # ------------------------------------------------------------------------------------- what is shown

    def _number(self) -> int:
        return row_id(self.item.id)

    def _draft(self) -> int:
        """The number of the open draft; zero where what is out is changed, which is kept when it is saved."""
        return self._number() if self.is_draft or not self.item.id else 0

    def _item(self, work: Work, number: object) -> NewsItem:
        return drafts.writable(work.session, work.actor, row_id(number))

    def _filled(self, work: Work, form: dict[str, Any]) -> Filled:
        return Filled(
            title=str(form.get("title") or ""),
            words=str(form.get("words") or ""),
            pinned=bool(form.get("pinned")),
            must=bool(form.get("must")),
            comments=bool(form.get("comments")),
            is_public=bool(form.get("public")),
            at=optional_moment(form.get("at"), work.actor.time_zone, "at"),
            until=optional_date(form.get("until")),
            files=sent_keys(form, "files"),
            photos=bool(form.get(PHOTOS)),
        )

    def _forget(self) -> list[Any]:
        return [forget_draft(f"{self.item.draft}:{name}") for name in FIELDS]

    def _show(self, work: Work, item: NewsItem) -> None:
        self.item = rows.form_row(item, drafts.files_of(work.session, item), work.actor)
        self.form += 1
        self._show_people(work)

    def _show_people(self, work: Work) -> None:
        session, actor = work.session, work.actor
        item = self._item(work, self.item.id)
        chosen = drafts.chosen_of(session, item)
        self.whom = item.whom.value
        self.parts = part_rows(offered.named(session, actor, chosen.parts), self.locale)
        self.offered = offered_parts(offered.offered(session, actor, WRITE), chosen.parts, self.locale)
        people = len(publishing.audience(session, actor, item))
        nobody = gettext(self.locale, "Nobody is chosen yet")
        self.count = (
            ngettext(self.locale, "{n} person reads it", "{n} people read it", people) if people else nobody
        )
