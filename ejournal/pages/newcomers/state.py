"""The events of the list of who has not come: open a class, remind it."""

from typing import Any

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.errors import NotFound
from ejournal.i18n import gettext
from ejournal.models import ReminderRule
from ejournal.pages.newcomers import rows
from ejournal.pages.newcomers.rows import STAFF, ClassRow, FamilyRow, Sending
from ejournal.services.base.topics import people_topic
from ejournal.services.mail.outbox import are_sent
from ejournal.services.registration.reminding import remind, reminder_rule, who_would_be_reminded
from ejournal.services.registration.staff_standing import note_staff_reading, sees_staff, standing_of_staff
from ejournal.services.registration.standing import classes_in_care, note_reading, standing_of_classes
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_row_id, row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.newcomers import letters_words


class NewcomersState(PageState):
    """The classes with their counts, or one class with its families, or the staff."""

    ready: bool = False
    classes: list[ClassRow] = []
    choices: list[Choice] = []
    class_id: str = ""
    """The class that is shown, STAFF for the staff; empty for all with their counts."""
    place: str = ""
    """What says it in an address."""
    is_staff: bool = False
    title: str = ""
    count: str = ""
    families: list[FamilyRow] = []
    all_of_them: bool = False
    """Whether families stand in the list in which everybody has come."""
    gives_codes: bool = False
    of_school: bool = False
    """Whether accounts are looked after, not a class alone."""
    may_remind: bool = False
    why_not: str = ""
    """Why nobody is reminded here, in words."""
    nobody: str = ""
    """What is said in place of an empty list."""
    asking: bool = False
    sending: Sending = Sending()

    @handler(Permission.REGISTRATION_READ, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the class of the address, the only one, or all with their counts."""
        rule = reminder_rule(work.session, work.actor.school_id)
        self.why_not = ""
        if not are_sent():
            self.why_not = gettext(self.locale, "No mail is sent here: nobody can be reminded by letters.")
        elif rule is ReminderRule.OFF:
            self.why_not = gettext(self.locale, "Reminders are switched off in the school's settings.")
        self.gives_codes = work.actor.may(Permission.CODES_GIVE)
        self.of_school = work.actor.may(Permission.ACCOUNTS_MANAGE)
        self.asking, self.class_id, self.place, self.families, self.is_staff = False, "", "", [], False
        query = self.router.url.query_parameters
        asked, sees = optional_row_id(query.get("class")), sees_staff(work.actor)
        known = classes_in_care(work.session, work.actor)
        self.choices = [
            Choice(value="", label=gettext(self.locale, "All classes")),
            *([Choice(value=STAFF, label=gettext(self.locale, "Staff"))] if sees else []),
            *(Choice(value=str(number), label=title) for number, title in known),
        ]
        self.classes = []
        if query.get("whom") == STAFF:
            self._show(work, None)
            note_staff_reading(work.session, work.actor)
        elif asked is not None or (len(known) == 1 and not sees):
            class_id = asked or known[0][0]
            self._show(work, class_id)
            note_reading(work.session, work.actor, class_id)
        else:
            self._show_overview(work, rule)
        may_write = work.actor.keeps_people if self.is_staff else self.gives_codes
        self.may_remind = may_write and not self.why_not
        self.ready = True

    def _topics(self, work: Work) -> list[str]:
        return [people_topic(work.actor.school_id)]

    def _live(self, work: Work, topic: str, payload: dict[str, Any]) -> None:
        """Show who has come meanwhile."""
        if self.class_id:
            self._show(work, self._class())
        else:
            self._show_overview(work, reminder_rule(work.session, work.actor.school_id))

    def _show_overview(self, work: Work, rule: ReminderRule) -> None:
        """The classes with their counts, after the staff for who sees that."""
        found, sees = standing_of_classes(work.session, work.actor, rule), sees_staff(work.actor)
        of_staff = [standing_of_staff(work.session, work.actor, rule)] if sees else []
        self.classes = [rows.staff_row(one, self.locale) for one in of_staff]
        self.classes += rows.class_rows(found, self.locale)

    def _show(self, work: Work, class_id: int | None) -> None:
        rule = reminder_rule(work.session, work.actor.school_id)
        zone, self.is_staff = work.actor.time_zone, class_id is None
        if class_id is None:
            of_staff = standing_of_staff(work.session, work.actor, rule)
            self.class_id, self.place = STAFF, f"?whom={STAFF}"
            self.title, self.nobody = (
                gettext(self.locale, "Staff"),
                gettext(self.locale, "Everybody has come"),
            )
            self.count = rows.counts_words(of_staff.counts, self.locale)
            self.families = rows.staff_rows(of_staff, zone, self.locale, all_of_them=self.all_of_them)
            return
        self.place = f"?class={class_id}"
        found = standing_of_classes(work.session, work.actor, rule, class_id)
        if not found:  # a class in which nobody sits
            self.class_id, self.title, self.families = str(class_id), "", []
            self.nobody = gettext(self.locale, "Nobody sits in this class")
            return
        [one] = found
        self.class_id, self.title = str(one.id), one.title
        self.nobody = gettext(self.locale, "Everybody has come")
        self.count = rows.counts_words(one.guardians, self.locale)
        self.families = rows.family_rows(one, zone, self.locale, all_of_them=self.all_of_them)

    @handler(Permission.REGISTRATION_READ, writes=False)
    def choose_class(self, work: Work, class_id: str) -> Any:
        """Go to a class or the staff, or back to all of them."""
        place = f"?class={row_id(class_id)}" if class_id and class_id != STAFF else ""
        if class_id == STAFF:
            place = f"?whom={STAFF}"
        return rx.redirect(f"/newcomers{place}")

    @handler(Permission.REGISTRATION_READ, writes=False)
    def show_all(self, work: Work, wanted: bool) -> None:
        """Families in which everybody has come, too, or not."""
        self.all_of_them = wanted is True
        if self.class_id:
            self._show(work, self._class())

    @handler(Permission.CODES_GIVE, writes=False)
    def ask_to_remind(self, work: Work) -> None:
        """Say to how many a letter would go, and to how many not."""
        told = who_would_be_reminded(work.session, work.actor, self._class())
        self.sending = rows.sending(told, work.actor.time_zone, self.locale)
        self.asking = True

    @handler(Permission.CODES_GIVE, writes=False)
    def never_mind(self, work: Work) -> None:
        """Write to nobody."""
        self.asking = False

    @handler(Permission.CODES_GIVE)
    def remind(self, work: Work) -> Any:
        """Write to all of the class, or of the staff, to whom a letter can go."""
        told = remind(work.session, work.actor, self._class())
        self.asking = False
        self._show(work, self._class())
        if not told.letters:
            return toast_done(gettext(self.locale, "No letter could go"))
        said = letters_words(told.letters, self.locale)
        when = rows.sending(told, work.actor.time_zone, self.locale).when
        return toast_done(
            " ".join(filter(None, (gettext(self.locale, "On its way: {letters}.", letters=said), when)))
        )

    def _class(self) -> int | None:
        """The class that is shown; None for the staff."""
        if not self.class_id:
            raise NotFound
        return None if self.class_id == STAFF else row_id(self.class_id)
