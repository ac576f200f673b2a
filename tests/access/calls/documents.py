"""Calls of documents: read by who is asked, followed by who looks after them, written by heads."""

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
    Who,
    at,
    class_of,
    nowhere,
    of,
    person,
    simple,
)
from tests.access.world import DOCUMENT, World
from tests.cast import DAY

CALLS: dict[str, Call] = {}
WRITERS: Who = LEADERS | {"admin"}
ASKED = {
    "6b": frozenset({"guardian", "teacher_parent"}),
    "staff": frozenset({"class_teacher", "teacher", "substitute", "teacher_parent"}),
}
KEEPERS = {"6b": WRITERS | {"class_teacher"}, "staff": WRITERS}
REGISTERS: Who = WRITERS | {"class_teacher", "teacher_b"}
READERS = {name: ASKED[name] | KEEPERS[name] for name in ASKED}


def _part(kind: str, number: Callable[[World], int]) -> Payload:
    return lambda world: {"value": f"{kind}:{number(world)}"}


def _at(path: str, name: str) -> Address:
    return at(path, id=lambda world: world.documents[name])


def _absent(path: str) -> tuple[Case, ...]:
    return tuple(Case(NOBODY, at=at(path, id=one)) for one in (NOWHERE, "abc"))


def _first(name: str) -> tuple[Step, ...]:
    return (Step("OpenDocumentState.load", at=_at("/documents/read", name)),)


def taken(path: str, *, issued: bool = False) -> tuple[Visit, ...]:
    """What is taken of a document's register."""
    return (
        *(Visit(KEEPERS[name], path=_at(path, name)) for name in KEEPERS),
        Visit(NOBODY, path=at(path, id=NOWHERE)),
        *(() if issued else (Visit(REGISTERS, path=at(path)),)),
    )


# ------------------------------------------------------------------------------------------------- read

CALLS["DocumentsState.load"] = Call(
    (Case(SIGNED_IN, at=at("/documents")), Case(SIGNED_IN, at=at("/documents", view="school", page=2)))
)
CALLS["DocumentsState.begin"] = simple(WRITERS, writes=True)
CALLS["OpenDocumentState.load"] = Call(
    tuple(
        Case(READERS[name], at=_at("/documents/read", name), shows=(DOCUMENT.format(name),))
        for name in READERS
    ),
    absent=(
        *_absent("/documents/read"),
        Case(NOBODY, at=_at("/documents/read", "draft")),
    ),
)
CALLS["OpenDocumentState.seen"] = Call(
    tuple(Case(who, first=_first(name), writes=True) for name, who in ASKED.items())
)
CALLS["OpenDocumentState.acknowledge"] = Call(
    tuple(Case(who, of(form={}), first=_first(name), writes=True) for name, who in ASKED.items())  # type: ignore[arg-type]
)
for _name in ("remind", "begin_version"):
    CALLS[f"OpenDocumentState.{_name}"] = simple(WRITERS, first=_first("6b"), writes=True)
CALLS["OpenDocumentState.ask_withdraw"] = simple(WRITERS, of(wanted=True), first=_first("6b"))
_WHY: Payload = lambda _world: {"form": {"reason": "Вышел новый порядок"}}  # noqa: E731
CALLS["OpenDocumentState.withdraw"] = simple(WRITERS, _WHY, first=_first("6b"), writes=True)

# --------------------------------------------------------------------------------------------- register

