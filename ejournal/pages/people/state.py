"""The events of the list of people: looked for as one types, narrowed, turned; somebody new entered."""

import json
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError
from ejournal.i18n import gettext, ngettext
from ejournal.pages.people import forms, rows
from ejournal.pages.people.rows import AlikeRow, GroupRow, PersonRow
from ejournal.services.base.topics import people_topic
from ejournal.services.people.adding import add_pupil, add_staff
from ejournal.services.people.outlook import groups_to_choose
from ejournal.services.people.persons import LooksKnown
from ejournal.services.people.search import Wanted, find_people
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done, with_reach
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number, optional_row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

ADDRESS = "/people"
ADDED = ("pupil", "staff")


class PeopleState(PageState):
    """The people found, and the form of somebody new."""

    ready: bool = False
    can_manage: bool = False
    can_give_heads: bool = False
    words: str = ""
    words_key: int = 0
    role: str = ""
    class_id: str = ""
    state: str = ""
    page: int = 1
    roles: list[Choice] = []
    classes: list[Choice] = []
    states: list[Choice] = []
    people: list[PersonRow] = []
    found: str = ""
    pages: str = ""
    earlier: int = 0
    later: int = 0

    adding: str = ""
    """Who is being entered: a pupil or a member of staff; empty while nobody is."""
    form_key: int = 0
    day: str = ""
    class_choices: list[Choice] = []
    groups: list[GroupRow] = []
    alike: list[AlikeRow] = []

    @handler(Permission.PEOPLE_READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the people whom the address asks for; a card has its own state."""
        asked = self.router.url.query_parameters
        self.can_manage = work.actor.may(Permission.PEOPLE_MANAGE)
        self.can_give_heads = work.actor.may(Permission.ACCOUNTS_MANAGE)
        self.adding = ""
        if asked.get("person"):
            return
        self.words = text(asked.get("q"), limit=limits.SEARCH)
        self.words_key += 1
        self.role = str(asked.get("role") or "")
        self.class_id = str(optional_row_id(asked.get("class")) or "")
        self.state = str(asked.get("state") or "here")
        self.page = optional_number(asked.get("page")) or 1
        self.roles, self.states = rows.role_choices(self.locale), rows.state_choices(self.locale)
        self._fill(work)
        self.ready = True

    def _topics(self, work: Work) -> list[str]:
        on_card = self.router.url.query_parameters.get("person")
        return [] if on_card else [people_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show whom others enter or change; the form of somebody new stays as it is."""
        self._fill(work)

    def _fill(self, work: Work) -> None:
        role, state = rows.role_of(self.role), rows.state_of(self.state)
        wanted = Wanted(self.words, role, optional_row_id(self.class_id), state, self.page)
        found = find_people(work.session, work.actor, wanted)
        self.role = role.value if role else ""
        self.state = state.value if state else rows.ALL
        self.people = [rows.person_row(one, self.locale) for one in found.people]
        self.found = ngettext(self.locale, "{n} person", "{n} people", found.total)
        self.classes = rows.class_choices(found.classes, gettext(self.locale, "All classes"))
        self.page, self.pages = found.page, ""
        if found.pages > 1:
            self.pages = gettext(self.locale, "page {page} of {pages}", page=found.page, pages=found.pages)
        self.earlier = found.page - 1
        self.later = found.page + 1 if found.page < found.pages else 0

    def _shown(self, work: Work, page: int = 1) -> Any:
        """Fill the list and write what is looked for into the address, for Back and for others."""
        self.page = page
        self._fill(work)
        asked = {
            "q": self.words,
            "role": self.role,
            "class": self.class_id,
            "state": "" if self.state == "here" else self.state,
            "page": str(self.page) if self.page > 1 else "",
        }
        kept = {name: value for name, value in asked.items() if value}
        address = json.dumps(ADDRESS + ("?" + urlencode(kept) if kept else ""))
        return rx.call_script(f"window.history.replaceState(window.history.state, '', {address})")

    @handler(Permission.PEOPLE_READ, writes=False)
    def look(self, work: Work, value: str) -> Any:
        """Show whom the words fit, as they are typed."""
        self.words = text(str(value)[: limits.SEARCH], limit=limits.SEARCH)
        return self._shown(work)

    @handler(Permission.PEOPLE_READ, writes=False)
    def choose_role(self, work: Work, value: str) -> Any:
        """Show those with a role only."""
        self.role = str(value)
        return self._shown(work)

    @handler(Permission.PEOPLE_READ, writes=False)
    def choose_class(self, work: Work, class_id: str) -> Any:
        """Show those of a class only."""
        self.class_id = str(optional_row_id(class_id) or "")
        return self._shown(work)

    @handler(Permission.PEOPLE_READ, writes=False)
    def choose_state(self, work: Work, value: str) -> Any:
        """Show who is here, who left, who has no account, or all."""
        self.state = str(value)
        return self._shown(work)

    @handler(Permission.PEOPLE_READ, writes=False)
    def turn(self, work: Work, page: int) -> Any:
        """Show another page of the list."""
        return self._shown(work, optional_number(page) or 1)

    # ------------------------------------------------------------------------------------- somebody new

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def open_form(self, work: Work, kind: str) -> None:
        """Open the form of a new pupil or member of staff."""
        self.adding = kind if kind in ADDED else ADDED[0]
        self.form_key += 1
        self.day = work.actor.today.isoformat()
        self.groups, self.alike = [], []
        none = gettext(self.locale, "not chosen")
        self.class_choices = [Choice("", none), *(one for one in self.classes if one.value)]

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def close_form(self, work: Work) -> None:
        """Close the form; nobody is entered."""
        self.adding, self.alike = "", []

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def show_groups(self, work: Work, class_id: str) -> None:
        """Show the groups of the class that is chosen in the form."""
        chosen = optional_row_id(class_id)
        self.groups = rows.group_rows(groups_to_choose(work.session, work.actor, chosen)) if chosen else []

    @handler(Permission.PEOPLE_MANAGE)
    def add(self, work: Work, form: dict[str, Any]) -> Any:
        """Enter whom the form describes and open the card; who looks known is shown first."""
        if self.adding not in ADDED:
            raise DomainError("Open a form first")
        self.alike = []
        try:
            person_id = self._add(work, form)
        except LooksKnown as known:
            # Nothing is written yet: it is asked before the first row.
            self.alike = [rows.alike_row(one, self.locale) for one in known.found]
            return None
        self.adding = ""
        done = with_reach(gettext(self.locale, "Entered"), work.session, self.locale)
        return [rx.redirect(rows.card_address(person_id)), toast_done(done)]

    def _add(self, work: Work, form: dict[str, Any]) -> int:
        given, chosen, anyway = forms.details(form), forms.class_id(form), forms.ticked(form, "anyway")
        session, actor, day = work.session, work.actor, forms.day(form)
        if self.adding == "pupil":
            return add_pupil(session, actor, given, chosen, day, forms.groups(form), anyway=anyway)
        return add_staff(session, actor, given, forms.roles(form), day, chosen, anyway=anyway)
