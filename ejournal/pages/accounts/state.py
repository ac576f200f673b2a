"""The events of the school's accounts: find a person, give a new password, block, sign out."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.i18n import gettext, ngettext
from ejournal.pages.accounts import rows
from ejournal.pages.accounts.rows import NO_CARD, CardRow, PersonRow, SignInRow
from ejournal.services.accounts import administration, places
from ejournal.services.base.topics import people_topic
from ejournal.services.second_factor.taking_off import take_off
from ejournal.ui.components.secret import tell_secret
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

ADDRESS = "/accounts"
TOLD_AS = "password"


class AccountsState(PageState):
    """The people found, and the card that is open."""

    ready: bool = False
    words: str = ""
    role: str = ""
    roles: list[Choice] = []
    use: str = ""
    uses: list[Choice] = []
    people: list[PersonRow] = []
    found: str = ""
    pages: str = ""
    earlier: str = ""
    later: str = ""

    card: CardRow = NO_CARD
    sign_ins: list[SignInRow] = []
    asks: str = ""
    """What the card asks about: a new «password», the «factor» taken off, a «look» as the person."""
    told: bool = False
    """A new password is shown: the browser alone has it, until the card is closed or another is opened."""

    @handler(Permission.ACCOUNTS_MANAGE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the people whom the address asks for."""
        asked = self.router.url.query_parameters
        self.words = text(asked.get("q"), limit=limits.SEARCH)
        role = rows.role_of(asked.get("role"))
        self.role, self.roles = role.value if role else "", rows.role_choices(self.locale)
        use = rows.use_of(asked.get("use"))
        self.use, self.uses = use.value if use else "", rows.use_choices(self.locale)
        self._close()
        self._fill(work)
        self.ready = True

    def _topics(self, work: Work) -> list[str]:
        return [people_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show who has registered, and what other administrators do meanwhile."""
        self._fill(work)
        if self.card.id:
            self._show(work, row_id(self.card.id))

    def _fill(self, work: Work) -> None:
        page = optional_number(self.router.url.query_parameters.get("page")) or 1
        role, use = rows.role_of(self.role), rows.use_of(self.use)
        found = administration.find_people(work.session, work.actor, self.words, role, page, use=use)
        self.people = [rows.person_row(work.actor, one, self.locale) for one in found.people]
        self.found = ngettext(self.locale, "{n} person", "{n} people", found.total)
        self.pages, self.earlier, self.later = "", "", ""
        if found.pages > 1:
            self.pages = gettext(self.locale, "page {page} of {pages}", page=found.page, pages=found.pages)
        if found.page > 1:
            self.earlier = self._address(found.page - 1)
        if found.page < found.pages:
            self.later = self._address(found.page + 1)

    def _address(self, page: int = 1) -> str:
        asked = {"q": self.words, "role": self.role, "use": self.use, "page": str(page) if page > 1 else ""}
        kept = {name: value for name, value in asked.items() if value}
        return ADDRESS + ("?" + urlencode(kept) if kept else "")

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def find(self, work: Work, form: dict[str, Any]) -> Any:
        """Look for the words of the form; the address keeps them."""
        self.words = text(form.get("words"), limit=limits.SEARCH)
        return rx.redirect(self._address())

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def choose_role(self, work: Work, value: str) -> Any:
        """Show those who have a role only."""
        role = rows.role_of(value)
        self.role = role.value if role else ""
        return rx.redirect(self._address())

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def choose_use(self, work: Work, value: str) -> Any:
        """Show those only whose account is used so."""
        use = rows.use_of(value)
        self.use = use.value if use else ""
        return rx.redirect(self._address())

    # ------------------------------------------------------------------ the card

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def open_card(self, work: Work, person_id: str) -> None:
        """Open a person's card."""
        number = row_id(person_id)
        self._close()
        self._show(work, number)

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def close_card(self, work: Work) -> None:
        """Close the card; a password that was told there is told no more."""
        self._close()

    def _show(self, work: Work, person_id: int) -> None:
        card = administration.account_card(work.session, work.actor, person_id)
        self.card = rows.card_row(work.actor, card, self.locale)
        self.sign_ins = rows.sign_in_rows(work.actor, card, self.locale)

    def _close(self) -> None:
        self.card, self.sign_ins, self.asks, self.told = NO_CARD, [], "", False

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def ask_password(self, work: Work) -> None:
        """Ask whether the present password is to be replaced."""
        self.asks = "password"

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def ask_parting(self, work: Work) -> None:
        """Ask whether the account of another school is to open this one no more."""
        self.asks = "password"

    @handler(Permission.ACCOUNTS_MANAGE)
    def part(self, work: Work) -> Any:
        """Part the person of the card from the account of another school."""
        places.take_off(work.session, work.actor, row_id(self.card.id))
        self.asks = ""
        self._changed(work)
        return toast_done(gettext(self.locale, "The other school's account opens nothing here any more"))

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def keep_password(self, work: Work) -> None:
        """Leave the present password as it is."""
        self.asks = ""

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def ask_reason(self, work: Work) -> None:
        """Ask why to look with the eyes of the card's person."""
        self.asks = "look"

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def look_no_more(self, work: Work) -> None:
        """Leave the question for the reason."""
        self.asks = ""

    @handler(Permission.ACCOUNTS_MANAGE)
    def give_password(self, work: Work) -> Any:
        """Give the person of the card a new password and show it, this once."""
        given = administration.give_new_password(work.session, work.actor, row_id(self.card.id))
        self.asks, self.told = "", True
        self._changed(work)
        return tell_secret(TOLD_AS, given.password)

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def ask_factor(self, work: Work) -> None:
        """Ask whether the second factor of the person is to be taken off."""
        self.asks = "factor"

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def keep_factor(self, work: Work) -> None:
        """Leave the second factor as it is."""
        self.asks = ""

    @handler(Permission.ACCOUNTS_MANAGE)
    def take_factor(self, work: Work) -> Any:
        """Take codes and passkeys off the account of the card, whose owner has lost the phone."""
        take_off(work.session, work.actor, row_id(self.card.id))
        self.asks = ""
        self._changed(work)
        return toast_done(gettext(self.locale, "Taken off. The person is told and signed out everywhere"))

    @handler(Permission.ACCOUNTS_MANAGE)
    def block(self, work: Work) -> Any:
        """Shut the person of the card out."""
        administration.set_blocked(work.session, work.actor, row_id(self.card.id), True)
        self._changed(work)
        return toast_done(gettext(self.locale, "Blocked and signed out everywhere"))

    @handler(Permission.ACCOUNTS_MANAGE)
    def unblock(self, work: Work) -> Any:
        """Let the person of the card in again."""
        administration.set_blocked(work.session, work.actor, row_id(self.card.id), False)
        self._changed(work)
        return toast_done(gettext(self.locale, "Unblocked"))

    @handler(Permission.ACCOUNTS_MANAGE)
    def sign_out(self, work: Work) -> Any:
        """Sign the person of the card out everywhere."""
        administration.end_sessions(work.session, work.actor, row_id(self.card.id))
        self._changed(work)
        return toast_done(gettext(self.locale, "Signed out everywhere"))

    def _changed(self, work: Work) -> None:
        self._show(work, row_id(self.card.id))
        self._fill(work)
