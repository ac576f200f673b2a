"""Visits to what is printed of the journal: subject teachers their courses, class teachers their class."""

from tests.access.calls.asking import LEADERS, NOBODY, NOWHERE, Visit, at, class_of, course

_MATHS = LEADERS | {"class_teacher"}
_OWN_CLASS = LEADERS | {"class_teacher"}


def _of_course(name: str, term: int | str = 2) -> Visit:
    who = {
        "maths": _MATHS,
        "maths_v": LEADERS | {"substitute"},
        "russian_v": LEADERS | {"teacher"},
        "maths_b": frozenset({"teacher_b"}),
    }
    return Visit(who[name], path=at("/print/journal", course=course(name), term=term))


VISITS: dict[str, tuple[Visit, ...]] = {
    # A substitute of the maths sees the lessons given in it, and prints nothing.
    "/print/journal": (
        _of_course("maths"),
        _of_course("maths", "year"),
        _of_course("maths_v"),
        _of_course("russian_v"),
        _of_course("maths_b"),
        Visit(NOBODY, path=at("/print/journal", course=course("maths"), term=9)),
        Visit(NOBODY, path=at("/print/journal", course=course("maths"), term="abc")),
        Visit(NOBODY, path=at("/print/journal", course=NOWHERE)),
    ),
    "/print/class-journal": (
        Visit(_OWN_CLASS, path=at("/print/class-journal", term=2, **{"class": class_of("6b")})),
        Visit(LEADERS, path=at("/print/class-journal", term="year", **{"class": class_of("6v")})),
        Visit(frozenset({"teacher_b"}), path=at("/print/class-journal", **{"class": class_of("6b_b")})),
        Visit(NOBODY, path=at("/print/class-journal", **{"class": NOWHERE})),
    ),
    **{
        path: (
            Visit(_OWN_CLASS, path=at(path, term=2, **{"class": class_of("6b")})),
            Visit(LEADERS, path=at(path, term="year", **{"class": class_of("6v")})),
            Visit(frozenset({"teacher_b"}), path=at(path, **{"class": class_of("6b_b")})),
            Visit(NOBODY, path=at(path, **{"class": NOWHERE})),
        )
        for path in ("/print/summary", "/print/report-cards", "/print/letters")
    },
}
