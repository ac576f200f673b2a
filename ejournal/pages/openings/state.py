"""The events of the log: found as one types, narrowed to a kind, turned; for how many days it is kept."""

from typing import Any

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext, ngettext
from ejournal.models import OpeningKind
from ejournal.services.openings.keeping import LEAST_DAYS, MOST_DAYS, keep_for, kept_days
from ejournal.services.openings.reading import Sought, opening_log
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.openings import OpeningRow, kind_words, opening_row


class OpeningsState(PageState):
    """The lines of a page of the log."""

    ready: bool = False
    words: str = ""
    kind: str = ""
    kinds: list[Choice] = []
    lines: list[OpeningRow] = []
    page: int = 1
    earlier: int = 0
    later: int = 0
    kept: str = ""
    days: str = ""
    form: int = 0
    changing: bool = False

    @handler(Permission.OPENINGS_READ, loads=True)
    def load(self, work: Work) -> None:
        """Show the latest lines."""
        self.words, self.kind, self.changing = "", "", False
        every = Choice("", gettext(self.locale, "Everything"))
        self.kinds = [every, *(Choice(one.value, kind_words(one, self.locale)) for one in OpeningKind)]
        self._fill(work, 1)
        self.ready = True

    def _fill(self, work: Work, page: int) -> None:
        kind = next((one for one in OpeningKind if one.value == self.kind), None)
        self.kind = kind.value if kind else ""
        found = opening_log(work.session, work.actor, Sought(self.words, kind, page))
        self.lines = [opening_row(work.actor, one, self.locale) for one in found.lines]
        self.page, self.later = found.page, found.page - 1
        self.earlier = found.page + 1 if found.more else 0
        days = kept_days(work.session, work.actor.school_id)
        self.days = str(days)
        self.kept = ngettext(self.locale, "kept for {n} day", "kept for {n} days", days)

    @handler(Permission.OPENINGS_READ)
    def look(self, work: Work, value: str) -> None:
        """Show what those opened whom the words fit, as they are typed."""
        self.words = text(str(value)[: limits.SEARCH], limit=limits.SEARCH)
        self._fill(work, 1)

    @handler(Permission.OPENINGS_READ)
    def choose_kind(self, work: Work, value: str) -> None:
        """Show one kind of openings only."""
        self.kind = str(value)
        self._fill(work, 1)

    @handler(Permission.OPENINGS_READ)
    def turn(self, work: Work, page: int) -> None:
        """Show another page of the log."""
        self._fill(work, optional_number(page) or 1)

    @handler(Permission.OPENINGS_KEEP, writes=False)
    def open_form(self, work: Work) -> None:
        """Open the form with the number of days."""
        self.changing = True
        self.form += 1

    @handler(Permission.OPENINGS_KEEP, writes=False)
    def close_form(self, work: Work) -> None:
        """Leave the days as they are."""
        self.changing = False

    @handler(Permission.OPENINGS_KEEP)
    def keep(self, work: Work, form: dict[str, Any]) -> Any:
        """Keep the lines for as many days as the form says; older ones go at once."""
        days = optional_number(form.get("days"))
        if days is None:
            raise DomainError(
                "A whole number from {least} to {most}", field="days", least=LEAST_DAYS, most=MOST_DAYS
            )
        keep_for(work.session, work.actor, days)
        self.changing = False
        self._fill(work, 1)
        return toast_done(gettext(self.locale, "Saved"))
