"""Calls of the list of who has not come: the own class of its teacher, any for who looks after all."""

from tests.access.calls.asking import (
    CLASS_TEACHERS,
    LEADERS,
    NOBODY,
    Address,
    Call,
    Case,
    Step,
    Visit,
    Who,
    at,
    class_of,
    nowhere,
    of,
)
from tests.access.calls.slips import GIVERS, MANAGERS
from tests.access.world import World

SEE_ALL: Who = LEADERS | {"admin"}
SEE = SEE_ALL | CLASS_TEACHERS


def _class(name: str) -> Address:
    return at("/newcomers", **{"class": class_of(name)})


_STAFF = at("/newcomers", whom="staff")
_OPENED = Step("NewcomersState.load", at=_class("6b"))
_OTHER = Step("NewcomersState.load", at=_class("6v"))
CALLS: dict[str, Call] = {
    "NewcomersState.load": Call(
        (
            Case(SEE, at=at("/newcomers")),
            Case(SEE_ALL | {"class_teacher"}, at=_class("6b"), shows=("Петров Глеб",)),
            Case(SEE_ALL, at=_class("6v"), hides=("Петров Глеб",)),
            Case(frozenset({"teacher_b"}), at=_class("6b_b"), shows=("Юдин Марк",)),
            Case(SEE_ALL, at=_STAFF),
            Case(NOBODY, at=at("/newcomers", **{"class": 10**6})),
        ),
        absent=(Case(NOBODY, at=at("/newcomers", **{"class": 10**6})),),
    ),
    "NewcomersState.choose_class": Call(
        (Case(SEE, of(class_id=lambda w: str(w.classes["6b"].id))), Case(SEE, of(class_id="staff"))),
        absent=nowhere("class_id"),
    ),
    "NewcomersState.show_all": Call((Case(SEE, of(wanted=True), first=(_OPENED,)),)),
    **{
        f"NewcomersState.{name}": Call(
            (
                Case(MANAGERS | {"class_teacher"}, first=(_OPENED,)),
                Case(MANAGERS, first=(_OTHER,)),
                Case(MANAGERS, first=(Step("NewcomersState.load", at=_STAFF),)),
            )
        )
        for name in ("ask_to_remind", "remind")
    },
    "NewcomersState.never_mind": Call((Case(GIVERS, first=(_OPENED,)),)),
}


def _list(file: str) -> tuple[Visit, ...]:
    def path(name: str) -> Address:
        def address(world: World) -> str:
            return f"/print/newcomers.{file}?class={class_of(name)(world)}"

        return address

    return (
        Visit(SEE, path=lambda _w: f"/print/newcomers.{file}"),
        Visit(SEE_ALL | {"class_teacher"}, path=path("6b")),
        Visit(SEE_ALL, path=path("6v")),
        Visit(SEE_ALL, path=lambda _w: f"/print/newcomers.{file}?whom=staff"),
        Visit(frozenset({"teacher_b"}), path=path("6b_b")),
        *(
            Visit(frozenset(), path=lambda _w, place=place: f"/print/newcomers.{file}?class={place}")  # type: ignore[misc]
            for place in (10**6, "abc")
        ),
        Visit(frozenset(), path=lambda _w: f"/print/newcomers.{file}?whom=pupils"),
    )


VISITS = {f"/print/newcomers.{file}": _list(file) for file in ("pdf", "xlsx")}
