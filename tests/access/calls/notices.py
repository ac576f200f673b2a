"""Calls of one's notices."""

from tests.access.calls.asking import SIGNED_IN, Call, Step, at, simple

CALLS: dict[str, Call] = {}

_NOTICES = Step("NoticesState.load", at=at("/notices"))
CALLS["NoticesState.load"] = simple(SIGNED_IN, at=at("/notices"))
CALLS["NoticesState.looked"] = simple(SIGNED_IN, first=(_NOTICES,))
CALLS["NoticesState.mark_all"] = simple(SIGNED_IN, first=(_NOTICES,))
