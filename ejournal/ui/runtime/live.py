"""News from one open page to the others: in this process, and through Redis to its siblings."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from ejournal.database import DatabaseAway
from ejournal.errors import NotAllowed, NotFound, NotSignedIn
from ejournal.news import News, tell_by
from ejournal.services.base.topics import BELL, PLACE, SESSION, bell_topic, place_topic, session_topic
from ejournal.ui.runtime import identity, seats, siblings
from ejournal.ui.runtime import tab as holding
from ejournal.ui.runtime.busy import pace, sharing
from ejournal.ui.runtime.doors import members
from ejournal.ui.runtime.session import PageState, SessionState
from ejournal.ui.runtime.threads import in_thread
from ejournal.ui.runtime.transaction import ActsElsewhere, transact
from ejournal.ui.runtime.work import Work

log = logging.getLogger(__name__)
ANEW = "anew"
"""What a tab is told that may have missed news."""


@dataclass
class Tab:
    """An open browser tab: where it is, what it follows on any page, and the states that show its page.

    Each state follows topics of its own; the first is that of the page's first loader.
    """

    path: str
    own: frozenset[str]
    pages: dict[type[PageState], frozenset[str]] = field(default_factory=dict)

    @property
    def topics(self) -> frozenset[str]:
        """All that the tab follows."""
        return self.own.union(*tuple(self.pages.values()))

    def shown_by(self, topic: str) -> list[type[PageState]]:
        """The states that show what the topic is about."""
        pages = tuple(self.pages.items())
        if topic == ANEW:
            return [page for page, _ in pages]
        if topic in self.own:
            return [page for page, _ in pages[:1]]
        return [page for page, topics in pages if topic in topics]


_tabs: dict[str, Tab] = {}
_followers: dict[str, set[str]] = defaultdict(set)
_app: list[rx.App] = []
_tasks: set[asyncio.Task[None]] = set()
_waiting: dict[str, list[News]] = {}


def follow(state: PageState, work: Work) -> None:
    """Let the state's tab follow its page's topics: those of all states that show the page, and no others."""
    sign_in, name = work.actor.session_id, state._tab
    own = frozenset((session_topic(sign_in), place_topic(sign_in), bell_topic(work.actor.person_id)))
    path, known = str(state.router.url.path), _tabs.get(name)
    if known is None or (known.path, known.own) != (path, own):
        forget(name)
        known = Tab(path, own)
    before = known.topics if known.pages else frozenset()
    known.pages[type(state)] = frozenset(state._topics(work))
    _tabs[name] = known
    for topic in known.topics - before:
        _followers[topic].add(name)
    _leave(name, before - known.topics)


def forget(tab: str) -> None:
    """Let a tab follow nothing."""
    known = _tabs.pop(tab, None)
    if known is not None:
        _leave(tab, known.topics)


def _leave(tab: str, topics: frozenset[str]) -> None:
    for topic in topics:
        _followers[topic].discard(tab)
        if not _followers[topic]:
            del _followers[topic]
            sharing.forget(topic)


async def tell(news: list[News], origin: str = "") -> None:
    """Pass news to all who follow its topics but the tab it comes from; nobody waits for Redis."""
    if news:
        siblings.tell(news, origin)


def _begin(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    task = asyncio.get_running_loop().create_task(work)
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
    return task


def attach(app: rx.App) -> None:
    """Give live updates the app whose tabs they reach; listen to services here and to sibling workers."""
    _app[:] = [app]
    app.register_lifespan_task(listen_here)
    app.register_lifespan_task(siblings.listen)


async def listen_here() -> None:
    """From now on tell in this loop what any transaction of this process changes, in whatever thread."""
    loop = asyncio.get_running_loop()

    def tell_soon(told: list[News]) -> None:
        if not loop.is_closed():
            asyncio.run_coroutine_threadsafe(tell(told), loop)

    tell_by(tell_soon)


def read_anew(topics: frozenset[str] | None) -> None:
    """Let the tabs that follow one of the topics (None: all tabs) read anew: they may have missed news."""
    for tab, known in tuple(_tabs.items()):
        if topics is None or topics & known.topics:
            _queue(tab, (ANEW, {}))


def _deliver_soon(news: Sequence[News], origin: str) -> None:
    for one in news:
        pace.tell(one, origin, _deliver_now)


def _deliver_now(one: News, origin: str) -> int:
    followers = tuple(_followers.get(one[0], ()))
    if followers:
        sharing.note(one[0])
    for tab in followers:
        if tab != origin:
            _queue(tab, one)
    return len(followers)


def _queue(tab: str, one: News) -> None:
    """Put news behind what the tab still waits for: a state's lock is not given in the order of asking."""
    waiting = _waiting.get(tab)
    if waiting is None:
        _waiting[tab] = [one]
        _begin(_deliver(tab))
    elif one not in waiting[-1:]:
        waiting.append(one)


