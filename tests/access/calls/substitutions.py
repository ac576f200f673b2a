"""Calls of substitutions: absences, their lessons, the journal on the screen and on paper."""

from datetime import date

from tests.access.calls.asking import (
    LEADERS,
    NOBODY,
    NOWHERE,
    TEACHERS,
    Address,
    Call,
    Case,
    Payload,
    Step,
    Visit,
    at,
    nothing,
    of,
    simple,
)
from tests.access.world import SETTLED_DAY, World
from tests.cast import DAY

CALLS: dict[str, Call] = {}

MONDAY = date(2026, 11, 23)


def _page(name: str) -> Address:
    return at("/substitutions", absence=lambda w: w.absences[name])


def _absence(name: str) -> Payload:
    return of(absence=lambda w: str(w.absences[name]))


def _lesson(course: str, day: date = MONDAY) -> Payload:
    return of(lesson=lambda w: str(w.lesson(course, day).id))


def _teacher(name: str) -> Payload:
    return of(teacher=lambda w: str(w.id_of(name)))


def _open(absence: str = "ill", course: str = "maths") -> tuple[Step, ...]:
    """The absence's page, and the dialog of a lesson."""
    return (
        Step("SubstitutionsState.load", at=_page(absence)),
        Step("SubstitutionsState.open_lesson", _lesson(course)),
    )


_PAGE = _open()[:1]
_NO_LESSON = (Case(NOBODY, of(lesson=str(NOWHERE))), Case(NOBODY, of(lesson="abc")))
_NO_ABSENCE = (Case(NOBODY, of(absence=str(NOWHERE))), Case(NOBODY, of(absence="abc")))

CALLS["SubstitutionsState.load"] = Call(
    (
        Case(LEADERS, at=_page("ill"), shows=("И. С. Котова", "6 «Б»")),
        Case(NOBODY, at=_page("ill_b"), hides=("Фомина",)),
    ),
    absent=(
        Case(NOBODY, at=at("/substitutions", absence=NOWHERE)),
        Case(NOBODY, at=at("/substitutions", absence="abc")),
    ),
)
for _name in ("approve", "decline"):
    CALLS[f"SubstitutionsState.{_name}"] = Call(
        (
            Case(LEADERS, _absence("reported"), first=_PAGE, writes=True),
            Case(NOBODY, _absence("ill_b"), first=_PAGE),
        ),
        absent=_NO_ABSENCE,
    )
_DECIDED = (*_PAGE, Step("SubstitutionsState.decline", _absence("reported")))
CALLS["SubstitutionsState.reopen"] = Call(
    (
        Case(LEADERS, _absence("reported"), first=_DECIDED, writes=True),
        Case(NOBODY, _absence("ill_b"), first=_PAGE),
    ),
    absent=_NO_ABSENCE,
)
_COVER = (*_PAGE, Step("CoverState.begin_cover"))
_SET = (*_COVER, Step("CoverState.agree_cover"))
CALLS["CoverState.begin_cover"] = Call(
    (
        Case(LEADERS, first=_PAGE, shows=("Назначить на",)),
        Case(NOBODY, first=(Step("SubstitutionsState.load", at=_page("ill_b")),)),
    )
)
CALLS["CoverState.agree_cover"] = Call((Case(LEADERS, first=_COVER, writes=True), Case(NOBODY)))
CALLS["CoverState.undo_cover"] = simple(LEADERS, first=_SET, writes=True)
CALLS["CoverState.leave_cover"] = simple(LEADERS, first=_COVER)


def _form(teacher: str) -> Payload:
    return of(
        form=lambda w: {
            "teacher": str(w.id_of(teacher)),
            "starts": MONDAY.isoformat(),
            "ends": "",
            "reason": "sick_leave",
            "absence_note": "Грипп",
        }
    )


CALLS["SubstitutionsState.enter_absence"] = Call(
    (
        Case(LEADERS, _form("teacher"), writes=True),
        Case(NOBODY, _form("teacher_b")),
        Case(NOBODY, _form("pupil")),
    ),
    absent=(
        Case(
            NOBODY, of(form=lambda _w: {"teacher": str(NOWHERE), "starts": "2026-11-23", "reason": "other"})
        ),
        Case(NOBODY, of(form=lambda _w: {"teacher": "abc", "starts": "2026-11-23", "reason": "other"})),
    ),
)
CALLS["SubstitutionsState.open_lesson"] = Call(
    (
        Case(LEADERS, _lesson("maths"), first=_PAGE, shows=("Соколов",)),
        Case(NOBODY, _lesson("maths_b"), first=_PAGE),
    ),
    absent=_NO_LESSON,
)
for _name in ("assign", "join"):
    CALLS[f"SubstitutionsState.{_name}"] = Call(
        (
            Case(
                LEADERS,
                _teacher("teacher" if _name == "assign" else "substitute"),
                first=_open(),
                writes=True,
            ),
            Case(NOBODY, _teacher("teacher_b"), first=_open()),
            Case(NOBODY, _teacher("teacher"), first=_open("ill_b", "maths_b")),
            Case(NOBODY, _teacher("teacher")),
        ),
        absent=(Case(NOBODY, of(teacher=str(NOWHERE)), first=_open()),),
    )
