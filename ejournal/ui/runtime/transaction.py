"""The transaction of an event: as the tab's actor, with the news to tell once it is committed."""

from collections.abc import Callable
from typing import Any

from ejournal import clock, news
from ejournal.access.actor import actor_of, token_hash
from ejournal.database import session_scope
from ejournal.errors import NotSignedIn
from ejournal.services.base.topics import bell_topic
from ejournal.ui.runtime import identity
from ejournal.ui.runtime.doors import members
from ejournal.ui.runtime.session import SessionState
from ejournal.ui.runtime.work import Work


class ActsElsewhere(Exception):
    """The sign-in acts in another school than when it filled the tab: what that holds is not its own."""


def transact(state: SessionState, act: Callable[[Work], Any], writing: bool) -> tuple[Any, Work]:
    """Run the act as the state's actor in one transaction; NotSignedIn for a stranger.

    ActsElsewhere when another school's pages are in the tab: nothing of two schools meets in one page.
    """
    with session_scope(writing=writing) as session:
        now = clock.now()
        actor = actor_of(session, state._token, now)
        if actor is None:
            members.forget(state._token)
            raise NotSignedIn
        members.note(state._token, actor.account_id)
        if state._acts_as not in (0, actor.person_id):
            raise ActsElsewhere
        state._acts_as = actor.person_id
        state._owner, state._until = token_hash(state._token), actor.until.timestamp()
        work = Work(session, actor, now)
        outcome = act(work)
        _gather(state, work)
    return outcome, work


def _gather(state: SessionState, work: Work) -> None:
    """What the services say they have changed is told too, but for what the handler tells more exactly."""
    exactly = {topic for topic, _ in work.news}
    work.news += [one for one in news.take(work.session) if one[0] not in exactly]
    if bell_topic(work.actor.person_id) in {topic for topic, _ in work.news}:
        identity.show_bell(state, work)
