"""Calls of surveys that are answered: by whom they ask."""

from collections.abc import Callable

from tests.access.calls.asking import (
    NOBODY,
    NOWHERE,
    Address,
    Call,
    Case,
    Payload,
    Step,
    Who,
    at,
    of,
)
from tests.access.world import World
from tests.access.world_asked import ASKED

CALLS: dict[str, Call] = {}
FAMILIES: Who = frozenset({"guardian", "other_guardian", "teacher_parent"})
ASKS: dict[str, Who] = {"named": FAMILIES, "secret": FAMILIES, "seen": FAMILIES, "b": frozenset({"pupil_b"})}


def asked_survey(name: str) -> Callable[[World], int]:
    """The number of a survey of the world."""
    return lambda world: world.asked[name].id


def _answered(name: str) -> Address:
    return at("/surveys/answer", id=asked_survey(name))


def _first(name: str) -> tuple[Step, ...]:
    return (Step("SurveyAnswerState.load", at=_answered(name)),)


def _said(name: str, seat: str) -> Payload:
    return lambda world: {
        "content": world.asked[name].said(Куда={"options": ["Музей"]}),
        "seat": str(world.asked[name].seats[seat]),
        "seen": "1:",
    }


# ----------------------------------------------------------------------------------------------- answered

CALLS["SurveyAnswerState.load"] = Call(
    (
        *(Case(who, at=_answered(name), shows=(ASKED.format(name),)) for name, who in ASKS.items()),
        Case(
            frozenset({"other_guardian"}),
            at=at(
                "/surveys/answer",
                id=asked_survey("named"),
                seat=lambda world: world.asked["named"].seats["other_guardian"],
            ),
        ),
    ),
    absent=(
        Case(NOBODY, at=at("/surveys/answer", id=NOWHERE)),
        Case(NOBODY, at=at("/surveys/answer", id="abc")),
        Case(NOBODY, at=at("/surveys/answer", id=asked_survey("named"), seat=NOWHERE)),
    ),
)
CALLS["SurveyAnswerState.send"] = Call(
    (
        *(
            Case(frozenset({who}), _said(name, who), first=_first(name), writes=True)
            for name in ("named", "secret")
            for who in ("guardian", "other_guardian", "teacher_parent")
        ),
        Case(frozenset({"pupil_b"}), _said("b", "pupil_b"), first=_first("b"), writes=True),
    ),
    absent=(
        Case(NOBODY, of(content="x", seat=NOWHERE, seen="1:"), first=_first("named")),
        Case(NOBODY, of(content="x", seat="abc", seen="1:"), first=_first("named")),
    ),
)
CALLS["SurveyAnswerState.change"] = Call(tuple(Case(who, first=_first(name)) for name, who in ASKS.items()))
