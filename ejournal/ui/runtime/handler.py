"""The one decorator of event handlers: permission, actor, transaction, feedback, live news."""

import functools
import inspect
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlalchemy.exc import OperationalError

from ejournal.access import guard
from ejournal.access.actor import Actor
from ejournal.access.permissions import Permission
from ejournal.database import DatabaseAway
from ejournal.errors import DomainError, FactorAsked, NotAllowed, NotFound, NotSignedIn
from ejournal.i18n import gettext
from ejournal.services.accounts import presence
from ejournal.services.accounts.sign_in import sign_in_page
from ejournal.ui.runtime import identity, jobs, live, tab
from ejournal.ui.runtime.doors.asked import GUARD, PUBLIC
from ejournal.ui.runtime.feedback import message_for, toast_error
from ejournal.ui.runtime.session import PageState, SessionState
from ejournal.ui.runtime.threads import in_thread
from ejournal.ui.runtime.transaction import ActsElsewhere, transact
from ejournal.ui.runtime.work import Work

log = logging.getLogger(__name__)

ACCOUNT_PAGE = "/account"
"""Where a second factor is set up."""
BUSY = "The server is busy. Try again in a moment. Code {code}"
BROKEN = "Something went wrong. Tell the administrator this code: {code}"


@dataclass(frozen=True)
class Loader:
    """What a page's loader asks for and how it reads, apart from the event around it."""

    permission: Permission
    read: Callable[[Any, Work], Any]


def loader_of(event: Any) -> Loader:
    """The loader that is the event of a page's `on_load`."""
    found: Loader = event.fn._loader
    return found


def handler(
    permission: Permission, *, loads: bool = False, writes: bool | None = None, quick: bool = False
) -> Callable[..., Any]:
    """Make a method an event handler that only holders of the permission can run.

    The method is given a Work and runs in a thread, in one transaction, committed at its end. `loads` marks a
    page's loader: it fills the shell, follows the page's live topics and shows "not found" in the page.
    `writes` says whether the transaction locks for writing; by default the permission tells. `quick` is for
    readers of a few milliseconds whom many ask at once: they need no thread, but all other events wait.
    """
    writing = permission.writes if writes is None else writes

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        async def run(state: SessionState, *args: Any, **kwargs: Any) -> Any:
            def act(work: Work) -> Any:
                guard.require(work.actor, permission)
                if writing:
                    guard.require_own_eyes(work.actor)
                if loads:
                    identity.show(state, work)
                outcome = function(state, work, *args, **kwargs)
                if loads and isinstance(state, PageState):
                    state.missing = False
                    live.follow(state, work)
                return outcome

            return await _guarded(state, act, writing=writing, loads=loads, quick=quick)

        if loads:
            run._loader = Loader(permission, function)  # type: ignore[attr-defined]
        return _as_handler(run, function, permission.value)

    return decorate


def public_handler(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a method an event handler that strangers may run too: they come with no Work, others with one."""

    @functools.wraps(function)
    async def run(state: SessionState, *args: Any, **kwargs: Any) -> Any:
        def act(work: Work) -> Any:
            return function(state, work, *args, **kwargs)

        tab.claim(state)
        before = tab.held(state)
        try:
            outcome, work = await in_thread(transact, state, act, writing=True)
        except NotSignedIn:
            return function(state, None, *args, **kwargs)
        except ActsElsewhere:
            tab.move(state)
            return None
        except Exception as error:
            tab.put_back(before)
            return _feedback(state, error, loads=False)
        await live.tell(work.news, origin=state._tab)
        await _note_use(work.actor)
        return outcome

    run._for_strangers = function  # type: ignore[attr-defined]
    return _as_handler(run, function, PUBLIC)


def _as_handler(run: Callable[..., Any], function: Callable[..., Any], guarded_by: str) -> Callable[..., Any]:
    """Show Reflex a signature without the Work, and mark the handler as guarded."""
    signature = inspect.signature(function)
    kept = [value for name, value in signature.parameters.items() if name != "work"]
    del run.__wrapped__  # type: ignore[attr-defined]
    run.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
    run.__annotations__ = {name: kind for name, kind in function.__annotations__.items() if name != "work"}
    setattr(run, GUARD, guarded_by)
    return run


async def _guarded(
    state: SessionState, act: Callable[[Work], Any], *, writing: bool, loads: bool, quick: bool
) -> Any:
    tab.claim(state)
    before = tab.held(state)
    try:
        outcome, work = await in_thread(transact, state, act, writing=writing, quick=quick)
    except NotSignedIn:
        return await end(state)
    except ActsElsewhere:
        tab.move(state)
        live.forget(state._tab)
        return None
    except Exception as error:
        tab.put_back(before)
        return _feedback(state, error, loads=loads)
    if state.errors:
        state.errors = {}
    await live.tell(work.news, origin=state._tab)
    jobs.begin(work.jobs)
    await _note_use(work.actor)
    return outcome


async def _note_use(actor: Actor) -> None:
    """Keep the sign-in alive; written every few minutes only, and never where the events run."""
    if presence.is_due(actor):
        await in_thread(presence.keep_alive, actor, writing=True)


async def end(state: SessionState) -> Any:
    """Empty the tab and lead to the sign-in page: it says why and knows where the person wanted to go."""
    path = str(state.router.url.path or "/")
    query = str(state.router.url.query or "")
    tab.empty(state)
    return rx.redirect(sign_in_page(path, query, had_cookie=bool(state._token)), is_external=False)


def _feedback(state: SessionState, error: Exception, *, loads: bool) -> Any:
    if isinstance(error, FactorAsked) and loads:
        tab.empty_page(state)
        live.forget(state._tab)
        return rx.redirect(ACCOUNT_PAGE)
    if isinstance(error, NotFound | NotAllowed) and loads:
        tab.empty_page(state)
        live.forget(state._tab)
        state.missing = True
        return None
    if isinstance(error, DomainError) and error.field:
        state.errors = {error.field: message_for(error, state.locale)}
        return None
    if isinstance(error, DomainError | NotFound | NotAllowed):
        return toast_error(message_for(error, state.locale))
    if isinstance(error, DatabaseAway):
        state.waits = True  # told on the page, which tries again by itself; to the log by the pulse
        return None
    code = secrets.token_hex(4)
    if isinstance(error, OperationalError):
        log.error("The database was too busy, code %s: %s", code, error.orig)
        return toast_error(gettext(state.locale, BUSY, code=code))
    log.exception("Unexpected error %s", code, exc_info=error)
    return toast_error(gettext(state.locale, BROKEN, code=code))
