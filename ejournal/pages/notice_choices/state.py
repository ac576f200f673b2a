"""The events of one's choices of notices: a kind, the hours, all letters stopped."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.integrations.outgoing.push import public_key
from ejournal.models import Channel, Going, NoticeKind
from ejournal.pages.notice_choices import rows
from ejournal.pages.notice_choices.rows import ChatRow, DeviceRow, HoursForm, KindRow
from ejournal.services.accounts.device_names import device_name
from ejournal.services.base.topics import ways_topic
from ejournal.services.delivery import choices, devices, of_school
from ejournal.services.delivery.devices import Subscription
from ejournal.services.messenger import chats
from ejournal.settings import settings
from ejournal.ui.components.secret import qr_picture, tell_secret
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.trials import trial_words

MAX_CODE, MAX_ADDRESS, MAX_PICTURE = "max-code", "max-address", "max-picture"
"""Names of the secrets that are told once."""


class NoticeChoicesState(PageState):
    """What comes to oneself by mail, and when."""

    ready: bool = False
    email: str = ""
    """Where letters go."""
    why_not: str = ""
    """Why no letter goes, in words."""
    is_of_account: bool = False
    """Whether one can help that on the page of the account."""
    stopped: bool = False
    push_works: bool = False
    server_key: str = ""
    """By which a browser asks its push service."""
    devices: list[DeviceRow] = []
    device_keys: list[str] = []
    """By which the browsers know themselves."""
    trial: str = ""
    has_max: bool = False
    max_offered: bool = False
    """Whether a code to connect MAX by is shown."""
    max_chats: list[ChatRow] = []
    """Who is told in MAX: one, or none."""
    max_trial: str = ""
    kinds: list[KindRow] = []
    hours: HoursForm = HoursForm()
    form: int = 0
    """Counted up when the form is filled anew by the program."""

    @handler(Permission.NOTICES_READ, loads=True)
    def load(self, work: Work) -> None:
        """Show what was chosen."""
        self._fill(work)
        self.max_offered, self.ready = False, True

    def _topics(self, work: Work) -> list[str]:
        return [ways_topic(work.actor.account_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Somebody was connected in MAX, told there, or is no more; what is typed stays as it is."""
        self._fill_max(work)

    def _fill(self, work: Work) -> None:
        found = choices.own_choices(work.session, work.actor)
        self.email, self.stopped = found.email, found.stopped
        self.is_of_account = found.mail_works and not found.email
        if not found.mail_works:
            self.why_not = gettext(self.locale, "This installation sends no mail: notices stand in the bell.")
        elif not found.email:
            self.why_not = gettext(
                self.locale, "Letters go to a confirmed e-mail: yours is not confirmed yet."
            )
        else:
            self.why_not = ""
        self._fill_devices(work, works=found.push_works)
        self._fill_max(work)
        self.kinds = rows.kind_rows(found, self.locale)
        self.hours = rows.hours_form(found, self.locale)
        self.form += 1

    def _fill_devices(self, work: Work, *, works: bool) -> None:
        own, zone = devices.own_devices(work.session, work.actor), work.actor.time_zone
        self.push_works, self.server_key = works, public_key() if works else ""
        self.devices = rows.device_rows(own, zone, self.locale)
        self.device_keys = [one.key for one in own]
        trial = devices.last_trial(work.session, work.actor, Channel.PUSH)
        self.trial = trial_words(trial, zone, self.locale)

    def _fill_max(self, work: Work) -> None:
        zone, chat = work.actor.time_zone, chats.own_chat(work.session, work.actor, Channel.MAX)
        if chat is not None and not self.max_chats:
            self.max_offered = False
        self.has_max = settings().has_max
        self.max_chats = rows.chat_rows(chat, zone, self.locale)
        trial = devices.last_trial(work.session, work.actor, Channel.MAX)
        self.max_trial = trial_words(trial, zone, self.locale)

    @handler(Permission.ACCOUNT_WRITE)
    def connect_max(self, work: Work) -> Any:
        """Show a code by which MAX is connected: it works once."""
        offer = chats.offer(work.session, work.actor)
        self._fill_max(work)
        self.max_offered = True
        secrets = {MAX_CODE: offer.code, MAX_ADDRESS: offer.address, MAX_PICTURE: qr_picture(offer.address)}
        return [tell_secret(name, value) for name, value in secrets.items()]

    @handler(Permission.ACCOUNT_WRITE)
    def disconnect_max(self, work: Work) -> Any:
        """Tell nothing more in MAX."""
        chats.disconnect(work.session, work.actor, Channel.MAX)
        self._fill(work)
        return toast_done(gettext(self.locale, "Nothing more comes in MAX"))

    @handler(Permission.ACCOUNT_WRITE)
    def try_max(self, work: Work) -> Any:
        """Send a trial by MAX."""
        if not self.max_chats:
            raise DomainError("MAX is not connected")
        devices.send_trial(work.session, work.actor, Channel.MAX)
        self._fill(work)
        return toast_done(gettext(self.locale, "The trial is on its way"))

    @handler(Permission.ACCOUNT_WRITE)
    def add_device(self, work: Work, endpoint: str, public: str, secret: str, browser: str) -> Any:
        """Have this browser told from now on, by what it gave."""
        given = Subscription(endpoint, public, secret)
        devices.add_device(work.session, work.actor, given, device_name(browser))
        self._fill(work)
        return toast_done(gettext(self.locale, "This device is told of news from now on"))

    @handler(Permission.ACCOUNT_WRITE)
    def forget_device(self, work: Work, key: str) -> Any:
        """Tell this browser no more: it has given up its own side of it."""
        devices.forget_own(work.session, work.actor, key)
        self._fill(work)
        return toast_done(gettext(self.locale, "The device is told of nothing more"))

    @handler(Permission.ACCOUNT_WRITE)
    def remove_device(self, work: Work, number: str) -> Any:
        """Tell one of the browsers no more."""
        devices.remove_device(work.session, work.actor, row_id(number))
        self._fill(work)
        return toast_done(gettext(self.locale, "The device is told of nothing more"))

    @handler(Permission.ACCOUNT_WRITE)
    def try_devices(self, work: Work) -> Any:
        """Send the browsers a trial."""
        devices.send_trial(work.session, work.actor, Channel.PUSH)
        self._fill(work)
        return toast_done(gettext(self.locale, "The trial is on its way"))

    @handler(Permission.NOTICES_READ, writes=False)
    def look_again(self, work: Work) -> None:
        """Show what became of the trial meanwhile."""
        self._fill(work)

    @handler(Permission.ACCOUNT_WRITE)
    def choose_also(self, work: Work, kind: str, channel: str, wanted: bool) -> Any:
        """Have browsers or MAX told of the kind, or an SMS sent, or not."""
        known = {one.value for one in NoticeKind}
        if kind not in known or channel not in of_school.ALSO:
            raise DomainError("There is nothing to choose here")
        choices.choose_also(
            work.session, work.actor, NoticeKind(kind), Channel(channel), wanted=wanted is True
        )
        self._fill(work)
        return toast_done(gettext(self.locale, "It is kept"), about="notice-choice")

    @handler(Permission.ACCOUNT_WRITE)
    def choose(self, work: Work, kind: str, value: str) -> Any:
        """Have the kind come so from now on; an empty value is as the school has it."""
        known, goings = {one.value for one in NoticeKind}, {one.value for one in Going}
        if kind not in known or value not in goings | {""}:
            raise DomainError("There is nothing to choose here")
        choices.choose(work.session, work.actor, NoticeKind(kind), Going(value) if value else None)
        self._fill(work)
        return toast_done(gettext(self.locale, "It is kept"), about="notice-choice")

    @handler(Permission.ACCOUNT_WRITE)
    def save_hours(self, work: Work, form: dict[str, Any]) -> Any:
        """Keep the hours of the form."""
        digest, first, last = (
            optional_number(form.get(name)) for name in ("digest_hour", "quiet_from", "quiet_until")
        )
        if (first is None) != (last is None):
            missing = "quiet_from" if first is None else "quiet_until"
            raise DomainError("Name both hours, or neither", field=missing)
        quiet = None if first is None or last is None else (first, last)
        choices.set_hours(work.session, work.actor, digest, quiet)
        self._fill(work)
        return toast_done(gettext(self.locale, "It is kept"), about="notice-choice")

    @handler(Permission.ACCOUNT_WRITE)
    def stop_mail(self, work: Work, stopped: bool) -> Any:
        """Stop all letters that may be stopped, or let them come again."""
        choices.stop_mail(work.session, work.actor, work.now, stopped=stopped is True)
        self._fill(work)
        return toast_done(gettext(self.locale, "It is kept"), about="notice-choice")
