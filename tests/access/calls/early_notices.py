"""Calls of the early notices: heads of all classes, a class teacher of the own one."""

from tests.access.calls.asking import (
    CLASS_TEACHERS,
    JOURNAL_READERS,
    LEADERS,
    NOBODY,
    Call,
    Case,
    Payload,
    Step,
    at,
    nothing,
    of,
    simple,
)
from tests.access.world import World

CALLS: dict[str, Call] = {}

WHO = LEADERS | CLASS_TEACHERS
BOUNDS = {"failing_marks": "3", "average_drop": "0,5", "absence_share": "10", "growth_share": "5"}

_ALL = Step("EarlyNoticesState.load", at=at("/reports/early"))
CALLS["EarlyNoticesState.load"] = simple(WHO, at=at("/reports/early"))


def _key(world: World) -> str:
    return f"{world.id_of('other_pupil')}:failing_marks:{world.courses['maths_v'].subject_id}"


def _form(**values: str) -> Payload:
    return lambda _world: {"form": values}


for _name in ("open_talk", "open_outcome"):
    # Of the cast nobody is noticed: whoever names a notice is told that there is none.
    CALLS[f"EarlyNoticesState.{_name}"] = Call((Case(NOBODY, of(key=_key), first=(_ALL,)),))
CALLS["EarlyNoticesState.note_talk"] = Call((Case(NOBODY, _form(note="Да"), first=(_ALL,)),))
CALLS["EarlyNoticesState.say_outcome"] = Call((Case(NOBODY, _form(outcome="Да"), first=(_ALL,)),))
CALLS["EarlyNoticesState.close_form"] = simple(WHO, nothing)
CALLS["EarlyNoticesState.choose_class"] = simple(JOURNAL_READERS, of(value="1"))
CALLS["EarlyNoticesState.try_past"] = simple(JOURNAL_READERS, nothing)
CALLS["EarlyNoticesState.open_bounds"] = simple(LEADERS | {"admin"}, nothing)
CALLS["EarlyNoticesState.close_bounds"] = simple(LEADERS | {"admin"}, nothing)
CALLS["EarlyNoticesState.look"] = simple(
    LEADERS, of(name="failing_marks", value="3"), first=(Step("EarlyNoticesState.open_bounds"),)
)
CALLS["EarlyNoticesState.save_bounds"] = simple(LEADERS, lambda _w: {"form": dict(BOUNDS)}, writes=True)
