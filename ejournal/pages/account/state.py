"""The events of one's own account."""

from typing import Any

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext
from ejournal.pages.account.rows import PlaceRow, SessionRow, session_row
from ejournal.services.accounts import own as accounts
from ejournal.services.accounts import own_email, places
from ejournal.services.mail.outbox import are_sent
from ejournal.ui.runtime import identity
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.own_email import letter_sent, offer_to_confirm


class AccountState(PageState):
    """The account page of the signed-in person."""

    ready: bool = False
    login: str = ""
    email: str = ""
    email_confirmed: bool = False
    named_email: str = ""
    """The e-mail that waits to be confirmed."""
    mail_sent: bool = False
    """Whether this installation sends mail."""
    unconfirmed: str = ""
    """What is offered where the account's e-mail was never confirmed, in words."""
    named_note: str = ""
    """What the named e-mail waits for."""
    email_form: int = 0
    """Counted up when an e-mail was named: the form is made anew, empty."""
    further: list[PlaceRow] = []
    """The other schools that the sign-in opens, beside that of the account itself."""
    sessions: list[SessionRow] = []
    has_others: bool = False
    form: int = 0
    """Counted up when the password has changed: the browser then makes the form anew, empty."""

    @handler(Permission.ACCOUNT_READ, loads=True)
    def load(self, work: Work) -> None:
        """Show the account and its sign-ins."""
        self.login = accounts.own_account(work.session, work.actor).login
        self._show_email(work)
        self._show_sessions(work)
        self._show_places(work)
        self.ready = True

    @handler(Permission.ACCOUNT_READ, writes=False)
    def ask_leaving(self, work: Work, place: str) -> None:
        """Ask whether the school is to be given up."""
        self._show_places(work, row_id(place))

    @handler(Permission.ACCOUNT_READ, writes=False)
    def keep_place(self, work: Work) -> None:
        """Keep all schools."""
        self._show_places(work)

    @handler(Permission.ACCOUNT_WRITE)
    def leave_place(self, work: Work, place: str) -> Any:
        """Give up one of the schools; the account itself stays."""
        places.leave(work.session, work.actor, row_id(place))
        if work.actor.place_id == row_id(place):
            return rx.call_script("window.location.assign('/account')")
        self._show_places(work)
        identity.show(self, work, again=True)
        return toast_done(gettext(self.locale, "The school is in your sign-in no more"))

    def _show_places(self, work: Work, asking: int = 0) -> None:
        found = places.own_places(work.session, work.actor) if self.schools else ()
        self.further = [PlaceRow(str(one.id), one.school, one.id == asking) for one in found if one.id]

    @handler(Permission.ACCOUNT_WRITE)
    def end_session(self, work: Work, session_id: str) -> Any:
        """Sign out of one of the person's browsers."""
        number = row_id(session_id)
        accounts.end_session(work.session, work.actor, number)
        self._show_sessions(work)
        return toast_done(gettext(self.locale, "Signed out there"))

    @handler(Permission.ACCOUNT_WRITE)
    def end_others(self, work: Work) -> Any:
        """Sign out everywhere but here."""
        accounts.end_other_sessions(work.session, work.actor)
        self._show_sessions(work)
        return toast_done(gettext(self.locale, "Signed out everywhere else"))

    @handler(Permission.ACCOUNT_WRITE)
    def change_password(self, work: Work, fields: dict[str, Any]) -> Any:
        """Set a new password from the form's fields; the person's other browsers are signed out."""
        old, new, again = (str(fields.get(name) or "") for name in ("old_password", "new_password", "again"))
        if new != again:
            raise DomainError("The two new passwords differ", field="again")
        accounts.change_password(work.session, work.actor, old, new)
        self._show_sessions(work)
        self.form += 1
        return toast_done(gettext(self.locale, "The password is changed. Other devices are signed out"))

    @handler(Permission.ACCOUNT_WRITE)
    def name_email(self, work: Work, fields: dict[str, Any]) -> Any:
        """Send a letter to the e-mail of the form; it is the account's once it is confirmed there."""
        password, typed = (str(fields.get(name) or "") for name in ("email_password", "new_email"))
        own_email.name_email(work.session, work.actor, password, typed)
        self._show_email(work)
        self.email_form += 1
        return toast_done(gettext(self.locale, "A letter is on its way: open the address in it"))

    @handler(Permission.ACCOUNT_WRITE)
    def forget_named_email(self, work: Work) -> None:
        """The e-mail that waits is not to be confirmed after all."""
        own_email.forget_named_email(work.session, work.actor)
        self._show_email(work)

    @handler(Permission.ACCOUNT_WRITE)
    def confirm_present_email(self, work: Work) -> Any:
        """Send the letter that confirms the e-mail that the account has."""
        email = own_email.confirm_present(work.session, work.actor)
        self._show_email(work)
        return toast_done(letter_sent(email, self.locale))

    def _show_email(self, work: Work) -> None:
        own = accounts.own_account(work.session, work.actor)
        self.email, self.email_confirmed = own.email, own.email_confirmed
        self.named_email = own_email.named_email(work.session, work.actor)
        self.mail_sent = are_sent()
        self.unconfirmed = offer_to_confirm(work.session, work.actor, self.locale)
        self.named_note = (
            gettext(self.locale, "Answer the letters that went to it and to your former e-mail.")
            if own_email.waits_for_former(work.session, work.actor)
            else gettext(self.locale, "Open the address in the letter: until then nothing changes.")
        )

    def _show_sessions(self, work: Work) -> None:
        found = accounts.own_sessions(work.session, work.actor)
        self.sessions = [session_row(work.actor, one) for one in found]
        self.has_others = any(not one.is_current for one in found)
