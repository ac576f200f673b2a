"""The first update of a page: the same as Reflex's own, without a look at what no tab has touched."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from reflex.istate.delta import _resolve_delta
from reflex.state import State, _diff_against_initial_state, _initial_snapshot_cache
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext

from ejournal.pages.diary.state import DiaryState
from ejournal.pages.journal.state import JournalState
from ejournal.ui.frame.family import FamilyState
from ejournal.ui.runtime import hydration
from ejournal.ui.runtime.doors.asked import BOOTS
from ejournal.ui.runtime.packing import dumps
from tests.cast import Cast
from tests.infra.loops import own_loop
from tests.infra.tabs import Tab
from tests.pages.conftest import OpenTab

Run = Callable[[Awaitable[Any]], Any]


def _defaults_known(run: Run) -> list[str]:
    """What a page of the same build says of the defaults that it holds."""
    run(_diff_against_initial_state(State, {}, ["no", "build"]))
    known = _initial_snapshot_cache[State]
    return [known.names_digest, *(known.hashes[name] for name in sorted(known.hashes))]


def _by_reflex(tab: Tab, hashes: list[str]) -> Any:
    whole = tab.run(_resolve_delta(tab.root.dict()))
    return json.loads(dumps(tab.run(_diff_against_initial_state(State, whole, hashes))))


def test_the_tab_is_sent_what_reflex_would_send(cast: Cast, open_tab: OpenTab) -> None:
    teacher = open_tab("teacher", f"/journal?course={cast.courses['maths'].id}")
    guardian, untouched = open_tab("guardian", "/diary"), open_tab("guardian", "/")
    hashes = _defaults_known(guardian.run)
    teacher.send(JournalState.load)
    guardian.send(DiaryState.load)
    for tab in (teacher, guardian, untouched):
        ours = json.loads(dumps(hydration.beside_defaults(tab.root)))
        assert ours == _by_reflex(tab, hashes)
    assert DiaryState.get_full_name() in hydration.beside_defaults(guardian.root)
    assert list(hydration.beside_defaults(open_tab("guardian", "/").root)) == [State.get_full_name()]


def test_a_page_of_another_build_is_sent_all_by_reflex() -> None:
    with own_loop() as run:
        hashes = _defaults_known(run)
        assert run(hydration.knows_defaults(hashes))
        for other in (None, [], hashes[:-1], ["0" * 16, *hashes[1:]], [*hashes[:-1], "0" * 16]):
            assert not run(hydration.knows_defaults(other))


@pytest.mark.parametrize("knows", [True, False])
def test_the_event_that_connects_a_page_sends_its_tab(open_tab: OpenTab, knows: bool) -> None:
    tab = open_tab("guardian", "/diary")
    tab.send(DiaryState.load)
    hashes = _defaults_known(tab.run)
    sent: list[Any] = []

    async def emit(_token: str, delta: Any) -> None:
        sent.append(json.loads(dumps(delta)))

    async def connect() -> Any:
        EventContext.set(
            EventContext(token=tab.name, state_manager=None, enqueue_impl=emit, emit_delta_impl=emit)  # type: ignore[arg-type]
        )
        handler = RegistrationContext.get().event_handlers[BOOTS].handler
        return await handler.fn(tab.root, hashes=hashes if knows else ["of", "another"])

    tab.run(connect())
    (told,) = sent
    assert told[FamilyState.get_full_name()]["child_rx_state_"]
    assert ("tasks_rx_state_" in str(told)) is not knows


def test_nothing_is_computed_and_nothing_kept_in_browsers() -> None:
    """Both would have to be looked at though no tab holds them."""
    waiting: list[Any] = [State]
    while waiting:
        state = waiting.pop()
        waiting += state.get_substates()
        assert not state.computed_vars, state
        assert not any(state._is_client_storage(name) for name in state.base_vars), state
