"""Calls of the chat: a room is there for those in it, a talk with a pupil for who reads it for all."""

from collections.abc import Callable

from tests.access.calls.asking import (
    NOBODY,
    NOWHERE,
    SIGNED_IN,
    Call,
    Case,
    Payload,
    Step,
    at,
    nowhere,
    of,
    person,
    simple,
)
from tests.access.world import CHAT, World

CALLS: dict[str, Call] = {}
INSIDE = {
    "guardians": frozenset({"class_teacher", "guardian", "teacher_parent"}),
    "pupils": frozenset({"class_teacher", "pupil", "classmate"}),
    "course": frozenset({"class_teacher", "pupil", "classmate"}),
    "staff": frozenset(
        {"admin", "director", "deputy", "class_teacher", "teacher", "substitute", "teacher_parent"}
    ),
    "talk": frozenset({"class_teacher", "guardian"}),
    "pupil_talk": frozenset({"class_teacher", "pupil"}),
    "staff_b": frozenset({"teacher_b"}),
    "group": frozenset({"class_teacher", "teacher"}),
}
READERS = INSIDE | {"pupil_talk": INSIDE["pupil_talk"] | {"deputy"}}
_TEACHER = frozenset({"class_teacher"})
_GUARDIAN = frozenset({"guardian"})


def _room(name: str) -> Callable[[World], int]:
    return lambda world: world.chats[name]


def _opened(name: str) -> tuple[Step, ...]:
    return (Step("ChatState.load", at=at("/chat", room=_room(name))),)


