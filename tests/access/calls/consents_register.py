"""Calls of the register of consents: the whole for who leads or administers, own classes for teachers."""

from tests.access.calls.asking import (
    NOBODY,
    NOWHERE,
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
    simple,
)

CALLS: dict[str, Call] = {}

WHOLE: Who = frozenset({"admin", "director", "deputy"})
OF_6B = WHOLE | {"class_teacher"}
READ = OF_6B | {"teacher_b"}
MOTHER = "Лебедева Мария Петровна"
_LOAD = (Step("RegisterState.load", at=at("/consents/register")),)


def _class(name: str) -> Payload:
    return of(class_id=lambda w: str(w.classes[name].id))


def _question(pupil: str) -> Payload:
    return of(
        person=lambda w: str(w.id_of("guardian")), key=lambda w: f"{w.consent_document}-{w.id_of(pupil)}"
    )


CALLS["RegisterState.load"] = Call(
    (
        Case(READ, at=at("/consents/register")),
        Case(OF_6B, at=at("/consents/register"), shows=(MOTHER,), says=False),
    )
)
CALLS["RegisterState.look"] = simple(READ, of(value="лебед"), first=_LOAD)
CALLS["RegisterState.choose_purpose"] = simple(READ, of(value=lambda w: str(w.consent_purpose)), first=_LOAD)
CALLS["RegisterState.choose_state"] = simple(READ, of(value="former"), first=_LOAD)
CALLS["RegisterState.turn"] = simple(READ, of(page=1), first=_LOAD)
CALLS["RegisterState.choose_class"] = Call(
    (
        Case(OF_6B, _class("6b"), first=_LOAD, shows=(MOTHER,)),
        Case(WHOLE, _class("6v"), first=_LOAD, shows=("Никитин Иван",)),
        Case(frozenset({"teacher_b"}), _class("6b_b"), first=_LOAD),
    ),
    absent=nowhere("class_id"),
)
CALLS["RegisterState.open_paper"] = Call(
    (
        Case(OF_6B, _question("pupil"), first=_LOAD),
        Case(WHOLE, _question("brother"), first=_LOAD),
    ),
    absent=(Case(NOBODY, of(person=str(NOWHERE), key="1-1")), Case(NOBODY, of(person="abc", key="x"))),
)
_OPEN = (*_LOAD, Step("RegisterState.open_paper", _question("pupil")))
CALLS["RegisterState.close_paper"] = simple(READ, first=_OPEN)
_PAPER: Payload = lambda _w: {"form": {"says": "given", "day": "2026-11-18"}}  # noqa: E731
CALLS["RegisterState.enter_paper"] = Call(
    (Case(OF_6B, _PAPER, first=_OPEN, writes=True), Case(NOBODY, _PAPER, first=_LOAD))
)


def taken(path: str) -> tuple[Visit, ...]:
    """Visits to a file of the register."""
    return (
        Visit(READ, path=at(path)),
        Visit(OF_6B, path=at(path, **{"class": class_of("6b")})),
        Visit(WHOLE, path=at(path, **{"class": class_of("6v")})),
        Visit(frozenset(), path=at(path, **{"class": NOWHERE})),
    )
