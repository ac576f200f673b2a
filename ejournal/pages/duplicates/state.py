"""The events of the list of likely duplicates."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.i18n import gettext, ngettext
from ejournal.pages.duplicates.rows import PairRow, pair_row
from ejournal.services.duplicates.finding import find_duplicates
from ejournal.services.duplicates.two_people import say_two, unsay_two
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work


class DuplicatesState(PageState):
    """Pairs that look like one person, and those that were said to be two."""

    ready: bool = False
    pairs: list[PairRow] = []
    dismissed: list[PairRow] = []
    found: str = ""
    more: str = ""

    @handler(Permission.PEOPLE_MANAGE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the pairs of the school, the likeliest first."""
        self._fill(work)
        self.ready = True

    def _fill(self, work: Work) -> None:
        found, locale = find_duplicates(work.session, work.actor), self.locale
        self.pairs = [pair_row(one, locale) for one in found.pairs]
        self.dismissed = [pair_row(one, locale) for one in found.dismissed]
        self.found = ngettext(locale, "{n} pair", "{n} pairs", found.total)
        rest = found.total - len(found.pairs)
        self.more = gettext(locale, "And {n} more: they come up as these are done", n=rest) if rest else ""

    @handler(Permission.PEOPLE_MANAGE)
    def say_two(self, work: Work, first: str, second: str) -> Any:
        """Remember that the two are two people."""
        say_two(work.session, work.actor, row_id(first), row_id(second))
        self._fill(work)
        undo = DuplicatesState.unsay_two(first, second)
        done = gettext(self.locale, "Remembered: two people")
        return toast_done(done, undo, gettext(self.locale, "Undo"), about=f"{first}-{second}")

    @handler(Permission.PEOPLE_MANAGE)
    def unsay_two(self, work: Work, first: str, second: str) -> Any:
        """Look at the two again."""
        unsay_two(work.session, work.actor, row_id(first), row_id(second))
        self._fill(work)
        return toast_done(gettext(self.locale, "The pair is on the list again"), about=f"{first}-{second}")
