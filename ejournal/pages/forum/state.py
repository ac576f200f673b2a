"""The events of the forum's sections: which there are, topics of one, a new topic, search."""

from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.i18n import gettext
from ejournal.pages.forum import rows
from ejournal.pages.forum.rows import FoundRow, PageRow, SectionGroup, SectionHead, TopicRow
from ejournal.services.base.topics import forum_topic
from ejournal.services.forum import posting, queue, reading, searching, sections
from ejournal.services.forum.standing import standing
from ejournal.ui.components.draft import forget_draft
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

TAKE_PART = Permission.FORUM_TAKE_PART
TITLE_DRAFT, WORDS_DRAFT = "forum-title:", "forum-topic:"
"""Under which the browser keeps what is written, before the section's number."""


class ForumState(PageState):
    """The sections, or the topics of the one that the address names."""

    ready: bool = False
    groups: list[SectionGroup] = []
    head: SectionHead = SectionHead()
    topics: list[TopicRow] = []
    pages: PageRow = PageRow()
    makes: bool = False
    """One may make sections."""
    usual: bool = False
    """The usual sections are not all there, and one may make them."""
    moderates: bool = False
    waiting: int = 0
    writing: bool = False
    sought: str = ""
    found: list[FoundRow] = []
    found_note: str = ""
    searched: bool = False
    """Something was typed: what was found stands in the place of the rest."""

    _page: int = 1

    @handler(TAKE_PART, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the sections, or that which the address names."""
        asked = self.router.url.query_parameters
        self.writing, self.sought, self.searched, self.found, self.found_note = False, "", False, [], ""
        self._page = optional_row_id(asked.get("page")) or 1
        self._show(work, optional_row_id(asked.get("section")) or 0)
        self.ready = True

    @handler(TAKE_PART, writes=False)
    def search(self, work: Work, words: str) -> None:
        """Look for posts by their words, in the open section or in all."""
        self.sought = str(words)[: limits.SEARCH].lstrip()
        found = searching.search(work.session, work.actor, self.sought, self.head.id or None)
        self.found = rows.found_rows(found.hits, work.actor, work.now, self.locale)
        self.found_note = rows.found_note(found, self.locale)
        self.searched = bool(self.sought)

    @handler(TAKE_PART, writes=False)
    def start_topic(self, work: Work) -> None:
        """Ask what the new topic is about."""
        section = sections.section_of(work.session, work.actor, row_id(self.head.id))
        stands = standing(work.session, work.actor, section, work.now)
        if not stands.may_write:
            raise stands.refusal(work.actor, "")
        self.writing = True

    @handler(TAKE_PART, writes=False)
    def stop_topic(self, work: Work) -> None:
        """Begin none; what was written stays a draft."""
        self.writing = False

    @handler(TAKE_PART)
    def begin_topic(self, work: Work, form: dict[str, Any]) -> Any:
        """Begin the topic, and open it."""
        number = row_id(self.head.id)
        title, words = (str(form.get(name) or "") for name in (posting.TITLE, posting.WORDS))
        posted = posting.begin_topic(work.session, work.actor, number, title, words, work.now)
        self.writing = False
        told = gettext(self.locale, "A moderator looks at it first") if posted.waits else ""
        return [
            forget_draft(f"{TITLE_DRAFT}{number}"),
            forget_draft(f"{WORDS_DRAFT}{number}"),
            rx.redirect(f"/forum/topic?topic={posted.topic_id}"),
            *([toast_done(told)] if told else []),
        ]

    @handler(Permission.FORUM_MODERATE)
    def make_usual(self, work: Work) -> Any:
        """Make the usual sections."""
        sections.make_usual(work.session, work.actor)
        self._show(work, 0)
        return toast_done(gettext(self.locale, "The sections are there"))

    def _topics(self, work: Work) -> list[str]:
        return [forum_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what came."""
        self._show(work, self.head.id)

    def _anew(self, work: Work) -> None:
        """Read anew what may have changed meanwhile."""
        self._show(work, self.head.id)

    def _show(self, work: Work, section_id: int) -> None:
        session, actor = work.session, work.actor
        self.makes = sections.makes_sections(actor)
        self.moderates = actor.may(Permission.FORUM_MODERATE)
        self.waiting = queue.count_waiting(session, actor, work.now) if self.moderates else 0
        self.usual = actor.leads and bool(sections.usual_sections(session, actor))
        if not section_id:
            self.head, self.topics, self.pages = SectionHead(), [], PageRow()
            found = sections.sections(session, actor)
            self.groups = rows.section_groups(found, actor, work.now, self.locale)
            return
        section = sections.section_of(session, actor, section_id)
        stands = standing(session, actor, section, work.now)
        self.head = rows.section_head(section, stands, actor, self.locale)
        lines, page = reading.topics(session, actor, section_id, self._page)
        self.topics = rows.topic_rows(lines, actor, work.now, self.locale)
        self.pages = rows.page_row(page, f"/forum?section={section_id}", self.locale)
