"""The events of an open item: read and acknowledged; by who looks after it pinned, withdrawn, reminded of."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.i18n import gettext, ngettext
from ejournal.pages.news import rows
from ejournal.pages.news.rows import GroupRow, OpenRow
from ejournal.services.base.topics import news_topic
from ejournal.services.news import acknowledging, publishing, reading
from ejournal.services.news.public import page_address
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

READ, ANSWER, WRITE = Permission.NEWS_READ, Permission.NEWS_ANSWER, Permission.NEWS_WRITE


class NewsItemState(PageState):
    """One item, as its reader sees it and as who looks after it does."""

    ready: bool = False
    item: OpenRow = OpenRow()
    unseen: str = ""
    """Changes when there is something that was not looked at yet."""
    standing: str = ""
    done: int = 0
    people: int = 0
    groups: list[GroupRow] = []
    withdrawing: bool = False

    @handler(READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the item that the address names."""
        self.withdrawing = False
        self._show(work, row_id(self.router.url.query_parameters.get("id")))
        self.ready = True

    @handler(ANSWER)
    def seen(self, work: Work) -> None:
        """The item was looked at."""
        acknowledging.mark_seen(work.session, work.actor, row_id(self.item.id), work.now)
        self.unseen = ""

    @handler(ANSWER)
    def acknowledge(self, work: Work) -> Any:
        """The reader knows what it says."""
        number = row_id(self.item.id)
        acknowledging.acknowledge(work.session, work.actor, number, work.now)
        self._show(work, number)
        return toast_done(gettext(self.locale, "Saved"))

    @handler(WRITE)
    def remind(self, work: Work) -> Any:
        """Remind those who have not acknowledged it."""
        number = row_id(self.item.id)
        count = acknowledging.remind(work.session, work.actor, number, work.now)
        self._show(work, number)
        return toast_done(ngettext(self.locale, "{n} person is reminded", "{n} people are reminded", count))

    @handler(WRITE)
    def pin(self, work: Work) -> None:
        """Pin the item above the others, or take it down."""
        number = row_id(self.item.id)
        publishing.pin(work.session, work.actor, number)
        self._show(work, number)

    @handler(WRITE, writes=False)
    def ask_withdraw(self, work: Work, wanted: bool) -> None:
        """Ask before the item is withdrawn, or go back to it."""
        self.withdrawing = wanted is True and self.item.keeps

    @handler(WRITE)
    def withdraw(self, work: Work) -> Any:
        """Take the item back."""
        number = row_id(self.item.id)
        publishing.withdraw(work.session, work.actor, number)
        self.withdrawing = False
        self._show(work, number)
        return toast_done(gettext(self.locale, "Withdrawn"))

    def _topics(self, work: Work) -> list[str]:
        return [news_topic(self.item.id)] if self.item.id else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what is so now."""
        if self.item.id:
            self._show(work, self.item.id)

    def _show(self, work: Work, number: int) -> None:
        session, actor = work.session, work.actor
        found = reading.item_of(session, actor, number)
        public = page_address(session, actor.school_id, number)
        self.item = rows.open_row(found, actor, self.locale, public)
        self.unseen = "" if found.seen or not found.asked or not self.item.is_out else str(number)
        self.groups, self.standing, self.done, self.people = [], "", 0, 0
        if found.keeps and self.item.is_out:
            standing = acknowledging.standing(session, actor, number)
            self.standing = rows.standing_words(standing, self.locale, must=found.must)
            self.done = standing.acknowledged if found.must else standing.seen
            self.people = standing.people
            self.groups = rows.group_rows(standing, actor, self.locale, must=found.must)
