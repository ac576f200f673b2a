"""The events of a person's card: what is known, and the acts; a form holds what stood when it was opened."""

from collections.abc import Callable, Mapping
from typing import Any

import reflex as rx

from ejournal import limits
from ejournal.access.permissions import Permission
from ejournal.errors import DomainError, NotFound
from ejournal.i18n import gettext
from ejournal.models import GuardianRights, Role
from ejournal.pages.people import card_rows, forms, rows
from ejournal.pages.people.card_rows import CardRow, EntryRow, PlaceRow, RelativeRow, RoleRow
from ejournal.pages.people.rows import AlikeRow, GroupRow
from ejournal.services.accounts import administration
from ejournal.services.base.merged_cards import standing_card
from ejournal.services.base.topics import people_topic
from ejournal.services.people import guardians, moves, persons
from ejournal.services.people.adding import add_guardian_of
from ejournal.services.people.card import PersonCard, person_card
from ejournal.services.people.classes import present_classes
from ejournal.services.people.history import ROLE_WORDS, history_of
from ejournal.services.people.outlook import groups_to_choose, transfer_outlook
from ejournal.services.people.persons import LooksKnown
from ejournal.services.people.roles import GIVEN, end_role, give_role, may_give
from ejournal.ui.components.secret import tell_secret
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import message_for, toast_done, with_reach
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_date, optional_row_id, row_id, text
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

TOLD_AS = "first-password"


