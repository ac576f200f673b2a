"""What is printed of the journal, chosen and taken: a teacher own courses, a class teacher the own class."""

from tests.access.calls.asking import (
    EVERYBODY,
    JOURNAL_READERS,
    LEADERS,
    NOBODY,
    NOWHERE,
    SEES_B,
    SEES_OTHER,
    SEES_PUPIL,
    Call,
    Case,
    Step,
    Visit,
    at,
    class_of,
    course,
    nowhere,
    of,
    person,
    simple,
)

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


_TEACH_6B = {"class_teacher", "teacher", "teacher_parent", "substitute"}
CALLS: dict[str, Call] = {}

CALLS["PapersState.load"] = Call(
    (
        Case(JOURNAL_READERS, at=at("/papers")),
        Case(LEADERS | _TEACH_6B, at=at("/papers", **{"class": class_of("6b")})),
        Case(
            _OWN_CLASS,
            at=at("/papers", what="journal", **{"class": class_of("6b")}),
            shows=("/print/class-journal",),
        ),
        Case(LEADERS | {"teacher", "substitute"}, at=at("/papers", **{"class": class_of("6v")})),
        Case(LEADERS | {"class_teacher"}, at=at("/papers", course=course("maths"))),
        Case(frozenset({"teacher_b"}), at=at("/papers", **{"class": class_of("6b_b")})),
        Case(NOBODY, at=at("/papers", **{"class": NOWHERE})),
    ),
    absent=(
        Case(NOBODY, at=at("/papers", **{"class": NOWHERE})),
        Case(NOBODY, at=at("/papers", course="abc")),
    ),
)
CALLS["PapersState.choose_class"] = Call(
    (Case(JOURNAL_READERS, of(class_id=lambda w: str(w.classes["6b"].id))),), absent=nowhere("class_id")
)
CALLS["PapersState.choose_course"] = Call(
    (Case(JOURNAL_READERS, of(course_id=lambda w: str(w.courses["maths"].id))),), absent=nowhere("course_id")
)
CALLS["PapersState.choose_kind"] = simple(JOURNAL_READERS, of(kind="summary"))
CALLS["PapersState.choose_pupil"] = Call(
    (
        Case(JOURNAL_READERS, of(pupil_id=lambda w: str(w.people["pupil"].id))),
        Case(JOURNAL_READERS, of(pupil_id="")),
    ),
)
CALLS["PapersState.choose_term"] = simple(JOURNAL_READERS, of(term="2"))
CALLS["PapersState.choose_layout"] = simple(JOURNAL_READERS, of(layout="booklet"))

