"""What a browser tab holds on the server: whose it is, emptying it, taking back a change that failed."""

from typing import Any

from ejournal.ui.runtime.session import PageState, SessionState


def claim(state: SessionState) -> bool:
    """Empty a tab that another sign-in has filled, before it is used; whether it was so."""
    foreign = state._is_others
    if foreign:
        empty(state)
    return foreign


def empty(state: SessionState) -> None:
    """Forget all that the tab's pages hold."""
    _top(state).reset()  # type: ignore[no-untyped-call]


def move(state: SessionState) -> None:
    """Forget all that the tab holds, for its sign-in acts in another school; the page loads itself anew."""
    empty(state)
    state.elsewhere = True


def empty_page(state: SessionState) -> None:
    """Forget what the states of the page's slice hold, and nothing of other pages or of the shell."""
    own = _slice(state)
    waiting: list[Any] = [_top(state)]
    while waiting:
        for child in waiting.pop().substates.values():
            if type(child) is PageState:
                waiting.append(child)
            elif _slice(child) == own:
                child.reset()


def _slice(state: Any) -> list[str]:
    return type(state).__module__.split(".")[:3]


Held = list[tuple[Any, dict[str, Any]]]
"""The states of a page, from its own up to those that pages share, each with what its fields hold."""


def held(state: SessionState) -> Held:
    """What the page's fields hold now, for `put_back`."""
    found: Held = []
    one: Any = state
    while type(one) is not SessionState:
        found.append((one, {name: one.__dict__[name] for name in _own_fields(one) if name in one.__dict__}))
        one = one.parent_state
    return found


def put_back(before: Held) -> None:
    """Undo what a failed handler assigned: the screen must not say that it succeeded."""
    for state, values in before:
        for name in state.__dict__.keys() & _own_fields(state).keys():
            value = values[name] if name in values else _own_fields(state)[name].default_value()
            if state.__dict__[name] is not value:
                setattr(state, name, value)


def _own_fields(state: Any) -> dict[str, Any]:
    cls = type(state)
    return {name: field for name, field in cls.__fields__.items() if field._owner is cls}


def _top(state: SessionState) -> SessionState:
    top: Any = state
    while type(top) is not SessionState:
        top = top.parent_state
    return top