_GUARDIANS = _opened("guardians")
_NEW = {
    "client_id": "a-new-message", "words": "Здравствуйте", "answered": 0, "announcement": False, "files": [],
}  # fmt: skip
CALLS["ChatState.load"] = Call(
    (
        Case(SIGNED_IN, at=at("/chat")),
        *(
            Case(who, at=at("/chat", room=_room(name)), shows=(CHAT.format(name),))
            for name, who in READERS.items()
        ),
    ),
    absent=(Case(NOBODY, at=at("/chat", room=NOWHERE)), Case(NOBODY, at=at("/chat", room="abc"))),
)
CALLS["ChatTypingState.load"] = Call(
    (
        Case(SIGNED_IN, at=at("/chat")),
        *(Case(who, at=at("/chat", room=_room(name))) for name, who in READERS.items()),
    ),
    absent=(Case(NOBODY, at=at("/chat", room=NOWHERE)), Case(NOBODY, at=at("/chat", room="abc"))),
)
CALLS["ChatTypingState.types"] = Call(
    tuple(
        Case(
            INSIDE[name], first=(Step("ChatTypingState.load", at=at("/chat", room=_room(name))),), says=False
        )
        for name in ("guardians", "staff_b")
    )
)
CALLS["ChatMentionState.find"] = Call(
    tuple(Case(who, of(room_id=_room(name), words=""), says=False) for name, who in READERS.items()),
    absent=nowhere("room_id", words=""),
)
CALLS["ChatState.make_rooms"] = simple(SIGNED_IN)
CALLS["ChatState.send"] = Call(
    tuple(
        Case(who, of(room_id=_room(name), **_NEW), writes=None, says=False) for name, who in INSIDE.items()
    ),
    absent=nowhere("room_id", **_NEW),
)
CALLS["ChatState.earlier"] = Call(
    tuple(
        Case(READERS[name], of(number=2), first=_opened(name), shows=(CHAT.format(name),))
        for name in ("guardians", "pupil_talk", "staff_b")
    )
)
CALLS["ChatState.later"] = Call(
    tuple(
        Case(READERS[name], of(number=1), first=_opened(name))
        for name in ("guardians", "pupil_talk", "staff_b")
    )
)
CALLS["ChatState.show_at"] = Call(
    tuple(
        Case(READERS[name], of(number=1), first=_opened(name), shows=(CHAT.format(name),))
        for name in ("guardians", "pupil_talk", "staff_b")
    )
)
CALLS["ChatSearchState.look"] = Call(
    tuple(
        Case(who, of(words=f"слово беседа {name}"), shows=(f"беседы «{name}»",), says=False)
        for name, who in READERS.items()
    )
)
CALLS["ChatState.seen"] = Call(
    tuple(Case(READERS[name], of(room_id=_room(name), number=1)) for name in ("guardians", "pupil_talk")),
    absent=nowhere("room_id", number=1),
)
CALLS["ChatState.change"] = simple(
    _GUARDIAN, of(number=1, words="Иначе"), first=_GUARDIANS, writes=True, hides=("Иначе",)
)
CALLS["ChatState.take_back"] = simple(_GUARDIAN, of(number=1), first=_GUARDIANS, writes=True)
CALLS["ChatState.sign"] = Call(
    (
        Case(INSIDE["guardians"], of(number=1, sign="agreed"), first=_GUARDIANS, writes=True),
        Case(INSIDE["pupil_talk"], of(number=1, sign="thanks"), first=_opened("pupil_talk"), writes=True),
        Case(NOBODY, of(number=1, sign="rude"), first=_GUARDIANS),
    )
)
CALLS["ChatState.pin"] = Call(
    (
        Case(_TEACHER, of(number=1), first=_GUARDIANS, writes=True),
        Case(NOBODY, of(number=1), first=_opened("pupil_talk")),
    )
)
CALLS["ChatState.remind"] = Call(
    (
        Case(_TEACHER, of(number=2), first=_GUARDIANS, writes=None, says=False),
        Case(NOBODY, of(number=1), first=_GUARDIANS),
    )
)
CALLS["ChatState.tell_now"] = Call(
    (
        Case(_TEACHER, of(), first=_GUARDIANS, writes=None, says=False),
        Case(_TEACHER, of(), first=_opened("pupil_talk"), writes=None, says=False),
    )
)
CALLS["ChatState.show_readers"] = simple(_TEACHER, of(number=2), first=_GUARDIANS)
CALLS["ChatState.hide_readers"] = simple(SIGNED_IN)
CALLS["ChatState.start_report"] = Call(
    tuple(
        Case(READERS[name], of(number=1), first=_opened(name))
        for name in ("guardians", "pupil_talk", "staff_b")
    )
)
CALLS["ChatState.stop_report"] = simple(SIGNED_IN)
_GRUMBLE = {"form": {"reason": "Грубо"}}
CALLS["ChatState.send_report"] = Call(
    (
        Case(
            INSIDE["guardians"] - {"guardian"},
            of(**_GRUMBLE),
            first=(*_GUARDIANS, Step("ChatState.start_report", of(number=1))),
            writes=True,
        ),
        Case(
            READERS["pupil_talk"] - {"pupil"},
            of(**_GRUMBLE),
            first=(*_opened("pupil_talk"), Step("ChatState.start_report", of(number=1))),
            writes=True,
        ),
    )
)
_STAFF = INSIDE["staff"] | {"teacher_b"}
_GROUP = of(room_id=_room("group"))
_OPEN_GROUP = (Step("ChatGroupState.show_group", _GROUP),)
CALLS["ChatGroupState.new_group"] = simple(_STAFF)
CALLS["ChatGroupState.show_group"] = Call(
    (Case(INSIDE["group"], _GROUP), Case(NOBODY, of(room_id=_room("staff")))), absent=nowhere("room_id")
)
CALLS["ChatGroupState.close_group"] = simple(SIGNED_IN)
_NEW_GROUP = (Step("ChatGroupState.new_group", of()),)


def _trip(who: str) -> Payload:
    return lambda world: {"form": {"title": "Поездка", f"person-{world.id_of(who)}": "on"}}


CALLS["ChatGroupState.save_group"] = Call(
    (
        Case(INSIDE["staff"] - {"deputy"}, _trip("deputy"), first=_NEW_GROUP, writes=True),
        Case(NOBODY, _trip("guardian"), first=_NEW_GROUP),
        Case(NOBODY, _trip("deputy")),
        Case(_TEACHER, _trip("deputy"), first=_OPEN_GROUP, writes=True),
    )
)
CALLS["ChatGroupState.leave_group"] = simple(INSIDE["group"], first=_OPEN_GROUP, writes=True)
CALLS["ChatState.choose_partner"] = simple(SIGNED_IN)
CALLS["ChatState.find_partner"] = simple(SIGNED_IN, of(words="ко"))
CALLS["ChatState.stop_choosing"] = simple(SIGNED_IN)
CALLS["ChatState.talk_with"] = Call(
    (
        Case(
            frozenset({"class_teacher", "teacher", "teacher_parent", "deputy", "director"}),
            of(person_id=person("guardian")),
        ),
        Case(
            frozenset({"class_teacher", "teacher", "teacher_parent", "deputy", "director"}),
            of(person_id=person("pupil")),
        ),
        Case(frozenset({"teacher_b"}), of(person_id=person("pupil_b"))),
    ),
    absent=nowhere("person_id"),
)
