"""What each handler refuses, as a list: the message and the events after which it must be told.

Nothing that is refused changes anything: all cases of a page are played one after the other in one school.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.cast import Cast
from tests.infra.message_ids import messages
from tests.infra.tabs import Tab, said

Payload = dict[str, Any] | Callable[[Cast, Any], dict[str, Any]]
"""What is sent, or how it is made of the cast and of the state that is asked."""


@dataclass(frozen=True)
class Step:
    """One event of the page's state (or of another) with what is sent."""

    name: str
    payload: Payload = field(default_factory=dict)
    of: type[Any] | None = None


@dataclass(frozen=True)
class Refusal:
    """A message and the events that lead to it."""

    message: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Page:
    """A page of a person, opened anew for each case, and all that its handlers refuse."""

    state: type[Any]
    who: str
    address: Callable[[Cast], str]
    cases: tuple[Refusal, ...]


def do(name: str, /, **payload: Any) -> Step:
    """An event of the page's state with a plain payload."""
    return Step(name, payload)


def refused(message: str, *steps: Step) -> Refusal:
    """A message and the events that lead to it."""
    return Refusal(message, steps)


def unsaid(page: Page, cast: Cast, open_tab: Callable[..., Tab]) -> Iterator[str]:
    """Play every case; those in which the message was not told, with what was told instead."""
    for case in page.cases:
        tab = open_tab(page.who, page.address(cast))
        loader = _loader(page.state)
        if loader is not None:
            tab.send(loader)
        told: list[str] = []
        for step in case.steps:
            owner = step.of or page.state
            payload = step.payload(cast, tab.state(owner)) if callable(step.payload) else step.payload
            told = [words for _, words in said(tab.send(owner.event_handlers[step.name], **payload))]
            told += _by_fields(tab.state(owner))
        if not any(spells(case.message, words) for words in told):
            yield f"{case.message!r}, but: {told}"


def _loader(state: type[Any]) -> Any:
    """The loader of the page, which a dialog's state has from the one above it."""
    known = (getattr(one, "event_handlers", {}).get("load") for one in state.__mro__)
    return next((one for one in known if one is not None), None)


def _by_fields(state: Any) -> list[str]:
    """What stands by the fields of a form, and what the sheet is answered."""
    by_field = [*state.errors.values(), *getattr(state, "problems", {}).values()]
    return by_field + [one.get("error", "") for one in getattr(state, "patch", {}).get("results", ())]


def spells(message: str, words: str) -> bool:
    """Whether the words are the message in Russian, with whatever stands in its places."""
    pattern = re.sub(r"\\\{[^}]*\\\}", ".*", re.escape(messages()[message].texts[-1]))
    return re.fullmatch(pattern, words, re.DOTALL) is not None
