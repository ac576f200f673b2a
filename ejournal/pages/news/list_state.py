"""The events of the lists of news: what is to be read, the archive, what is being written."""

from typing import Any

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.pages.news import rows
from ejournal.pages.news.rows import NewsRow
from ejournal.services.base.topics import class_page_topic, news_list_topic
from ejournal.services.class_page.reading import ClassNews
from ejournal.services.news import comments, drafts, reading
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

NOW, ARCHIVE, MINE = "now", "archive", "mine"


class NewsListState(PageState):
    """A page of one of the lists; the address holds which."""

    ready: bool = False
    writes: bool = False
    view: str = NOW
    lines: list[NewsRow] = []
    later: str = ""
    """The address of the page before, of what came later; empty on the first."""
    earlier: str = ""

    _page: int = 1
    _classes: list[int] = []

    @handler(Permission.NEWS_READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the list that the address names."""
        asked = self.router.url.query_parameters
        self.writes = work.actor.may(Permission.NEWS_WRITE)
        views = (ARCHIVE, MINE) if self.writes else (ARCHIVE,)
        view = asked.get("view", NOW)
        self.view = view if view in views else NOW
        self._page = optional_row_id(asked.get("page")) or 1
        self._fill(work)
        self.ready = True

    @handler(Permission.NEWS_WRITE)
    def begin(self, work: Work) -> Any:
        """Begin an item."""
        item = drafts.begin(work.session, work.actor, work.now)
        return rx.redirect(f"/news/write?id={item.id}")

    def _topics(self, work: Work) -> list[str]:
        return [news_list_topic(work.actor.school_id), *map(class_page_topic, self._classes)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what came."""
        self._fill(work)

    def _fill(self, work: Work) -> None:
        session, actor = work.session, work.actor
        if self.view == MINE:
            self.lines = rows.draft_rows(drafts.own_drafts(session, actor), actor, self.locale)
            self.later = self.earlier = ""
            return
        found = reading.page(session, actor, self._page, archive=self.view == ARCHIVE)
        own = [one.id for one in found.items if not isinstance(one, ClassNews)]
        self._classes = sorted({one.class_id for one in found.items if isinstance(one, ClassNews)})
        reported = comments.waiting_reports(session, actor, own) if self.writes else frozenset()
        self.lines = rows.news_rows(found.items, reported, actor, self.locale)
        base = f"/news?view={self.view}&page="
        self.later = f"{base}{found.page - 1}" if found.page > 1 else ""
        self.earlier = f"{base}{found.page + 1}" if found.has_more else ""
