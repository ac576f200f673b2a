"""What a page without a sign-in is told: no state is made, locked or reset for it."""

from types import SimpleNamespace
from typing import Any

import reflex as rx
from reflex.istate.data import RouterData, URLData
from reflex.istate.delta import _resolve_delta
from reflex.state import State, StateUpdate, _diff_against_initial_state
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from ejournal.http.doors.buckets import Remembered
from ejournal.services.accounts.sign_in import sign_in_page
from ejournal.ui.runtime.doors.asked import PUBLIC, Asked, function_of
from ejournal.ui.runtime.session import SessionState

MOST_WISHES = 5000
LONGEST_WISH = 20
SUFFIX = "_rx_state_"
"""How Reflex ends the name of a var on its way to the browser."""

_wishes: Remembered[dict[str, str]] = Remembered(dict, MOST_WISHES, lambda one: not one)
"""By tab: the language and paper chosen on the sign-in page, which is loaded anew after a wrong password."""
_blank: dict[str, dict[str, Any]] = {}
"""All states as they are before anybody has signed in."""


async def answer(
    app: rx.App, tab: str, asked: Asked, router: dict[str, Any], *, had_cookie: bool
) -> StateUpdate | None:
    """What a stranger's event is answered with: the sign-in page, or what a public handler says."""
    if asked.loads:
        return await _page(app, tab, asked, router, had_cookie=had_cookie)
    if asked.guard == PUBLIC:
        return _public(tab, asked)
    return StateUpdate(events=_to_sign_in(asked, had_cookie=had_cookie)) if asked.guard else None


async def _page(
    app: rx.App, tab: str, asked: Asked, router: dict[str, Any], *, had_cookie: bool
) -> StateUpdate:
    delta: dict[str, dict[str, Any]] = {}
    if asked.hydrates:
        delta = {name: dict(values) for name, values in (await _blank_states()).items()}
        if hashes := asked.payload.get("hashes"):
            delta = await _diff_against_initial_state(State, delta, hashes)
    root = delta.setdefault(State.get_full_name(), {})
    root.update(_router_vars(router), **{"is_hydrated" + SUFFIX: True})
    if wishes := _wishes.get(tab):
        delta.setdefault(SessionState.get_full_name(), {}).update(wishes)
    events = _to_sign_in(asked, had_cookie=had_cookie) if app.get_load_events(asked.path) else []
    return StateUpdate(delta=delta, events=events)


def _public(tab: str, asked: Asked) -> StateUpdate | None:
    handler = RegistrationContext.get().event_handlers[asked.name].handler
    said = SimpleNamespace()
    try:
        function_of(handler)._for_strangers(said, None, **asked.payload)
    except (AttributeError, TypeError, ValueError):
        return None  # not what a page of ours sends
    told = {name + SUFFIX: value for name, value in vars(said).items()}
    short = {name: value for name, value in told.items() if isinstance(value, str)}
    if all(len(value) <= LONGEST_WISH for value in short.values()):
        _wishes[tab].update(short)
    return StateUpdate(delta={SessionState.get_full_name(): told})


def _to_sign_in(asked: Asked, *, had_cookie: bool) -> list[Event]:
    path, _, query = asked.address.partition("?")
    return Event.from_event_type(rx.redirect(sign_in_page(path, query, had_cookie=had_cookie)))


async def _blank_states() -> dict[str, dict[str, Any]]:
    if not _blank:
        state: Any = State(_reflex_internal_init=True)  # type: ignore[call-arg]
        _blank.update(await _resolve_delta(state.dict(initial=True)))
        _blank[State.get_full_name()].pop("rx_router_headers" + SUFFIX, None)
    return _blank


def _router_vars(router: dict[str, Any]) -> dict[str, Any]:
    """The vars of the page's address, as a state would hold them."""
    held = RouterData.from_router_data(router)
    return {
        "rx_router_session" + SUFFIX: held.session,
        "rx_router_page" + SUFFIX: held._page,
        "rx_router_url" + SUFFIX: URLData.from_router_data(router),
        "rx_router_route_id" + SUFFIX: held.route_id,
    }
