"""Calls of messages to many: read by who got them, followed by who wrote them, written by who may."""

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
    class_of,
    of,
    person,
    simple,
)
from tests.access.world import MESSAGE, World

CALLS: dict[str, Call] = {}
AUTHORS = {
    "6b": frozenset({"class_teacher"}),
    "staff": frozenset({"deputy"}),
    "b": frozenset({"teacher_b"}),
}
READERS = {
    "6b": frozenset({"guardian", "teacher_parent"}),
    "staff": frozenset({"class_teacher", "teacher", "substitute", "teacher_parent"}),
    "b": frozenset({"pupil_b"}),
}
TO_ALL = LEADERS | {"admin"}
TO_OURS = TO_ALL | {"class_teacher"}
WRITERS = TO_OURS | {"teacher_b"}


def _opened(name: str) -> Address:
    return at("/messages/read", id=lambda world: world.messages[name])


def _first(name: str) -> tuple[Step, ...]:
    return (Step("OpenMessageState.load", at=_opened(name)),)


def taken(path: str) -> tuple[Visit, ...]:
    """What is taken of a message, by its author."""
    return (
        *(
            Visit(who, path=at(path, id=lambda world, name=name: world.messages[name]))  # type: ignore[misc]
            for name, who in AUTHORS.items()
        ),
        Visit(NOBODY, path=at(path, id=NOWHERE)),
    )


def _part(kind: str, number: Callable[[World], int | str]) -> Payload:
    return lambda world: {"value": f"{kind}:{number(world)}"}


# ------------------------------------------------------------------------------------------------- read

CALLS["MessagesState.load"] = Call(
    (
        Case(SIGNED_IN, at=at("/messages")),
        Case(SIGNED_IN, at=at("/messages", view="got", page=2)),
    ),
)
CALLS["OpenMessageState.load"] = Call(
    tuple(
        Case(READERS[name] | AUTHORS[name], at=_opened(name), shows=(MESSAGE.format(name),))
        for name in READERS
    ),
    absent=(
        Case(NOBODY, at=at("/messages/read", id=NOWHERE)),
        Case(NOBODY, at=at("/messages/read", id="abc")),
    ),
)
CALLS["OpenMessageState.seen"] = Call(
    tuple(Case(who, first=_first(name), writes=True) for name, who in READERS.items())
)
CALLS["OpenMessageState.answer"] = Call(
    (
        *(Case(who, of(value="1"), first=_first(name), writes=True) for name, who in READERS.items()),
        Case(NOBODY, of(value="2"), first=_first("6b")),
        Case(NOBODY, of(value="abc"), first=_first("6b")),
    )
)
CALLS["OpenMessageState.remind"] = Call(
    tuple(Case(who, first=_first(name), writes=True) for name, who in AUTHORS.items())
)
CALLS["OpenMessageState.withdraw"] = Call(
    tuple(Case(who, first=_first(name), writes=True) for name, who in AUTHORS.items())
)
for _name in ("ask_withdraw", "stop_withdraw"):
    CALLS[f"OpenMessageState.{_name}"] = simple(WRITERS)

# ---------------------------------------------------------------------------------------------- written

_OURS = _part("class", class_of("6b"))
_THEIRS = _part("class", class_of("6b_b"))
_ADDED = Step("WriteMessageState.add_part", _OURS)
_FORM: dict[str, object] = {"form": {"title": "Сбор", "words": "Ждём в шесть", "send_at": "", "until": ""}}
_REVIEWED = Step("WriteMessageState.review", lambda _world: _FORM)
_WRITTEN = Step("WriteMessageState.keep_words", of(words="Ждём в шесть", base=""))

