"""Calls of events: seen and answered by those invited, looked after by their author and the heads."""

from collections.abc import Callable

from tests.access.calls.asking import (
    LEADERS,
    NOBODY,
    NOWHERE,
    SIGNED_IN,
    Address,
    Call,
    Case,
    Payload,
    Step,
    Visit,
    at,
    nowhere,
    of,
    person,
    simple,
)
from tests.access.world import World
from tests.access.world_events import TITLE

CALLS: dict[str, Call] = {}
_B = frozenset({"teacher_b"})
KEEPERS = {"6b": LEADERS | {"class_teacher"}, "staff": LEADERS, "b": _B}
INVITED = {
    "6b": frozenset({"pupil", "classmate", "guardian", "teacher_parent", "class_teacher"}),
    "staff": frozenset({"class_teacher", "teacher", "substitute", "teacher_parent"}),
    "b": frozenset({"pupil_b", "teacher_b"}),
}
READERS = {name: KEEPERS[name] | INVITED[name] for name in KEEPERS}
WRITERS = LEADERS | {"admin", "class_teacher", "teacher_b"}
DRAFTS = {"draft": frozenset({"deputy"}), "draft_6b": frozenset({"class_teacher"})}


def _item(name: str) -> Callable[[World], int]:
    return lambda world: world.events.items[name]


def _date(name: str) -> Callable[[World], int]:
    return lambda world: world.events.dates[name]


def _answer(name: str) -> Callable[[World], int]:
    return lambda world: world.events.answers[name]


def _read(name: str) -> Address:
    return at("/events/read", id=_item(name))


def _written(name: str) -> Address:
    return at("/events/write", id=_item(name))


def _opened(name: str) -> tuple[Step, ...]:
    return (Step("OpenEventState.load", at=_read(name)),)


def _writing(name: str) -> tuple[Step, ...]:
    return (Step("EventWriteState.load", at=_written(name)),)


def taken(path: str) -> tuple[Visit, ...]:
    """What is taken of a date, by who looks after the event."""
    return (
        *(Visit(KEEPERS[name], path=at(path, id=_date(name))) for name in KEEPERS),
        Visit(NOBODY, path=at(path, id=NOWHERE)),
    )


CALLS["EventsState.load"] = Call(
    (
        Case(SIGNED_IN, at=at("/events")),
        Case(SIGNED_IN, at=at("/events", month="2026-12")),
        Case(SIGNED_IN, at=at("/events", view="list")),
        Case(SIGNED_IN, at=at("/events", view="mine", month="abc")),
    )
)
CALLS["EventsState.begin"] = simple(WRITERS, writes=True)
CALLS["OpenEventState.load"] = Call(
    (
        *(Case(READERS[name], at=_read(name), shows=(TITLE.format(name),)) for name in READERS),
        *(Case(who, at=_read(name)) for name, who in DRAFTS.items()),
    ),
    absent=(
        Case(NOBODY, at=at("/events/read", id=NOWHERE)),
        Case(NOBODY, at=at("/events/read", id="abc")),
    ),
)
CALLS["OpenEventState.choose_date"] = Call(
    tuple(Case(READERS[name], of(value=_date(name)), first=_opened(name)) for name in READERS)
)


def _own(name: str, who: str, **more: str) -> Case:
    return Case(frozenset({who}), of(for_id=person(who), **more), first=_opened(name), writes=True)


CALLS["OpenEventState.answer"] = Call(
    (
        _own("6b", "guardian", value="no"),
        _own("6b", "pupil", value="yes"),
        _own("staff", "teacher", value="maybe"),
        _own("b", "pupil_b", value="no"),
        Case(NOBODY, of(for_id=person("other_guardian"), value="yes"), first=_opened("6b")),
    ),
    absent=nowhere("for_id", value="yes"),
)
CALLS["OpenEventState.bring"] = Call(
    (_own("6b", "guardian", value="1"), _own("b", "pupil_b", value="1")),
    absent=nowhere("for_id", value="1"),
)
CALLS["OpenEventState.ask"] = simple(WRITERS, of(what="move"))
for _name, _what, _payload in (
    ("set_date", "move", of(form={"day": "2026-12-20", "starts": "10:00"})),  # type: ignore[arg-type]
    ("cancel", "cancel", of()),
):
    CALLS[f"OpenEventState.{_name}"] = Call(
        tuple(
            Case(
                KEEPERS[name], _payload, first=(*_opened(name), Step("OpenEventState.ask", of(what=_what))),
                writes=True,
            )
            for name in KEEPERS
        )
    )  # fmt: skip
CALLS["OpenEventState.mark"] = Call(
    tuple(
        Case(KEEPERS[name], of(answer_id=_answer(name), value="yes"), first=_opened(name), writes=True)
        for name in KEEPERS
    ),
    absent=nowhere("answer_id", value="yes"),
)

_FILLED: Payload = of(form={"title": "Сбор", "words": "Ждём", "day": "2026-12-20"})  # type: ignore[arg-type]
CALLS["EventWriteState.load"] = Call(
    (
        *(Case(who, at=_written(name), shows=(TITLE.format(name),)) for name, who in DRAFTS.items()),
        *(Case(KEEPERS[name], at=_written(name), shows=(TITLE.format(name),)) for name in KEEPERS),
    ),
    absent=(
        Case(NOBODY, at=at("/events/write", id=NOWHERE)),
        Case(NOBODY, at=at("/events/write", id="abc")),
    ),
)
for _name, _payload in (
    ("choose_whom", of(value="pupils")),
    ("add_part", lambda world: {"value": f"person:{world.id_of('guardian')}"}),
    ("throw_away", of()),
):
    CALLS[f"EventWriteState.{_name}"] = Call(
        tuple(Case(who, _payload, first=_writing(name), writes=True) for name, who in DRAFTS.items())
    )
CALLS["EventWriteState.drop_part"] = Call(
    (
        Case(DRAFTS["draft"], of(value="role:teacher"), first=_writing("draft"), writes=True),
        Case(
            DRAFTS["draft_6b"],
            lambda world: {"value": f"class:{world.classes['6b'].id}"},
            first=_writing("draft_6b"),
            writes=True,
        ),
    )
)
CALLS["EventWriteState.find_person"] = simple(WRITERS, of(words="Лебедева"))
CALLS["EventWriteState.drop_file"] = Call(
    (Case(KEEPERS["6b"], lambda world: {"key": world.files["event_6b"]}, first=_writing("6b"), writes=True),)
)
CALLS["EventWriteState.review"] = Call(
    tuple(Case(who, _FILLED, first=_writing(name), writes=True) for name, who in DRAFTS.items())
)
CALLS["EventWriteState.back"] = simple(WRITERS)
CALLS["EventWriteState.announce"] = Call(
    tuple(
        Case(who, first=(*_writing(name), Step("EventWriteState.review", _FILLED)), writes=True)
        for name, who in DRAFTS.items()
    )
)
