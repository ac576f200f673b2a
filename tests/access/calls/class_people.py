"""Calls of the class list: the own class of its teacher, any class of those who lead."""

from tests.access.calls.asking import CLASS_TEACHERS, LEADERS, NOBODY, Call, Case, at, class_of, nowhere, of

CALLS: dict[str, Call] = {}

CALLS["ClassPeopleState.load"] = Call(
    (
        Case(CLASS_TEACHERS | LEADERS, at=at("/class/people")),
        Case(
            LEADERS | {"class_teacher"},
            at=at("/class/people", **{"class": class_of("6b")}),
            shows=("Лебедева Мария Петровна",),
        ),
        Case(LEADERS, at=at("/class/people", **{"class": class_of("6v")}), shows=("Никитин Иван",)),
        Case(frozenset({"teacher_b"}), at=at("/class/people", **{"class": class_of("6b_b")})),
        Case(NOBODY, at=at("/class/people", **{"class": 10**6})),
    ),
    absent=(Case(NOBODY, at=at("/class/people", **{"class": 10**6})),),
)
CALLS["ClassPeopleState.choose_class"] = Call(
    (Case(CLASS_TEACHERS | LEADERS, of(class_id=lambda w: str(w.classes["6b"].id))),),
    absent=nowhere("class_id"),
)
