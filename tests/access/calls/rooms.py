"""Calls of the rooms: who is where, a room booked and given back."""

from tests.access.calls.asking import (
    LEADERS,
    NOBODY,
    NOWHERE,
    SIGNED_IN,
    Call,
    Case,
    Step,
    Who,
    at,
    of,
    simple,
)
from tests.access.calls.schedule import STAFF
from tests.access.world import World
from tests.cast import DAY

CALLS: dict[str, Call] = {}

ALL_STAFF: Who = STAFF | {"teacher_b"}
FORM = {"title": "Собрание", "booking_day": DAY.isoformat(), "from_number": "9", "to_number": "10"}


def _room(world: World) -> str:
    return str(world.rooms["31"].id)


_LOADED = Step("RoomsState.load", at=at("/schedule/rooms", day=DAY.isoformat(), lesson=9))
_BEGUN = Step("RoomsState.begin_booking", of(room=_room))
_BOOKED = Step("RoomsState.book", of(form=lambda _: FORM))

CALLS["RoomsState.load"] = simple(ALL_STAFF)
CALLS["RoomsState.choose_day"] = simple(SIGNED_IN, of(value="2026-11-23"))
CALLS["RoomsState.choose_number"] = simple(SIGNED_IN, of(value="3"))
CALLS["RoomsState.show_free"] = simple(SIGNED_IN, of(value=1))
CALLS["RoomsState.begin_booking"] = simple(SIGNED_IN, of(room=_room))
CALLS["RoomsState.leave"] = simple(SIGNED_IN)
CALLS["RoomsState.book"] = Call((Case(STAFF, of(form=lambda _: FORM), first=(_LOADED, _BEGUN)),))
CALLS["RoomsState.cancel"] = Call(
    (Case(STAFF, of(booking="1"), first=(_LOADED, _BEGUN, _BOOKED)),),
    (Case(STAFF, of(booking="999999"), first=(_LOADED, _BEGUN, _BOOKED)),),
)

NEW = {"name": "Спортзал", "capacity": "60"}
_LISTED = Step("RoomEditingState.open_list")
_NEW = Step("RoomEditingState.open_room", of(room=""))
_OWN = Step("RoomEditingState.open_room", of(room=_room))
CALLS["RoomEditingState.open_list"] = simple(LEADERS)
CALLS["RoomEditingState.back"] = simple(LEADERS)
CALLS["RoomEditingState.choose_shared"] = simple(LEADERS, of(value=1))
CALLS["RoomEditingState.open_room"] = Call(
    (Case(LEADERS, of(room=_room)), Case(LEADERS, of(room=""))),
    absent=(Case(NOBODY, of(room=str(NOWHERE))),),
)
CALLS["RoomEditingState.save_room"] = Call(
    (
        Case(LEADERS, of(form=lambda _: NEW), first=(_NEW,), writes=True),
        Case(LEADERS, of(form=lambda _: NEW), first=(_OWN,), writes=True),
    )
)
CALLS["RoomEditingState.remove_room"] = Call(
    (Case(LEADERS, first=(_LISTED, _OWN), writes=True), Case(NOBODY, first=(_LISTED, _NEW)))
)
