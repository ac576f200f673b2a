"""Calls of the delivery of notices: its administrator looks after it."""

from tests.access.calls.asking import NOBODY, Call, Case, Step, at, nowhere, of, simple
from tests.access.world import World

MAY = frozenset({"admin"})
_LOADED = Step("DeliveriesState.load", at=at("/delivery"))


def _of(name: str) -> Case:
    def number(world: World) -> str:
        return str(world.deliveries[name])

    return Case(MAY if name == "guardian" else NOBODY, of(number=number), first=(_LOADED,))


_HOOK = of(form=lambda _w: {"address": "https://bot.example.test/hook", "of-mark": "on"})
_SAVED = Step("DeliveriesState.save_webhook", _HOOK)
CALLS: dict[str, Call] = {
    "DeliveriesState.load": Call((Case(MAY, at=at("/delivery"), shows=("451 later",)),)),
    "DeliveriesState.look_again": simple(MAY, first=(_LOADED,)),
    "DeliveriesState.try_again": Call((_of("guardian"), _of("pupil_b")), absent=nowhere("number")),
    "DeliveriesState.try_all_again": simple(MAY, first=(_LOADED,)),
    "DeliveriesState.save_webhook": simple(MAY, _HOOK, first=(_LOADED,), writes=True),
    "DeliveriesState.renew_secret": simple(MAY, first=(_LOADED, _SAVED), writes=True),
    "DeliveriesState.remove_webhook": simple(MAY, first=(_LOADED, _SAVED), writes=True),
    "DeliveriesState.ask": simple(MAY, of(what="renew")),
    "DeliveriesState.hide_secret": simple(MAY),
    "DeliveriesState.send_trial": simple(NOBODY, of(channel="mail"), first=(_LOADED,)),
}
