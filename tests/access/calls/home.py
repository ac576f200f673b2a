"""Calls of the main page."""

from tests.access.calls.asking import SIGNED_IN, Call, simple

CALLS: dict[str, Call] = {}

CALLS["HomeState.load"] = simple(SIGNED_IN)
CALLS["HomeState.confirm_email"] = simple(SIGNED_IN, writes=True)
