"""Calls of a pupil's dynamics: the family's own, and of who may see the pupil."""

from tests.access.calls.asking import (
    NOBODY,
    OWN_CHILD,
    SEES_PUPIL,
    Call,
    Case,
    diary_load,
    nothing,
    of,
    opened,
    simple,
)

CALLS: dict[str, Call] = {}

CALLS["DiaryDynamicsState.load"] = diary_load("/diary/dynamics", lambda _name: ())
_OWN = opened("DiaryDynamicsState.load", "/diary/dynamics")
CALLS["DiaryDynamicsState.choose_term"] = simple(SEES_PUPIL, of(value="1"), first=(_OWN,))
CALLS["DiaryDynamicsState.open_number"] = Call(
    (Case(SEES_PUPIL, of(key="kinds|marks|Ответ"), first=(_OWN,)),),
    absent=(Case(NOBODY, of(key="kinds|marks|none"), first=(_OWN,)), Case(NOBODY, of(key=""), first=(_OWN,))),
)
CALLS["DiaryDynamicsState.close_list"] = simple(OWN_CHILD, nothing, first=(_OWN,))
