"""Calls of the steps of a new school."""

from typing import Any

from sqlmodel import select

from ejournal.database import session_scope
from ejournal.models import SchoolClass
from tests.access.calls.asking import (
    LEADERS,
    NOBODY,
    NOWHERE,
    Call,
    Case,
    Step,
    Who,
    at,
    class_of,
    nowhere,
    of,
    simple,
)
from tests.access.world import World

CALLS: dict[str, Call] = {}

MAY: Who = LEADERS | {"admin"}


def _at(step: str) -> Step:
    return Step("SetupState.load", at=at("/setup", step=step))


_SCHOOL = {"name": "Лицей", "short_name": "", "inn": "", "address": "", "time_zone": "Europe/Moscow"}
_BELLS = {
    "begins": "08:00", "lasts": "40", "pause": "10", "long_pause": "20", "long_after": "2", "lessons": "6",
    "second_begins": "",
}  # fmt: skip
_GRADES = {
    f"{name}_{grade}": value for grade in range(1, 12) for name, value in (("days", "6"), ("scale", "ten"))
}
_YEAR = {"begins": "2027", "primary": "quarter", "basic": "quarter", "upper": "half_year"}


def _form(given: dict[str, str]) -> Any:
    return of(form=lambda _w: dict(given))


CALLS["SetupState.load"] = Call(
    (
        Case(MAY, at=at("/setup", step="school")),
        Case(MAY, at=at("/setup", step="year"), shows=("Осенние каникулы",)),
        Case(MAY, at=at("/setup", step="classes"), shows=("6 «Б»",)),
        Case(MAY, at=at("/setup", step="nonsense")),
    )
)
CALLS["SetupState.save_school"] = simple(MAY, _form(_SCHOOL), first=(_at("school"),), writes=True)
CALLS["SetupState.try_bells"] = simple(MAY, _form(_BELLS), first=(_at("bells"),))
CALLS["SetupState.save_bells"] = simple(MAY, _form(_BELLS), first=(_at("bells"),), writes=True)
CALLS["SetupState.save_grades"] = simple(MAY, _form(_GRADES), first=(_at("weeks"),), writes=True)
CALLS["SetupState.save_subjects"] = simple(
    MAY, _form({"usual_0": "on", "own": "Робототехника"}), first=(_at("subjects"),), writes=True
)
# There is a year already: nobody makes the first one again, and who may is told why.
CALLS["SetupState.make_year"] = Call((Case(NOBODY, _form(_YEAR), first=(_at("year"),)),))
CALLS["SetupState.read_classes"] = simple(MAY, of(value="7А"), first=(_at("classes"),), writes=False)
CALLS["SetupState.make_classes"] = simple(MAY, _form({"classes": "7А"}), first=(_at("classes"),), writes=True)


def _made(_world: World) -> str:
    """The class that the step before has made; a number that no row has where it was not allowed to."""
    with session_scope(writing=False) as session:
        found = session.exec(select(SchoolClass.id).where(SchoolClass.grade == 7)).first()
    return str(found or NOWHERE)


_MAKES = Step("SetupState.make_classes", _form({"classes": "7А"}))
CALLS["SetupState.remove_class"] = Call(
    (
        Case(MAY, of(class_id=_made), first=(_at("classes"), _MAKES), writes=True),
        Case(NOBODY, of(class_id=lambda w: str(class_of("6b_b")(w))), first=(_at("classes"),)),
    ),
    absent=nowhere("class_id"),
)
