"""Calls of the diary's marks of a term."""

from tests.access.calls.asking import (
    NOBODY,
    NOWHERE,
    OWN_CHILD,
    SEES_PUPIL,
    Call,
    Case,
    Step,
    diary_load,
    nothing,
    of,
    opened,
    simple,
)
from tests.access.world import COMMENT

CALLS: dict[str, Call] = {}

CALLS["DiaryMarksState.load"] = diary_load("/diary/marks", lambda _name: ())
_MARKS = opened("DiaryMarksState.load", "/diary/marks")
_MATHS = Step("DiaryMarksState.open_subject", of(subject_id=lambda w: str(w.courses["maths"].subject_id)))
CALLS["DiaryMarksState.choose_term"] = simple(SEES_PUPIL, of(value="1"), first=(_MARKS,))
CALLS["DiaryMarksState.open_subject"] = Call(
    (
        Case(SEES_PUPIL, _MATHS.payload, first=(_MARKS,), shows=(COMMENT.format("maths"),)),
        Case(
            NOBODY,
            of(subject_id=lambda w: str(w.courses["maths_b"].subject_id)),
            first=(_MARKS,),
            hides=(COMMENT.format("maths_b"),),
        ),
    ),
    absent=(Case(NOBODY, of(subject_id=str(NOWHERE)), first=(_MARKS,)),),
)
CALLS["DiaryMarksState.suppose"] = simple(SEES_PUPIL, of(value="5"), first=(_MARKS, _MATHS))
CALLS["DiaryMarksState.drop"] = simple(
    SEES_PUPIL, of(index=0), first=(_MARKS, _MATHS, Step("DiaryMarksState.suppose", of(value="5")))
)
for _name, _payload in {
    "close_subject": nothing,
    "choose_weight": of(value="3"),
}.items():
    CALLS[f"DiaryMarksState.{_name}"] = simple(OWN_CHILD, _payload, first=(_MARKS,))
