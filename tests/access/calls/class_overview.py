"""Calls of the page of a class in care."""

from tests.access.calls.asking import (
    CLASS_TEACHERS,
    LEADERS,
    NOBODY,
    NOWHERE,
    Address,
    Call,
    Case,
    Step,
    Who,
    at,
    class_of,
    nothing,
    of,
    person,
    simple,
)
from tests.cast import DAY

CALLS: dict[str, Call] = {}

SEES_6B: Who = LEADERS | {"class_teacher"}


def _class(name: str) -> Address:
    return at("/class", **{"class": class_of(name)}, day=DAY.isoformat())


CALLS["ClassState.load"] = Call(
    (
        Case(SEES_6B, at=_class("6b"), shows=("Лебедева Анна",)),
        Case(frozenset({"teacher_b"}), at=_class("6b_b"), shows=("Юдин Марк",)),
        Case(LEADERS, at=_class("6v"), shows=("Никитина Вера",)),
    ),
    absent=(
        Case(NOBODY, at=at("/class", **{"class": NOWHERE})),
        Case(NOBODY, at=at("/class", **{"class": "abc"})),
    ),
)
_CLASS = Step("ClassState.load", at=_class("6b"))
_RUN = of(pupil_id=person("pupil"), first=lambda w: w.absence_day("maths").isoformat())
CALLS["ClassState.open_run"] = Call(
    (
        Case(SEES_6B, _RUN, first=(_CLASS,)),
        Case(
            NOBODY,
            of(pupil_id=person("pupil_b"), first=lambda w: w.absence_day("maths_b").isoformat()),
            first=(_CLASS,),
        ),
    ),
    absent=(Case(NOBODY, of(pupil_id=NOWHERE, first="2026-11-12"), first=(_CLASS,)),),
)
_ILL = Step("ClassState.set_code", of(value="ill"))
_REASON = of(form=lambda _w: {"note": "Справка"})
CALLS["ClassState.explain"] = Call(
    (
        Case(SEES_6B, _REASON, first=(_CLASS, Step("ClassState.open_run", _RUN), _ILL), writes=True),
        Case(NOBODY, _REASON),
    )
)
for _name, _payload in {
    "choose_class": of(value="1"),
    "close_run": nothing,
    "set_code": of(value="ill"),
}.items():
    CALLS[f"ClassState.{_name}"] = simple(LEADERS | CLASS_TEACHERS, _payload, hides=("Лебедева Анна",))
