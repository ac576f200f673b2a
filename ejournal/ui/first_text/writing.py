"""A page's first text for whoever asks for it, from what the page's own loaders read."""

from ejournal import clock
from ejournal.access import guard
from ejournal.access.actor import actor_of
from ejournal.database import DatabaseAway, session_scope
from ejournal.errors import DomainError, FactorAsked, NotAllowed, NotFound
from ejournal.http.first_text import FirstText
from ejournal.ui.first_text import templates
from ejournal.ui.first_text.pages import PAGES, Page
from ejournal.ui.first_text.states import States
from ejournal.ui.runtime import identity
from ejournal.ui.runtime.handler import loader_of
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.runtime.work import Work

PLAIN = (NotFound, NotAllowed, FactorAsked, DomainError, DatabaseAway)
"""What makes a page come without a first text: it says itself what is so."""


def first_text(path: str, query: str, token: str) -> FirstText | None:
    """What the page at the path shows to the sign-in; None for whom it would not show itself.

    Nothing is noted and nothing followed: the page does that itself once it is loaded.
    """
    page = PAGES.get(path)
    template = templates.template(page.name) if page else None
    if page is None or template is None:
        return None
    states = States(path, query)
    try:
        with session_scope(writing=False) as session:
            now = clock.now()
            actor = actor_of(session, token, now)
            if actor is None:
                return None
            _read(page, states, Work(session, actor, now))
    except PLAIN:
        return None
    return FirstText(states.of(SessionState).locale, template.render(states.told()))


def _read(page: Page, states: States, work: Work) -> None:
    """Fill the states as the page's loaders do, each behind its own guard."""
    for event in page.loaders:
        guard.require(work.actor, loader_of(event).permission)
    identity.show(states.of(SessionState), work)
    if page.is_frame:
        return
    for event in page.loaders:
        loader_of(event).read(states.of(event.state), work)
