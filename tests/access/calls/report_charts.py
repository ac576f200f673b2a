"""Calls of the charts of classes and courses: of all for who leads, of one's own class and courses else."""

from tests.access.calls.asking import (
    JOURNAL_READERS,
    LEADERS,
    NOBODY,
    NOWHERE,
    Address,
    Call,
    Case,
    Step,
    Visit,
    at,
    class_of,
    course,
    nothing,
    of,
    person,
    simple,
)
from tests.access.world import World

CALLS: dict[str, Call] = {}
_SEES_6B = LEADERS | {"class_teacher"}


def _of(kind: str, whose: object, view: str = "marks") -> Address:
    def address(world: World) -> str:
        number = whose(world) if callable(whose) else whose
        return f"/reports/charts?view={view}&of={kind}:{number}"

    return address


CALLS["ReportChartsState.load"] = Call(
    (
        Case(JOURNAL_READERS, at=at("/reports/charts")),
        Case(LEADERS, at=_of("school", 0)),
        Case(LEADERS, at=_of("grade", 6)),
        Case(_SEES_6B, at=_of("class", class_of("6b"))),
        Case(_SEES_6B, at=_of("class", class_of("6b"), "papers")),
        Case(LEADERS, at=_of("class", class_of("6v"))),
        Case(frozenset({"teacher_b"}), at=_of("class", class_of("6b_b"))),
        Case(_SEES_6B, at=_of("course", course("maths"))),
        Case(LEADERS | {"teacher"}, at=_of("teacher", person("teacher"))),
        Case(NOBODY, at=_of("grade", 12)),
    ),
    absent=(
        Case(NOBODY, at=_of("class", NOWHERE)),
        Case(NOBODY, at=_of("course", NOWHERE)),
        Case(NOBODY, at=_of("class", "abc")),
        Case(NOBODY, at=at("/reports/charts", view="none")),
    ),
)
_6B = Step("ReportChartsState.load", at=_of("class", class_of("6b"), "norms"))
CALLS["ReportChartsState.open_number"] = Call(
    (
        Case(
            _SEES_6B,
            of(key=lambda world: f"norms|{world.courses['maths'].id}|pupils"),
            first=(_6B,),
            shows=("Лебедева Анна",),
        ),
    ),
    absent=(Case(NOBODY, of(key="norms|9|pupils"), first=(_6B,)), Case(NOBODY, of(key=""), first=(_6B,))),
)
for _name, _payload in {
    "choose_view": of(value="absences"),
    "choose_whose": of(value="class:1"),
    "choose_period": of(value="year"),
    "close_list": nothing,
}.items():
    CALLS[f"ReportChartsState.{_name}"] = simple(JOURNAL_READERS, _payload)


def taken(path: str) -> tuple[Visit, ...]:
    """The charts as a file: the school's for who leads it, a class's for its teacher, one's own courses'."""

    def of_class(name: str) -> Address:
        return lambda world: f"{path}?view=marks&of=class:{world.classes[name].id}"

    return (
        Visit(LEADERS, path=at(path, view="marks", of="school:0")),
        Visit(_SEES_6B, path=of_class("6b")),
        Visit(LEADERS, path=of_class("6v")),
        Visit(NOBODY, path=at(path, view="marks", of=f"class:{NOWHERE}")),
        Visit(NOBODY, path=at(path, view="all")),
    )