class PersonState(PageState):
    """The card that the address names, and the form that is open over it."""

    shown: bool = False
    """Whether the address names a person."""
    can_manage: bool = False
    can_account: bool = False
    card: CardRow = CardRow()
    roles: list[RoleRow] = []
    in_classes: list[PlaceRow] = []
    guardians: list[RelativeRow] = []
    children: list[RelativeRow] = []
    history: list[EntryRow] = []
    undo: str = ""
    """What can be undone, in words; empty for nothing."""

    editing: str = ""
    form_key: int = 0
    day: str = ""
    class_id: str = ""
    class_choices: list[Choice] = []
    role_choices: list[Choice] = []
    groups: list[GroupRow] = []
    outlook: list[str] = []
    outlook_error: str = ""
    alike: list[AlikeRow] = []
    relative: RelativeRow = RelativeRow("", "", "", "", "", False, "", "", False, "", "", False, "")
    role: RoleRow = RoleRow("", "", "", False, False)
    login: str = ""
    told: bool = False
    """A first password is shown: the browser alone has it."""

    _seen: str = ""
    _shown_mark: str = ""

    @handler(Permission.PEOPLE_READ, loads=True, writes=False)
    def load(self, work: Work) -> Any:
        """Show the card of the person whom the address names; of one that was merged, the one that stays."""
        asked = self.router.url.query_parameters.get("person")
        self.editing, self.told = "", False
        self.shown = bool(asked)
        self.card = CardRow()
        if not asked:
            return None
        number = row_id(asked)
        stands = standing_card(work.session, work.actor.school_id, number)
        if stands != number:
            return rx.redirect(rows.card_address(stands), replace=True)
        self._fill(work, number)
        return None

    def _fill(self, work: Work, person_id: int) -> PersonCard:
        actor, locale = work.actor, self.locale
        card = person_card(work.session, actor, person_id)
        self.can_manage = actor.may(Permission.PEOPLE_MANAGE)
        self.can_account = actor.may(Permission.ACCOUNTS_MANAGE)
        self.card = card_rows.card_row(actor, card, locale)
        self.roles = [card_rows.role_row(actor, one, locale) for one in card.roles]
        self.in_classes = [card_rows.place_row(actor, one, locale) for one in card.places]
        self.guardians = [card_rows.relative_row(actor, one, locale) for one in card.guardians]
        self.children = [card_rows.relative_row(actor, one, locale) for one in card.children]
        entries = history_of(work.session, actor, person_id, locale)
        self.history = [card_rows.entry_row(actor, one, locale) for one in entries]
        last = moves.last_move(work.session, actor, person_id) if self.can_manage else None
        self._shown_mark = card.mark
        self.undo = gettext(locale, UNDO_WORDS[last.action]) if last is not None else ""
        return card

    def _topics(self, work: Work) -> list[str]:
        return [people_topic(work.actor.school_id)] if self.shown else []

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show what others do to the person; an open form is compared with what stood when it was opened."""
        if self.card.id:
            self._fill(work, row_id(self.card.id))

    # ----------------------------------------------------------------------------------------- forms

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def open_form(self, work: Work, kind: str, row: str = "") -> None:
        """Open a form of the card: what stands now is remembered, and compared when the form is sent."""
        if kind not in FORMS:
            raise NotFound
        person_id = row_id(self.card.id)
        self._fill(work, person_id)
        self._seen = self._shown_mark
        self.day, self.class_id = work.actor.today.isoformat(), ""
        self.groups, self.outlook, self.outlook_error, self.alike = [], [], "", []
        classes = present_classes(work.session, work.actor)
        self.class_choices = rows.class_choices(classes, gettext(self.locale, "not chosen"))
        self.role_choices = [self._role_choice(one) for one in GIVEN if may_give(work.actor, one)]
        if kind in ("guardian-change", "guardian-end"):
            self.relative = self._row(self.guardians, row)
        if kind == "role-end":
            self.role = self._row(self.roles, row)
        self.editing = kind
        self.form_key += 1

    def _role_choice(self, role: Role) -> Choice:
        words = gettext(self.locale, ROLE_WORDS[role])
        return Choice(role.value, words[:1].upper() + words[1:])

    def _row(self, found: list[Any], wanted: str) -> Any:
        row = next((one for one in found if one.id == str(wanted)), None)
        if row is None:
            raise NotFound
        return row

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def close_form(self, work: Work) -> None:
        """Close the form; nothing is changed."""
        self.editing, self.alike = "", []

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def choose_class(self, work: Work, class_id: str) -> None:
        """Show the groups of the class, and what a transfer to it would do."""
        self.class_id = str(optional_row_id(class_id) or "")
        self._look_ahead(work)

    @handler(Permission.PEOPLE_MANAGE, writes=False)
    def choose_day(self, work: Work, value: str) -> None:
        """Show what a transfer from that day would do."""
        day = optional_date(value)
        self.day = day.isoformat() if day else ""
        self._look_ahead(work)

    def _look_ahead(self, work: Work) -> None:
        self.groups, self.outlook, self.outlook_error = [], [], ""
        class_id, day = optional_row_id(self.class_id), optional_date(self.day)
        if class_id is None:
            return
        self.groups = rows.group_rows(groups_to_choose(work.session, work.actor, class_id))
        if self.editing != "transfer" or day is None:
            return
        try:
            look = transfer_outlook(work.session, work.actor, row_id(self.card.id), class_id, day)
        except DomainError as error:
            self.outlook_error = message_for(error, self.locale)
            return
        self.outlook = card_rows.outlook_lines(look, self.locale)

    # ------------------------------------------------------------------------------------------ acts

    @handler(Permission.PEOPLE_MANAGE)
    def save(self, work: Work, form: dict[str, Any]) -> Any:
        """Do what the open form asks for; who looks like the new guardian is shown first."""
        act = ACTS.get(self.editing)
        if act is None:
            raise DomainError("Open a form first")
        self.alike = []
        try:
            done = act(self, work, row_id(self.card.id), form)
        except LooksKnown as known:
            # Nothing is written yet: it is asked before the first row.
            self.alike = [rows.alike_row(one, self.locale) for one in known.found]
            return None
        self.editing = ""
        self._fill(work, row_id(self.card.id))
        return toast_done(with_reach(gettext(self.locale, done), work.session, self.locale))

    @handler(Permission.PEOPLE_MANAGE)
    def undo_move(self, work: Work) -> Any:
        """Take the last transfer, leaving or return back."""
        person_id = row_id(self.card.id)
        moves.undo_move(work.session, work.actor, person_id, self._shown_mark)
        self._fill(work, person_id)
        return toast_done(with_reach(gettext(self.locale, "Undone"), work.session, self.locale))

    # --------------------------------------------------------------------------------------- account

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def open_account(self, work: Work) -> None:
        """Propose a login for a person who has none."""
        self.login = administration.proposed_login(work.session, work.actor, row_id(self.card.id))
        self.editing, self.told = "account", False
        self.form_key += 1

    @handler(Permission.ACCOUNTS_MANAGE, writes=False)
    def close_account(self, work: Work) -> None:
        """Close the form of the account; a password that was told there is told no more."""
        self.editing, self.told = "", False

    @handler(Permission.ACCOUNTS_MANAGE)
    def make_account(self, work: Work, form: dict[str, Any]) -> Any:
        """Make the account and show its first password, this once."""
        person_id = row_id(self.card.id)
        login = text(form.get("login"), limit=limits.LOGIN, field="login", required=True)
        made = administration.make_account(work.session, work.actor, person_id, login)
        self._fill(work, person_id)
        self.login, self.told = made.login, True
        return tell_secret(TOLD_AS, made.password)


UNDO_WORDS = {
    moves.TRANSFER: "Undo the transfer",
    moves.LEAVE: "Undo the leaving",
    moves.RETURN: "Undo the return",
}
Form = Mapping[str, Any]
Act = Callable[[PersonState, Work, int, Form], str]


def _change(state: PersonState, work: Work, person_id: int, form: Form) -> str:
    changed = persons.change_person(work.session, work.actor, person_id, state._seen, forms.details(form))
    return "Saved" if changed else "Nothing has changed"


def _transfer(state: PersonState, work: Work, person_id: int, form: Form) -> str:
    class_id = forms.class_id(form)
    if class_id is None:
        raise DomainError("Choose the class", field="class_id")
    day, groups = forms.day(form), forms.groups(form)
    moves.transfer(work.session, work.actor, person_id, state._seen, class_id, day, groups)
    return "Transferred"


def _enter(state: PersonState, work: Work, person_id: int, form: Form) -> str:
    class_id = forms.class_id(form)
    if class_id is None:
        raise DomainError("Choose the class", field="class_id")
    day, groups = forms.day(form), forms.groups(form)
    moves.enter_class(work.session, work.actor, person_id, state._seen, class_id, day, groups)
    return "Enrolled"


def _leave(state: PersonState, work: Work, person_id: int, form: Form) -> str:
    reason = text(form.get("reason"), limit=limits.LEAVING_REASON, field="reason")
    day = forms.day(form)
    moves.leave(work.session, work.actor, person_id, state._seen, day, reason)
    return "The leaving is written down"


def _add_guardian(state: PersonState, work: Work, person_id: int, form: Form) -> str:
    who, terms = str(form.get("who") or ""), forms.terms(form)
    if who.isdecimal():
        guardians.add_guardian(work.session, work.actor, person_id, state._seen, row_id(who), terms)
    else:
        given = forms.details(form)
        add_guardian_of(work.session, work.actor, given, person_id, terms, anyway=who == "new")
    return "The guardian is added"


def _change_guardian(state: PersonState, work: Work, person_id: int, form: Form) -> str:
    number = row_id(state.relative.id)
    terms = forms.terms(form)
    changed = guardians.change_guardian(work.session, work.actor, person_id, state._seen, number, terms)
    if not changed:
        return "Nothing has changed"
    return "Limited at once" if terms.rights is GuardianRights.NONE else "Saved"


def _end_guardian(state: PersonState, work: Work, person_id: int, form: Form) -> str:
    number, day = row_id(state.relative.id), forms.day(form)
    guardians.end_guardian(work.session, work.actor, person_id, state._seen, number, day)
    return "Saved"


def _give_role(state: PersonState, work: Work, person_id: int, form: Form) -> str:
    role = rows.role_of(form.get("role"))
    if role is None:
        raise DomainError("Choose from the list", field="role")
    class_id, day = forms.class_id(form), forms.day(form)
    give_role(work.session, work.actor, person_id, state._seen, role, day, class_id)
    return "The role is given"


def _end_role(state: PersonState, work: Work, person_id: int, form: Form) -> str:
    day = forms.day(form, "ends")
    end_role(work.session, work.actor, person_id, state._seen, row_id(state.role.id), day)
    return "Saved"


ACTS: dict[str, Act] = {
    "change": _change,
    "transfer": _transfer,
    "enter": _enter,
    "leave": _leave,
    "guardian-add": _add_guardian,
    "guardian-change": _change_guardian,
    "guardian-end": _end_guardian,
    "role-give": _give_role,
    "role-end": _end_role,
}
FORMS = frozenset(ACTS)
