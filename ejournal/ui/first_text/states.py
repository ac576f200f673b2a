"""The states of a page without a tab: filled by its loaders, read by its template, and forgotten."""

from functools import cache
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import reflex as rx
from reflex.istate.data import RouterData

Wanted = TypeVar("Wanted", bound=rx.State)


class States:
    """A tree of the states asked for, at the page's address."""

    def __init__(self, path: str, query: str) -> None:
        self._grown: dict[type[rx.State], Any] = {}
        self.of(rx.State).router = RouterData.from_router_data(
            {
                "headers": {},
                "pathname": path,
                "asPath": f"{path}?{query}" if query else path,
                "query": dict(reversed(parse_qsl(query))),
            }
        )

    def of(self, cls: type[Wanted]) -> Wanted:
        """The state of that class, with those that it stands on."""
        if cls not in self._grown:
            above: Any = cls.get_parent_state()
            parent: Any = self.of(above) if above else None
            made: Any = cls(parent_state=parent, init_substates=False, _reflex_internal_init=True)  # type: ignore[call-arg]
            if parent is not None:
                parent.substates[cls.get_name()] = made
            self._grown[cls] = made
        found: Wanted = self._grown[cls]
        return found

    def told(self) -> dict[str, Any]:
        """What all states hold, by the names that the pages' scripts give them."""
        return _untouched() | {js_name(cls): Told(cls, state) for cls, state in self._grown.items()}


class Told:
    """The fields of one state as plain values; those that were never set have their defaults."""

    def __init__(self, cls: type[rx.State], state: rx.State | None = None) -> None:
        self._cls, self._held = cls, state.__dict__ if state is not None else {}

    def __getattr__(self, name: str) -> Any:
        if name in self._held:
            return self._held[name]
        field = self._cls.__fields__.get(name)
        if field is None:
            raise AttributeError(name)
        return field.default_value()


def js_name(cls: type[rx.State]) -> str:
    """What the pages' scripts call a state."""
    return cls.get_full_name().replace(".", "__")


@cache
def _untouched() -> dict[str, Any]:
    """Every state as it begins, for the parts of a page that wait for a press."""
    found, waiting = {}, [rx.State]
    while waiting:
        cls = waiting.pop()
        waiting += cls.__subclasses__()
        found[js_name(cls)] = Told(cls)
    return found
