"""Calls of news: read by those for whom they are, looked after by their author and the heads."""

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
    nowhere,
    of,
    simple,
)
from tests.access.world import World
from tests.access.world_news import COMMENT, TITLE

CALLS: dict[str, Call] = {}
_B = frozenset({"teacher_b"})
KEEPERS = {"6b": LEADERS | {"class_teacher"}, "staff": LEADERS, "b": _B}
IS_FOR = {
    "6b": frozenset({"pupil", "classmate", "guardian", "teacher_parent", "class_teacher"}),
    "staff": frozenset({"class_teacher", "teacher", "substitute", "teacher_parent"}),
    "b": frozenset({"pupil_b", "teacher_b"}),
}
READERS = {name: KEEPERS[name] | IS_FOR[name] for name in KEEPERS}
SPEAKERS = {name: READERS[name] for name in READERS}
WRITERS = LEADERS | {"admin", "class_teacher", "teacher_b"}
DRAFTS = {"draft": frozenset({"deputy"}), "draft_6b": frozenset({"class_teacher"})}


def _item(name: str) -> Callable[[World], int]:
    return lambda world: world.news.items[name]


def _said(name: str) -> Callable[[World], int]:
    return lambda world: world.news.comments[name]


def _read(name: str) -> Address:
    return at("/news/read", id=_item(name))


def _written(name: str) -> Address:
    return at("/news/write", id=_item(name))


def _opened(name: str) -> tuple[Step, ...]:
    return (Step("NewsItemState.load", at=_read(name)), Step("NewsCommentsState.load", at=_read(name)))


def _writing(name: str) -> tuple[Step, ...]:
    return (Step("NewsWriteState.load", at=_written(name)),)


def _of_class(_world: World, name: str = "6b") -> str:
    return f"class:{class_of(name)(_world)}"


def taken(path: str) -> tuple[Visit, ...]:
    """What is taken of an item, by who looks after it."""
    return (
        *(Visit(KEEPERS[name], path=at(path, id=_item(name))) for name in KEEPERS),
        Visit(NOBODY, path=at(path, id=NOWHERE)),
    )


_ABSENT_READ = (
    Case(NOBODY, at=at("/news/read", id=NOWHERE)),
    Case(NOBODY, at=at("/news/read", id="abc")),
)

# ------------------------------------------------------------------------------------------------- read

CALLS["NewsListState.load"] = Call(
    (
        Case(SIGNED_IN, at=at("/news")),
        Case(SIGNED_IN, at=at("/news", view="archive", page=2)),
        Case(SIGNED_IN, at=at("/news", view="mine")),
    )
)
CALLS["NewsListState.begin"] = simple(WRITERS, writes=True)
CALLS["NewsItemState.load"] = Call(
    (
        *(Case(READERS[name], at=_read(name), shows=(TITLE.format(name),)) for name in READERS),
        Case(LEADERS, at=_read("withdrawn")),
        *(Case(who, at=_read(name)) for name, who in DRAFTS.items()),
    ),
    absent=_ABSENT_READ,
)
CALLS["NewsCommentsState.load"] = Call(
    (
        Case(READERS["6b"], at=_read("6b"), shows=(COMMENT.format("guardian"),)),
        Case(READERS["b"], at=_read("b"), shows=(COMMENT.format("b"),)),
    ),
    absent=_ABSENT_READ,
)
CALLS["NewsItemState.seen"] = Call(
    tuple(Case(READERS[name], first=_opened(name)) for name in READERS),
)
CALLS["NewsItemState.acknowledge"] = Call(
    tuple(Case(IS_FOR[name], first=_opened(name), writes=True) for name in IS_FOR),
)
for _name in ("remind", "pin"):
    CALLS[f"NewsItemState.{_name}"] = Call(
        tuple(Case(KEEPERS[name], first=_opened(name), writes=True) for name in KEEPERS)
    )
CALLS["NewsItemState.ask_withdraw"] = simple(WRITERS, of(wanted=True))
CALLS["NewsItemState.withdraw"] = Call(
    tuple(Case(KEEPERS[name], first=_opened(name), writes=True) for name in KEEPERS)
)

# --------------------------------------------------------------------------------------------- comments

