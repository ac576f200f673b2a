"""The events of what the school asks of its staff's sign-ins."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.i18n import gettext
from ejournal.models import Role
from ejournal.pages.school_settings.rows_of_sign_ins import AskedRow, asked_row
from ejournal.pages.school_settings.sections import SIGN_INS, SettingsState
from ejournal.services.second_factor import asked_of
from ejournal.ui.runtime import identity
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.work import Work


class SignInsState(SettingsState):
    """The roles of the staff, and whether a second factor is asked of each."""

    asked_ready: bool = False
    asked: list[AskedRow] = []
    asked_form: int = 0
    """Counted up when the ticks are set anew by the program."""

    _before: tuple[Role, ...] | None = None

    @handler(Permission.SETTINGS_MANAGE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show whom the school asks."""
        if self._is_asked(SIGN_INS):
            self._fill(work)

    @handler(Permission.SETTINGS_MANAGE)
    def save_asked(self, work: Work, form: dict[str, Any]) -> Any:
        """Ask the ticked roles from today on."""
        before = [one.role for one in asked_of.asked_roles(work.session, work.actor) if one.since]
        changed = self._ask(work, [one for one in asked_of.OF_STAFF if form.get(one.value)])
        if not changed:
            return toast_done(gettext(self.locale, "Nothing has changed"))
        self._before = tuple(before)
        words = gettext(self.locale, "It is asked from today on, after seven days without exception")
        return toast_done(words, SignInsState.undo_asked(), gettext(self.locale, "Undo"))

    @handler(Permission.SETTINGS_MANAGE)
    def undo_asked(self, work: Work) -> Any:
        """Ask those who were asked before the last save."""
        if self._before is None:
            return None
        self._ask(work, self._before)
        self._before = None
        return toast_done(gettext(self.locale, "Taken back"))

    def _ask(self, work: Work, roles: Any) -> bool:
        changed = asked_of.ask_of(work.session, work.actor, roles)
        self._fill(work)
        return changed

    def _fill(self, work: Work) -> None:
        found = asked_of.asked_roles(work.session, work.actor)
        self.asked = [asked_row(one, self.locale) for one in found]
        self.asked_form += 1
        self.asked_ready = True
        identity.show_asked(self, work)
