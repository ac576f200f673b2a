"""Calls of what stands around every page: language, paper, a database that is away."""

from tests.access.calls.asking import (
    EVERYBODY,
    LEADERS,
    SIGNED_IN,
    Call,
    Case,
    Who,
    nowhere,
    of,
    simple,
)

HEADS: Who = LEADERS | {"admin"}
CALLS: dict[str, Call] = {}

CALLS["PreferencesState.set_locale"] = simple(EVERYBODY, of(locale="en"))
CALLS["OutageState.retry"] = simple(EVERYBODY)
CALLS["PreferencesState.set_theme"] = simple(EVERYBODY, of(theme="dark"))

# Another school is open to whose account acts there; one's own is to everybody.
CALLS["SidesState.go_to"] = Call(
    (
        Case(
            frozenset({"other_guardian"}),
            of(place=lambda w: str(w.shared["other_guardian"]), path="/diary"),
            writes=True,
        ),
        Case(frozenset({"teacher_b"}), of(place=lambda w: str(w.shared["teacher_b"]), path="")),
        Case(SIGNED_IN, of(place="0", path="/")),
    ),
    absent=nowhere("place", path="/"),
)
CALLS["SidesState.choose_side"] = simple(SIGNED_IN, of(side="family"))

CALLS["LogoState.logo_taken"] = simple(HEADS)
CALLS["LogoState.remove"] = simple(HEADS)
