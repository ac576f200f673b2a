"""A browser tab without a browser: a tree of states that holds a member of the cast's cookie."""

import itertools
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import reflex as rx
from reflex.istate.data import RouterData
from reflex_base.event import EventHandler
from reflex_base.event.processor.base_state_processor import _prepare_event_payload

from ejournal.ui.runtime import jobs, seats

_TOAST = re.compile(r"""__toast'\]\?\.\["(\w+)"\]\(("(?:[^"\\]|\\.)*")""")
_SECRET = re.compile(r'ejournal:secret.*\\"value\\": \\"([^"\\]*)')
_numbers = itertools.count(1)
Wanted = TypeVar("Wanted", bound=rx.State)


class Tab:
    """One tab: `go` to an address, `send` events to its states, look at what it holds."""

    def __init__(self, run: Callable[[Any], Any], token: str = "", address: str = "/") -> None:
        self.run = run
        self.token = token
        self.name = f"tab-{next(_numbers)}"
        self.root: Any = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
        self.go(address)

    def go(self, address: str) -> None:
        """Set what Reflex tells the states of the connection and of the page's address."""
        parts = urlsplit(address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        seats.seat(self.name, self.token)
        self.root.router = RouterData.from_router_data(
            {
                "headers": {"origin": "http://testserver"},
                "token": self.name,
                "pathname": parts.path,
                "asPath": address,
                "query": query,
            }
        )

    def state(self, cls: type[Wanted]) -> Wanted:
        """The tab's state of that class."""
        found: Wanted = self.root.get_substate(cls.get_full_name().split("."))
        return found

    def send(self, event: Any, *args: Any, **payload: Any) -> list[Any]:
        """Run the event's handler as Reflex does, and the jobs it begins; the events that it answers with."""
        handler: EventHandler = event
        owner: Any = handler.state
        state: Any = self.state(owner)
        answer = self.run(_to_the_end(handler.fn(state, *args, **_prepare_event_payload(handler, payload))))
        if answer is None:
            return []
        return list(answer) if isinstance(answer, (list, tuple)) else [answer]

    def shown(self) -> str:
        """All that the states of the journal have told the browser beside their defaults, as one text."""
        told, waiting = {}, [self.root]
        while waiting:
            state = waiting.pop()
            waiting += state.substates.values()
            if type(state).__module__.startswith("ejournal."):
                held = {
                    name: state.__dict__[name] for name in type(state).base_vars if name in state.__dict__
                }
                told[type(state).__name__] = held
        return json.dumps(told, ensure_ascii=False, default=_told)


async def _to_the_end(answering: Awaitable[Any]) -> Any:
    answer = await answering
    await jobs.settle()
    return answer


def _told(value: Any) -> Any:
    return vars(value) if hasattr(value, "__dict__") else str(value)


def secret_told(events: list[Any]) -> str:
    """The secret that the events tell the browser; empty when they tell none."""
    for event in events:
        found = _SECRET.search(" ".join(str(value) for _, value in getattr(event, "args", ())))
        if found:
            return found[1]
    return ""


def said(events: list[Any]) -> list[tuple[str, str]]:
    """The events in short: («error», words of a red toast), («redirect», address), («event», a handler)."""
    return [_short(event) for event in events]


def _short(event: Any) -> tuple[str, str]:
    if isinstance(event, EventHandler):
        return "event", event.fn.__qualname__
    name = getattr(event.handler.fn, "__qualname__", "")
    values = {str(key): str(value) for key, value in event.args}
    if name == "_redirect":
        return "redirect", json.loads(values["path"])
    toast = _TOAST.search(values.get("function", ""))
    return (toast[1], json.loads(toast[2])) if toast else (name, str(values))
