"""The events of one's own account."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.pages.account.rows import SessionRow, session_row
from ejournal.services.accounts import own as accounts
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.topics import session_topic
from ejournal.ui.runtime.work import Work


class AccountState(PageState):
    """The account page of the signed-in person."""

    ready: bool = False
    login: str = ""
    email: str = ""
    sessions: list[SessionRow] = []
    has_others: bool = False
    form: int = 0
    """Counted up when the password has changed: the browser then makes the form anew, empty."""

    @handler(Permission.ACCOUNT_READ, loads=True)
    def load(self, work: Work) -> None:
        """Show the account and its sign-ins."""
        own = accounts.own_account(work.session, work.actor)
        self.login, self.email = own.login, own.email
        self._show_sessions(work)
        self.ready = True

    @handler(Permission.ACCOUNT_WRITE)
    def end_session(self, work: Work, session_id: str) -> Any:
        """Sign out of one of the person's browsers."""
        number = row_id(session_id)
        accounts.end_session(work.session, work.actor, number)
        self._ended(work, number)
        return toast_done(gettext(self.locale, "Signed out there"))

    @handler(Permission.ACCOUNT_WRITE)
    def end_others(self, work: Work) -> Any:
        """Sign out everywhere but here."""
        self._ended(work, *accounts.end_other_sessions(work.session, work.actor))
        return toast_done(gettext(self.locale, "Signed out everywhere else"))

    @handler(Permission.ACCOUNT_WRITE)
    def change_password(self, work: Work, fields: dict[str, Any]) -> Any:
        """Set a new password from the form's fields; the person's other browsers are signed out."""
        old, new, again = (str(fields.get(name) or "") for name in ("old_password", "new_password", "again"))
        if new != again:
            raise DomainError("The two new passwords differ", field="again")
        ended = accounts.change_password(work.session, work.actor, old, new)
        self._ended(work, *ended)
        self.form += 1
        return toast_done(gettext(self.locale, "The password is changed. Other devices are signed out"))

    def _ended(self, work: Work, *session_ids: int) -> None:
        for number in session_ids:
            work.publish(session_topic(number))
        self._show_sessions(work)

    def _show_sessions(self, work: Work) -> None:
        found = accounts.own_sessions(work.session, work.actor)
        self.sessions = [session_row(work.actor, one) for one in found]
        self.has_others = any(not one.is_current for one in found)
