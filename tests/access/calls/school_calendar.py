"""Calls of the calendar and the bells."""

from collections.abc import Callable
from typing import Any

from sqlmodel import select

from ejournal.models import BellSchedule, Holiday, TermScheme
from tests.access.calls.asking import (
    LEADERS,
    NOBODY,
    NOWHERE,
    Call,
    Case,
    Payload,
    Step,
    Who,
    at,
    class_of,
    nothing,
    of,
    simple,
)
from tests.access.world import World

CALLS: dict[str, Call] = {}

MAY: Who = LEADERS | {"admin"}

_CALENDAR = Step("SchoolCalendarState.load", at=at("/schedule/calendar"))


def _year(school: str) -> Callable[[World], str]:
    return lambda world: str(world.years[school].id)


def _row(world: World, model: type[Any], school: str) -> str:
    query = select(model.id).where(model.school_id == world.schools[school].id)
    return str(world.session.exec(query.order_by(model.id)).first())


def _rows(kind: str, model: type[Any], school: str) -> Payload:
    return of(kind=kind, row_id=lambda world: _row(world, model, school))


CALLS["SchoolCalendarState.load"] = Call(
    (
        Case(MAY, at=at("/schedule/calendar"), shows=("Зимние каникулы",)),
        Case(NOBODY, at=at("/schedule/calendar", year=_year("b"))),
    ),
    absent=(Case(NOBODY, at=at("/schedule/calendar", year=NOWHERE)),),
)
CALLS["SchoolCalendarState.choose_year"] = Call(
    (
        Case(MAY, of(year_id=_year("a"))),
        Case(NOBODY, of(year_id=_year("b"))),
    ),
    absent=(Case(NOBODY, of(year_id=str(NOWHERE))), Case(NOBODY, of(year_id="abc"))),
)
CALLS["SchoolCalendarState.begin_year"] = simple(MAY, first=(_CALENDAR,), writes=True)
CALLS["SchoolCalendarState.edit"] = Call(
    (
        Case(MAY, _rows("holiday", Holiday, "a"), first=(_CALENDAR,)),
        Case(NOBODY, _rows("holiday", Holiday, "b"), first=(_CALENDAR,)),
        Case(MAY, _rows("terms", TermScheme, "a"), first=(_CALENDAR,)),
        Case(NOBODY, _rows("terms", TermScheme, "b"), first=(_CALENDAR,)),
        Case(MAY, _rows("bells", BellSchedule, "a"), first=(_CALENDAR,)),
        Case(NOBODY, _rows("bells", BellSchedule, "b"), first=(_CALENDAR,)),
    ),
    absent=(Case(NOBODY, of(kind="holiday", row_id=str(NOWHERE)), first=(_CALENDAR,)),),
)
CALLS["SchoolCalendarState.remove"] = Call(
    (
        Case(MAY, _rows("delete-holiday", Holiday, "a"), first=(_CALENDAR,)),
        Case(NOBODY, _rows("delete-holiday", Holiday, "b"), first=(_CALENDAR,)),
        Case(MAY, _rows("delete-bells", BellSchedule, "a"), first=(_CALENDAR,)),
        Case(NOBODY, _rows("delete-bells", BellSchedule, "b"), first=(_CALENDAR,)),
    ),
    absent=(Case(NOBODY, of(kind="delete-holiday", row_id=str(NOWHERE)), first=(_CALENDAR,)),),
)
CALLS["SchoolCalendarState.set_class"] = Call(
    (
        Case(
            MAY,
            of(class_id=lambda w: str(class_of("6b")(w)), what="shift", value="2"),
            first=(_CALENDAR,),
            writes=True,
        ),
        Case(
            NOBODY,
            of(class_id=lambda w: str(class_of("6b_b")(w)), what="shift", value="2"),
            first=(_CALENDAR,),
        ),
        Case(
            NOBODY,
            of(
                class_id=lambda w: str(class_of("6b")(w)),
                what="scheme",
                value=lambda w: str(w.schemes["b"].id),
            ),
            first=(_CALENDAR,),
        ),
    ),
    absent=(Case(NOBODY, of(class_id=str(NOWHERE), what="shift", value="2"), first=(_CALENDAR,)),),
)
_MOVED = {"day": "2026-12-12", "weekday": "1", "parity": "every", "note": ""}
_FORM = Step("SchoolCalendarState.edit", of(kind="moved", row_id=""))
CALLS["SchoolCalendarState.save"] = simple(MAY, of(form=lambda _w: dict(_MOVED)), first=(_CALENDAR, _FORM))
CALLS["SchoolCalendarState.agree"] = simple(
    MAY,
    first=(_CALENDAR, _FORM, Step("SchoolCalendarState.save", of(form=lambda _w: dict(_MOVED)))),
    writes=True,
)
for _name, _payload in {
    "show": of(value="bells"),
    "choose_kind": of(value="trimester"),
    "paste": of(value="8:30-9:15"),
    "leave": nothing,
    "disagree": nothing,
    "wait": nothing,
    "waited": nothing,
}.items():
    CALLS[f"SchoolCalendarState.{_name}"] = simple(MAY, _payload, first=(_CALENDAR,))
