"""Who opened a person's data, on the card; for administrators."""

from ejournal.access.permissions import Permission
from ejournal.services.openings.reading import openings_of
from ejournal.ui.runtime.handler import handler
from ejournal.ui.runtime.inputs import row_id
from ejournal.ui.runtime.session import PageState
from ejournal.ui.runtime.work import Work
from ejournal.ui.words.openings import OpeningRow, opening_row


class CardOpeningsState(PageState):
    """The latest lines about the person whom the address names."""

    shown: bool = False
    """Whether it is for the reader to see."""
    lines: list[OpeningRow] = []

    @handler(Permission.PEOPLE_READ, loads=True, writes=False)
    def load_openings(self, work: Work) -> None:
        """Show who opened the person's data to those who keep the log; to others nothing."""
        asked = self.router.url.query_parameters.get("person")
        self.shown, self.lines = bool(asked) and work.actor.may(Permission.OPENINGS_READ), []
        if asked and self.shown:
            found = openings_of(work.session, work.actor, row_id(asked))
            self.lines = [opening_row(work.actor, one, self.locale) for one in found]
