"""The events of the comments under an item: said, taken back, reported; hidden with a reason."""

from typing import Any

from ejournal.access import guard
from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.models import NewsItem
from ejournal.pages.news import rows
from ejournal.pages.news.rows import CommentRow
from ejournal.services.base.topics import news_topic
from ejournal.services.news import comments
from ejournal.ui.components.draft import forget_draft
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

READ, ANSWER, WRITE = Permission.NEWS_READ, Permission.NEWS_ANSWER, Permission.NEWS_WRITE


class NewsCommentsState(PageState):
    """What stands under the open item."""

    news_id: int = 0
    comments: list[CommentRow] = []
    draft: str = ""
    form: str = "news-comment-0"
    """Another name whenever the field is to be empty again."""
    hiding: int = 0

    _said: int = 0

    @handler(READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show what stands under the item that the address names."""
        self.hiding = 0
        self._show(work, row_id(self.router.url.query_parameters.get("id")))

    @handler(ANSWER)
    def say(self, work: Work, form: dict[str, Any]) -> Any:
        """Put a comment under the item."""
        words = str(form.get("comment") or "")
        comments.say(work.session, work.actor, row_id(self.news_id), words, work.now)
        said, self._said = self.draft, self._said + 1  # under another name, or it would come back
        self.form = f"news-comment-{self._said}"
        self._show(work, self.news_id)
        return forget_draft(said)

    @handler(ANSWER)
    def take_back(self, work: Work, comment_id: int) -> None:
        """Take an own comment back."""
        comments.take_back(work.session, work.actor, row_id(comment_id), work.now)
        self._show(work, self.news_id)

    @handler(ANSWER)
    def report(self, work: Work, comment_id: int) -> Any:
        """Ask to look at a comment."""
        comments.report(work.session, work.actor, row_id(comment_id), work.now)
        return toast_done(gettext(self.locale, "Who looks after the news is asked to look at it"))

    @handler(WRITE, writes=False)
    def start_hiding(self, work: Work, comment_id: int) -> None:
        """Ask why the comment is to be hidden."""
        comment, _ = comments.kept_comment(work.session, work.actor, row_id(comment_id))
        self.hiding = comment.id or 0

    @handler(WRITE, writes=False)
    def stop_hiding(self, work: Work) -> None:
        """Hide nothing."""
        self.hiding = 0

    @handler(WRITE)
    def hide(self, work: Work, form: dict[str, Any]) -> Any:
        """Hide the comment from others, with the reason that its author reads."""
        reason = str(form.get("reason") or "")
        comments.hide(work.session, work.actor, row_id(self.hiding), reason, work.now)
        self.hiding = 0
        self._show(work, self.news_id)
        return toast_done(gettext(self.locale, "It is hidden, its author is told"))

    @handler(WRITE)
    def show_again(self, work: Work, comment_id: int) -> Any:
        """Let others see the comment again."""
        comments.show_again(work.session, work.actor, row_id(comment_id), work.now)
        self._show(work, self.news_id)
        return toast_done(gettext(self.locale, "Others see it again"))

    @handler(WRITE)
    def leave(self, work: Work, comment_id: int) -> None:
        """Leave a reported comment as it is."""
        comments.leave(work.session, work.actor, row_id(comment_id), work.now)
        self._show(work, self.news_id)

    def _topics(self, work: Work) -> list[str]:
        return [news_topic(self.news_id)] if self.news_id else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what came."""
        if self.news_id:
            self._show(work, self.news_id)

    def _show(self, work: Work, number: int) -> None:
        session, actor = work.session, work.actor
        if not number:
            raise NotFound
        item = guard.get(session, actor, NewsItem, number, READ)
        keeps = guard.may(session, actor, item, WRITE)
        found = comments.comments_of(session, actor, item)
        self.news_id, self.draft = number, f"news-comment:{number}:{self._said}"
        self.comments = rows.comment_rows(found, actor, self.locale, keeps=keeps)
