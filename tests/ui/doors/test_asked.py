"""Every event that a page of ours sends is heard, and nothing else is taken for one."""

import inspect
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reflex_base.registry import RegistrationContext

import ejournal.ejournal  # noqa: F401 - all handlers are registered by it
from ejournal.ui.doors.asked import GUARD, asked, function_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)


def handlers() -> dict[str, Any]:
    """All handlers of the program that a page may call, by the name that the page calls them by."""
    registered = RegistrationContext.get().event_handlers
    found = {name: function_of(one.handler) for name, one in registered.items()}
    return {name: function for name, function in found.items() if getattr(function, GUARD, "")}


@pytest.mark.parametrize("name", sorted(handlers()))
def test_every_handler_is_heard_by_its_whole_name(name: str) -> None:
    _, *parameters = inspect.signature(handlers()[name]).parameters.values()
    given = {one.name: "" for one in parameters if one.default is one.empty}
    # A page leaves out what is empty, as Reflex's own client does.
    event = {"name": name, "router_data": {"pathname": "/", "asPath": "/"}} | (
        {"payload": given} if given else {}
    )
    heard = asked(event)
    assert heard is not None
    assert heard.is_for_browsers


@given(JSON)
def test_whatever_is_sent_is_an_event_or_none(sent: Any) -> None:
    heard = asked(sent)
    assert heard is None or not heard.is_for_browsers


@given(st.text(max_size=3000))
def test_a_name_that_is_nobodys_is_no_event_for_browsers(name: str) -> None:
    heard = asked({"name": name})
    assert heard is None or not heard.is_for_browsers
