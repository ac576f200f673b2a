"""Calls of one's notices."""

from tests.access.calls.asking import SIGNED_IN, Call, Step, at, of, simple

CALLS: dict[str, Call] = {}

_NOTICES = Step("NoticesState.load", at=at("/notices"))
CALLS["NoticesState.load"] = simple(SIGNED_IN, at=at("/notices"))
CALLS["NoticesState.choose_kind"] = simple(SIGNED_IN, of(value="marks"))
CALLS["NoticesState.look"] = simple(SIGNED_IN, of(words="математика"), first=(_NOTICES,))
CALLS["NoticesState.looked"] = simple(SIGNED_IN, first=(_NOTICES,))
CALLS["NoticesState.mark_all"] = simple(SIGNED_IN, first=(_NOTICES,))