_REGISTER = (Step("DocumentRegisterState.load", at=_at("/documents/register", "6b")),)
_MOTHER = "Лебедева Мария Петровна"
CALLS["DocumentRegisterState.load"] = Call(
    (
        Case(REGISTERS, at=at("/documents/register")),
        Case(KEEPERS["6b"], at=_at("/documents/register", "6b"), shows=(_MOTHER,)),
        Case(KEEPERS["staff"], at=_at("/documents/register", "staff")),
    ),
    absent=(Case(NOBODY, at=at("/documents/register", id=NOWHERE)),),
)
CALLS["DocumentRegisterState.look"] = simple(REGISTERS, of(value="лебед"))
CALLS["DocumentRegisterState.choose_state"] = simple(REGISTERS, of(value="late"))
CALLS["DocumentRegisterState.turn"] = simple(REGISTERS, of(page=1))
CALLS["DocumentRegisterState.choose_class"] = Call(
    (
        Case(KEEPERS["6b"], of(class_id=lambda world: str(world.classes["6b"].id)), first=_REGISTER),
        Case(WRITERS, of(class_id=lambda world: str(world.classes["6v"].id)), first=_REGISTER),
    ),
    absent=nowhere("class_id"),
)
_LINE = of(line=lambda world: str(world.document_lines["6b"]))
CALLS["DocumentRegisterState.open_paper"] = Call(
    (Case(KEEPERS["6b"], _LINE, first=_REGISTER),),
    absent=(Case(NOBODY, of(line=str(NOWHERE))), Case(NOBODY, of(line="abc"))),
)
_OPEN = (*_REGISTER, Step("DocumentRegisterState.open_paper", _LINE))
_DAY: Payload = lambda _world: {"form": {"day": DAY.isoformat()}}  # noqa: E731
CALLS["DocumentRegisterState.enter_paper"] = Call((Case(KEEPERS["6b"], _DAY, first=_OPEN, writes=True),))

# ---------------------------------------------------------------------------------------------- written

_DRAFT = (Step("WriteDocumentState.load", at=_at("/documents/write", "draft")),)
_FORM: Payload = lambda _world: {"form": {"title": "Правила", "words": "Слова"}}  # noqa: E731
CALLS["WriteDocumentState.load"] = Call(
    (Case(WRITERS, at=_at("/documents/write", "draft"), shows=(DOCUMENT.format("draft"),)),),
    absent=_absent("/documents/write"),
)
CALLS["WriteDocumentState.choose_whom"] = simple(WRITERS, of(value="both"), first=_DRAFT, writes=True)
CALLS["WriteDocumentState.add_part"] = Call(
    (
        Case(WRITERS, _part("class", class_of("6v")), first=_DRAFT, writes=True),
        Case(
            WRITERS, of(value=lambda world: f"person:{person('guardian')(world)}"), first=_DRAFT, writes=True
        ),
        Case(WRITERS, of(value="role:teacher"), first=_DRAFT, writes=True),
        Case(NOBODY, _part("class", class_of("6b_b")), first=_DRAFT),
        Case(NOBODY, _part("person", person("pupil_b")), first=_DRAFT),
    ),
    absent=(Case(NOBODY, of(value=f"class:{NOWHERE}"), first=_DRAFT),),
)
CALLS["WriteDocumentState.drop_part"] = simple(WRITERS, of(value="role:teacher"), first=_DRAFT)
CALLS["WriteDocumentState.find_person"] = simple(WRITERS, of(words="лебед"), first=_DRAFT)
CALLS["WriteDocumentState.drop_file"] = simple(WRITERS, of(key="guess"), first=_DRAFT)
CALLS["WriteDocumentState.save"] = simple(WRITERS, _FORM, first=_DRAFT, writes=True)
CALLS["WriteDocumentState.review"] = simple(WRITERS, first=_DRAFT)
CALLS["WriteDocumentState.back"] = simple(WRITERS, first=_DRAFT)
_REVIEWED = (*_DRAFT, Step("WriteDocumentState.review"))
CALLS["WriteDocumentState.publish"] = simple(WRITERS, first=_REVIEWED, writes=True)
CALLS["WriteDocumentState.ask_throw_away"] = simple(WRITERS, of(wanted=True), first=_DRAFT)
CALLS["WriteDocumentState.throw_away"] = simple(WRITERS, first=_DRAFT, writes=True)
