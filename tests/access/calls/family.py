"""Calls of the diary's pages."""

from collections.abc import Callable

from tests.access.calls.asking import (
    CLASS_TEACHERS,
    FAMILY,
    GUARDIANS,
    LEADERS,
    NOBODY,
    NOWHERE,
    Address,
    Call,
    Case,
    Step,
    Who,
    at,
    nothing,
    of,
    person,
    simple,
)
from tests.access.world import COMMENT, HOMEWORK, NOTE, REMARK, TOPIC, secrets_of
from tests.cast import DAY

CALLS: dict[str, Call] = {}

SEES_PUPIL: Who = LEADERS | {"pupil", "guardian", "class_teacher"}
SEES_OTHER: Who = LEADERS | {"other_pupil", "other_guardian"}
SEES_B: Who = frozenset({"pupil_b", "teacher_b"})


def _diary(path: str, pupil: str) -> Address:
    return at(path, child=person(pupil), day=DAY.isoformat())


def _family_load(path: str, secrets: Callable[[str], tuple[str, ...]]) -> Call:
    return Call(
        (
            Case(SEES_PUPIL, at=_diary(path, "pupil"), shows=secrets("maths")),
            Case(SEES_OTHER, at=_diary(path, "other_pupil"), shows=secrets("maths_v")),
            Case(SEES_B, at=_diary(path, "pupil_b"), shows=secrets("maths_b")),
            Case(NOBODY, at=_diary(path, "teacher")),
        ),
        absent=(Case(NOBODY, at=at(path, child=NOWHERE)), Case(NOBODY, at=at(path, child="abc"))),
    )


CALLS["DiaryState.load"] = _family_load(
    "/diary", lambda name: (TOPIC.format(name), HOMEWORK.format(name), REMARK.format(name))
)
CALLS["DiaryState.open"] = Call(
    tuple(
        Case(
            may,
            of(child=lambda w, p=pupil: str(w.id_of(p)), day=DAY.isoformat()),
            shows=(TOPIC.format(name),),
        )
        for may, pupil, name in (
            (SEES_PUPIL, "pupil", "maths"),
            (SEES_OTHER, "other_pupil", "maths_v"),
            (SEES_B, "pupil_b", "maths_b"),
        )
    ),
    absent=(Case(NOBODY, of(child=str(NOWHERE), day=DAY.isoformat())),),
)


def _opened(event: str, path: str, pupil: str = "pupil") -> Step:
    return Step(event, at=_diary(path, pupil))


_WEEK = _opened("DiaryState.load", "/diary")
_WEEK_B = _opened("DiaryState.load", "/diary", "pupil_b")
_OWN_CHILD = LEADERS | CLASS_TEACHERS | FAMILY
"""Who has a diary open: one named by the address that they may see, or their own child's."""

CALLS["DiaryState.note_visit"] = simple(SEES_PUPIL, first=(_WEEK,))
CALLS["DiaryState.jump"] = simple(SEES_PUPIL, of(day="2026-11-10"), first=(_WEEK,), hides=secrets_of("maths"))
CALLS["DiaryState.acknowledge"] = Call(
    (
        Case(frozenset({"guardian"}), first=(_WEEK,), writes=True, hides=()),
        Case(NOBODY, first=(_WEEK_B,)),
        Case(NOBODY),
    )
)
CALLS["DiaryState.withdraw"] = simple(
    frozenset({"guardian"}), first=(_WEEK, Step("DiaryState.acknowledge")), writes=True
)

CALLS["DiaryMarksState.load"] = _family_load("/diary/marks", lambda _name: ())
_MARKS = _opened("DiaryMarksState.load", "/diary/marks")
_MATHS = Step("DiaryMarksState.open_subject", of(subject_id=lambda w: str(w.courses["maths"].subject_id)))
CALLS["DiaryMarksState.choose_term"] = simple(SEES_PUPIL, of(value="1"), first=(_MARKS,))
CALLS["DiaryMarksState.open_subject"] = Call(
    (
        Case(SEES_PUPIL, _MATHS.payload, first=(_MARKS,), shows=(COMMENT.format("maths"),)),
        Case(
            NOBODY,
            of(subject_id=lambda w: str(w.courses["maths_b"].subject_id)),
            first=(_MARKS,),
            hides=(COMMENT.format("maths_b"),),
        ),
    ),
    absent=(Case(NOBODY, of(subject_id=str(NOWHERE)), first=(_MARKS,)),),
)
CALLS["DiaryMarksState.suppose"] = simple(SEES_PUPIL, of(value="5"), first=(_MARKS, _MATHS))
CALLS["DiaryMarksState.drop"] = simple(
    SEES_PUPIL, of(index=0), first=(_MARKS, _MATHS, Step("DiaryMarksState.suppose", of(value="5")))
)
for _name, _payload in {
    "close_subject": nothing,
    "choose_weight": of(value="3"),
}.items():
    CALLS[f"DiaryMarksState.{_name}"] = simple(_OWN_CHILD, _payload, first=(_MARKS,))

CALLS["DiaryAbsencesState.load"] = _family_load("/diary/absences", lambda name: (NOTE.format(name),))
_MISSED = _opened("DiaryAbsencesState.load", "/diary/absences")
_FORM = of(form=lambda _w: {"starts": "2026-11-23", "ends": "2026-11-24", "note": "К врачу"})
_ILL = Step("DiaryAbsencesState.set_code", of(value="ill"))
CALLS["DiaryAbsencesState.announce"] = Call(
    (
        Case(frozenset({"guardian"}), _FORM, first=(_MISSED, _ILL), writes=True),
        Case(NOBODY, _FORM, first=(_opened("DiaryAbsencesState.load", "/diary/absences", "pupil_b"), _ILL)),
    )
)
CALLS["DiaryAbsencesState.withdraw"] = Call(
    (
        Case(
            frozenset({"guardian"}), of(notice_id=lambda w: w.notices["maths"]), first=(_MISSED,), writes=True
        ),
        Case(NOBODY, of(notice_id=lambda w: w.notices["maths_b"]), first=(_MISSED,)),
        Case(frozenset({"other_guardian"}), of(notice_id=lambda w: w.notices["maths_v"])),
    ),
    absent=(Case(NOBODY, of(notice_id=NOWHERE)),),
)
for _name, _payload in {
    "open_form": nothing,
    "close_form": nothing,
    "set_starts": of(value="2026-11-23"),
    "set_code": of(value="ill"),
}.items():
    CALLS[f"DiaryAbsencesState.{_name}"] = simple(GUARDIANS, _payload)
