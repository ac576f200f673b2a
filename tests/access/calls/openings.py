"""Calls of the log of who opened whose data: administrators alone."""

from tests.access.calls.asking import Call, Step, Who, at, of, simple

CALLS: dict[str, Call] = {}

ADMIN: Who = frozenset({"admin"})
OPENER = "Е. В. Громова"
_LOG = (Step("OpeningsState.load", at=at("/people/openings")),)

CALLS["OpeningsState.load"] = simple(ADMIN, at=at("/people/openings"), shows=(OPENER,), hides=("Фомина",))
CALLS["OpeningsState.look"] = simple(ADMIN, of(value="громо"), first=_LOG, shows=(OPENER,))
CALLS["OpeningsState.choose_kind"] = simple(ADMIN, of(value="card"), first=_LOG, shows=(OPENER,))
CALLS["OpeningsState.turn"] = simple(ADMIN, of(page=1), first=_LOG, shows=(OPENER,))
CALLS["OpeningsState.open_form"] = simple(ADMIN, first=_LOG)
CALLS["OpeningsState.close_form"] = simple(ADMIN, first=_LOG)
CALLS["OpeningsState.keep"] = simple(ADMIN, of(form={"days": "100"}), first=_LOG, writes=True)  # type: ignore[arg-type]
