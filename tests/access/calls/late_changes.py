"""Calls of the list of late changes."""

from tests.access.calls.asking import (
    LEADERS,
    NOBODY,
    Call,
    Case,
    Payload,
    Step,
    at,
    nothing,
    nowhere,
    of,
    simple,
)
from tests.access.world import REASON

CALLS: dict[str, Call] = {}

_LIST = Step("LateChangesState.load")


def _request(name: str) -> Payload:
    return of(request=lambda w: str(w.requests[name]))


CALLS["LateChangesState.load"] = simple(
    LEADERS, at=at("/late-changes"), shows=(REASON.format("maths"),), hides=(REASON.format("maths_b"),)
)
CALLS["LateChangesState.approve"] = Call(
    (Case(LEADERS, _request("maths"), writes=True), Case(NOBODY, _request("maths_b"), first=(_LIST,))),
    absent=nowhere("request"),
)
CALLS["LateChangesState.refuse"] = Call(
    (
        Case(
            LEADERS,
            first=(_LIST, Step("LateChangesState.ask_refusal", _request("maths"))),
            writes=True,
        ),
        Case(NOBODY, first=(_LIST, Step("LateChangesState.ask_refusal", _request("maths_b")))),
    )
)
CALLS["LateChangesState.undo"] = Call(
    (
        Case(
            LEADERS,
            _request("maths"),
            first=(_LIST, Step("LateChangesState.approve", _request("maths"))),
            writes=True,
        ),
        Case(NOBODY, _request("maths_b"), first=(_LIST,)),
    ),
    absent=nowhere("request"),
)
CALLS["LateChangesState.ask_refusal"] = Call(
    (
        Case(LEADERS, _request("maths"), first=(_LIST,)),
        Case(LEADERS, _request("maths_b"), first=(_LIST,), hides=(REASON.format("maths_b"),)),
    )
)
for _name, _payload in {
    "write_note": of(value="Почему"),
    "leave": nothing,
}.items():
    CALLS[f"LateChangesState.{_name}"] = simple(LEADERS, _payload, first=(_LIST,))
