"""The events of registration slips."""

from ejournal.access.permissions import Permission
from ejournal.pages.slips.rows import SlipRow, class_rows, staff_rows
from ejournal.services.registration.codes import Whom, lacking_in_classes, lacking_of_staff
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work


class SlipsState(PageState):
    """Who has no account yet, and how many slips go on a page."""

    ready: bool = False
    guardians: list[SlipRow] = []
    pupils: list[SlipRow] = []
    staff: list[SlipRow] = []
    each: str = "4"
    of_school: bool = False
    """Whether accounts are looked after, not a class alone."""

    @handler(Permission.CODES_GIVE, loads=True, writes=False)
    def load(self, work: Work) -> None:
        """Show the classes that are in the actor's care, and the staff to who looks after them."""
        found = lacking_in_classes(work.session, work.actor)
        whole = work.actor.keeps_people
        self.guardians = class_rows(found, Whom.GUARDIANS, self.locale, whole=whole)
        self.pupils = class_rows(found, Whom.PUPILS, self.locale, whole=whole)
        self.staff = staff_rows(lacking_of_staff(work.session, work.actor), self.locale)
        self.of_school = work.actor.may(Permission.ACCOUNTS_MANAGE)
        self.ready = True

    @handler(Permission.CODES_GIVE, writes=False)
    def choose_each(self, work: Work, value: str) -> None:
        """One slip to a page, or four."""
        self.each = "1" if value == "1" else "4"
