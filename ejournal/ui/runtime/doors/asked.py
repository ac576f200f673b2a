"""An event as a browser sends it, taken apart with care: what does not look like one is none."""

import inspect
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, get_args, get_origin

from reflex.state import FrontendEventExceptionState, OnLoadInternalState, State
from reflex_base.event import EventHandler
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler

GUARD = "_guarded_by"
"""The mark of a handler that asks for a permission, or is public."""
PUBLIC = "public"
LONGEST_ADDRESS = 2000
MOST_PARAMETERS = 40
DEEPEST = 12
_NOT_KEPT = re.compile("[\\x00\\ud800-\\udfff]")


def _name(state: type[State], handler: str) -> str:
    return format_event_handler(state.event_handlers[handler])


BOOTS = _name(State, "hydrate_and_load")
HYDRATES = frozenset({_name(State, "hydrate"), BOOTS})
LOADS = _name(OnLoadInternalState, "on_load_internal")
PAGE_FAILED = _name(FrontendEventExceptionState, "handle_frontend_exception")


@dataclass(frozen=True)
class Asked:
    """What an open page asks for: the handler, what it is given, and the address of the page."""

    name: str
    payload: dict[str, Any]
    path: str = "/"
    address: str = "/"
    query: dict[str, str] = field(default_factory=dict)

    @property
    def hydrates(self) -> bool:
        """Whether the page asks for all that its tab holds."""
        return self.name in HYDRATES

    @property
    def loads(self) -> bool:
        """Whether the page asks to be loaded."""
        return self.hydrates or self.name == LOADS

    @property
    def guard(self) -> str:
        """What the handler asks for: a permission, or "public"; empty when it is not for browsers."""
        registered = RegistrationContext.get().event_handlers.get(self.name)
        return "" if registered is None else str(getattr(function_of(registered.handler), GUARD, ""))

    @property
    def is_for_browsers(self) -> bool:
        """Whether a browser may ask for it at all: the framework's setters and storage are nobody's."""
        return self.loads or bool(self.guard and self._fits)

    @property
    def _fits(self) -> bool:
        """Whether the handler takes what it is given: the names, and forms and lists where it needs such."""
        function = function_of(RegistrationContext.get().event_handlers[self.name].handler)
        taken, needed = _parameters(function)
        names_fit = needed <= self.payload.keys() <= taken.keys()
        return names_fit and all(_is_of_kind(value, taken[name]) for name, value in self.payload.items())


def function_of(handler: EventHandler) -> Any:
    """The function behind a handler, which carries our marks."""
    return handler.fn


def asked(data: Any) -> Asked | None:
    """The event in what a browser has sent; None when it is none."""
    if not isinstance(data, dict):
        return None
    name, payload, router = data.get("name"), data.get("payload") or {}, data.get("router_data") or {}
    if not isinstance(name, str):
        return None
    if not isinstance(payload, dict) or not isinstance(router, dict) or not is_shallow(payload):
        return None
    payload = _worded(name, _kept(payload))
    if name in HYDRATES or name == LOADS:
        payload = _hydration(payload) if name == BOOTS else {}
    return Asked(
        name,
        payload,
        path=_address(router.get("pathname")),
        address=_address(router.get("asPath")),
        query=_query(router.get("query")),
    )


def is_shallow(value: Any, left: int = DEEPEST) -> bool:
    """Whether nothing in the value is nested deeper than any handler's arguments."""
    if isinstance(value, dict):
        return left > 0 and all(is_shallow(one, left - 1) for one in value.values())
    if isinstance(value, list):
        return left > 0 and all(is_shallow(one, left - 1) for one in value)
    return True


def _kept(value: Any) -> Any:
    """The value without what no database keeps: NUL, and halves of signs (an emoji cut in two)."""
    if isinstance(value, str):
        return value if value.isprintable() else _NOT_KEPT.sub("", value)
    if isinstance(value, dict):
        return {_kept(name): _kept(one) for name, one in value.items()}
    return [_kept(one) for one in value] if isinstance(value, list) else value


def _worded(name: str, payload: dict[str, Any]) -> dict[str, Any]:
    """The payload with a number, or nothing, in words where the handler reads words."""
    registered = RegistrationContext.get().event_handlers.get(name)
    function = None if registered is None else function_of(registered.handler)
    if not getattr(function, GUARD, ""):
        return payload
    taken, _ = _parameters(function)
    return {
        one: ("" if value is None else str(value))
        if taken.get(one) is str and not isinstance(value, dict | list)
        else value
        for one, value in payload.items()
    }


def _is_of_kind(value: Any, kind: Any) -> bool:
    """Whether a form is a form, a list a list of such, a word a word; `inputs` reads what they say."""
    outer = get_origin(kind) or kind
    if outer is str:
        return isinstance(value, str)
    if outer is dict:
        return isinstance(value, dict)
    if outer is list:
        inner = (*get_args(kind), Any)[0]
        return isinstance(value, list) and all(_is_of_kind(one, inner) for one in value)
    return True


@lru_cache(maxsize=2000)
def _parameters(function: Any) -> tuple[dict[str, Any], frozenset[str]]:
    """What a handler takes beside its state, each with its type, and the names of those that it needs."""
    _, *parameters = inspect.signature(function).parameters.values()
    needed = [one.name for one in parameters if one.default is one.empty]
    return {one.name: one.annotation for one in parameters}, frozenset(needed)


def _hydration(payload: dict[str, Any]) -> dict[str, Any]:
    # Of what a browser keeps we take nothing; what it has compiled in spares it the defaults.
    hashes = payload.get("hashes")
    if isinstance(hashes, list) and all(isinstance(one, str) for one in hashes):
        return {"hashes": hashes}
    return {}


def _address(value: Any) -> str:
    fits = isinstance(value, str) and value.startswith("/") and len(value) <= LONGEST_ADDRESS
    return str(_kept(value)) if fits else "/"


def _query(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > MOST_PARAMETERS:
        return {}
    return {
        _kept(str(name)): _kept(one)
        for name, one in value.items()
        if isinstance(one, str) and len(one) <= LONGEST_ADDRESS
    }
