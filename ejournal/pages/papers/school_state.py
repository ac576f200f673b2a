"""The events of printing the whole school: choose, begin, look on, stop, go on, throw away."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.models import PaperLayout
from ejournal.pages.papers import rows, school_rows
from ejournal.pages.papers.school_rows import SchoolRunRow
from ejournal.services.base.topics import papers_topic
from ejournal.services.papers.whole import runs
from ejournal.services.papers.whole.plans import OF_SCHOOL, SchoolPlan, plan_of
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

YEAR = "year"


class SchoolPapersState(PageState):
    """What is to be printed of all classes, and how far that is."""

    may_print_all: bool = False
    periods: list[Choice] = []
    period: str = ""
    journals: bool = True
    summaries: bool = False
    cards: bool = False
    layout: str = PaperLayout.A4.value
    run: SchoolRunRow = SchoolRunRow()
    faults: list[str] = []
    asks_to_throw_away: bool = False

    @handler(Permission.JOURNAL_READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show what may be printed of the whole school to who may, and how far it is."""
        plan = self._plan(work)
        self.may_print_all = plan is not None
        self.asks_to_throw_away = False
        if plan is None:
            return
        self.periods = rows.term_choices(plan.terms, self.locale)
        if self.period not in {one.value for one in self.periods}:
            begun = [one for one in plan.terms if one.starts <= work.actor.today]
            self.period = str(begun[-1].number) if begun else YEAR
        self._show(work, plan)

    def _plan(self, work: Work) -> SchoolPlan | None:
        if not work.actor.may(Permission.SCHOOL_PAPERS):
            return None
        try:
            return plan_of(work.session, work.actor.school_id, work.actor.today)
        except DomainError:
            return None

    def _topics(self, work: Work) -> list[str]:
        return [papers_topic(work.actor.school_id)] if self.may_print_all else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """How far it is now."""
        self._show(work, self._plan(work))

    def _anew(self, work: Work) -> None:
        self._show(work, self._plan(work))

    def _show(self, work: Work, plan: SchoolPlan | None) -> None:
        if plan is None:
            self.may_print_all = False
            return
        found = runs.run_of(work.session, work.actor)
        self.run = school_rows.run_row(found, plan, work.actor, self.locale)
        self.faults = school_rows.fault_lines(found, self.locale)

    @handler(Permission.SCHOOL_PAPERS, writes=False)
    def choose_period(self, work: Work, period: str) -> None:
        """Print another term, or the year."""
        if period in {one.value for one in self.periods}:
            self.period = period

    @handler(Permission.SCHOOL_PAPERS, writes=False)
    def choose_layout(self, work: Work, layout: str) -> None:
        """Lay the journals out otherwise."""
        if layout in {*PaperLayout}:
            self.layout = layout

    @handler(Permission.SCHOOL_PAPERS, writes=False)
    def choose_paper(self, work: Work, kind: str, on: bool) -> None:
        """Print this paper too, or not."""
        names = dict(zip([one.value for one in OF_SCHOOL], ("journals", "summaries", "cards"), strict=True))
        if kind in names:
            setattr(self, names[kind], on is True)

    @handler(Permission.SCHOOL_PAPERS)
    def begin(self, work: Work) -> None:
        """Let all that is chosen be made."""
        kinds = zip(OF_SCHOOL, (self.journals, self.summaries, self.cards), strict=True)
        wish = runs.Wish(
            optional_number(self.period), tuple(kind for kind, on in kinds if on), PaperLayout(self.layout)
        )
        runs.begin(work.session, work.actor, wish, self.locale, work.now)
        self._show(work, self._plan(work))

    @handler(Permission.SCHOOL_PAPERS)
    def stop(self, work: Work) -> None:
        """Let it halt when the class in hand is done."""
        runs.stop(work.session, work.actor)
        self._show(work, self._plan(work))

    @handler(Permission.SCHOOL_PAPERS)
    def go_on(self, work: Work) -> None:
        """Go on with what is left."""
        runs.go_on(work.session, work.actor)
        self._show(work, self._plan(work))

    @handler(Permission.SCHOOL_PAPERS, writes=False)
    def ask_to_throw_away(self, work: Work, asks: bool) -> None:
        """Ask before what was made is thrown away, or leave it."""
        self.asks_to_throw_away = asks is True

    @handler(Permission.SCHOOL_PAPERS)
    def throw_away(self, work: Work) -> None:
        """Throw what was made away."""
        runs.throw_away(work.session, work.actor)
        self.asks_to_throw_away = False
        self._show(work, self._plan(work))
