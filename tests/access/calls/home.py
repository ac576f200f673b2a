"""Calls of the main page."""

from tests.access.calls.asking import NOBODY, NOWHERE, SIGNED_IN, Call, Case, of, simple

CALLS: dict[str, Call] = {}

CALLS["HomeState.load"] = simple(SIGNED_IN)
_UNSENT = {
    "unsent": "unsent-absence:1",
    "starts": "2026-11-23",
    "ends": "2026-11-24",
    "code": "ill",
    "note": "",
}
CALLS["HomeState.send_absence"] = Call(
    (
        Case(
            frozenset({"guardian"}),
            of(child=lambda w: str(w.id_of("pupil")), **_UNSENT),
            writes=True,
            says=False,
        ),
        Case(NOBODY, of(child=lambda w: str(w.id_of("pupil_b")), **_UNSENT), says=False),
    ),
    absent=(Case(NOBODY, of(child=str(NOWHERE), **_UNSENT), says=False),),
)
CALLS["HomeState.confirm_email"] = simple(SIGNED_IN, writes=True)
