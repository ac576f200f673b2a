"""Calls of the diary's week."""

from tests.access.calls.asking import (
    NOBODY,
    NOWHERE,
    SEES_B,
    SEES_OTHER,
    SEES_PUPIL,
    Call,
    Case,
    Step,
    diary_load,
    of,
    opened,
    simple,
)
from tests.access.world import HOMEWORK, REMARK, TOPIC, secrets_of
from tests.cast import DAY

CALLS: dict[str, Call] = {}

CALLS["DiaryState.load"] = diary_load(
    "/diary", lambda name: (TOPIC.format(name), HOMEWORK.format(name), REMARK.format(name))
)
CALLS["DiaryState.open"] = Call(
    tuple(
        Case(
            may,
            of(child=lambda w, p=pupil: str(w.id_of(p)), day=DAY.isoformat()),
            shows=(TOPIC.format(name),),
        )
        for may, pupil, name in (
            (SEES_PUPIL, "pupil", "maths"),
            (SEES_OTHER, "other_pupil", "maths_v"),
            (SEES_B, "pupil_b", "maths_b"),
        )
    ),
    absent=(Case(NOBODY, of(child=str(NOWHERE), day=DAY.isoformat())),),
)

_WEEK = opened("DiaryState.load", "/diary")
_WEEK_B = opened("DiaryState.load", "/diary", "pupil_b")

CALLS["DiaryState.note_visit"] = simple(SEES_PUPIL, first=(_WEEK,))
CALLS["DiaryState.jump"] = simple(SEES_PUPIL, of(day="2026-11-10"), first=(_WEEK,), hides=secrets_of("maths"))
CALLS["DiaryState.acknowledge"] = Call(
    (
        Case(frozenset({"guardian"}), first=(_WEEK,), writes=True, hides=()),
        Case(NOBODY, first=(_WEEK_B,)),
        Case(NOBODY),
    )
)
CALLS["DiaryState.withdraw"] = simple(
    frozenset({"guardian"}), first=(_WEEK, Step("DiaryState.acknowledge")), writes=True
)
