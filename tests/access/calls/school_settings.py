"""Calls of the school's settings."""

from typing import Any

from ejournal.services.delivery.rules import OUT
from tests.access.calls.asking import (
    LEADERS,
    NOBODY,
    NOWHERE,
    Address,
    Call,
    Case,
    Payload,
    Step,
    Who,
    at,
    class_of,
    course,
    nothing,
    nowhere,
    of,
    person,
    simple,
)
from tests.access.world import EXEMPT, World

CALLS: dict[str, Call] = {}

MAY: Who = LEADERS | {"admin"}


def _section(name: str) -> Address:
    return at("/settings", section=name)


def _kind(school: str, **more: Any) -> Payload:
    def payload(world: World) -> dict[str, Any]:
        kinds = world.kinds if school == "a" else world.kinds_b
        return {"kind_id": str(kinds["test"].id)} | more

    return payload


_KINDS = Step("KindsState.load", at=_section("kinds"))
_OPENED = Step("KindsState.open_kind", _kind("a"))
_KIND = of(
    form=lambda _w: {"name": "Сочинение", "short_name": "соч.", "weight": "4"},
)
CALLS["KindsState.load"] = simple(MAY, at=_section("kinds"), shows=("Контрольная",))
CALLS["KindsState.open_kind"] = Call(
    (Case(MAY, _kind("a"), first=(_KINDS,)), Case(MAY, of(kind_id="new")), Case(NOBODY, _kind("b"))),
    absent=nowhere("kind_id"),
)
CALLS["KindsState.save_kind"] = Call(
    (
        Case(MAY, _KIND, first=(_KINDS, _OPENED), writes=True),
        Case(MAY, _KIND, writes=True),
        Case(MAY, _KIND, first=(Step("KindsState.open_kind", _kind("b")),), writes=True),
    )
)
CALLS["KindsState.undo_kind"] = simple(
    MAY, first=(_KINDS, _OPENED, Step("KindsState.save_kind", _KIND)), writes=True
)
CALLS["KindsState.switch_kind"] = Call(
    (Case(MAY, _kind("a", active=False), writes=True), Case(NOBODY, _kind("b", active=False))),
    absent=nowhere("kind_id", active=False),
)
CALLS["KindsState.move_kind"] = Call(
    (Case(MAY, _kind("a", by=-1), writes=True), Case(NOBODY, _kind("b", by=-1))),
    absent=nowhere("kind_id", by=-1),
)
CALLS["KindsState.try_weight"] = simple(MAY, of(value="3"))
CALLS["KindsState.close_kind"] = simple(MAY)

_RULES = of(
    form=lambda _w: {
        "to_five": "4,65",
        "to_four": "3,65",
        "to_three": "2,65",
        "fewest_weekly_one": "3",
        "fewest_weekly_two": "5",
        "fewest_weekly_more": "7",
        "edit_window_days": "14",
        "journal_kept_years": "5",
        "summary_kept_years": "25",
        "remark_visible": "on",
        "former_marks_count": "on",
        "place_in_class": "on",
        "paper_slash": "on",
    }
)
CALLS["RulesState.load"] = simple(MAY, at=_section("marks"), shows=("4,50",))
CALLS["RulesState.try_rule"] = simple(MAY, of(field="to_five", value="4,65"))
CALLS["RulesState.tick_rule"] = simple(MAY, of(field="one_allowed", ticked=True))
CALLS["RulesState.save_rules"] = simple(MAY, _RULES, writes=True)
CALLS["RulesState.undo_rules"] = simple(MAY, first=(Step("RulesState.save_rules", _RULES),), writes=True)


def _class(name: str) -> Payload:
    return of(class_id=lambda w: str(class_of(name)(w)))


_CLASS_NOWHERE = nowhere("class_id")
_CLASS = of(form=lambda _w: {"scale": "ten", "days_per_week": "6", "shift": "1"})
_OPEN_6B = Step("ClassesState.open_class", _class("6b"))
CALLS["ClassesState.load"] = simple(MAY, at=_section("classes"), shows=("6 «Б»",))
CALLS["ClassesState.open_class"] = Call(
    (Case(MAY, _class("6b")), Case(NOBODY, _class("6b_b"))), absent=_CLASS_NOWHERE
)
CALLS["ClassesState.save_class"] = Call(
    (
        Case(MAY, _CLASS, first=(_OPEN_6B,), writes=True),
        Case(NOBODY, _CLASS, first=(Step("ClassesState.open_class", _class("6b_b")),)),
        Case(
            NOBODY,
            lambda w: {"form": _CLASS(w)["form"] | {f"course-{course('maths_b')(w)}": "ten"}},
            first=(_OPEN_6B,),
        ),
    )
)
CALLS["ClassesState.undo_class"] = simple(
    MAY, first=(_OPEN_6B, Step("ClassesState.save_class", _CLASS)), writes=True
)
CALLS["ClassesState.close_class"] = simple(MAY)

_EXEMPT = of(form=lambda _w: {"starts": "2026-11-20", "ends": "2026-12-20", "reason": "Приказ № 7"})
_CHOSEN = (
    Step("ExemptionsState.open_new"),
    Step("ExemptionsState.choose_class", _class("6b")),
    Step("ExemptionsState.choose_course", of(course_id=lambda w: str(course("maths")(w)))),
    Step("ExemptionsState.choose_pupil", of(pupil_id=lambda w: str(person("pupil")(w)))),
)


