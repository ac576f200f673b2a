"""Calls of one's own account."""

from tests.access.calls.asking import NOBODY, NOWHERE, SIGNED_IN, Call, Case, Payload, Step, at, of, simple

CALLS: dict[str, Call] = {}

_ACCOUNT = Step("AccountState.load", at=at("/account"))
CALLS["AccountState.load"] = simple(SIGNED_IN, at=at("/account"))
CALLS["AccountState.end_session"] = Call(
    (
        Case(
            frozenset({"teacher"}),
            of(session_id=lambda w: str(w.sign_ins["teacher"])),
            first=(_ACCOUNT,),
            writes=True,
        ),
        Case(
            frozenset({"teacher_b"}),
            of(session_id=lambda w: str(w.sign_ins["teacher_b"])),
            first=(_ACCOUNT,),
            writes=True,
        ),
    ),
    absent=(Case(NOBODY, of(session_id=str(NOWHERE))), Case(NOBODY, of(session_id="1; drop table"))),
)
CALLS["AccountState.name_email"] = simple(
    SIGNED_IN,
    lambda _w: {"fields": {"email_password": "школа на холме", "new_email": "new@example.test"}},
    writes=True,
)
CALLS["AccountState.forget_named_email"] = simple(SIGNED_IN)
CALLS["AccountState.end_others"] = simple(SIGNED_IN)
CALLS["AccountState.change_password"] = simple(
    SIGNED_IN,
    lambda _w: {
        "fields": {
            "old_password": "школа на холме",
            "new_password": "Снегирь на ветке 9",
            "again": "Снегирь на ветке 9",
        }
    },
    writes=True,
)


def _consent(pupil: str) -> Payload:
    return of(key=lambda w: f"{w.consent_document}-{w.id_of(pupil)}")


_OPEN = Step("OwnConsentsState.open_consent", _consent("pupil"))
CALLS["OwnOpeningsState.load_openings"] = simple(SIGNED_IN, at=at("/account"))
CALLS["OwnOpeningsState.choose_whose"] = simple(SIGNED_IN, of(value="1"))
CALLS["OwnConsentsState.load_consents"] = simple(SIGNED_IN, at=at("/account"))
CALLS["OwnConsentsState.open_consent"] = Call(
    (
        Case(frozenset({"guardian"}), _consent("pupil")),
        Case(frozenset({"other_guardian"}), _consent("other_pupil")),
    ),
    absent=(Case(NOBODY, of(key="1-999999")), Case(NOBODY, of(key="abc"))),
)
CALLS["OwnConsentsState.close_consent"] = simple(SIGNED_IN)
CALLS["OwnConsentsState.agree"] = Call(
    (Case(frozenset({"guardian"}), first=(_OPEN,), writes=True), Case(NOBODY))
)
CALLS["OwnConsentsState.withdraw"] = Call(
    (
        Case(frozenset({"guardian"}), first=(_OPEN, Step("OwnConsentsState.agree"), _OPEN), writes=True),
        Case(NOBODY, first=(_OPEN,)),
    )
)


def _provider(name: str) -> Payload:
    return of(which=lambda w: str(w.provider_links[name]))


CALLS["ProvidersState.load_providers"] = simple(SIGNED_IN, at=at("/account"), shows=("Школы области",))
CALLS["ProvidersState.open_provider"] = Call(
    (
        Case(frozenset({"teacher"}), _provider("teacher")),
        Case(frozenset({"teacher_b"}), _provider("teacher_b")),
        Case(SIGNED_IN, of(which="region")),
    ),
    absent=(Case(NOBODY, of(which=str(NOWHERE))), Case(NOBODY, of(which="other"))),
)
CALLS["ProvidersState.close_provider"] = simple(SIGNED_IN)
CALLS["ProvidersState.link_provider"] = Call(
    (
        Case(
            SIGNED_IN - {"teacher", "teacher_b"},
            of(fields=lambda _w: {"link_password": "школа на холме"}),
            first=(Step("ProvidersState.open_provider", of(which="region")),),
            writes=True,
        ),
    )
)
CALLS["ProvidersState.unlink_provider"] = Call(
    (
        Case(
            frozenset({"teacher"}),
            first=(Step("ProvidersState.open_provider", _provider("teacher")),),
            writes=True,
        ),
        Case(
            frozenset({"teacher_b"}),
            first=(Step("ProvidersState.open_provider", _provider("teacher_b")),),
            writes=True,
        ),
    )
)
