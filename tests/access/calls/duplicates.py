"""Calls of likely duplicates and of two cards made one: who enters people, and nobody for another school."""

from tests.access.calls.asking import (
    NOBODY,
    NOWHERE,
    Call,
    Case,
    Step,
    Who,
    at,
    nowhere,
    of,
    person,
    simple,
)
from tests.access.calls.people import MANAGE, opened, two

CALLS: dict[str, Call] = {}


_SAID = of(first=person("left"), second=person("arrived"))
_FOREIGN = of(first=person("left"), second=person("pupil_b"))
_WHO: Who = MANAGE

CALLS["DuplicatesState.load"] = simple(_WHO, at=at("/people/duplicates"))
CALLS["DuplicatesState.say_two"] = Call(
    (Case(_WHO, _SAID, writes=True), Case(NOBODY, _FOREIGN)),
    absent=nowhere("first", second=person("left")),
)
CALLS["DuplicatesState.unsay_two"] = Call(
    (
        Case(_WHO, _SAID, first=(Step("DuplicatesState.say_two", _SAID),), writes=True),
        Case(NOBODY, _FOREIGN),
    ),
    absent=nowhere("first", second=person("left")),
)
CALLS["MergeState.load"] = Call(
    (
        Case(_WHO, at=two("left", "arrived"), shows=("Сидоров Олег", "Петров Глеб")),
        Case(NOBODY, at=two("left", "pupil_b"), hides=("Юдин",)),
        Case(_WHO, at=at("/people/merge", first=person("left")), shows=("Сидоров Олег",)),
        Case(NOBODY, at=at("/people/merge", first=person("pupil_b")), hides=("Юдин",)),
    ),
    absent=(
        Case(NOBODY, at=at("/people/merge", first=person("left"), second=NOWHERE)),
        Case(NOBODY, at=at("/people/merge", first=NOWHERE)),
    ),
)
CALLS["MergeState.look"] = Call(
    (
        Case(
            _WHO,
            of(value="петров"),
            first=(Step("MergeState.load", at=at("/people/merge", first=person("left"))),),
            shows=("Петров Глеб",),
        ),
    )
)
CALLS["MergeState.swap"] = Call((Case(_WHO, first=opened()), Case(NOBODY, first=opened("left", "pupil_b"))))
CALLS["MergeState.make_one"] = Call(
    (
        Case(_WHO, of(form={}), first=opened(), writes=True),
        Case(NOBODY, of(form={}), first=opened("left", "pupil_b")),
    )
)
