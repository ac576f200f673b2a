"""Who opened one's own data and that of one's children, on the account page."""

from dataclasses import dataclass

import reflex as rx

from ejournal.access.permissions import Permission
from ejournal.i18n import gettext
from ejournal.services.openings.reading import OpenedOf, own_openings
from ejournal.ui import kit
from ejournal.ui.kit import Choice
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import optional_number
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.openings import OpeningRow, opening_row
from ejournal.ui.words.text import t
from ejournal.ui.words.vars import count, some

SHOWN_AT_ONCE = 6


@dataclass(frozen=True)
class OpenedRow:
    """About whom, the latest lines, and the earlier ones."""

    latest: list[OpeningRow]
    earlier: list[OpeningRow]


NO_ROW = OpenedRow([], [])


class OwnOpeningsState(PageState):
    """Whose lines can be read, and those of one."""

    whose: list[Choice] = []
    chosen: str = "0"
    opened: OpenedRow = NO_ROW

    @handler(Permission.ACCOUNT_READ, loads=True, writes=False)
    def load_openings(self, work: Work) -> None:
        """Show who opened one's own data."""
        self._show(work, 0)

    @handler(Permission.ACCOUNT_READ, writes=False)
    def choose_whose(self, work: Work, value: str) -> None:
        """Show who opened a child's data, or one's own again."""
        self._show(work, optional_number(value) or 0)

    def _show(self, work: Work, number: int) -> None:
        found = own_openings(work.session, work.actor)
        self.whose = [Choice(str(place), self._about(one)) for place, one in enumerate(found)]
        place = number if number < len(found) else 0
        self.chosen, self.opened = str(place), NO_ROW
        if found:
            lines = [opening_row(work.actor, one, self.locale) for one in found[place].lines]
            self.opened = OpenedRow(lines[:SHOWN_AT_ONCE], lines[SHOWN_AT_ONCE:])

    def _about(self, one: OpenedOf) -> str:
        return one.about or gettext(self.locale, "About yourself")


def openings() -> rx.Component:
    """The list; earlier lines open under it."""
    state = OwnOpeningsState
    nobody = rx.el.p(t("Nobody has opened it lately."), class_name="soft")
    choice = kit.chips(state.whose, state.chosen, state.choose_whose, t("Whose data"))
    earlier = rx.el.div(
        kit.disclosure(t("Earlier"), kit.rows(rx.foreach(state.opened.earlier, _line))),
        class_name="account-earlier",
    )
    return rx.cond(
        some(state.whose),
        kit.sheet(
            rx.cond(count(state.whose) > 1, rx.el.div(choice, class_name="account-whose")),
            rx.cond(
                some(state.opened.latest),
                rx.fragment(
                    kit.rows(rx.foreach(state.opened.latest, _line)),
                    rx.cond(some(state.opened.earlier), earlier),
                ),
                kit.sheet_body(nobody),
            ),
            title=t("Who opened my data"),
        ),
    )


def _line(one: OpeningRow) -> rx.Component:
    return kit.row(one.words, rx.fragment(one.by, " · ", one.at))