CALLS["SubstitutionsState.cancel_lesson"] = Call(
    (
        Case(LEADERS, of(form=lambda _w: {"cancel_reason": "Карантин"}), first=_open(), writes=True),
        Case(NOBODY, of(form=lambda _w: {"cancel_reason": "Карантин"}), first=_open("ill_b", "maths_b")),
        Case(NOBODY, of(form=lambda _w: {"cancel_reason": "Карантин"})),
    )
)


def _moved(_world: World) -> dict[str, object]:
    return {"form": {"move_day": "2026-11-25", "move_number": "6"}}


CALLS["SubstitutionsState.move_lesson"] = Call(
    (
        Case(LEADERS, _moved, first=_open(), writes=True),
        Case(NOBODY, _moved, first=_open("ill_b", "maths_b")),
        Case(NOBODY, _moved),
    )
)
CALLS["SubstitutionsState.restore"] = Call(
    (
        Case(
            LEADERS,
            _lesson("maths"),
            first=(*_open(), Step("SubstitutionsState.assign", _teacher("teacher"))),
            writes=True,
        ),
        Case(NOBODY, _lesson("maths_b"), first=_PAGE),
    ),
    absent=_NO_LESSON,
)
for _name, _payload in {
    "begin_absence": nothing,
    "leave": nothing,
    "begin_cancel": nothing,
    "begin_move": nothing,
    "write_task": of(value="Решить № 5"),
    "write_order": of(value="12-з"),
    "choose_paid": of(value=lambda _w: False),
}.items():
    CALLS[f"SubstitutionsState.{_name}"] = simple(LEADERS, _payload, first=_PAGE, hides=("А. Г. Фомина",))

CALLS["SubstitutionJournalState.load"] = simple(
    LEADERS, at=at("/substitutions/journal", month="2026-11"), shows=("О. Л. Миронова",)
)

# ------------------------------------------------------------------------------------- a teacher's own

CALLS["OwnAbsenceState.load"] = simple(TEACHERS, at=at("/absence"))
CALLS["OwnAbsenceState.report"] = simple(
    TEACHERS,
    of(form=lambda _w: {"starts": DAY.isoformat(), "ends": "", "reason": "sick_leave", "absence_note": ""}),
    first=(Step("OwnAbsenceState.load", at=at("/absence")),),
    writes=True,
)

_AWAY = Step("OwnAbsenceState.load", at=at("/absence"))
_TASK = of(form=lambda _w: {"left_task": "Решить № 5"})


def _own_task(course: str, day: date) -> tuple[Step, ...]:
    return _AWAY, Step("OwnAbsenceState.open_task", _lesson(course, day))


CALLS["OwnAbsenceState.open_task"] = simple(TEACHERS, _lesson("maths", SETTLED_DAY), first=(_AWAY,))
CALLS["OwnAbsenceState.close_task"] = simple(TEACHERS, first=(_AWAY,))
CALLS["OwnAbsenceState.leave_task"] = Call(
    (
        Case(frozenset({"class_teacher"}), _TASK, first=_own_task("maths", SETTLED_DAY), writes=True),
        Case(NOBODY, _TASK, first=_own_task("maths_v", MONDAY)),
        Case(NOBODY, _TASK),
    )
)

CALLS["SubstitutionsState.open_task"] = simple(LEADERS, _lesson("maths"), first=_PAGE)
CALLS["SubstitutionsState.close_task"] = simple(LEADERS, first=_PAGE)


def _open_task(course: str) -> tuple[Step, ...]:
    return *_PAGE, Step("SubstitutionsState.open_task", _lesson(course))


CALLS["SubstitutionsState.leave_task"] = Call(
    (
        Case(LEADERS, _TASK, first=_open_task("maths"), writes=True),
        Case(NOBODY, _TASK, first=_open_task("maths_b")),
        Case(NOBODY, _TASK),
    )
)

_CHANGE = (*_PAGE, Step("AbsenceChangeState.begin_change"))
_LAST_DAY = of(form=lambda _w: {"last_day": MONDAY.isoformat()})


def _change_of(absence: str) -> tuple[Step, ...]:
    return (
        Step("SubstitutionsState.load", at=_page(absence)),
        Step("AbsenceChangeState.begin_change"),
        Step("AbsenceChangeState.foresee", _LAST_DAY),
    )


CALLS["AbsenceChangeState.begin_change"] = simple(LEADERS, first=_PAGE)
CALLS["AbsenceChangeState.end_change"] = simple(LEADERS, first=_CHANGE)
CALLS["AbsenceChangeState.foresee"] = Call(
    (Case(LEADERS, _LAST_DAY, first=_CHANGE, shows=("О. Л. Миронова",)), Case(NOBODY, _LAST_DAY))
)
CALLS["AbsenceChangeState.foresee_withdrawal"] = Call(
    (Case(LEADERS, first=_CHANGE, shows=("О. Л. Миронова",)), Case(NOBODY))
)
CALLS["AbsenceChangeState.agree"] = Call(
    (
        Case(LEADERS, first=_change_of("ill"), writes=True),
        Case(NOBODY, first=_change_of("ill_b")),
        Case(NOBODY),
    )
)

VISITS: dict[str, tuple[Visit, ...]] = {
    f"/print/substitutions.{kind}": (
        Visit(LEADERS, path=lambda _w, kind=kind: f"/print/substitutions.{kind}?month=2026-11"),  # type: ignore[misc]
        Visit(LEADERS, path=lambda _w, kind=kind: f"/print/substitutions.{kind}?month=abc"),  # type: ignore[misc]
    )
    for kind in ("pdf", "xlsx")
}
