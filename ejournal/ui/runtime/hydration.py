"""The first update of a page: what its tab holds beside the defaults that stand in the built pages.

Reflex walks over all the states of the app for it, makes each of their defaults anew and compares it as JSON:
half of the time in which a page is connected, and a memory of every default for every tab. What a tab has not
touched is no value of its own; only the others are compared. Where a page knows other defaults than we, or
does not say which, Reflex's own way is gone.
"""

from dataclasses import replace
from typing import Any

import reflex as rx
from reflex.state import (
    OnLoadInternalState,
    State,
    _diff_against_initial_state,
    _initial_snapshot_cache,
    _serialize_var,
)
from reflex_base.constants.state import FIELD_MARKER
from reflex_base.event.context import EventContext
from reflex_base.registry import RegisteredEventHandler, RegistrationContext

from ejournal.ui.runtime.doors.asked import BOOTS
from ejournal.ui.runtime.session import SessionState

Delta = dict[str, dict[str, Any]]
_HYDRATED = "is_hydrated"
_by_reflex: list[Any] = []


def attach(_app: rx.App) -> None:
    """Let pages be sent their first update so."""
    handlers = RegistrationContext.ensure_context().event_handlers
    registered = handlers[BOOTS]
    if registered.handler.fn is not boot:
        _by_reflex[:] = [registered.handler.fn]
        handlers[BOOTS] = RegisteredEventHandler(
            handler=replace(registered.handler, fn=boot), states=registered.states
        )


async def boot(
    self: State,
    vars: dict[str, Any] | None = None,  # noqa: A002 - the name in Reflex
    hashes: list[str] | None = None,
) -> Any:
    """Reflex's `hydrate_and_load`, for a page with the defaults that we have; it has no `vars` here."""
    context = EventContext.get()
    if context.emit_delta_impl is None or not await knows_defaults(hashes):
        return await _by_reflex[0](self, vars=vars, hashes=hashes)
    session: Any = self.substates[SessionState.get_name()]
    session._admit()
    self._clean()  # type: ignore[no-untyped-call]
    self.is_hydrated = False
    delta = beside_defaults(self)
    for name, changes in (await self._get_resolved_delta()).items():
        delta.setdefault(name, {}).update(changes)
    await context.emit_delta(delta=delta)
    self.dirty_vars.discard(_HYDRATED)
    if RegistrationContext.get().app.get_load_events(self.rx_router_url.path):
        return [OnLoadInternalState.on_load_internal]
    self.is_hydrated = True
    return None


async def knows_defaults(hashes: list[str] | None) -> bool:
    """Whether the page says of every state that it holds the defaults that we would send."""
    if not hashes:
        return False
    await _diff_against_initial_state(State, {}, hashes)  # which makes the snapshot, once
    known = _initial_snapshot_cache[State]
    return hashes == [known.names_digest, *(known.hashes[name] for name in sorted(known.hashes))]


def beside_defaults(root: State) -> Delta:
    """What the tab's states hold that is not the default, by state and var."""
    defaults, found = _initial_snapshot_cache[State].serialized, {}
    waiting: list[Any] = [root]
    while waiting:
        state = waiting.pop()
        waiting += state.substates.values()
        held = state.__dict__
        touched = held.keys() & type(state).base_vars.keys()
        if not touched:
            continue
        name = state.get_full_name()
        usual = defaults[name]
        own = {one + FIELD_MARKER: held[one] for one in touched}
        own = {key: value for key, value in own.items() if _serialize_var(value) != usual[key]}
        if own:
            found[name] = own
    return found
