"""Calls of what comes to oneself and where to: everybody chooses for themselves."""

from tests.access.calls.asking import FAMILY, NOBODY, SIGNED_IN, Call, Case, Step, at, nowhere, of, simple
from tests.infra.push import Browser

_LOADED = Step("NoticeChoicesState.load", at=at("/notices/choices"))
_HOURS = of(form=lambda _w: {"digest_hour": "17", "quiet_from": "22", "quiet_until": "6"})
_KEYS = Browser()
_BROWSER = of(
    endpoint="https://push.example.test/1", public=_KEYS.public, secret=_KEYS.secret, browser="Firefox"
)
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
    "NoticeChoicesState.choose_also": Call(
        (
            Case(FAMILY, of(kind="mark", channel="push", wanted=False), first=(_LOADED,), writes=True),
            Case(NOBODY, of(kind="often", channel="push", wanted=False), first=(_LOADED,)),
        ),
        absent=(Case(NOBODY, of(kind="nothing", channel="push", wanted=True), first=(_LOADED,)),),
    ),
    "NoticeChoicesState.add_device": simple(SIGNED_IN, _BROWSER, first=(_LOADED,), writes=True),
    "NoticeChoicesState.forget_device": simple(SIGNED_IN, of(key="0"), first=(_LOADED,)),
    "NoticeChoicesState.remove_device": Call(
        (
            Case(
                frozenset({"guardian"}),
                of(number=lambda w: str(w.devices["guardian"])),
                first=(_LOADED,),
                writes=True,
            ),
            Case(
                frozenset({"pupil_b"}),
                of(number=lambda w: str(w.devices["pupil_b"])),
                first=(_LOADED,),
                writes=True,
            ),
        ),
        absent=nowhere("number"),
    ),
    "NoticeChoicesState.try_devices": simple(SIGNED_IN, first=(_LOADED,), writes=True),
    "NoticeChoicesState.connect_max": simple(SIGNED_IN, first=(_LOADED,), writes=True),
    "NoticeChoicesState.disconnect_max": simple(SIGNED_IN, first=(_LOADED,)),
    "NoticeChoicesState.try_max": simple(frozenset({"guardian", "pupil_b"}), first=(_LOADED,), writes=True),
    "NoticeChoicesState.look_again": simple(SIGNED_IN, first=(_LOADED,)),
    "NoticeChoicesState.stop_mail": simple(SIGNED_IN, of(stopped=True), first=(_LOADED,), writes=True),
}
