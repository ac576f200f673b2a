"""The events of the queue of notices: look, try again, a trial letter."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.i18n import gettext, ngettext
from ejournal.pages.deliveries import rows
from ejournal.pages.deliveries.rows import FigureRow, StuckRow
from ejournal.services.delivery import queue
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work


class DeliveriesState(PageState):
    """The queue of the school's mail."""

    ready: bool = False
    mail_works: bool = True
    figures: list[FigureRow] = []
    stuck: list[StuckRow] = []
    trial: str = ""
    """What became of the last trial letter, in words."""

    @handler(Permission.ACCOUNTS_MANAGE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the queue."""
        self._fill(work)
        self.ready = True

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def look_again(self, work: Work) -> None:
        """Show what became of it meanwhile."""
        self._fill(work)

    @handler(Permission.ACCOUNTS_MANAGE)
    def try_again(self, work: Work, number: str) -> Any:
        """Send one at once."""
        queue.try_again(work.session, work.actor, row_id(number))
        self._fill(work)
        return toast_done(gettext(self.locale, "It is tried at once"))

    @handler(Permission.ACCOUNTS_MANAGE)
    def try_all_again(self, work: Work) -> Any:
        """Send all that could not be sent."""
        count = queue.try_all_again(work.session, work.actor)
        self._fill(work)
        return toast_done(
            ngettext(self.locale, "{n} letter is tried at once", "{n} letters are tried at once", count)
        )

    @handler(Permission.ACCOUNTS_MANAGE)
    def send_trial(self, work: Work) -> Any:
        """Send a letter to oneself."""
        address = queue.send_trial(work.session, work.actor)
        self._fill(work)
        return toast_done(gettext(self.locale, "A trial letter is on its way to {address}", address=address))

    def _fill(self, work: Work) -> None:
        found, zone = queue.queue_of(work.session, work.actor), work.actor.time_zone
        self.mail_works = found.mail_works
        self.figures = rows.figure_rows(found, zone, work.now, self.locale)
        self.stuck = [rows.stuck_row(one, zone, self.locale) for one in found.stuck]
        self.trial = rows.trial_words(found.trial, zone, self.locale)
