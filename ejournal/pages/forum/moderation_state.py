"""The events of moderators: what waits, and the dialog in which is said what is done about a post."""

from dataclasses import dataclass
from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.models import ForumDeed
from ejournal.pages.forum import rows
from ejournal.pages.forum.topic_state import ForumTopicState
from ejournal.services.base.marked import as_html
from ejournal.services.base.topics import forum_topic
from ejournal.services.forum import moderating, queue, sections
from ejournal.services.forum.moderating import Ask
from ejournal.services.forum.queue import Waiting
from ejournal.ui import kit
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

MODERATE = Permission.FORUM_MODERATE


@dataclass(frozen=True)
class WaitingRow:
    """A post that waits or was reported."""

    topic: int = 0
    number: int = 0
    title: str = ""
    note: str = ""
    asked: str = ""
    html: str = ""
    href: str = ""


@dataclass(frozen=True)
class MutedRow:
    """Somebody who may only read."""

    id: int
    name: str
    note: str


@dataclass(frozen=True)
class DecisionRow:
    """The post about which something is decided."""

    topic: int = 0
    number: int = 0
    title: str = ""
    author: str = ""


class ForumWaitingState(PageState):
    """What waits in the sections that one looks after."""

    ready: bool = False
    waiting: list[WaitingRow] = []
    reported: list[WaitingRow] = []
    muted: list[MutedRow] = []

    @handler(MODERATE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show what waits."""
        self._fill(work)
        self.ready = True

    @handler(MODERATE, writes=False)
    def refresh(self, work: Work) -> None:
        """Show what waits now, where it is shown."""
        self._anew(work)

    @handler(MODERATE)
    def lift_mute(self, work: Work, decision_id: int) -> Any:
        """Let somebody write again before the time."""
        moderating.lift_mute(work.session, work.actor, row_id(decision_id), work.now)
        self._fill(work)
        return toast_done(gettext(self.locale, "Saved"))

    def _topics(self, work: Work) -> list[str]:
        return [forum_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what came, or was decided by another."""
        self._fill(work)

    def _anew(self, work: Work) -> None:
        """Read anew what may have changed meanwhile."""
        if self.ready:
            self._fill(work)

    def _fill(self, work: Work) -> None:
        found = queue.queue(work.session, work.actor, work.now)
        self.waiting = [self._row(work, one) for one in found.waiting]
        self.reported = [self._row(work, one) for one in found.reported]
        self.muted = [
            MutedRow(
                one.decision_id,
                one.name,
                gettext(
                    self.locale,
                    "Only reads until {moment}: {reason}",
                    moment=rows.moment_words(one.until, work.actor, self.locale),
                    reason=one.reason,
                ),
            )
            for one in found.muted
        ]

    def _row(self, work: Work, one: Waiting) -> WaitingRow:
        asked = gettext(self.locale, "{name} asks to look: {reason}", name=one.reporter, reason=one.reason)
        return WaitingRow(
            one.topic_id,
            one.number,
            one.title,
            " · ".join(
                (one.section, one.author, rows.when(one.written_at, work.actor, work.now, self.locale))
            ),
            asked if one.reporter else "",
            as_html(one.words),
            f"/forum/topic?topic={one.topic_id}&post={one.number}#p{one.number}",
        )


class ForumDecisionState(PageState):
    """The dialog in which a moderator says what is done about a post, and why."""

    decision: DecisionRow = DecisionRow()
    deeds: list[kit.Choice] = []
    deed: str = ""
    sections: list[kit.Choice] = []

    @handler(MODERATE, writes=False)
    def open_decision(self, work: Work, topic_id: int, number: int) -> None:
        """Ask what is to be done about a post."""
        topic_id, number = row_id(topic_id), row_id(number)
        section, topic, post = moderating.moderated_post(work.session, work.actor, topic_id, number)
        words = deed_words(self.locale)
        found = moderating.deeds_for(work.actor, topic, post)
        self.deeds = [kit.Choice(one.value, words[one]) for one in found]
        self.deed = found[0].value
        others = sections.moderated_sections(work.session, work.actor)
        self.sections = [kit.Choice(str(key), title) for key, title in others if key != section.id]
        author = sections.author_name(work.session, post.author_id)
        self.decision = DecisionRow(topic_id, number, topic.title, author)

    @handler(MODERATE, writes=False)
    def choose_deed(self, work: Work, deed: str) -> None:
        """Show the fields that the deed asks for."""
        if deed not in {one.value for one in self.deeds}:
            raise NotFound
        self.deed = deed

    @handler(MODERATE, writes=False)
    def close_decision(self, work: Work) -> None:
        """Decide later."""
        self.decision = DecisionRow()

    @handler(MODERATE)
    def decide(self, work: Work, form: dict[str, Any]) -> Any:
        """Do what the form says."""
        if self.deed not in list(ForumDeed):
            raise DomainError("Choose from the list", field="deed")
        ask = Ask(
            ForumDeed(self.deed),
            str(form.get("reason") or ""),
            str(form.get("mute") or ""),
            optional_row_id(form.get("section")),
        )
        topic_id, number = row_id(self.decision.topic), row_id(self.decision.number)
        moderating.decide(work.session, work.actor, topic_id, number, ask, work.now)
        self.decision = DecisionRow()
        return self._done()

    @handler(MODERATE)
    def let_through(self, work: Work, topic_id: int, number: int) -> Any:
        """Let a waiting post through."""
        topic_id, number = row_id(topic_id), row_id(number)
        moderating.decide(work.session, work.actor, topic_id, number, Ask(ForumDeed.LET), work.now)
        return self._done()

    def _done(self) -> Any:
        told = toast_done(gettext(self.locale, "Decided"))
        return [ForumTopicState.refresh(), ForumWaitingState.refresh(), told]


def deed_words(locale: str) -> dict[ForumDeed, str]:
    """What can be done, in words."""
    return {
        ForumDeed.LET: gettext(locale, "Let through"),
        ForumDeed.HIDDEN: gettext(locale, "Hide"),
        ForumDeed.SHOWN: gettext(locale, "Show again"),
        ForumDeed.CLOSED: gettext(locale, "Close the topic"),
        ForumDeed.OPENED: gettext(locale, "Open the topic again"),
        ForumDeed.MOVED: gettext(locale, "Move the topic"),
        ForumDeed.WARNED: gettext(locale, "Warn the author"),
        ForumDeed.MUTED: gettext(locale, "Let the author only read"),
        ForumDeed.NOTHING: gettext(locale, "Leave it, nothing is wrong"),
    }
