"""Every event that a page of ours sends is heard, and nothing else is taken for one."""

import inspect
from typing import Any, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reflex_base.registry import RegistrationContext

import ejournal.ejournal  # noqa: F401 - all handlers are registered by it
from ejournal.pages.journal.state import JournalState
from ejournal.ui.runtime.doors.asked import GUARD, asked, function_of

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


def wanted_by(name: str) -> dict[str, Any]:
    """Something of the right kind for whatever the handler needs."""
    _, *parameters = inspect.signature(handlers()[name]).parameters.values()
    empty = {dict: {}, list: []}
    return {
        one.name: empty.get(get_origin(one.annotation) or one.annotation, "")
        for one in parameters
        if one.default is one.empty
    }


FORMS = [
    name for name in sorted(handlers()) if any(not isinstance(one, str) for one in wanted_by(name).values())
]


@pytest.mark.parametrize("name", sorted(handlers()))
def test_every_handler_is_heard_by_its_whole_name(name: str) -> None:
    given = wanted_by(name)
    # A page leaves out what is empty, as Reflex's own client does.
    event = {"name": name, "router_data": {"pathname": "/", "asPath": "/"}} | (
        {"payload": given} if given else {}
    )
    heard = asked(event)
    assert heard is not None
    assert heard.is_for_browsers


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("sent", ["", "words", 5, None, True, 0.5, [5]])
def test_what_is_no_form_is_not_given_to_who_reads_one(name: str, sent: Any) -> None:
    given = {one: kind if isinstance(kind, str) else sent for one, kind in wanted_by(name).items()}
    heard = asked({"name": name, "payload": given})
    assert heard is not None
    assert not heard.is_for_browsers


@pytest.mark.parametrize(
    ("sent", "heard_as"), [("5", "5"), (5, "5"), (10**30, "1" + "0" * 30), (None, ""), (True, "True")]
)
def test_who_reads_words_is_given_words(sent: Any, heard_as: str) -> None:
    name = f"{JournalState.get_full_name()}.open_cell"
    heard = asked({"name": name, "payload": {"pupil": "P1", "column": sent}})
    assert heard is not None
    assert heard.is_for_browsers
    assert heard.payload == {"pupil": "P1", "column": heard_as}


@pytest.mark.parametrize("sent", [[], ["L1"], {}, {"a": 1}])
def test_what_is_no_word_is_not_given_to_who_reads_one(sent: Any) -> None:
    name = f"{JournalState.get_full_name()}.open_cell"
    heard = asked({"name": name, "payload": {"pupil": "P1", "column": sent}})
    assert heard is not None
    assert not heard.is_for_browsers


def test_what_no_database_keeps_is_not_let_in() -> None:
    evil = "а\x00б\ud83d\nв"
    heard = asked(
        {
            "name": "any",
            "payload": {"form": {"text": evil, "rows": [{"v": evil}]}},
            "router_data": {"pathname": "/", "asPath": f"/{evil}", "query": {"q": evil}},
        }
    )
    assert heard is not None
    assert heard.payload == {"form": {"text": "аб\nв", "rows": [{"v": "аб\nв"}]}}
    assert (heard.address, heard.query) == ("/аб\nв", {"q": "аб\nв"})


@given(JSON)
def test_whatever_is_sent_is_an_event_or_none(sent: Any) -> None:
    heard = asked(sent)
    assert heard is None or not heard.is_for_browsers


@given(st.text(max_size=3000))
def test_a_name_that_is_nobodys_is_no_event_for_browsers(name: str) -> None:
    heard = asked({"name": name})
    assert heard is None or not heard.is_for_browsers