def _exemption(name: str, **more: Any) -> Payload:
    return of(exemption_id=lambda w: str(w.exemptions[name]), **more)


_EXEMPTION_NOWHERE = nowhere("exemption_id")
CALLS["ExemptionsState.load"] = Call(
    (
        Case(MAY, at=_section("exemptions"), shows=("Лебедева Анна",)),
        Case(MAY, at=_section("exemptions"), hides=(EXEMPT.format("maths"),)),
    )
)
CALLS["ExemptionsState.open_new"] = simple(MAY)
CALLS["ExemptionsState.open_exemption"] = Call(
    (
        Case(MAY, _exemption("maths"), hides=(EXEMPT.format("maths"),)),
        Case(NOBODY, _exemption("maths_b")),
    ),
    absent=_EXEMPTION_NOWHERE,
)
CALLS["ExemptionsState.choose_class"] = Call(
    (Case(MAY, _class("6b"), first=_CHOSEN[:1]), Case(NOBODY, _class("6b_b"))), absent=_CLASS_NOWHERE
)
CALLS["ExemptionsState.choose_course"] = Call(
    (
        Case(MAY, _CHOSEN[2].payload, first=_CHOSEN[:2], shows=("Лебедева Анна",)),
        Case(NOBODY, of(course_id=lambda w: str(course("maths_b")(w)))),
    ),
    absent=nowhere("course_id"),
)
CALLS["ExemptionsState.choose_pupil"] = Call(
    (Case(MAY, _CHOSEN[3].payload, first=_CHOSEN[:3]), Case(MAY, of(pupil_id=str(NOWHERE)))),
    absent=(Case(NOBODY, of(pupil_id="abc")),),
)
CALLS["ExemptionsState.save_exemption"] = Call(
    (
        Case(
            MAY,
            lambda w: {"form": _EXEMPT(w)["form"] | {"starts": "2027-01-11", "ends": ""}},
            first=_CHOSEN,
            writes=True,
        ),
        Case(
            MAY,
            _EXEMPT,
            first=(Step("ExemptionsState.open_exemption", _exemption("maths")),),
            writes=True,
        ),
        Case(
            NOBODY,
            _EXEMPT,
            first=(
                *_CHOSEN[:3],
                Step("ExemptionsState.choose_pupil", of(pupil_id=lambda w: str(person("pupil_b")(w)))),
            ),
        ),
        Case(NOBODY, _EXEMPT, first=(Step("ExemptionsState.open_exemption", _exemption("maths_b")),)),
    )
)
CALLS["ExemptionsState.remove_exemption"] = Call(
    (Case(MAY, _exemption("maths"), writes=True), Case(NOBODY, _exemption("maths_b"))),
    absent=_EXEMPTION_NOWHERE,
)
CALLS["ExemptionsState.undo_remove"] = simple(
    MAY, nothing, first=(Step("ExemptionsState.remove_exemption", _exemption("maths")),), writes=True
)
CALLS["ExemptionsState.close_exemption"] = simple(MAY)

CALLS["SchoolState.load"] = simple(MAY, at=_section("school"))
CALLS["SchoolState.set_reminders"] = Call(
    (Case(MAY, of(value="off")), Case(NOBODY, of(value="often"))), absent=(Case(NOBODY, of(value="often")),)
)
_ASKED = of(form=lambda _w: {"teacher": "on", "administrator": "on"})
CALLS["SignInsState.load"] = simple(MAY, at=_section("sign-ins"))
CALLS["SignInsState.save_asked"] = simple(MAY, _ASKED, writes=True)
CALLS["SignInsState.undo_asked"] = simple(MAY, first=(Step("SignInsState.save_asked", _ASKED),))

_NOTICES = of(
    form=lambda _w: {
        **{kind.value: "now" for kind in OUT}, "digest_hour": "17", "quiet_from": "22", "quiet_until": "6",
        "marks_out_from": "15",
    }
)  # fmt: skip
CALLS["NoticeRulesState.load"] = simple(MAY, at=_section("notices"))
CALLS["NoticeRulesState.save_notices"] = simple(MAY, _NOTICES, writes=True)
CALLS["NoticeRulesState.undo_notices"] = simple(
    MAY, first=(Step("NoticeRulesState.save_notices", _NOTICES),), writes=True
)

_CHAT = of(
    form=lambda w: {
        "chat_open": "on", "chat_from": "9", "chat_until": "19", "supervisor": str(person("teacher")(w)),
    }
)  # fmt: skip
CALLS["ChatRulesState.load"] = simple(MAY, at=_section("chat"))
CALLS["ChatRulesState.save_chat"] = Call(
    (
        Case(MAY, _CHAT, writes=True),
        Case(NOBODY, lambda w: {"form": _CHAT(w)["form"] | {"supervisor": str(person("teacher_b")(w))}}),
        Case(NOBODY, lambda w: {"form": _CHAT(w)["form"] | {"supervisor": str(person("guardian")(w))}}),
    )
)
CALLS["ChatRulesState.undo_chat"] = simple(MAY, first=(Step("ChatRulesState.save_chat", _CHAT),), writes=True)
