"""Whatever a signed-in person's program sends in place of a page's own values is answered without a fault."""

import logging
from typing import Any

import pytest
from reflex_base.utils.format import format_event_handler

from ejournal.ui.runtime.doors.asked import asked
from tests.access.calls import CALLS
from tests.access.calls.asking import nothing
from tests.access.test_matrix import Arena, arena

__all__ = ["arena"]
HOSTILE: tuple[Any, ...] = ("99999999999", "9999-12-31", "²\ud800\x00" + "я" * 9000)


def spoilt(value: Any, by: Any) -> Any:
    """The value with all that stands in its forms and lists replaced."""
    if isinstance(value, dict):
        return {name: spoilt(one, by) for name, one in value.items()}
    return [spoilt(one, by) for one in value] if isinstance(value, list) else by


TAKING = sorted(name for name, call in CALLS.items() if call.cases[0].payload is not nothing)


@pytest.mark.parametrize("name", TAKING)
def test_no_value_is_a_fault_of_the_program(
    arena: Arena,
    name: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    case = CALLS[name].cases[0]
    who = min(case.may, default="director")
    for by in HOSTILE:
        payload = spoilt(case.payload(arena.world), by)
        heard = asked({"name": format_event_handler(arena.handlers[name]), "payload": payload})
        if heard is None or not heard.is_for_browsers:
            continue
        before, tab = arena.version(), arena.tab(who)
        arena.prepare(tab, case)
        caplog.clear()
        tab.send(arena.handlers[name], **heard.payload)
        assert not [one for one in caplog.records if one.levelno >= logging.ERROR], (by, caplog.text)
        arena.restore(before)
