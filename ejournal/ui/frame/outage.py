"""A database that does not answer: pages that wait for it ask again, and read anew when it is back."""

from typing import Any

from reflex.state import OnLoadInternalState

from ejournal.ui.runtime.handler import public_handler
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.runtime.work import Work


class OutageState(SessionState):
    """The way back of a page that waits."""

    @public_handler
    def retry(self, work: Work | None) -> Any:
        """Read the page anew; it goes on waiting while the database does not answer."""
        if not self.waits:
            return None
        self.waits = False
        return OnLoadInternalState.on_load_internal
