"""How what goes to the browser is written as JSON: by orjson, which knows dataclasses and is faster."""

from types import SimpleNamespace
from typing import Any

import orjson
import reflex as rx
from reflex_base.utils.serializers import serialize

AS_REFLEX_DOES = orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME


def attach(app: rx.App) -> None:
    """Let the app's events be packed so; how they are unpacked stays Reflex's."""
    packet: Any = app.sio.packet_class  # type: ignore[union-attr]
    packet.json = SimpleNamespace(dumps=dumps, loads=packet.json.loads)


def dumps(packet: Any, **_style: Any) -> str:
    """The packet as compact JSON; types that JSON has no word for are Reflex's to name."""
    return orjson.dumps(packet, default=serialize, option=AS_REFLEX_DOES).decode()
