"""The events of the chat's settings: on or off, its hours, who reads the talks with pupils."""

from datetime import time
from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.pages.school_settings.rows_of_chat import ChatForm, chat_form
from ejournal.pages.school_settings.rows_of_notices import HOURS
from ejournal.pages.school_settings.sections import CHAT, SettingsState
from ejournal.services.chat import of_school
from ejournal.services.chat.of_school import ChatOfSchool
from ejournal.services.chat.telling import Hours
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number
from ejournal.ui.runtime.work import Work


class ChatRulesState(SettingsState):
    """The form of the chat's settings."""

    chat_ready: bool = False
    chat: ChatForm = ChatForm()
    chat_form: int = 0
    """Counted up when the fields are filled anew by the program."""

    _chat_before: ChatOfSchool | None = None

    @handler(Permission.SETTINGS_MANAGE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show what the school has set."""
        if self._is_asked(CHAT):
            self._fill(work)

    def _fill(self, work: Work) -> None:
        found = of_school.chat_of_school(work.session, work.actor)
        self.chat = chat_form(found, of_school.staff(work.session, work.actor))
        self.chat_form += 1
        self.chat_ready = True

    @handler(Permission.SETTINGS_MANAGE)
    def save_chat(self, work: Work, form: dict[str, Any]) -> Any:
        """Set what the form says."""
        before = of_school.chat_of_school(work.session, work.actor)
        changed = of_school.set_chat_of_school(work.session, work.actor, _asked(form))
        self._fill(work)
        if not changed:
            return toast_done(gettext(self.locale, "Nothing has changed"))
        self._chat_before = before
        return toast_done(
            gettext(self.locale, "Saved"), ChatRulesState.undo_chat(), gettext(self.locale, "Undo")
        )

    @handler(Permission.SETTINGS_MANAGE)
    def undo_chat(self, work: Work) -> Any:
        """Put it back as it was before the last save."""
        if self._chat_before is None:
            return None
        of_school.set_chat_of_school(work.session, work.actor, self._chat_before)
        self._chat_before = None
        self._fill(work)
        return toast_done(gettext(self.locale, "Taken back"))


def _asked(form: dict[str, Any]) -> ChatOfSchool:
    hours = Hours(_hour(form, "chat_from"), _hour(form, "chat_until"))
    return ChatOfSchool(bool(form.get("chat_open")), hours, optional_number(form.get("supervisor")))


def _hour(form: dict[str, Any], name: str) -> time:
    hour = optional_number(form.get(name))
    if hour not in HOURS:
        raise DomainError("Choose from the list", field=name)
    return time(hour or 0)