CALLS["WriteMessageState.load"] = simple(WRITERS, at=at("/messages/new"))
CALLS["WriteMessageState.choose_whom"] = simple(WRITERS, of(value="both"), writes=True)
CALLS["WriteMessageState.add_part"] = Call(
    (
        Case(TO_OURS, _OURS, writes=True),
        Case(frozenset({"teacher_b"}), _THEIRS, writes=True),
        Case(TO_ALL, _part("class", class_of("6v")), writes=True),
        Case(TO_OURS, _part("group", lambda world: world.groups["english1"].id or 0), writes=True),
        Case(TO_OURS, _part("person", person("guardian")), writes=True),
        Case(TO_ALL, _part("person", person("other_guardian")), writes=True),
        Case(frozenset({"teacher_b"}), _part("person", person("pupil_b")), writes=True),
        Case(TO_ALL, of(value="grade:6"), writes=True),
        Case(TO_ALL, of(value="role:teacher"), writes=True),
        Case(WRITERS, of(value="absent:"), writes=True),
        Case(NOBODY, of(value="role:king")),
    ),
    absent=(
        Case(NOBODY, of(value=f"class:{NOWHERE}")),
        Case(NOBODY, of(value=f"group:{NOWHERE}")),
        Case(NOBODY, of(value=f"person:{NOWHERE}")),
    ),
)
CALLS["WriteMessageState.drop_part"] = simple(WRITERS, of(value="absent:"))
CALLS["WriteMessageState.find_person"] = simple(WRITERS, of(words="лебед"))
CALLS["WriteMessageState.use_choice"] = Call(
    (Case(frozenset({"class_teacher"}), of(value=lambda world: world.message_kept["choice"]), writes=True),),
    absent=(Case(NOBODY, of(value=NOWHERE)),),
)
CALLS["WriteMessageState.drop_choice"] = CALLS["WriteMessageState.use_choice"]
CALLS["WriteMessageState.keep_words"] = simple(WRITERS, of(words="Ждём", base=""), writes=True)
CALLS["WriteMessageState.keep_title"] = simple(WRITERS, of(words="Сбор", base=""), writes=True)
CALLS["WriteMessageState.choose_asks"] = simple(WRITERS, of(value="confirm"), writes=True)
CALLS["WriteMessageState.use_template"] = Call(
    (
        Case(TO_OURS, of(value=lambda world: world.message_kept["school"]), writes=True),
        Case(frozenset({"teacher_b"}), of(value=lambda world: world.message_kept["b"]), writes=True),
    ),
    absent=(Case(NOBODY, of(value=NOWHERE)),),
)
CALLS["WriteMessageState.drop_template"] = Call(
    (
        Case(TO_ALL, of(value=lambda world: world.message_kept["school"]), writes=True),
        Case(frozenset({"teacher_b"}), of(value=lambda world: world.message_kept["b"]), writes=True),
    ),
    absent=(Case(NOBODY, of(value=NOWHERE)),),
)
CALLS["WriteMessageState.start_keeping"] = simple(WRITERS, of(what="text"))
CALLS["WriteMessageState.stop_keeping"] = simple(WRITERS)
CALLS["WriteMessageState.keep_template"] = simple(
    WRITERS, lambda _world: {"form": {"title": "Сбор"}}, first=(_WRITTEN,), writes=True
)
CALLS["WriteMessageState.keep_choice"] = simple(
    TO_OURS, lambda _world: {"form": {"choice": "Поездка"}}, first=(_ADDED,), writes=True
)
CALLS["WriteMessageState.drop_file"] = simple(WRITERS, of(key="guess"), first=(_ADDED,))
CALLS["WriteMessageState.review"] = simple(TO_OURS, lambda _world: _FORM, first=(_ADDED,), writes=True)
CALLS["WriteMessageState.preview_as"] = Call(
    (
        Case(TO_OURS, of(value=person("guardian")), first=(_ADDED, _REVIEWED)),
        Case(NOBODY, of(value=person("other_guardian")), first=(_ADDED, _REVIEWED)),
    ),
    absent=(Case(NOBODY, of(value=NOWHERE), first=(_ADDED, _REVIEWED)),),
)
CALLS["WriteMessageState.back"] = simple(WRITERS)
CALLS["WriteMessageState.send"] = simple(TO_OURS, first=(_ADDED, _REVIEWED), writes=True)
CALLS["WriteMessageState.throw_away"] = simple(WRITERS)
