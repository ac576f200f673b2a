"""The events of the queue of notices: look, try again, a trial letter."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext, ngettext
from ejournal.models import Channel
from ejournal.pages.deliveries import rows
from ejournal.pages.deliveries.rows import ChannelRow, StuckRow
from ejournal.pages.deliveries.rows_of_webhook import WebhookForm, webhook_form
from ejournal.services.delivery import devices, queue, webhooks
from ejournal.services.delivery.rules import CHOSEN
from ejournal.services.delivery.webhooks import Hook
from ejournal.services.messenger import bots
from ejournal.settings import settings
from ejournal.ui.components.secret import tell_secret
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.notice_kinds import CHANNELS
from ejournal.ui.words.trials import letter_words, trial_words

KIND = "of-"
"""How the ticks of the webhook are called, before the kind."""
HOOK_SECRET = "webhook-secret"  # noqa: S105 - the name by which the browser shows it


class DeliveriesState(PageState):
    """The queue of the school's mail."""

    ready: bool = False
    mail_works: bool = True
    channels: list[ChannelRow] = []
    """Those by which this installation sends."""
    stuck: list[StuckRow] = []
    webhooks_work: bool = False
    webhook: WebhookForm = WebhookForm()
    hook_form: int = 0
    """Counted up when the fields are filled anew by the program."""
    has_new_secret: bool = False
    asked: str = ""
    """What the page asks before it is done: renew or remove."""

    @handler(Permission.ACCOUNTS_MANAGE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the queue."""
        self._fill(work)
        self._fill_webhook(work)
        self.has_new_secret, self.asked = False, ""
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
        if channel not in queue.working_channels(work.session, work.actor):
            raise DomainError("This installation sends nothing by this channel")
        if channel != Channel.MAIL:
            self._try(work, Channel(channel))
            self._fill(work)
            return toast_done(gettext(self.locale, "The trial is on its way"))
        address = queue.send_trial(work.session, work.actor)
        self._fill(work)
        return toast_done(gettext(self.locale, "A trial letter is on its way to {address}", address=address))

    @handler(Permission.ACCOUNTS_MANAGE)
    def save_webhook(self, work: Work, form: dict[str, Any]) -> Any:
        """Have the other system told of what the form says; the secret of a new one is shown once."""
        kinds = frozenset(kind for kind in CHOSEN if form.get(f"{KIND}{kind.value}"))
        wanted = Hook(str(form.get("address") or "").strip(), kinds, bool(form.get("with_text")))
        before = webhooks.of_school(work.session, work.actor)
        secret = webhooks.set_of_school(work.session, work.actor, wanted)
        self._fill(work)
        self._fill_webhook(work)
        if secret:
            return self._show(secret)
        words = "Nothing has changed" if before == wanted else "It holds for what is told from now on"
        return toast_done(gettext(self.locale, words))

    @handler(Permission.ACCOUNTS_MANAGE)
    def renew_secret(self, work: Work) -> Any:
        """Make another secret, and show it once."""
        secret = webhooks.renew_secret(work.session, work.actor)
        self.asked = ""
        self._fill_webhook(work)
        return self._show(secret)

    @handler(Permission.ACCOUNTS_MANAGE)
    def remove_webhook(self, work: Work) -> Any:
        """Tell the other system of nothing more."""
        webhooks.remove(work.session, work.actor)
        self.asked, self.has_new_secret = "", False
        self._fill(work)
        self._fill_webhook(work)
        return [tell_secret(HOOK_SECRET, ""), toast_done(gettext(self.locale, "It is told of nothing more"))]

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def ask(self, work: Work, what: str) -> None:
        """Ask before it is done; nothing is asked any more when empty."""
        self.asked = what if what in ("renew", "remove") else ""

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def hide_secret(self, work: Work) -> Any:
        """The secret is kept elsewhere."""
        self.has_new_secret = False
        return tell_secret(HOOK_SECRET, "")

    def _show(self, secret: str) -> Any:
        self.has_new_secret = True
        return tell_secret(HOOK_SECRET, secret)

    def _try(self, work: Work, channel: Channel) -> None:
        if channel is Channel.WEBHOOK:
            webhooks.send_trial(work.session, work.actor)
        else:
            devices.send_trial(work.session, work.actor, channel)

    def _fill_webhook(self, work: Work) -> None:
        found = webhooks.of_school(work.session, work.actor)
        since = webhooks.made_at(work.session, work.actor)
        self.webhook = webhook_form(found, since, work.actor.time_zone, self.locale)
        self.hook_form += 1
        self.webhooks_work = settings().webhooks

    def _fill(self, work: Work) -> None:
        zone, stuck = work.actor.time_zone, queue.stuck(work.session, work.actor)
        self.channels = [self._channel(work, one) for one in queue.working_channels(work.session, work.actor)]
        self.mail_works = any(one.key == Channel.MAIL for one in self.channels)
        self.stuck = [rows.stuck_row(one, zone, self.locale) for one in stuck]

    def _channel(self, work: Work, channel: Channel) -> ChannelRow:
        session, actor, zone = work.session, work.actor, work.actor.time_zone
        if channel is Channel.MAIL:
            trial = letter_words(queue.last_letter(session, actor), zone, self.locale)
        elif channel is Channel.WEBHOOK:
            trial = trial_words(webhooks.last_trial(session, actor), zone, self.locale)
        else:
            trial = trial_words(devices.last_trial(session, actor, channel), zone, self.locale)
        found = queue.queue_of(session, actor, channel)
        figures = rows.figure_rows(found, zone, work.now, self.locale)
        if channel is Channel.SMS:
            figures += rows.sms_rows(*queue.sms_of_today(session, actor), self.locale)
        title, fault = gettext(self.locale, CHANNELS[channel]), self._fault(work, channel)
        return ChannelRow(channel.value, title, trial, fault, figures)

    def _fault(self, work: Work, channel: Channel) -> str:
        """Why nobody can be connected to the messenger's bot now; empty where all is well."""
        if channel is not Channel.MAX:
            return ""
        bot = bots.bot_of(work.session, channel)
        if bot is None:
            return gettext(self.locale, "The bot has told nothing of itself yet: nobody can connect it.")
        if not bot.error:
            return ""
        return gettext(self.locale, "The bot gets no updates: {error}", error=bot.error)
