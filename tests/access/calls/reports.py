"""Calls of the reports: the school for who leads it, a class for its teacher, own courses for teachers."""

from tests.access.calls.asking import (
    JOURNAL_READERS,
    LEADERS,
    NOBODY,
    NOWHERE,
    TEACHERS,
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
    simple,
)

CALLS: dict[str, Call] = {}


def taken(path: str) -> tuple[Visit, ...]:
    """The report as a file: the school's for who leads it, a class's for its teacher, one's own courses'."""
    return (
        Visit(LEADERS, path=at(path, view="school")),
        Visit(_SEES_6B, path=at(path, view="class", **{"class": class_of("6b")})),
        Visit(LEADERS, path=at(path, view="class", **{"class": class_of("6v")})),
        Visit(JOURNAL_READERS, path=at(path, view="courses")),
        Visit(NOBODY, path=at(path, view="class", **{"class": NOWHERE})),
        Visit(NOBODY, path=at(path, view="all")),
    )


_SEES_6B = LEADERS | {"class_teacher"}
_NAMES = ("Лебедева Анна", "Никитина Вера", "Юдин Марк")


def _view(name: str) -> Address:
    return at("/reports", view=name)


def _class(name: str) -> Address:
    return at("/reports", view="class", **{"class": class_of(name)})


CALLS["ReportsState.load"] = Call(
    (
        Case(TEACHERS, at=_view("courses")),
        Case(_SEES_6B, at=_class("6b"), shows=("Лебедева Анна",)),
        Case(LEADERS, at=_class("6v"), shows=("Никитина Вера",)),
        Case(frozenset({"teacher_b"}), at=_class("6b_b"), shows=("Юдин Марк",)),
    ),
    absent=(
        Case(NOBODY, at=at("/reports", view="class", **{"class": NOWHERE})),
        Case(NOBODY, at=at("/reports", view="class", period="9.quarter.9")),
    ),
)
_ALL = Step("ReportsState.load", at=at("/reports"))
CALLS["ReportsState.show_list"] = Call(
    (
        Case(_SEES_6B, of(line=class_of("6b"), what="pupils"), first=(_ALL,), shows=("Лебедева Анна",)),
        Case(LEADERS, of(line=class_of("6v"), what="pupils"), first=(_ALL,), shows=("Никитина Вера",)),
    ),
    absent=(Case(NOBODY, of(line=NOWHERE, what="pupils"), first=(_ALL,)),),
)
CALLS["ReportsState.show_course"] = Call(
    (Case(frozenset({"class_teacher"}), of(line=course("maths")), first=(_ALL,), at=_view("courses")),),
    absent=(Case(NOBODY, of(line=NOWHERE)),),
)
# In the journals of the cast nothing is missing: heads are told so.
CALLS["ReportsState.remind"] = simple(NOBODY)
for _name, _payload in {
    "choose_view": of(value="courses"),
    "choose_period": of(value="year"),
    "choose_compared": of(value="none"),
    "choose_class": of(value="1"),
    "close_list": nothing,
}.items():
    CALLS[f"ReportsState.{_name}"] = simple(JOURNAL_READERS, _payload, hides=_NAMES)
