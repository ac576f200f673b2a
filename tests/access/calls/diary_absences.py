"""Calls of a child's absences."""

from tests.access.calls.asking import (
    GUARDIANS,
    NOBODY,
    NOWHERE,
    Call,
    Case,
    Step,
    diary_load,
    nothing,
    of,
    opened,
    simple,
)
from tests.access.world import NOTE

CALLS: dict[str, Call] = {}

CALLS["DiaryAbsencesState.load"] = diary_load("/diary/absences", lambda name: (NOTE.format(name),))
_MISSED = opened("DiaryAbsencesState.load", "/diary/absences")
_FORM = of(form=lambda _w: {"starts": "2026-11-23", "ends": "2026-11-24", "note": "К врачу"})
_ILL = Step("DiaryAbsencesState.set_code", of(value="ill"))
CALLS["DiaryAbsencesState.announce"] = Call(
    (
        Case(frozenset({"guardian"}), _FORM, first=(_MISSED, _ILL), writes=True),
        Case(NOBODY, _FORM, first=(opened("DiaryAbsencesState.load", "/diary/absences", "pupil_b"), _ILL)),
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
