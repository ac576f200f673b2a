"""Calls of the page of a class: it is there for its readers, what stands there is kept by some of them."""

from collections.abc import Callable

from tests.access.calls.asking import (
    CLASS_TEACHERS,
    GUARDIANS,
    LEADERS,
    NOBODY,
    NOWHERE,
    SIGNED_IN,
    Address,
    Call,
    Case,
    Step,
    Who,
    at,
    class_of,
    nowhere,
    of,
    person,
    simple,
)
from tests.access.world import CLASS_ITEM, World

CALLS: dict[str, Call] = {}
KEEPS: Who = LEADERS | {"class_teacher"}
WRITES: Who = KEEPS | {"guardian"}
READS: Who = WRITES | {"teacher", "substitute", "teacher_parent", "pupil", "classmate"}
READERS: Who = SIGNED_IN - {"admin"}
AUTHOR: Who = frozenset({"guardian"})
KEEPERS: Who = LEADERS | CLASS_TEACHERS
WRITERS: Who = KEEPERS | GUARDIANS
_B: Who = frozenset({"teacher_b"})


def _page(name: str) -> Address:
    return at("/class-page", **{"class": class_of(name)})


def _item(name: str) -> Callable[[World], int]:
    return lambda world: world.class_items[name]


_ON_PAGE = Step("ClassPageState.load", at=_page("6b"))
_NEWS = of(part="news")
_WORDS = of(form={"title": "Сбор", "words": "Ждём в шесть"})
CALLS["ClassPageState.load"] = Call(
    (
        Case(READERS, at=at("/class-page")),
        Case(READS, at=_page("6b"), shows=(CLASS_ITEM.format("news"), CLASS_ITEM.format("family"))),
        Case(_B | {"pupil_b"}, at=_page("6b_b"), shows=(CLASS_ITEM.format("b"),)),
        Case(LEADERS | {"substitute", "teacher", "other_pupil", "other_guardian"}, at=_page("6v")),
    ),
    absent=(
        Case(NOBODY, at=at("/class-page", **{"class": NOWHERE})),
        Case(NOBODY, at=at("/class-page", **{"class": "abc"})),
    ),
)
CALLS["ClassPageState.choose_class"] = simple(READERS, of(value="1"))
CALLS["ClassPageState.refresh"] = simple(READERS)
CALLS["ClassPageState.start_item"] = simple(WRITES, _NEWS, first=(_ON_PAGE,))
CALLS["ClassPageState.show_item"] = Call(
    (
        Case(AUTHOR, of(item_id=_item("family"))),
        Case(KEEPS, of(item_id=_item("news"))),
        Case(NOBODY, of(item_id=_item("hidden"))),
        Case(_B, of(item_id=_item("b"))),
    ),
    absent=nowhere("item_id"),
)
CALLS["ClassPageState.stop_item"] = simple(WRITERS)
_FAMILY = Step("ClassPageState.show_item", of(item_id=_item("family")))
_OWN = Step("ClassPageState.show_item", of(item_id=_item("news")))
CALLS["ClassPageState.save_item"] = Call(
    (
        Case(WRITES, _WORDS, first=(_ON_PAGE, Step("ClassPageState.start_item", _NEWS)), writes=True),
        Case(AUTHOR, _WORDS, first=(_FAMILY,), writes=True),
        Case(KEEPS, _WORDS, first=(_OWN,), writes=True),
        Case(NOBODY, _WORDS),
    )
)
CALLS["ClassPageState.ask_away"] = simple(WRITERS, of(wanted=True))
CALLS["ClassPageState.take_away"] = Call(
    (
        Case(AUTHOR, first=(_FAMILY,), writes=True),
        Case(KEEPS, first=(_OWN,), writes=True),
    )
)
CALLS["ClassPageState.show_more"] = simple(READERS, of(key="news"))

_HIDING = Step("ClassKeepingState.start_hiding", of(item_id=_item("family")))
CALLS["ClassKeepingState.start_hiding"] = Call(
    (
        Case(KEEPS, of(item_id=_item("family"))),
        Case(NOBODY, of(item_id=_item("news"))),
        Case(NOBODY, of(item_id=_item("b"))),
    ),
    absent=nowhere("item_id"),
)
CALLS["ClassKeepingState.stop_hiding"] = simple(KEEPERS)
CALLS["ClassKeepingState.hide"] = simple(
    KEEPS, of(form={"reason": "Не по делу"}), first=(_HIDING,), writes=True
)
CALLS["ClassKeepingState.show_again"] = Call(
    (Case(KEEPS, of(item_id=_item("hidden")), writes=True), Case(NOBODY, of(item_id=_item("b")))),
    absent=nowhere("item_id"),
)
CALLS["ClassKeepingState.pin"] = Call(
    (
        Case(KEEPS, of(item_id=_item("news")), writes=True),
        Case(KEEPS, of(item_id=_item("family")), writes=True),
        Case(_B, of(item_id=_item("b")), writes=True),
    ),
    absent=nowhere("item_id"),
)
CALLS["ClassKeepingState.open_guardians"] = Call(
    (
        Case(KEEPS, of(class_id=class_of("6b"))),
        Case(LEADERS, of(class_id=class_of("6v"))),
        Case(_B, of(class_id=class_of("6b_b"))),
    ),
    absent=nowhere("class_id"),
)
CALLS["ClassKeepingState.close_guardians"] = simple(KEEPERS)
_OPEN = Step("ClassKeepingState.open_guardians", of(class_id=class_of("6b")))
CALLS["ClassKeepingState.let_write"] = Call(
    (
        Case(KEEPS, of(person_id=person("teacher_parent"), wanted=True), first=(_OPEN,), writes=True),
        Case(KEEPS, of(person_id=person("guardian"), wanted=False), first=(_OPEN,), writes=True),
        Case(NOBODY, of(person_id=person("other_guardian"), wanted=True), first=(_OPEN,)),
    ),
    absent=nowhere("person_id", wanted=True),
)
