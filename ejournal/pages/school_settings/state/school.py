"""The events of the school's own settings: how it reminds those who have not registered."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.models import ReminderRule
from ejournal.pages.school_settings.sections import SCHOOL, SettingsState
from ejournal.services.mail.outbox import are_sent
from ejournal.services.registration import reminding
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.work import Work


class SchoolState(SettingsState):
    """What is the school's alone."""

    school_ready: bool = False
    reminders: str = ""
    reminders_note: str = ""
    """What the chosen way means."""
    no_mail: str = ""
    """In words that this installation sends no mail; empty where it does."""

    @handler(Permission.SETTINGS_MANAGE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the settings when the address asks for them."""
        if self._is_asked(SCHOOL):
            self._show_rule(reminding.reminder_rule(work.session, work.actor.school_id))
            no_mail = gettext(self.locale, "No mail is sent here: nobody can be reminded by letters.")
            self.no_mail = "" if are_sent() else no_mail
            self.school_ready = True

    def _show_rule(self, rule: ReminderRule) -> None:
        self.reminders = rule.value
        self.reminders_note = {
            ReminderRule.OFF: "",
            ReminderRule.PLAIN: gettext(
                self.locale, "The letter speaks of the slip: who has lost it asks for a new one."
            ),
            ReminderRule.CODE: gettext(
                self.locale,
                "Whoever reads the box registers as this person. An e-mail that stands on several cards gets "
                "no code.",
            ),
        }[rule]

    @handler(Permission.SETTINGS_MANAGE)
    def set_reminders(self, work: Work, value: str) -> Any:
        """Remind so from now on."""
        rule = next((one for one in ReminderRule if one.value == value), None)
        if rule is None:
            raise NotFound
        reminding.set_reminder_rule(work.session, work.actor, rule)
        self._show_rule(rule)
        return toast_done(gettext(self.locale, "Saved"))
