"""Calls of the schedule: whose week, bells, secret links to calendars and hall screens."""

from tests.access.calls.asking import (
    EVERYBODY,
    LEADERS,
    NOBODY,
    NOWHERE,
    SIGNED_IN,
    TEACHERS,
    Address,
    Call,
    Case,
    Payload,
    Step,
    Visit,
    Who,
    at,
    class_of,
    nothing,
    of,
    person,
    simple,
)
from tests.access.world import SCREEN, WHOSE_LINK
from tests.cast import DAY

CALLS: dict[str, Call] = {}

STAFF: Who = (TEACHERS - {"teacher_b"}) | {"director", "admin"}
"""Of school A, whoever works there."""
GIVES_LESSONS: Who = TEACHERS - {"deputy"}
SEES_PUPIL: Who = LEADERS | {"pupil", "guardian", "class_teacher"}
SEES_B: Who = frozenset({"pupil_b", "teacher_b"})
ONLY_B: Who = frozenset({"teacher_b"})


def _week(path: str = "/schedule", **query: object) -> Address:
    return at(path, day=DAY.isoformat(), **query)  # type: ignore[arg-type]


_CLASS = Case(STAFF, at=_week(by="class", id=class_of("6b")), shows=("И. С. Котова",))
CALLS["ScheduleState.load"] = Call(
    (
        _CLASS,
        Case(ONLY_B, at=_week(by="class", id=class_of("6b_b")), shows=("А. Г. Фомина",)),
        Case(STAFF, at=_week(by="teacher", id=person("teacher"))),
        Case(ONLY_B, at=_week(by="teacher", id=person("teacher_b"))),
        Case(STAFF, at=_week(by="room", id=lambda w: w.rooms["31"].id or 0)),
        Case(GIVES_LESSONS, at=_week(by="own")),
        Case(SEES_PUPIL, at=_week(by="child", child=person("pupil"))),
        Case(SEES_B, at=_week(by="child", child=person("pupil_b"))),
    ),
    absent=(
        Case(NOBODY, at=_week(by="class", id=NOWHERE)),
        Case(NOBODY, at=_week(by="teacher", id=NOWHERE)),
        Case(NOBODY, at=_week(by="room", id=NOWHERE)),
        Case(NOBODY, at=_week(by="child", child=NOWHERE)),
        Case(NOBODY, at=_week(by="nonsense")),
    ),
)
_OPENED = Step("ScheduleState.load", at=_CLASS.at)
for _name, _payload in {
    "choose": of(value=lambda w: str(class_of("6b")(w))),
    "jump": of(day="2026-11-10"),
    "refresh": nothing,
}.items():
    CALLS[f"ScheduleState.{_name}"] = simple(SIGNED_IN, _payload, first=(_OPENED,))
CALLS["BellsState.load"] = simple(SIGNED_IN, at=_week("/schedule/bells"))
CALLS["BellsState.jump"] = simple(SIGNED_IN, of(day="2026-11-10"))
CALLS["BellsState.refresh"] = simple(SIGNED_IN, first=(Step("BellsState.load"),))


# ---------------------------------------------------------------------------------------- secret links


def _for(pupil: str) -> tuple[Step, ...]:
    target = of(by="child", target=lambda w: str(w.id_of(pupil)))
    return (Step("LinksState.open_calendar", target),)


def _link(name: str) -> Payload:
    return of(link_id=lambda w: str(w.links[name]))


CALLS["LinksState.open_calendar"] = simple(SIGNED_IN, of(by="own", target=""))
CALLS["LinksState.close"] = simple(SIGNED_IN)
CALLS["LinksState.make_calendar"] = Call(
    (
        Case(frozenset({"pupil", "guardian"}), first=_for("pupil"), writes=True),
        Case(frozenset({"pupil_b"}), first=_for("pupil_b"), writes=True),
        Case(SIGNED_IN, writes=True),
    )
)
CALLS["LinksState.revoke_calendar"] = Call(
    (
        Case(frozenset({"teacher"}), _link("teacher"), writes=True),
        Case(frozenset({"pupil_b"}), _link("pupil_b"), writes=True),
        Case(NOBODY, _link("screen")),
    ),
    absent=(Case(NOBODY, of(link_id=str(NOWHERE))), Case(NOBODY, of(link_id="abc"))),
)
CALLS["LinksState.open_kiosk"] = simple(
    LEADERS, shows=(SCREEN.format("a"),), hides=(SCREEN.format("b"), WHOSE_LINK)
)
CALLS["LinksState.make_kiosk"] = simple(
    LEADERS, of(fields=lambda _w: {"screen_title": "Вестибюль"}), writes=True
)
CALLS["LinksState.revoke_kiosk"] = Call(
    (
        Case(LEADERS, _link("screen"), writes=True),
        Case(NOBODY, _link("screen_b")),
        Case(NOBODY, _link("teacher")),
    ),
    absent=(Case(NOBODY, of(link_id=str(NOWHERE))),),
)


# ---------------------------------------------------------------------------------------------- routes


def _paper(**query: object) -> Address:
    return _week("/print/schedule", **query)


VISITS: dict[str, tuple[Visit, ...]] = {
    # The secret address is the only key, whoever brings it.
    "/calendar/{token}.ics": (
        Visit(EVERYBODY, path=lambda _w: "/calendar/link-teacher.ics"),
        Visit(EVERYBODY, path=lambda _w: "/calendar/link-screen.ics", through=404),
        Visit(EVERYBODY, path=lambda _w: "/calendar/nothing.ics", through=404),
    ),
    "/kiosk/{token}": (
        Visit(EVERYBODY, path=lambda _w: "/kiosk/link-screen"),
        Visit(EVERYBODY, path=lambda _w: "/kiosk/link-teacher", through=404),
        Visit(EVERYBODY, path=lambda _w: "/kiosk/nothing", through=404),
    ),
    "/print/schedule": (
        Visit(STAFF, path=_paper(by="class", id=class_of("6b"))),
        Visit(ONLY_B, path=_paper(by="class", id=class_of("6b_b"))),
        Visit(STAFF, path=_paper(by="teacher", id=person("teacher"))),
        Visit(SEES_PUPIL, path=_paper(by="child", child=person("pupil"))),
        Visit(SEES_B, path=_paper(by="child", child=person("pupil_b"))),
        Visit(STAFF | ONLY_B, path=_paper(by="school")),
        Visit(NOBODY, path=_paper(by="class", id=NOWHERE)),
    ),
}
