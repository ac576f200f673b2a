"""The events of one's notices: open, look, mark all as read, what comes meanwhile."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.models import Role
from ejournal.pages.notices import rows
from ejournal.pages.notices.rows import NoticeDay
from ejournal.services.diary import week as diary
from ejournal.services.notices import board, searching
from ejournal.services.notices.board import Asked, Notice
from ejournal.services.notices.groups import NoticeGroup, kinds_of, own_groups
from ejournal.services.notices.places import places
from ejournal.ui.frame.family import child_line
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work


class NoticesState(PageState):
    """A page of one's own notices; the address holds the child and where the page begins."""

    ready: bool = False
    of_family: bool = False
    children: list[Choice] = []
    child: str = ""
    days: list[NoticeDay] = []
    earlier: str = ""
    """The notice where the next page begins."""
    is_first: bool = True
    kinds: list[Choice] = []
    """The groups of kinds of which there is something."""
    kind: str = ""
    sought: str = ""
    found_note: str = ""
    """How many were found, or why none was looked for."""
    fresh: str = ""
    """Changes when something stands here that nobody has looked at yet."""

    _begin: int | None = None
    _new: list[int] = []
    """What was new when it came onto the page: it keeps its edge until the page is left."""
    _unseen: list[int] = []
    _read_at: float = 0
    """When the page was filled, in seconds since 1970: what is corrected later is unread again."""

    @handler(Permission.NOTICES_READ, loads=True)
    def load(self, work: Work) -> None:
        """Show the notices that the address asks for."""
        asked = self.router.url.query_parameters
        self._show_children(work, optional_row_id(asked.get("child")))
        self._show_kinds(work, asked.get("kind") or "")
        self._begin = optional_row_id(asked.get("from"))
        self.is_first, self.sought = self._begin is None, ""
        self._new = []
        self._fill(work)
        self.ready = True

    def _show_children(self, work: Work, asked: int | None) -> None:
        """The children to choose from, where there are several; a child of somebody else's is none."""
        self.of_family = work.actor.holds(Role.GUARDIAN, Role.PUPIL)
        found = diary.children(work.session, work.actor) if work.actor.holds(Role.GUARDIAN) else []
        choices = [Choice(value=str(one.id), label=child_line(one)) for one in found]
        self.children = choices if len(choices) > 1 else []
        self.child = str(asked) if str(asked) in {one.value for one in self.children} else ""

    def _show_kinds(self, work: Work, asked: str) -> None:
        """The groups to choose from, where there are several; one of which there is nothing is none."""
        found = own_groups(work.session, work.actor)
        self.kinds = rows.group_choices(found, self.locale) if len(found) > 1 else []
        self.kind = asked if asked in {one.value for one in self.kinds} else ""

    @handler(Permission.NOTICES_READ, writes=False)
    def choose_kind(self, work: Work, value: str) -> Any:
        """Show the notices of one group, or all."""
        asked = {"child": self.child, "kind": value if value in list(NoticeGroup) else ""}
        return rx.redirect(f"/notices?{urlencode({key: one for key, one in asked.items() if one})}")

    @handler(Permission.NOTICES_READ, writes=False)
    def look(self, work: Work, words: str) -> None:
        """Show the notices with the words in place of the rest; without words all."""
        self.sought = str(words)[: limits.SEARCH].lstrip()
        self._fill(work)

    def _asked(self) -> Asked:
        kinds = kinds_of(NoticeGroup(self.kind)) if self.kind else ()
        return Asked(optional_row_id(self.child), kinds)

    def _found(self, work: Work) -> tuple[Notice, ...]:
        """What the address or the search asks for."""
        if self.sought:
            hits = searching.find(work.session, work.actor, self.sought, self._asked(), self.locale)
            self.earlier, self.found_note = "", rows.found_note(hits, self.locale)
            return hits.notices
        page = board.own_notices(work.session, work.actor, self._asked(), self._begin)
        self.earlier, self.found_note = str(page.earlier or ""), ""
        return page.notices

    def _fill(self, work: Work) -> None:
        actor, shown = work.actor, self._found(work)
        self._unseen = [one.id for one in shown if one.is_new]
        self._new = sorted({*self._new, *self._unseen} & {one.id for one in shown})
        self._read_at = work.now.timestamp()
        addresses = places(work.session, actor, shown)
        self.days = rows.notice_days(actor, shown, addresses, self._new, self.locale)
        looked_at = shown if actor.looking is None else ()
        self.fresh = ",".join(f"{one.id}@{one.at.timestamp()}" for one in looked_at if one.is_new)

    @handler(Permission.NOTICES_READ, writes=True)
    def looked(self, work: Work) -> None:
        """What stands here was looked at; it keeps its edge until the page is left."""
        seen_at = datetime.fromtimestamp(self._read_at, UTC)
        board.mark_read(work.session, work.actor, self._unseen, seen_at)
        self._unseen, self.fresh = [], ""

    @handler(Permission.NOTICES_READ, writes=True)
    def mark_all(self, work: Work) -> None:
        """Mark all as read, also what stands on other pages."""
        board.mark_all_read(work.session, work.actor, work.now)
        self._new = []
        self._fill(work)

    def _bell_rang(self, work: Work) -> None:
        """Show what came, on the page of the latest; an earlier page stays as it is being read."""
        if self.is_first and not self.sought:
            self._fill(work)
