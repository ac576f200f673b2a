"""The events of the queue of notices: look, try again, a trial letter."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext, ngettext
from ejournal.models import Channel
from ejournal.pages.deliveries import rows
from ejournal.pages.deliveries.rows import ChannelRow, StuckRow
from ejournal.services.delivery import devices, queue
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.notice_kinds import CHANNELS
from ejournal.ui.words.trials import letter_words, trial_words


class DeliveriesState(PageState):
    """The queue of the school's mail."""

    ready: bool = False
    mail_works: bool = True
    channels: list[ChannelRow] = []
    """Those by which this installation sends."""
    stuck: list[StuckRow] = []

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
            ngettext(self.locale, "{n} delivery is tried at once", "{n} deliveries are tried at once", count)
        )

    @handler(Permission.ACCOUNTS_MANAGE)
    def send_trial(self, work: Work, channel: str) -> Any:
        """Send something to oneself by the channel."""
        if channel not in queue.working_channels():
            raise DomainError("This installation sends nothing by this channel")
        if channel != Channel.MAIL:
            devices.send_trial(work.session, work.actor, Channel(channel))
            self._fill(work)
            return toast_done(gettext(self.locale, "The trial is on its way"))
        address = queue.send_trial(work.session, work.actor)
        self._fill(work)
        return toast_done(gettext(self.locale, "A trial letter is on its way to {address}", address=address))

    def _fill(self, work: Work) -> None:
        zone, stuck = work.actor.time_zone, queue.stuck(work.session, work.actor)
        self.channels = [self._channel(work, one) for one in queue.working_channels()]
        self.mail_works = any(one.key == Channel.MAIL for one in self.channels)
        self.stuck = [rows.stuck_row(one, zone, self.locale) for one in stuck]

    def _channel(self, work: Work, channel: Channel) -> ChannelRow:
        session, actor, zone = work.session, work.actor, work.actor.time_zone
        if channel is Channel.MAIL:
            trial = letter_words(queue.last_letter(session, actor), zone, self.locale)
        else:
            trial = trial_words(devices.last_trial(session, actor, channel), zone, self.locale)
        found = queue.queue_of(session, actor, channel)
        figures = rows.figure_rows(found, zone, work.now, self.locale)
        if channel is Channel.SMS:
            figures += rows.sms_rows(*queue.sms_of_today(session, actor), self.locale)
        return ChannelRow(channel.value, gettext(self.locale, CHANNELS[channel]), trial, figures)
