"""Calls of reports of one's own: put together by who reads reports, seen by whom they are shared with."""

from tests.access.calls.asking import (
    JOURNAL_READERS,
    LEADERS,
    NOBODY,
    NOWHERE,
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
from tests.access.world import OWN_REPORT, World

CALLS: dict[str, Call] = {}
_DEPUTY = frozenset({"deputy"})
_OURS = JOURNAL_READERS - {"teacher_b"}
_SHARED = {
    "nobody": _DEPUTY,
    "heads": LEADERS,
    "class_teachers": LEADERS | {"class_teacher"},
    "teachers": _OURS,
    "teacher_b": frozenset({"teacher_b"}),
}


def _kept(name: str) -> Address:
    return at("/reports/own", id=lambda world: _number(world, name))


def _number(world: World, name: str) -> int:
    return world.own_reports[name]


def taken(path: str) -> tuple[Visit, ...]:
    """The table as a file."""
    return (
        Visit(JOURNAL_READERS, path=at(path)),
        *(
            Visit(who, path=at(path, id=lambda world, name=name: _number(world, name)))  # type: ignore[misc]
            for name, who in _SHARED.items()
        ),
        Visit(NOBODY, path=at(path, id=NOWHERE)),
    )


def _form(world: World) -> dict[str, object]:
    return {"form": {"title": "Мой отчёт", "audience": "teachers"}}


_NEW = Step("OwnReportsState.load", at=at("/reports/own"))
CALLS["OwnReportsState.load"] = Call(
    (
        Case(JOURNAL_READERS, at=at("/reports/own")),
        *(
            Case(
                who,
                at=_kept(name),
                shows=() if name == "teacher_b" else (OWN_REPORT.format(name),),
            )
            for name, who in _SHARED.items()
        ),
    ),
    absent=(Case(NOBODY, at=at("/reports/own", id=NOWHERE)),),
)
_CHOICES: dict[str, Payload] = {
    "choose_rows": of(value="courses"),
    "choose_period": of(value=""),
    "choose_class": of(value="6.Б"),
    "choose_subject": of(value=""),
    "choose_order": of(value="-average"),
    "switch_column": of(key="fives"),
    "choose_bound_column": of(value="average"),
    "choose_least": of(value="most"),
    "set_bound": of(value="3,5"),
    "open_report": of(value=""),
}
for _name, _payload in _CHOICES.items():
    CALLS[f"OwnReportsState.{_name}"] = simple(JOURNAL_READERS, _payload, first=(_NEW,))
CALLS["OwnReportsState.open_saving"] = simple(JOURNAL_READERS, of(as_new=1), first=(_NEW,))
CALLS["OwnReportsState.close_saving"] = simple(JOURNAL_READERS, nothing)
CALLS["OwnReportsState.ask_to_delete"] = simple(JOURNAL_READERS, nothing, first=(_NEW,))
CALLS["OwnReportsState.save"] = simple(JOURNAL_READERS, _form, first=(_NEW,), writes=True)
CALLS["OwnReportsState.delete"] = Call(
    (
        Case(_DEPUTY, first=(Step("OwnReportsState.load", at=_kept("teachers")),)),
        Case(frozenset({"teacher_b"}), first=(Step("OwnReportsState.load", at=_kept("teacher_b")),)),
    ),
    absent=(Case(NOBODY, first=(_NEW,)),),
)
