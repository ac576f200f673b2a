"""The events of who keeps a class's page: what is hidden, which guardians may write."""

from typing import Any

from ejournal.access.permissions import Permission
from ejournal.i18n import gettext
from ejournal.pages.class_page import rows
from ejournal.pages.class_page.rows import GuardianRow
from ejournal.pages.class_page.state import ClassPageState
from ejournal.services.class_page import helpers, hiding, writing
from ejournal.ui.runtime.feedback import toast_done
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work

KEEP = Permission.CLASS_PAGE_KEEP


class ClassKeepingState(PageState):
    """The dialogs in which an item is hidden, and guardians are let write."""

    hiding: int = 0
    of_class: int = 0
    guardians: list[GuardianRow] = []

    @handler(KEEP, writes=False)
    def start_hiding(self, work: Work, item_id: int) -> None:
        """Ask why the item is to be hidden."""
        self.hiding = hiding.kept_item(work.session, work.actor, row_id(item_id)).id or 0

    @handler(KEEP, writes=False)
    def stop_hiding(self, work: Work) -> None:
        """Hide nothing."""
        self.hiding = 0

    @handler(KEEP)
    def hide(self, work: Work, form: dict[str, Any]) -> Any:
        """Hide the item from others, with the reason that its author reads."""
        reason = str(form.get("reason") or "")
        hiding.hide(work.session, work.actor, row_id(self.hiding), reason, work.now)
        self.hiding = 0
        return [
            ClassPageState.refresh(),
            toast_done(gettext(self.locale, "It is hidden, its author is told")),
        ]

    @handler(KEEP)
    def show_again(self, work: Work, item_id: int) -> Any:
        """Let others see the item again."""
        hiding.show_again(work.session, work.actor, row_id(item_id), work.now)
        return [ClassPageState.refresh(), toast_done(gettext(self.locale, "Others see it again"))]

    @handler(KEEP)
    def pin(self, work: Work, item_id: int) -> Any:
        """Pin news above the others, or take it down."""
        writing.pin(work.session, work.actor, row_id(item_id))
        return ClassPageState.refresh()

    @handler(KEEP, writes=False)
    def open_guardians(self, work: Work, class_id: int) -> None:
        """Show which guardians of the class may write."""
        self._fill(work, row_id(class_id))

    @handler(KEEP, writes=False)
    def close_guardians(self, work: Work) -> None:
        """Close the list."""
        self.of_class, self.guardians = 0, []

    @handler(KEEP)
    def let_write(self, work: Work, person_id: int, wanted: bool) -> Any:
        """Let a guardian write on the page, or no more."""
        class_id, person = row_id(self.of_class), row_id(person_id)
        (helpers.give if wanted is True else helpers.take)(work.session, work.actor, class_id, person)
        self._fill(work, class_id)
        return toast_done(gettext(self.locale, "Saved"))

    def _fill(self, work: Work, class_id: int) -> None:
        found = helpers.guardians(work.session, work.actor, class_id)
        self.of_class, self.guardians = class_id, rows.guardian_rows(found, self.locale)
