"""Calls of the school's accounts: an administrator's work, of the own school, and never on oneself."""

from tests.access.calls.asking import NOBODY, Call, Case, Payload, Step, Who, at, nothing, nowhere, of, simple
from tests.cast import PASSWORD_HASH

CALLS: dict[str, Call] = {}

MAY: Who = frozenset({"admin"})
_LIST = Step("AccountsState.load", at=at("/accounts"))


def _person(name: str) -> Payload:
    return of(person_id=lambda w: str(w.id_of(name)))


def _card(name: str) -> tuple[Step, ...]:
    return _LIST, Step("AccountsState.open_card", _person(name))


CALLS["AccountsState.load"] = simple(
    MAY, at=at("/accounts"), shows=("Котова Ирина",), hides=("Юдин", PASSWORD_HASH)
)
CALLS["AccountsState.open_card"] = Call(
    (
        Case(MAY, _person("teacher"), first=(_LIST,), hides=(PASSWORD_HASH,)),
        Case(NOBODY, _person("teacher_b"), first=(_LIST,)),
    ),
    absent=nowhere("person_id"),
)
for _name in ("give_password", "block", "sign_out", "take_factor"):
    CALLS[f"AccountsState.{_name}"] = Call(
        (
            Case(MAY, first=_card("teacher"), writes=True),
            Case(NOBODY, first=_card("teacher_b")),
            Case(NOBODY, first=_card("admin")),
            Case(NOBODY, first=_card("shared_a")),
            Case(NOBODY),
        )
    )
CALLS["AccountsState.unblock"] = Call(
    (
        Case(MAY, first=(*_card("teacher"), Step("AccountsState.block")), writes=True),
        Case(NOBODY, first=(*_card("teacher_b"), Step("AccountsState.block"))),
    )
)
for _name, _payload in {
    "find": of(form=lambda _w: {"words": "Котова"}),
    "choose_role": of(value="teacher"),
    "choose_use": of(value="never"),
    "close_card": nothing,
    "ask_password": nothing,
    "keep_password": nothing,
    "ask_factor": nothing,
    "keep_factor": nothing,
    "ask_reason": nothing,
    "look_no_more": nothing,
}.items():
    CALLS[f"AccountsState.{_name}"] = simple(MAY, _payload, first=(_LIST,))

CALLS["AccountsState.ask_parting"] = simple(MAY, first=_card("shared_a"))
CALLS["AccountsState.part"] = Call(
    (
        Case(MAY, first=_card("shared_a"), writes=True),
        Case(NOBODY, first=_card("shared_b")),
        Case(NOBODY, first=_card("teacher")),
    )
)