async def _deliver(tab: str) -> None:
    """Show a tab its news one by one: each must leave for the browser before the next is shown."""
    try:
        while _waiting[tab]:
            await _show(tab, _next(_waiting[tab]))
    finally:
        del _waiting[tab]


def _next(waiting: list[News]) -> list[News]:
    """The next news, and with it the bell's, which would otherwise cost the tab a second repaint."""
    first = waiting.pop(0)
    rings = [one for one in waiting if one[0].startswith(BELL)]
    waiting[:] = [one for one in waiting if one not in rings]
    return [first, *rings[:1]]


async def _show(tab: str, news: list[News]) -> None:
    known = _tabs.get(tab)
    if known is None:
        return
    try:
        if news[0][0].startswith(SESSION):
            await _end(tab, known)
        elif news[0][0].startswith(PLACE):
            await _move(tab, known)
        else:
            for page in known.shown_by(news[0][0]):
                if _tabs.get(tab) is known and _connected(tab):
                    shared = await _shared(page, news[0][0])
                    async with _app[0].modify_state(rx.BaseStateToken(ident=tab, cls=page)) as root:
                        await _receive(await root.get_state(page), news, shared)
    except Exception:
        log.exception("Live news did not reach a tab")


async def _end(tab: str, known: Tab) -> None:
    """Empty all pages of a tab whose sign-in has ended; also of a closed one: it may be opened again."""
    async with _app[0].modify_state(rx.BaseStateToken(ident=tab, cls=SessionState)) as root:
        if _tabs.get(tab) is not known:
            return  # somebody has signed in there while we waited
        forget(tab)
        if (seat := seats.owner_of(tab)) is not None:
            members.forget(seat.token)
        state = await root.get_state(SessionState)
        holding.empty(state)
        state.ended = True


async def _move(tab: str, known: Tab) -> None:
    """Empty all pages of a tab whose sign-in acts in another school now; also of a closed one."""
    async with _app[0].modify_state(rx.BaseStateToken(ident=tab, cls=SessionState)) as root:
        if _tabs.get(tab) is known:
            forget(tab)
            holding.move(await root.get_state(SessionState))


def _read(state: PageState, work: Work, topic: str, payload: dict[str, Any]) -> None:
    """Let the page read what the news is about; the bell is part of every page."""
    if topic == ANEW or topic.startswith(BELL):
        identity.show_bell(state, work)
        state._bell_rang(work)
    if topic == ANEW:
        state._anew(work)
    elif not topic.startswith(BELL):
        state._live(work, topic, payload)


async def _shared(page: type[PageState], topic: str) -> Any:
    """What all tabs on the page read of the topic together; None where each reads for itself, or none can."""
    read = page._shares(topic)
    try:
        return None if read is None else await sharing.shared(topic, read)
    except DatabaseAway:
        return None  # the tab's own reading says so


def _overhear(state: PageState, news: list[News], shared: Any) -> list[News]:
    """The news that the tab must still read for itself; its sign-in must have been live a moment ago."""
    if shared is None or members.account_of(state._token) is None:
        return news
    return news[1:] if state._overhear(*news[0], shared) else news


async def _receive(state: PageState, news: list[News], shared: Any = None) -> None:
    def read(work: Work) -> None:
        for topic, payload in rest:
            _read(state, work, topic, payload)

    if holding.claim(state):
        return
    before = holding.held(state)
    try:
        rest = _overhear(state, news, shared)
        if rest:
            await in_thread(transact, state, read, writing=False)
    except NotSignedIn:
        forget(state._tab)
        holding.empty(state)
        state.ended = True
    except ActsElsewhere:
        forget(state._tab)
        holding.move(state)
    except (NotFound, NotAllowed):
        forget(state._tab)
        holding.put_back(before)
    except DatabaseAway:
        holding.put_back(before)
        state.waits = True
    except Exception:
        holding.put_back(before)
        raise


def _connected(tab: str) -> bool:
    """Whether the tab's websocket is open here; one that has gone follows nothing any more."""
    namespace = _app[0].event_namespace
    if namespace is not None and tab in namespace._token_manager.token_to_socket:
        return True
    forget(tab)
    return False


siblings.attach(_deliver_soon, read_anew)
