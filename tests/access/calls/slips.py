"""Calls of registration slips: all classes for who looks after people, the own one for its teacher."""

from tests.access.calls.asking import (
    CLASS_TEACHERS,
    NOWHERE,
    Address,
    Call,
    Visit,
    Who,
    at,
    class_of,
    of,
    simple,
)
from tests.access.world import World

MANAGERS: Who = frozenset({"admin", "deputy"})
GIVERS = MANAGERS | CLASS_TEACHERS
CALLS: dict[str, Call] = {
    "SlipsState.load": simple(GIVERS, at=at("/slips")),
    "SlipsState.choose_each": simple(GIVERS, of(value="1")),
}


def _print(whom: str, place: str | int | None = None) -> str:
    return f"/print/slips?whom={whom}" + (f"&class={place}" if place is not None else "")


def _pupils_of(name: str) -> Address:
    def path(world: World) -> str:
        return _print("pupils", class_of(name)(world))

    return path


VISITS: dict[str, tuple[Visit, ...]] = {
    "/print/slips": (
        Visit(MANAGERS | {"class_teacher"}, "POST", path=_pupils_of("6b")),
        Visit(MANAGERS, "POST", path=_pupils_of("6v"), through=400),
        Visit(frozenset({"teacher_b"}), "POST", path=_pupils_of("6b_b"), through=400),
        Visit(MANAGERS, "POST", path=lambda _w: _print("staff"), through=400),
        *(
            Visit(frozenset(), "POST", path=lambda _w, place=place: _print("guardians", place))  # type: ignore[misc]
            for place in (NOWHERE, "abc")
        ),
        Visit(MANAGERS, "POST", path=lambda _w: _print("guardians"), through=400),
        Visit(MANAGERS, "POST", path=lambda _w: _print("pupils")),
        Visit(frozenset(), "POST", path=lambda _w: _print("everybody")),
    )
}