CALLS["NewsCommentsState.say"] = Call(
    tuple(
        Case(SPEAKERS[name], of(form={"comment": "Придём"}), first=_opened(name), writes=True)  # type: ignore[arg-type]
        for name in SPEAKERS
    )
)
CALLS["NewsCommentsState.take_back"] = Call(
    (
        Case(frozenset({"guardian"}), of(comment_id=_said("guardian")), first=_opened("6b"), writes=True),
        Case(frozenset({"pupil_b"}), of(comment_id=_said("b")), first=_opened("b"), writes=True),
    ),
    absent=nowhere("comment_id"),
)
CALLS["NewsCommentsState.report"] = Call(
    (
        Case(
            READERS["6b"] - {"guardian"}, of(comment_id=_said("guardian")), first=_opened("6b"), writes=True
        ),
        Case(_B, of(comment_id=_said("b")), first=_opened("b"), writes=True),
    ),
    absent=nowhere("comment_id"),
)
_HIDING = (*_opened("6b"), Step("NewsCommentsState.start_hiding", of(comment_id=_said("guardian"))))
CALLS["NewsCommentsState.start_hiding"] = Call(
    (
        Case(KEEPERS["6b"], of(comment_id=_said("guardian")), first=_opened("6b")),
        Case(_B, of(comment_id=_said("b")), first=_opened("b")),
    ),
    absent=nowhere("comment_id"),
)
CALLS["NewsCommentsState.stop_hiding"] = simple(WRITERS)
CALLS["NewsCommentsState.hide"] = simple(
    KEEPERS["6b"],
    of(form={"reason": "Не по делу"}),
    first=_HIDING,
    writes=True,  # type: ignore[arg-type]
)
CALLS["NewsCommentsState.show_again"] = Call(
    (Case(KEEPERS["6b"], of(comment_id=_said("hidden")), first=_opened("6b"), writes=True),),
    absent=nowhere("comment_id"),
)
CALLS["NewsCommentsState.leave"] = Call(
    (
        Case(KEEPERS["6b"], of(comment_id=_said("guardian")), first=_opened("6b")),
        Case(_B, of(comment_id=_said("b")), first=_opened("b")),
    ),
    absent=nowhere("comment_id"),
)

# ---------------------------------------------------------------------------------------------- written

_FILLED: Payload = of(form={"title": "Сбор", "words": "Ждём в шесть", "photos": "on"})  # type: ignore[arg-type]
CALLS["NewsWriteState.load"] = Call(
    (
        *(Case(who, at=_written(name), shows=(TITLE.format(name),)) for name, who in DRAFTS.items()),
        *(Case(KEEPERS[name], at=_written(name), shows=(TITLE.format(name),)) for name in KEEPERS),
        Case(NOBODY, at=_written("withdrawn")),
    ),
    absent=(
        Case(NOBODY, at=at("/news/write", id=NOWHERE)),
        Case(NOBODY, at=at("/news/write", id="abc")),
    ),
)
for _name, _payload in (
    ("choose_whom", of(value="pupils")),
    ("add_part", lambda world: {"value": f"person:{world.id_of('guardian')}"}),
    ("throw_away", of()),
):
    CALLS[f"NewsWriteState.{_name}"] = Call(
        tuple(Case(who, _payload, first=_writing(name), writes=True) for name, who in DRAFTS.items())
    )
CALLS["NewsWriteState.drop_part"] = Call(
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
for _name in ("keep_title", "keep_words"):
    CALLS[f"NewsWriteState.{_name}"] = Call(
        tuple(
            Case(who, of(words="Иначе", base=""), first=_writing(name), writes=True)
            for name, who in DRAFTS.items()
        )
    )
CALLS["NewsWriteState.find_person"] = simple(WRITERS, of(words="Лебедева"))
CALLS["NewsWriteState.drop_file"] = Call(
    (Case(KEEPERS["6b"], lambda world: {"key": world.files["news_6b"]}, first=_writing("6b"), writes=True),)
)
CALLS["NewsWriteState.review"] = Call(
    (
        *(Case(who, _FILLED, first=_writing(name), writes=True) for name, who in DRAFTS.items()),
        *(Case(KEEPERS[name], _FILLED, first=_writing(name), writes=True) for name in KEEPERS),
    )
)
CALLS["NewsWriteState.back"] = simple(WRITERS)
CALLS["NewsWriteState.publish"] = Call(
    tuple(
        Case(who, first=(*_writing(name), Step("NewsWriteState.review", _FILLED)), writes=True)
        for name, who in DRAFTS.items()
    )
)
