"""Calls of the documents of consents: heads and administrators read, director and administrators write."""

from tests.access.calls.asking import NOBODY, Call, Case, Payload, Step, Who, at, nowhere, of, simple

CALLS: dict[str, Call] = {}

READ: Who = frozenset({"admin", "director", "deputy"})
WRITE: Who = READ - {"deputy"}
_PAGE = (Step("ConsentTextsState.load", at=at("/consents")),)
_OURS: Payload = of(purpose_id=lambda w: str(w.consent_purpose))
_THEIRS: Payload = of(purpose_id=lambda w: str(w.other_purpose))
_FORM = {"name": "Буфет", "title": "Питание", "text": "Имя.", "refusal": "Ничего.", "asks_children": "on"}


def _after(event: str, payload: Payload = _OURS) -> tuple[Step, ...]:
    return (*_PAGE, Step(f"ConsentTextsState.{event}", payload))


def _of_purpose(may: Who) -> Call:
    return Call(
        (Case(may, _OURS, first=_PAGE), Case(NOBODY, _THEIRS, first=_PAGE)), absent=nowhere("purpose_id")
    )


CALLS["ConsentTextsState.load"] = simple(READ, at=at("/consents"), shows=("Электронный журнал",))
CALLS["ConsentTextsState.read"] = Call(
    (
        Case(
            READ,
            of(purpose_id=lambda w: str(w.consent_purpose), version_id=lambda w: str(w.consent_document)),
            first=_PAGE,
            shows=("Я разрешаю школе",),
        ),
        Case(NOBODY, of(purpose_id=lambda w: str(w.other_purpose), version_id="1"), first=_PAGE),
    ),
    absent=nowhere("purpose_id", version_id="1"),
)
CALLS["ConsentTextsState.close_dialog"] = simple(READ, first=_PAGE)
CALLS["ConsentTextsState.open_new"] = simple(WRITE, first=_PAGE)
CALLS["ConsentTextsState.choose_former"] = simple(WRITE, of(value="keep"), first=_PAGE)
for _name in ("open_draft", "ask_to_drop", "ask_to_publish", "ask_to_close"):
    CALLS[f"ConsentTextsState.{_name}"] = _of_purpose(WRITE)
CALLS["ConsentTextsState.save"] = Call(
    (
        Case(WRITE, lambda _w: {"form": _FORM}, first=_after("open_new", of()), writes=True),
        Case(WRITE, lambda _w: {"form": _FORM}, first=_after("open_draft"), writes=True),
    )
)
for _name, _before in (("drop", "ask_to_drop"), ("publish", "ask_to_publish"), ("close", "ask_to_close")):
    CALLS[f"ConsentTextsState.{_name}"] = Call(
        (
            Case(WRITE, first=_after(_before), writes=True),
            Case(NOBODY, first=_after(_before, _THEIRS)),
            Case(NOBODY, first=_PAGE),
        )
    )
