"""The events of a topic: its posts, answers, changes, reports, who follows it."""

from typing import Any

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.pages.forum import rows
from ejournal.pages.forum.rows import PageRow, PostRow, TopicHead
from ejournal.services.base.topics import forum_topic, thread_topic
from ejournal.services.forum import following, moderating, posting, reading, reporting
from ejournal.ui.components.draft import forget_draft
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

TAKE_PART = Permission.FORUM_TAKE_PART


class ForumTopicState(PageState):
    """The topic that the address names, a page of it."""

    ready: bool = False
    head: TopicHead = TopicHead()
    posts: list[PostRow] = []
    pages: PageRow = PageRow()
    reporting: int = 0
    """The number of the post that is being reported."""
    changing: PostRow = PostRow()
    answer_key: str = ""

    _page: int | None = None
    _times: int = 0

    @handler(TAKE_PART, loads=True, writes=False)
    def load(self, work: Work) -> Any:
        """Show the page that the address names, else where one has read to."""
        asked = self.router.url.query_parameters
        self.reporting, self.changing = 0, PostRow()
        self._page = optional_row_id(asked.get("page"))
        post = optional_row_id(asked.get("post"))
        self._show(work, row_id(asked.get("topic")), post)
        self.ready = True
        return ForumTopicState.seen()

    @handler(TAKE_PART)
    def seen(self, work: Work) -> None:
        """The topic was looked at."""
        following.see(work.session, work.actor, row_id(self.head.id), work.now)

    @handler(TAKE_PART)
    def answer(self, work: Work, form: dict[str, Any]) -> Any:
        """Put an answer at the end of the topic."""
        number = row_id(self.head.id)
        words = str(form.get(posting.WORDS) or "")
        posted = posting.answer(work.session, work.actor, number, words, work.now)
        self._page = reading.LAST
        self._show(work, number)
        self._next()
        waits = gettext(self.locale, "A moderator looks at it first")
        done = waits if posted.waits else gettext(self.locale, "Answered")
        return [
            forget_draft(self.head.draft),
            toast_done(done),
            rx.call_script(f"document.getElementById('p{posted.number}')?.scrollIntoView()"),
        ]

    @handler(TAKE_PART, writes=False)
    def start_change(self, work: Work, number: int) -> None:
        """Ask what the own post is to say."""
        self._show(work, row_id(self.head.id))
        found = next((one for one in self.posts if one.number == row_id(number)), None)
        if found is None or not found.may_change:
            raise NotFound
        self.changing = found

    @handler(TAKE_PART, writes=False)
    def stop_change(self, work: Work) -> None:
        """Change nothing."""
        self.changing = PostRow()

    @handler(TAKE_PART)
    def change(self, work: Work, form: dict[str, Any]) -> Any:
        """Change the own post."""
        topic, number = row_id(self.head.id), row_id(self.changing.number)
        words, title = (str(form.get(name) or "") for name in (posting.WORDS, posting.TITLE))
        posting.change_post(work.session, work.actor, topic, number, words, work.now, title)
        self.changing = PostRow()
        self._show(work, topic)
        return toast_done(gettext(self.locale, "Saved"))

    @handler(TAKE_PART)
    def take_back(self, work: Work) -> Any:
        """Take the own post back that is being changed."""
        topic, number = row_id(self.head.id), row_id(self.changing.number)
        posting.take_back(work.session, work.actor, topic, number, work.now)
        self.changing = PostRow()
        done = toast_done(gettext(self.locale, "The post is taken back"))
        if number == 1:
            return [rx.redirect(self.head.section_href), done]
        self._show(work, topic)
        return done

    @handler(TAKE_PART)
    def follow(self, work: Work, wanted: bool) -> None:
        """Be told of answers, or not."""
        number = row_id(self.head.id)
        following.choose(work.session, work.actor, number, wanted=wanted is True)
        self._show(work, number)

    @handler(TAKE_PART, writes=False)
    def start_report(self, work: Work, number: int) -> None:
        """Ask why a post is to be looked at."""
        posting.post_of(work.session, work.actor, row_id(self.head.id), row_id(number))
        self.reporting = row_id(number)

    @handler(TAKE_PART, writes=False)
    def stop_report(self, work: Work) -> None:
        """Report nothing."""
        self.reporting = 0

    @handler(TAKE_PART)
    def send_report(self, work: Work, form: dict[str, Any]) -> Any:
        """Ask the moderators to look at the post."""
        topic, number = row_id(self.head.id), row_id(self.reporting)
        reporting.report(work.session, work.actor, topic, number, str(form.get("reason") or ""), work.now)
        self.reporting = 0
        return toast_done(gettext(self.locale, "Those who moderate the forum will look at it"))

    @handler(TAKE_PART, writes=False)
    def refresh(self, work: Work) -> None:
        """Show the topic as it is now, where one is open."""
        self._anew(work)

    @handler(Permission.FORUM_MODERATE)
    def pin(self, work: Work) -> None:
        """Pin the topic above its section, or take it down."""
        moderating.pin(work.session, work.actor, row_id(self.head.id))
        self._show(work, self.head.id)

    def _topics(self, work: Work) -> list[str]:
        return [thread_topic(self.head.id), forum_topic(work.actor.school_id)] if self.head.id else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what came in the topic, and what changed about who may write."""
        self._show(work, self.head.id)

    def _anew(self, work: Work) -> None:
        """Read anew what may have changed meanwhile."""
        if self.head.id:
            self._show(work, self.head.id)

    def _show(self, work: Work, topic_id: int, post: int | None = None) -> None:
        found = reading.thread(work.session, work.actor, topic_id, work.now, self._page, post)
        self._page = found.page.number
        follows = following.follows(work.session, work.actor, topic_id)
        self.head = rows.topic_head(found, follows, work.actor, self.locale)
        self.posts = rows.post_rows(found, work.actor, work.now, self.locale)
        self.pages = rows.page_row(found.page, f"/forum/topic?topic={topic_id}", self.locale)

    def _next(self) -> None:
        self._times += 1
        self.answer_key = f"answer-{self._times}"
