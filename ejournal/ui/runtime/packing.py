"""How what goes to the browser is written as JSON: what Reflex itself would write, by the faster orjson.

Where the two differ Reflex decides: what it leaves out of a type (a cookie among headers) stays out.
"""

import dataclasses
from functools import cache
from math import isfinite
from types import SimpleNamespace
from typing import Any

import orjson
import reflex as rx
from reflex_base.utils.format import json_dumps
from reflex_base.utils.serializers import get_serializer, serialize

AS_REFLEX_DOES = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
COMPACT = (",", ":")
_PLAIN = (str, int, bool, type(None))


def attach(app: rx.App) -> None:
    """Let the app's events be packed so; how they are unpacked stays Reflex's."""
    packet: Any = app.sio.packet_class  # type: ignore[union-attr]
    packet.json = SimpleNamespace(dumps=dumps, loads=packet.json.loads)


def dumps(packet: Any, **_style: Any) -> str:
    """The packet as compact JSON, the same as Reflex's own after it is read."""
    try:
        text = orjson.dumps(packet, default=_named, option=AS_REFLEX_DOES).decode()
    except TypeError:  # keys other than strings, integers past 64 bits, half a surrogate pair
        return json_dumps(packet, COMPACT)
    # orjson writes NaN and infinities as null; Reflex's page knows their names.
    return json_dumps(packet, COMPACT) if "null" in text and _has_odd_number(packet) else text


def _named(value: Any) -> Any:
    """What stands for a value that JSON has no word for."""
    if isinstance(value, float | tuple):  # a subclass, which orjson does not know
        return float(value) if isinstance(value, float) else list(value)
    kind: Any = type(value)
    names = _fields(kind)
    if names is None or get_serializer(kind) is not None:
        return serialize(value)
    # The most frequent by far: a row for the screen, which holds its fields and nothing else.
    held = getattr(value, "__dict__", {})
    return held if held.keys() == names else {name: getattr(value, name) for name in names}


@cache
def _fields(kind: type) -> frozenset[str] | None:
    return frozenset(one.name for one in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else None


def _has_odd_number(value: Any) -> bool:
    kind = type(value)
    if kind in _PLAIN:
        return False
    if isinstance(value, float):
        return not isfinite(value)
    if isinstance(value, dict):
        return any(map(_has_odd_number, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_has_odd_number, value))
    return not isinstance(value, str | int) and _has_odd_number(_named(value))
