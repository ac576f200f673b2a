"""Calls of what comes to oneself and where to: everybody chooses for themselves."""

from tests.access.calls.asking import FAMILY, NOBODY, SIGNED_IN, Call, Case, Step, at, of, simple

_LOADED = Step("NoticeChoicesState.load", at=at("/notices/choices"))
_HOURS = of(form=lambda _w: {"digest_hour": "17", "quiet_from": "22", "quiet_until": "6"})
CALLS: dict[str, Call] = {
    "NoticeChoicesState.load": simple(SIGNED_IN, at=at("/notices/choices")),
    "NoticeChoicesState.choose": Call(
        (
            Case(FAMILY, of(kind="mark", value="now"), first=(_LOADED,), writes=True),
            Case(NOBODY, of(kind="mark", value="often"), first=(_LOADED,)),
        ),
        absent=(Case(NOBODY, of(kind="nothing", value="now"), first=(_LOADED,)),),
    ),
    "NoticeChoicesState.save_hours": simple(SIGNED_IN, _HOURS, first=(_LOADED,), writes=True),
    "NoticeChoicesState.stop_mail": simple(SIGNED_IN, of(stopped=True), first=(_LOADED,), writes=True),
}