_OF_ALL = at("/papers")
_BEGUN = Step("SchoolPapersState.begin", at=_OF_ALL)
CALLS["SchoolPapersState.load"] = Call((Case(JOURNAL_READERS, at=_OF_ALL),))
CALLS["SchoolPapersState.choose_period"] = simple(LEADERS, of(period="1"), at=_OF_ALL)
CALLS["SchoolPapersState.choose_layout"] = simple(LEADERS, of(layout="booklet"), at=_OF_ALL)
CALLS["SchoolPapersState.choose_paper"] = simple(LEADERS, of(kind="summary", on=True), at=_OF_ALL)
CALLS["SchoolPapersState.begin"] = simple(
    LEADERS, at=_OF_ALL, first=(Step("SchoolPapersState.load", at=_OF_ALL),)
)
CALLS["SchoolPapersState.stop"] = simple(LEADERS, at=_OF_ALL, first=(_BEGUN,))
CALLS["SchoolPapersState.go_on"] = simple(LEADERS, at=_OF_ALL, first=(_BEGUN,))
CALLS["SchoolPapersState.ask_to_throw_away"] = simple(LEADERS, of(asks=True), at=_OF_ALL)
# Nobody throws away what is under way, and no other process makes it here: everybody is refused.
CALLS["SchoolPapersState.throw_away"] = simple(NOBODY, at=_OF_ALL, first=(_BEGUN,))
_ARCHIVE = at("/papers/archive")
CALLS["ArchiveState.load"] = simple(LEADERS, at=_ARCHIVE)
CALLS["ArchiveState.show_more"] = simple(LEADERS, at=_ARCHIVE)
CALLS["ArchiveState.choose_period"] = simple(LEADERS, of(period="1"), at=_ARCHIVE)
CALLS["ArchiveState.lay_in"] = simple(LEADERS, at=_ARCHIVE, first=(Step("ArchiveState.load", at=_ARCHIVE),))
CALLS["PapersState.choose_whose"] = simple(JOURNAL_READERS, of(whose="all"))
CALLS["PapersState.list_more"] = simple(JOURNAL_READERS)

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
        Visit(_MATHS, "POST", path=at("/print/journal", course=course("maths"), term=1)),
        Visit(_MATHS, "POST", path=at("/print/journal", course=course("maths"), term=2), through=400),
        Visit(NOBODY, "POST", path=at("/print/journal", course=NOWHERE, term=1)),
    ),
    "/print/blank-spread": (
        Visit(_MATHS, path=at("/print/blank-spread", course=course("maths"), term=2)),
        Visit(LEADERS | {"substitute"}, path=at("/print/blank-spread", course=course("maths_v"))),
        Visit(NOBODY, path=at("/print/blank-spread", course=NOWHERE)),
    ),
    "/print/class-journal": (
        Visit(_OWN_CLASS, path=at("/print/class-journal", term=2, **{"class": class_of("6b")})),
        Visit(LEADERS, path=at("/print/class-journal", term="year", **{"class": class_of("6v")})),
        Visit(frozenset({"teacher_b"}), path=at("/print/class-journal", **{"class": class_of("6b_b")})),
        Visit(NOBODY, path=at("/print/class-journal", **{"class": NOWHERE})),
        Visit(_OWN_CLASS, "POST", path=at("/print/class-journal", term=1, **{"class": class_of("6b")})),
        Visit(LEADERS, "POST", path=at("/print/class-journal", term=1, **{"class": class_of("6v")})),
        Visit(NOBODY, "POST", path=at("/print/class-journal", term=1, **{"class": NOWHERE})),
    ),
    # What is there to be taken is told by tests/http/test_school_papers.py.
    "/print/school.zip": (Visit(NOBODY, path=at("/print/school.zip")),),
    "/print/school.pdf": (Visit(NOBODY, path=at("/print/school.pdf")),),
    "/print/archive": (Visit(NOBODY, path=at("/print/archive", id=NOWHERE)),),
    "/print/archive-act": (Visit(NOBODY, path=at("/print/archive-act", id=NOWHERE)),),
    "/d": (Visit(EVERYBODY, path=at("/d")), Visit(EVERYBODY, path=at("/d", number="abc"), through=404)),
    "/d/{number:path}": (Visit(EVERYBODY, path=at("/d/26-2222-2222-2222"), through=404),),
    **{
        path: (
            Visit(_OWN_CLASS, path=at(path, term=2, **{"class": class_of("6b")})),
            Visit(LEADERS, path=at(path, term="year", **{"class": class_of("6v")})),
            Visit(frozenset({"teacher_b"}), path=at(path, **{"class": class_of("6b_b")})),
            Visit(NOBODY, path=at(path, **{"class": NOWHERE})),
        )
        for path in (
            *("/print/summary", "/print/summary.xlsx", "/print/report-cards", "/print/letters"),
            *("/print/class-list", "/print/class-contacts", "/print/health-sheet", "/print/circles"),
            "/print/acknowledgements",
        )
    },
    "/print/diary-week": (
        Visit(SEES_PUPIL, path=at("/print/diary-week", child=person("pupil"))),
        Visit(SEES_OTHER, path=at("/print/diary-week", child=person("other_pupil"), day="2026-11-16")),
        Visit(SEES_B, path=at("/print/diary-week", child=person("pupil_b"))),
        Visit(NOBODY, path=at("/print/diary-week", child=NOWHERE)),
    ),
}
for _path in ("/print/summary", "/print/report-cards", "/print/letters"):
    VISITS[_path] += (
        Visit(_OWN_CLASS, "POST", path=at(_path, term=1, **{"class": class_of("6b")})),
        Visit(LEADERS, "POST", path=at(_path, term=1, **{"class": class_of("6v")})),
        Visit(NOBODY, "POST", path=at(_path, term=1, **{"class": NOWHERE})),
    )
