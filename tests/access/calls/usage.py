"""Calls of the use of the journal: the school for who leads it, the own class for its teacher."""

from tests.access.calls.asking import (
    CLASS_TEACHERS,
    JOURNAL_READERS,
    LEADERS,
    NOBODY,
    NOWHERE,
    Address,
    Call,
    Case,
    Visit,
    at,
    class_of,
    of,
    simple,
)

CALLS: dict[str, Call] = {}
_SEES_6B = LEADERS | {"class_teacher"}


def _class(name: str) -> Address:
    return at("/reports/use", **{"class": class_of(name)})


def taken(path: str) -> tuple[Visit, ...]:
    """The sheet as a file."""
    return (
        Visit(LEADERS, path=at(path)),
        Visit(_SEES_6B, path=at(path, **{"class": class_of("6b")})),
        Visit(LEADERS, path=at(path, **{"class": class_of("6v")})),
        Visit(NOBODY, path=at(path, **{"class": NOWHERE})),
    )


CALLS["UsageState.load"] = Call(
    (
        Case(LEADERS | CLASS_TEACHERS, at=at("/reports/use")),
        Case(_SEES_6B, at=_class("6b"), shows=("Петров Глеб",)),
        Case(LEADERS, at=_class("6v"), hides=("Петров Глеб",)),
        Case(frozenset({"teacher_b"}), at=_class("6b_b"), shows=("Юдин Марк",)),
    ),
    absent=(Case(NOBODY, at=at("/reports/use", **{"class": NOWHERE})),),
)
for _name, _value in {"choose_class": "1", "choose_period": "9.quarter.2"}.items():
    CALLS[f"UsageState.{_name}"] = simple(JOURNAL_READERS, of(value=_value), hides=("Петров Глеб",))
