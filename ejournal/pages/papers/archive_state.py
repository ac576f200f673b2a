"""The events of the archive: what it holds, and what is over laid into it."""

from dataclasses import dataclass
from typing import Any

from ejournal import clock
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.i18n.dates import full_date, moment
from ejournal.models import PaperRunState
from ejournal.pages.papers import rows, school_rows
from ejournal.pages.papers.school_rows import SchoolRunRow
from ejournal.services.base.topics import papers_topic
from ejournal.services.papers.choice import PaperKind, kind_words
from ejournal.services.papers.whole import archives, runs
from ejournal.services.papers.whole.archives import Archived
from ejournal.services.papers.whole.plans import STILL_OPEN, SchoolPlan, plan_of
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

OF_ARCHIVE = (PaperKind.JOURNAL, PaperKind.SUMMARY)
SHOWN = 200
"""Lines that go to the browser at first; more are asked for."""


@dataclass(frozen=True)
class ArchiveRow:
    """A line of the archive in words."""

    what: str
    term: str
    archived: str
    kept: str
    fingerprint: str
    href: str
    act: str


@dataclass(frozen=True)
class ActRow:
    """A term whose journals were handed over: the words of its act and where that is."""

    words: str
    href: str


class ArchiveState(PageState):
    """What the school's archive holds."""

    archive_ready: bool = False
    lines: list[ArchiveRow] = []
    more: bool = False
    shown: int = SHOWN
    acts: list[ActRow] = []
    periods: list[Choice] = []
    period: str = ""
    run: SchoolRunRow = SchoolRunRow()
    faults: list[str] = []

    @handler(Permission.SCHOOL_PAPERS, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show what the archive holds, and what may go into it."""
        self.shown = SHOWN
        plan = self._plan(work)
        over = [one for one in plan.terms if one.ends < work.actor.today] if plan else []
        self.periods = [Choice(value=str(one.number), label=one.short_name(self.locale)) for one in over]
        if plan and plan.year.ends < work.actor.today:
            self.periods.append(rows.term_choices((), self.locale)[0])
        if self.period not in {one.value for one in self.periods}:
            self.period = self.periods[-1].value if self.periods else ""
        self._show(work)
        self.archive_ready = True

    def _plan(self, work: Work) -> SchoolPlan | None:
        try:
            return plan_of(work.session, work.actor.school_id, work.actor.today)
        except DomainError:
            return None

    def _topics(self, work: Work) -> list[str]:
        return [papers_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """How far it is now."""
        self._show(work)

    def _anew(self, work: Work) -> None:
        self._show(work)

    def _show(self, work: Work) -> None:
        found = runs.run_of(work.session, work.actor)
        kept = archives.archive_of(work.session, work.actor, self.shown + 1)
        ours = found if found and (found.archives or found.state is PaperRunState.RUNNING) else None
        self.run = school_rows.run_row(ours, self._plan(work), work.actor, self.locale)
        self.faults = school_rows.fault_lines(ours, self.locale)
        self.lines = [_row(one, work.actor, self.locale) for one in kept[: self.shown]]
        self.more = len(kept) > self.shown
        self.acts = _acts(self.lines)

    @handler(Permission.SCHOOL_PAPERS, writes=False)
    def show_more(self, work: Work) -> None:
        """Show further lines."""
        self.shown += SHOWN
        self._show(work)

    @handler(Permission.SCHOOL_PAPERS, writes=False)
    def choose_period(self, work: Work, period: str) -> None:
        """Archive another term, or the year."""
        if period in {one.value for one in self.periods}:
            self.period = period

    @handler(Permission.SCHOOL_PAPERS)
    def lay_in(self, work: Work) -> None:
        """Lay the journals and summary sheets of what is over into the archive."""
        if not self.period:
            raise DomainError(STILL_OPEN)
        wish = runs.Wish(optional_number(self.period), OF_ARCHIVE, archives=True)
        runs.begin(work.session, work.actor, wish, self.locale, work.now)
        self._show(work)


def _acts(lines: list[ArchiveRow]) -> list[ActRow]:
    """An act for each term among the lines, the latest first."""
    found = {one.term: one for one in reversed(lines)}
    return [ActRow(words=one.term, href=one.act) for one in reversed(found.values())]


def _row(one: Archived, actor: Actor, locale: str) -> ArchiveRow:
    at = moment(locale, clock.local(one.archived_at, actor.time_zone))
    return ArchiveRow(
        what=f"{one.title}, {kind_words(one.kind, locale)}",
        term=", ".join(filter(None, (one.term_name or gettext(locale, "Year"), one.year_name))),
        archived=f"{at}, {one.archived_by}",
        kept=full_date(locale, one.kept_until),
        fingerprint=one.sha256[:16],
        href=f"/print/archive?id={one.id}",
        act=f"/print/archive-act?id={one.id}",
    )
