"""Calls of the list of people and of a person's card: who leads or administers reads, the director only."""

from tests.access.calls.asking import (
    NOBODY,
    Address,
    Call,
    Case,
    Payload,
    Step,
    Who,
    at,
    nowhere,
    of,
    person,
    simple,
)

CALLS: dict[str, Call] = {}

READ: Who = frozenset({"admin", "director", "deputy"})
MANAGE: Who = READ - {"director"}
ADMIN: Who = frozenset({"admin"})
_LIST = Step("PeopleState.load", at=at("/people"))


def _card(name: str) -> tuple[Step, ...]:
    return (Step("PersonState.load", at=at("/people", person=person(name))),)


def _form(name: str, kind: str) -> tuple[Step, ...]:
    return (*_card(name), Step("PersonState.open_form", of(kind=kind)))


def _class(name: str = "6v") -> Payload:
    return of(class_id=lambda w: str(w.classes[name].id))


CALLS["PeopleState.load"] = simple(READ, at=at("/people"), shows=("Котова Ирина",), hides=("Юдин",))
CALLS["PeopleState.look"] = simple(READ, of(value="лебед"), first=(_LIST,), shows=("Лебедева Анна",))
CALLS["PeopleState.choose_role"] = simple(READ, of(value="guardian"), first=(_LIST,))
CALLS["PeopleState.choose_state"] = simple(READ, of(value="left"), first=(_LIST,), shows=("Сидоров Олег",))
CALLS["PeopleState.choose_class"] = Call(
    (
        Case(READ, _class(), first=(_LIST,), shows=("Никитина Вера",)),
        Case(READ, _class("6b_b"), first=(_LIST,), hides=("Юдин",)),
    )
)
CALLS["PeopleState.turn"] = simple(READ, of(page=1), first=(_LIST,))
CALLS["PeopleState.open_form"] = simple(MANAGE, of(kind="staff"), first=(_LIST,))
CALLS["PeopleState.close_form"] = simple(MANAGE, first=(_LIST,))
CALLS["PeopleState.show_groups"] = Call(
    (
        Case(MANAGE, _class("6b"), first=(_LIST,), shows=("Английский, 1",)),
        Case(NOBODY, _class("6b_b"), first=(_LIST,)),
    ),
    absent=nowhere("class_id"),
)
_PUPIL = {"last_name": "Ягодкин", "first_name": "Ян", "day": "2026-11-23"}


def _new(place: str) -> Payload:
    return lambda w: {"form": _PUPIL | {"class_id": str(w.classes[place].id)}}


_ADDING = (_LIST, Step("PeopleState.open_form", of(kind="pupil")))
CALLS["PeopleState.add"] = Call(
    (
        Case(MANAGE, _new("6v"), first=_ADDING, writes=True),
        Case(NOBODY, _new("6b_b"), first=_ADDING),
        Case(NOBODY, _new("6v"), first=(_LIST,)),
    )
)

CALLS["PersonState.load"] = Call(
    (
        Case(READ, at=at("/people", person=person("pupil")), shows=("Лебедева Анна", "Лебедева Мария")),
        Case(NOBODY, at=at("/people", person=person("pupil_b")), hides=("Юдин",)),
    ),
    absent=(Case(NOBODY, at=at("/people", person=10**6)), Case(NOBODY, at=at("/people", person="abc"))),
)
CALLS["PersonState.open_form"] = Call(
    (
        Case(MANAGE, of(kind="transfer"), first=_card("pupil")),
        Case(NOBODY, of(kind="transfer"), first=_card("pupil_b")),
        Case(NOBODY, of(kind="guardian-change", row="999999"), first=_card("pupil")),
        Case(NOBODY, of(kind="nonsense"), first=_card("pupil")),
    )
)
CALLS["PersonState.close_form"] = simple(MANAGE, first=_form("pupil", "change"))
CALLS["PersonState.choose_class"] = Call(
    (
        Case(MANAGE, _class(), first=_form("pupil", "transfer"), shows=("6 «В»",)),
        Case(NOBODY, _class("6b_b"), first=_form("pupil", "transfer")),
    ),
    absent=nowhere("class_id"),
)
CALLS["PersonState.choose_day"] = simple(MANAGE, of(value="2026-11-24"), first=_form("pupil", "transfer"))


def _leave(_world: object) -> dict[str, object]:
    return {"form": {"day": "2026-11-20", "reason": "Переезд"}}


def _transfer(place: str) -> Payload:
    return lambda w: {"form": {"class_id": str(w.classes[place].id), "day": "2026-11-24"}}


CALLS["PersonState.save"] = Call(
    (
        Case(MANAGE, _leave, first=_form("pupil", "leave"), writes=True),
        Case(MANAGE, _transfer("6v"), first=_form("pupil", "transfer"), writes=True),
        Case(NOBODY, _transfer("6b_b"), first=_form("pupil", "transfer")),
        Case(NOBODY, _leave, first=_form("pupil_b", "leave")),
        Case(NOBODY, _leave, first=_card("pupil")),
    )
)
CALLS["PersonState.undo_move"] = Call(
    (
        Case(MANAGE, first=(*_form("pupil", "leave"), Step("PersonState.save", _leave)), writes=True),
        Case(NOBODY, first=_card("pupil_b")),
        Case(NOBODY, first=_card("pupil")),
    )
)
CALLS["PersonState.open_account"] = Call(
    (Case(ADMIN, first=_card("arrived"), shows=("petrov.gm",)), Case(NOBODY, first=_card("pupil_b")))
)
CALLS["PersonState.close_account"] = simple(ADMIN, first=_card("arrived"))


def _login(_world: object) -> dict[str, object]:
    return {"form": {"login": "petrov.gleb"}}


CALLS["PersonState.make_account"] = Call(
    (
        Case(ADMIN, _login, first=_card("arrived"), writes=True),
        Case(NOBODY, _login, first=_card("pupil")),
        Case(NOBODY, _login, first=_card("pupil_b")),
    )
)

CALLS["CardOpeningsState.load_openings"] = Call(
    (
        Case(READ, at=at("/people", person=person("pupil"))),
        Case(ADMIN, at=at("/people", person=person("pupil")), shows=("Громова, завуч",), says=False),
    )
)


def two(first: str, second: str) -> Address:
    """The page on which two cards stand side by side."""
    return at("/people/merge", first=person(first), second=person(second))


def opened(first: str = "left", second: str = "arrived") -> tuple[Step, ...]:
    """Two cards side by side."""
    return (Step("MergeState.load", at=two(first, second)),)


CALLS["MergedState.load"] = Call(
    (
        Case(READ, at=at("/people", person=person("left"))),
        Case(NOBODY, at=at("/people", person=person("pupil_b"))),
    )
)
CALLS["MergedState.undo_merge"] = Call(
    (
        Case(
            MANAGE,
            of(merge_id="1"),
            first=(*opened(), Step("MergeState.make_one", of(form={}))),
            writes=True,
        ),
        Case(NOBODY, of(merge_id="1")),
    ),
    absent=nowhere("merge_id"),
)
