"""Calls of the timetable's editor: the draft of school A, in which every step is one's own."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlmodel import Session, func, select

from ejournal.database import session_scope
from ejournal.models import CoTeacher, Course, TimetableEntry, TimetableVersion
from ejournal.services.timetable.versions import copy_version
from tests.access.calls.asking import (
    LEADERS,
    NOBODY,
    NOWHERE,
    Address,
    Call,
    Case,
    Payload,
    Step,
    at,
    class_of,
    nothing,
    of,
    person,
    simple,
)
from tests.access.world import World

CALLS: dict[str, Call] = {}

OPEN = "TimetableEditorState.load"
DRAFT = "Черновик школы «{}»"
"""Must not be seen by others than who leads school A."""
START = date(2026, 11, 23)


def _draft(world: World, school: str = "a") -> int:
    """The draft of the school, planted when it is not there; every call begins without one."""
    with session_scope() as session:
        name = DRAFT.format(school)
        found = session.scalars(select(TimetableVersion.id).where(TimetableVersion.name == name)).first()
        if found is None:
            found = copy_version(session, world.actor("deputy"), world.versions["a"].id or 0, name, START)
            if school == "b":
                _give_away(session, world, found)
        return found


def _give_away(session: Session, world: World, version_id: int) -> None:
    version = session.get_one(TimetableVersion, version_id)
    version.school_id, version.year_id = world.schools["b"].id or 0, world.years["b"].id or 0
    entries = session.scalars(select(TimetableEntry).where(TimetableEntry.version_id == version_id)).all()
    for one in entries:
        one.school_id = version.school_id
        one.course_id = world.courses["maths_b"].id or 0


def _edit(school: str = "a", **query: Any) -> Address:
    return at("/schedule/edit", version=lambda w: _draft(w, school), **query)


def _entry(course: str, school: str = "a") -> Callable[[World], str]:
    """An entry of the course in the version, as the board names it."""

    def find(world: World) -> str:
        with session_scope(writing=False) as session:
            query = select(TimetableEntry.id).where(
                TimetableEntry.course_id == world.courses[course].id,
                TimetableEntry.version_id == _version_id(session, school),
            )
            return f"e{session.scalars(query.order_by(TimetableEntry.id)).first()}"

    return find


def _version_id(session: Session, school: str) -> int:
    query = select(TimetableVersion.id).where(TimetableVersion.name == DRAFT.format(school))
    return session.scalars(query).first() or NOWHERE


def _call(payload: Payload = nothing, **more: Any) -> Case:
    """A call in the draft of school A, opened first; who may not open it has nothing open."""
    return Case(LEADERS, payload, first=(_OPENED, *more.pop("then", ())), **more)


_AT = _edit(by="class", id=class_of("6b"))
_OPENED = Step(OPEN, at=_AT)
CALLS[OPEN] = Call(
    (
        Case(LEADERS, at=_AT, shows=(DRAFT.format("a"),)),
        Case(LEADERS, at=_edit(by="teacher", id=person("teacher"))),
        Case(NOBODY, at=_edit("b")),
        Case(NOBODY, at=_edit(by="class", id=class_of("6b_b"))),
    ),
    absent=(Case(NOBODY, at=at("/schedule/edit", version=NOWHERE)),),
)
_THEIRS = Step(OPEN, at=_edit("b"))
_PUT = {"day": 2, "number": 5}
_PICK = Step("TimetableEditorState.pick", of(ref=_entry("maths")))
CALLS["TimetableEditorState.choose_version"] = simple(LEADERS, of(value=lambda w: str(w.versions["a"].id)))
CALLS["TimetableEditorState.choose_target"] = simple(LEADERS, of(value=lambda w: str(class_of("6b")(w))))
CALLS["TimetableEditorState.refresh"] = Call((_call(),))
CALLS["TimetableEditorState.pick"] = Call(
    (_call(of(ref=_entry("maths"))), Case(NOBODY, of(ref=_entry("maths_b", "b")), first=(_THEIRS, _OPENED)))
)
CALLS["TimetableEditorState.put"] = Call(
    (
        _call(of(ref=_entry("maths"), **_PUT), writes=True),
        Case(NOBODY, of(ref=_entry("maths_b", "b"), **_PUT), first=(_THEIRS, _OPENED)),
        Case(NOBODY, of(ref="e1", **_PUT), first=(_OPENED,)),
    )
)
CALLS["TimetableEditorState.remove"] = Call(
    (
        _call(of(ref=_entry("maths")), writes=True),
        Case(NOBODY, of(ref=_entry("maths_b", "b")), first=(_THEIRS, _OPENED)),
    )
)
CALLS["TimetableEditorState.set_room"] = Call(
    (
        _call(of(value=lambda w: str(w.rooms["31"].id)), then=(_PICK,), writes=True),
        Case(NOBODY, of(value=str(NOWHERE)), first=(_OPENED, _PICK)),
    )
)
CALLS["TimetableEditorState.set_week"] = Call((_call(of(value="odd"), then=(_PICK,), writes=True),))
_MOVED = Step("TimetableEditorState.put", of(ref=_entry("maths"), **_PUT))
_BACK = Step("TimetableEditorState.undo")
CALLS["TimetableEditorState.undo"] = Call((_call(then=(_MOVED,), writes=True),))
CALLS["TimetableEditorState.redo"] = Call((_call(then=(_MOVED, _BACK), writes=True),))

CALLS["WholeTimetableState.preview"] = Call((_call(),))
CALLS["WholeTimetableState.write_reason"] = simple(LEADERS, of(value="Так решил педсовет"))
CALLS["WholeTimetableState.publish"] = Call((Case(NOBODY, first=(_OPENED,)),))
CALLS["WholeTimetableState.fill"] = Call((_call(),))
CALLS["WholeTimetableState.stop"] = Call((_call(),))
CALLS["WholeTimetableState.close"] = simple(LEADERS)
CALLS["WholeTimetableState.open_dialog"] = Call(
    tuple(_call(of(name=name)) for name in ("new", "change", "delete", "nonsense"))
)
_DAYS = {"name": "Новое", "starts": "2026-11-30", "ends": ""}
CALLS["WholeTimetableState.add_version"] = Call(
    (
        _call(of(fields=lambda _w: _DAYS), writes=True),
        Case(LEADERS, of(fields=lambda _w: {**_DAYS, "copy": "empty"}), writes=True),
    )
)
CALLS["WholeTimetableState.change_version"] = Call((_call(of(fields=lambda _w: _DAYS), writes=True),))
CALLS["WholeTimetableState.delete_version"] = Call(
    (
        _call(writes=True),
        Case(NOBODY, first=(Step(OPEN, at=at("/schedule/edit", version=lambda w: w.versions["a"].id)),)),
    )
)


def _course(teacher: str, **more: str) -> Payload:
    return of(
        fields=lambda w: {
            "hours": "2", "subject": str(w.courses["maths"].subject_id), "teacher": str(w.id_of(teacher)),
            "room": str(w.rooms["31"].id), "difficulty": "8", **more,
        }
    )  # fmt: skip


_BEGUN = Step("LoadState.begin_course")
_LISTED = Step("LoadState.open_load")
_COURSE = Step("LoadState.open_course", of(course=lambda w: str(w.courses["maths"].id)))
_NEW_COURSE = Step("LoadState.add_course", _course("teacher"))


def _new_course(_world: World) -> str:
    with session_scope(writing=False) as session:
        return str(session.scalars(select(func.max(Course.id))).one())


_OPEN_NEW = Step("LoadState.open_course", of(course=_new_course))
CALLS["LoadState.open_load"] = Call((_call(),))
CALLS["LoadState.back"] = simple(LEADERS)
CALLS["LoadState.begin_course"] = Call((_call(),))
CALLS["LoadState.choose_class"] = simple(LEADERS, of(value=lambda w: str(class_of("6b")(w))))
CALLS["LoadState.choose_who"] = Call((_call(of(value="several"), then=(_BEGUN,)),))
CALLS["LoadState.tick_class"] = Call(
    (_call(of(value=lambda w: str(class_of("6v")(w))), then=(_BEGUN,)), _call(of(value="x"), then=(_BEGUN,)))
)
_SEVERAL = Step("LoadState.choose_who", of(value="together"))
_TICKED = Step("LoadState.tick_class", of(value=lambda w: str(class_of("6v")(w))))
CALLS["LoadState.add_course"] = Call(
    (
        _call(_course("teacher"), then=(_BEGUN,), writes=True),
        _call(_course("teacher"), then=(_BEGUN, _SEVERAL, _TICKED), writes=True),
        Case(NOBODY, _course("teacher"), first=(_OPENED, _BEGUN, _SEVERAL)),
        Case(NOBODY, _course("teacher_b"), first=(_OPENED, _BEGUN)),
        Case(NOBODY, _course("teacher", room=str(NOWHERE)), first=(_OPENED, _BEGUN)),
    )
)
CALLS["LoadState.open_course"] = Call(
    (
        _call(of(course=lambda w: str(w.courses["maths"].id))),
        Case(NOBODY, of(course=lambda w: str(w.courses["maths_b"].id)), first=(_OPENED,)),
    ),
    absent=(Case(NOBODY, of(course=str(NOWHERE)), first=(_OPENED,)),),
)
CALLS["LoadState.change_course"] = Call(
    (
        _call(_course("substitute"), then=(_LISTED, _COURSE), writes=True),
        Case(NOBODY, _course("teacher_b"), first=(_OPENED, _LISTED, _COURSE)),
        Case(NOBODY, _course("teacher"), first=(_OPENED,)),
    )
)
_GROUP = Step("LoadState.open_course", of(course=lambda w: str(w.courses["english1"].id)))
_PUPILS = Step("LoadState.open_group")
_TICK = Step("LoadState.tick_pupil", of(value=lambda w: str(w.id_of("classmate"))))
CALLS["LoadState.open_group"] = Call(
    (_call(then=(_LISTED, _GROUP)), Case(NOBODY, first=(_OPENED, _LISTED, _COURSE)))
)
CALLS["LoadState.tick_pupil"] = Call(
    (_call(of(value=lambda w: str(w.id_of("classmate"))), then=(_LISTED, _GROUP, _PUPILS)),)
)
CALLS["LoadState.save_group"] = Call(
    (
        _call(then=(_LISTED, _GROUP, _PUPILS, _TICK), writes=True),
        Case(NOBODY, first=(_OPENED, _LISTED, _COURSE)),
    )
)
_SECOND = of(
    fields=lambda w: {"second": str(w.id_of("teacher")), "starts": "2026-11-02", "ends": "2026-12-01"}
)
_ADDED = Step("SecondState.save_second", _SECOND)


def _newest_second(_world: World) -> str:
    with session_scope(writing=False) as session:
        return str(session.scalars(select(func.max(CoTeacher.id))).one())


_OPEN_SECOND = Step("SecondState.open_second", of(second=_newest_second))
CALLS["SecondState.open_seconds"] = Call((_call(then=(_LISTED, _COURSE)), Case(NOBODY, first=(_OPENED,))))
CALLS["SecondState.begin_second"] = Call((_call(then=(_LISTED, _COURSE)),))
CALLS["SecondState.open_second"] = Call(
    (_call(of(second=_newest_second), then=(_LISTED, _COURSE, _ADDED, _COURSE)),),
    absent=(Case(NOBODY, of(second=str(NOWHERE)), first=(_OPENED, _LISTED, _COURSE)),),
)
CALLS["SecondState.save_second"] = Call(
    (
        _call(_SECOND, then=(_LISTED, _COURSE), writes=True),
        Case(NOBODY, _SECOND, first=(_OPENED,)),
    )
)
CALLS["SecondState.stop_second"] = Call(
    (
        _call(then=(_LISTED, _COURSE, _ADDED, _COURSE, _OPEN_SECOND), writes=True),
        Case(NOBODY, first=(_OPENED, _LISTED, _COURSE)),
    )
)
CALLS["LoadState.ask_removal"] = Call((_call(then=(_LISTED, _COURSE)), Case(NOBODY, first=(_OPENED,))))
CALLS["LoadState.remove_course"] = Call(
    (
        _call(then=(_BEGUN, _NEW_COURSE, _OPEN_NEW), writes=True),
        Case(NOBODY, first=(_OPENED, _LISTED, _COURSE)),
        Case(NOBODY, first=(_OPENED,)),
    )
)

_NEEDS = Step("TeacherNeedsState.open_needs")
CALLS["TeacherNeedsState.open_needs"] = Call((_call(),))
CALLS["TeacherNeedsState.close_needs"] = simple(LEADERS)
CALLS["TeacherNeedsState.choose_teacher"] = Call(
    (
        _call(of(value=lambda w: str(w.id_of("teacher"))), then=(_NEEDS,)),
        Case(NOBODY, of(value=lambda w: str(w.id_of("teacher_b"))), first=(_OPENED, _NEEDS)),
        Case(NOBODY, of(value=lambda w: str(w.id_of("pupil"))), first=(_OPENED, _NEEDS)),
    )
)
CALLS["TeacherNeedsState.press"] = Call(
    (
        _call(of(weekday=2, number=3), then=(_NEEDS,), writes=True),
        _call(of(weekday=2, number=0), then=(_NEEDS,), writes=True),
        Case(NOBODY, of(weekday=9, number=3), first=(_OPENED, _NEEDS)),
    )
)
CALLS["TeacherNeedsState.set_most"] = Call((_call(of(value="4"), then=(_NEEDS,), writes=True),))
CALLS["TeacherNeedsState.set_own_room"] = Call(
    (
        _call(of(value=lambda w: str(w.rooms["31"].id)), then=(_NEEDS,), writes=True),
        Case(NOBODY, of(value=str(NOWHERE)), first=(_OPENED, _NEEDS)),
    )
)
