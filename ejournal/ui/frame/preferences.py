"""Language and theme: chosen by anybody, kept with the account of who is signed in."""

from typing import Any

from reflex.state import OnLoadInternalState

from ejournal.i18n import DEFAULT, LOCALES
from ejournal.services.accounts import own as accounts
from ejournal.ui.runtime import identity
from ejournal.ui.runtime.handler import public_handler
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.runtime.work import Work

THEMES = ("system", "light", "dark")


class PreferencesState(SessionState):
    """The two switches of the shell and of the sign-in page."""

    @public_handler
    def set_locale(self, work: Work | None, locale: str) -> Any:
        """Switch the language; whatever is not known becomes Russian."""
        chosen = locale if locale in LOCALES else DEFAULT
        if work is not None and work.actor.looking is None:
            accounts.set_locale(work.session, work.actor, chosen)
        self.locale = chosen
        if work is not None:
            identity.show(self, work, again=True)
        # Words made on the server come with the page's data: the page is loaded once more.
        return OnLoadInternalState.on_load_internal

    @public_handler
    def set_theme(self, work: Work | None, theme: str) -> None:
        """Switch the paper: light, dark, or as the system says."""
        chosen = theme if theme in THEMES else "system"
        if work is not None and work.actor.looking is None:
            accounts.set_theme(work.session, work.actor, chosen)
        self.theme = chosen
